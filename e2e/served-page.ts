import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview, type Plugin, type PluginOption } from 'vite'
import config from '../vite.config'

export interface ServedPage {
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * Builds a page of its own with the settings of the app and serves it with the app's policy.
 * @param root folder below the project, where the page and what it imports lie
 */
export async function servePage(root: string, page = 'index.html'): Promise<ServedPage> {
  const outDir = mkdtempSync(join(tmpdir(), 'served-page-'))
  const folder = fileURLToPath(new URL(`../${root}`, import.meta.url))
  const settings = {
    ...config,
    configFile: false as const,
    root: folder,
    logLevel: 'error' as const,
    // The sample images are not asked for.
    plugins: (config.plugins ?? []).filter((plugin) => nameOf(plugin) !== 'samples'),
    build: { ...config.build, outDir, rolldownOptions: { input: join(folder, page) } },
    preview: { ...config.preview, port: 0, strictPort: false },
  }
  await build(settings)
  const server = await preview(settings)
  const close = async () => {
    await server.close()
    rmSync(outDir, { recursive: true })
  }
  return { url: new URL(page, server.resolvedUrls?.local[0]).href, close }
}

const nameOf = (plugin: PluginOption): string | undefined => (plugin as Plugin | undefined)?.name
