import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What one viewer is served from. */
export interface Site {
  readonly folder: string
  /** Files put in place of those of the folder, or beside them, by path of the address: `/app-config.js`. */
  readonly instead?: Readonly<Record<string, string>>
}

export interface Server {
  readonly url: string
  /** Bytes of JavaScript sent since the last reset, compressed. */
  readonly scriptBytes: () => number
  readonly reset: () => void
  readonly close: () => Promise<void>
}

interface Content {
  readonly type: string
  readonly bytes: Buffer
  readonly compressed?: Buffer
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const COMPRESSED = ['.html', '.js', '.mjs', '.css', '.json', '.wasm', '.svg']

/** Serves a folder on this machine alone, compressed as a web server does; every viewer has its own. */
export async function serve(site: Site): Promise<Server> {
  const contents = new Map<string, Content>()
  let scriptBytes = 0
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const file = fileOf(site, new URL(request.url ?? '/', 'http://localhost').pathname)
    if (!file) return response.writeHead(404).end()
    const content = contents.get(file) ?? contentOf(file)
    contents.set(file, content)
    const body = content.compressed ?? content.bytes
    if (content.type === TYPES['.js']) scriptBytes += body.length
    response.writeHead(200, {
      'Content-Type': content.type,
      'Content-Length': body.length,
      'Cache-Control': 'no-cache',
      ...(content.compressed && { 'Content-Encoding': 'gzip' }),
    })
    response.end(body)
  }
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    scriptBytes: () => scriptBytes,
    reset: () => (scriptBytes = 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function contentOf(file: string): Content {
  const bytes = readFileSync(file)
  const ending = extname(file)
  return {
    type: TYPES[ending] ?? 'application/octet-stream',
    bytes,
    ...(COMPRESSED.includes(ending) && { compressed: gzipSync(bytes, { level: 6 }) }),
  }
}

/** An address without an ending belongs to the page itself. */
function fileOf({ folder, instead = {} }: Site, address: string): string | undefined {
  if (instead[address]) return instead[address]
  const file = join(folder, decodeURIComponent(address))
  if (!file.startsWith(folder)) return undefined
  if (existsSync(file) && statSync(file).isFile()) return file
  return extname(address) ? undefined : join(folder, 'index.html')
}
