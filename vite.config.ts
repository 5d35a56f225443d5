import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { codecFiles } from './e2e/fuzz/codec-files.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** CommonJS, and imported by workers alone, where the development server does not look for what it has to bundle. */
const CODECS = [
  '@cornerstonejs/codec-charls/decodewasmjs',
  '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
  '@cornerstonejs/codec-openjpeg/decodewasmjs',
]

/** Imported when the engine is first asked for: pre-bundled together, so that all of them share one core. */
const ENGINE_IMPORTS = [
  '@cornerstonejs/core',
  '@cornerstonejs/core/utilities/genericViewportDisplaySetMetadataProvider',
  '@cornerstonejs/metadata',
  '@cornerstonejs/tools',
  '@cornerstonejs/core > @kitware/vtk.js/Rendering/Profiles/Geometry.js',
  '@cornerstonejs/core > @kitware/vtk.js/Rendering/Profiles/Volume.js',
]

/**
 * While the border between two panels is dragged, paneforge sets the cursor of the whole page by a style element with
 * one of these texts, empty at first. They are allowed by their hashes, and no other.
 */
const CURSOR_STYLES = [
  '',
  ...['ew-resize', 'e-resize', 'w-resize'].map((cursor) => `*{cursor: ${cursor}!important;}`),
].map((style) => {
  const hash = createHash('sha256').update(style).digest('base64')
  return `'sha256-${hash}'`
})

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  `style-src 'self' ${CURSOR_STYLES.join(' ')}`,
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The policy as a <meta> of the built page, for servers that send no header. */
const policyInPage = (): Plugin => ({
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
})

const SERVED = new Map([
  ['.dcm', 'application/dicom'],
  ['.json', 'application/json'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
])

/** Serves `sample-dicom/` as `/samples/`: images and case files, not the generator that made them. */
function samples(): Plugin {
  const folder = here('sample-dicom')
  const served = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => SERVED.has(extname(file)) && !file.startsWith('phantom/'))
  return {
    name: 'samples',
    configureServer(server) {
      server.middlewares.use('/samples', (request, response, next) => {
        const file = decodeURIComponent((request.url ?? '').split('?')[0].slice(1))
        const type = SERVED.get(extname(file))
        const path = join(folder, file)
        if (!type || file.includes('..') || !existsSync(path) || !statSync(path).isFile()) return next()
        response.setHeader('Content-Type', type)
        createReadStream(path).pipe(response)
      })
    },
    generateBundle() {
      for (const file of served())
        this.emitFile({
          type: 'asset',
          fileName: `samples/${file}`,
          source: readFileSync(join(folder, file)),
        })
    },
  }
}

/** What VTK imports, and nothing here reaches, its WebGPU: the built page comes without it. */
const unreached = (): Plugin => ({
  name: 'unreached',
  enforce: 'pre',
  apply: 'build',
  resolveId(source, importer = '') {
    if (source.includes('/WebGPU/') && importer.includes('/@kitware/vtk.js/')) return standIn('nothing')
  },
})

const standIn = (name: string) => here(`src/viewer/cornerstone/stand-ins/${name}.ts`)

export default defineConfig({
  root: 'src',
  publicDir: false,
  plugins: [
    svelte({ configFile: false }),
    policyInPage(),
    samples(),
    unreached(),
    ...(process.env.VITEST ? [codecFiles()] : []),
  ],
  resolve: {
    alias: {
      // Imported by parts of Cornerstone's tools that are not used here: one reads and writes XML, the other makes code
      // of text, which the policy forbids.
      xmlbuilder2: standIn('xmlbuilder2'),
      ndarray: standIn('ndarray'),
    },
    // Under Vitest the browser's build of Svelte, without which effects silently never run.
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  worker: { format: 'es' },
  optimizeDeps: { include: [...CODECS, ...ENGINE_IMPORTS] },
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 6000 },
  server: { host: '127.0.0.1', port: 5173 },
  preview: {
    host: '127.0.0.1',
    port: 4173,
    strictPort: true,
    headers: {
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    },
  },
  test: {
    root: here('.'),
    include: [
      'src/**/*.test.ts',
      'sample-dicom/**/*.test.ts',
      'e2e/setup/**/*.test.ts',
      'e2e/fuzz/**/*.test.ts',
    ],
    testTimeout: 60_000,
  },
})
