import type { HeaderReply, HeaderRequest, SizesRequest } from './header-messages'
import { readFile } from './read-file'

// One file after the other, so that the first without a reply is the one that takes long.
let last = Promise.resolve()

self.onmessage = ({ data }: MessageEvent<HeaderRequest | SizesRequest>) => {
  if ('blobs' in data)
    return self.postMessage({ sizes: data.blobs.map(({ size }) => size) } satisfies HeaderReply)
  last = last.then(async () => {
    const { bytes, size, tail, source } = data
    const reading = await readFile(
      { bytes: new Uint8Array(bytes), size, tail: tail && new Uint8Array(tail) },
      source,
    )
    // As other readers can use them, they are the frame that is decoded next.
    const isWanted = reading.kind === 'image' && !reading.deflated && bytes.byteLength === size
    const reply: HeaderReply = { reading, bytes: isWanted ? bytes : undefined }
    self.postMessage(reply, { transfer: isWanted ? [bytes] : [] })
  })
}

self.postMessage('ready' satisfies HeaderReply)
