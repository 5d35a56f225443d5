export interface Browser {
  readonly executablePath: string
  readonly source: 'CHROME_PATH' | 'Playwright' | 'system' | 'npm'
  /** What the browser's process needs beside the usual environment. */
  readonly env: Readonly<Record<string, string>>
}

export const BROWSER_ARGS: string[]
export function resolveBrowser(): Promise<Browser>
export function findBrowser(): Promise<Browser | undefined>
export function npmBrowserRunsHere(): boolean
export function systemPaths(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string[]
