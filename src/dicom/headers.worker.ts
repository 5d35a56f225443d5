import type { HeaderReply, HeaderRequest, SizesRequest } from './header-messages'
import { onlyFrame } from './frames'
import { readFile } from './read-file'

// One file after the other, so that the first without a reply is the one that takes long.
let last = Promise.resolve()

self.onmessage = ({ data }: MessageEvent<HeaderRequest | SizesRequest>) => {
  if ('blobs' in data)
    return self.postMessage({ sizes: data.blobs.map(({ size }) => size) } satisfies HeaderReply)
  last = last.then(async () => {
    const { size, tail, source } = data
    const bytes = new Uint8Array(data.bytes)
    const reading = await readFile({ bytes, size, tail: tail && new Uint8Array(tail) }, source)
    if (reading.kind !== 'image') return self.postMessage({ reading } satisfies HeaderReply)
    const { elements, ...found } = reading
    // It is decoded next: cut out here, its file is not read again.
    const isWhole = !reading.deflated && bytes.length === size
    const frame = isWhole && elements ? onlyFrame(elements, reading.imported.instance) : undefined
    const reply: HeaderReply = { reading: found, frame }
    self.postMessage(reply, { transfer: frame ? [frame.bytes.buffer as ArrayBuffer] : [] })
  })
}

self.postMessage('ready' satisfies HeaderReply)
