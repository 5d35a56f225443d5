import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview, type Plugin, type PluginOption } from 'vite'
import config from '../../vite.config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the page with the settings of the app and serves it with the app's policy. */
export async function serveEnginePage(): Promise<{ url: string; close: () => Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), 'engine-page-'))
  const page = {
    ...config,
    configFile: false as const,
    root: here('.'),
    logLevel: 'error' as const,
    // The sample images are not asked for.
    plugins: (config.plugins ?? []).filter((plugin) => nameOf(plugin) !== 'samples'),
    build: { ...config.build, outDir },
    preview: { ...config.preview, port: 0, strictPort: false },
  }
  await build(page)
  const server = await preview(page)
  const close = async () => {
    await server.close()
    rmSync(outDir, { recursive: true })
  }
  return { url: server.resolvedUrls?.local[0] ?? '', close }
}

const nameOf = (plugin: PluginOption): string | undefined => (plugin as Plugin | undefined)?.name
