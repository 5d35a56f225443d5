/*
 * The floor: about the least a page can do with a folder of uncompressed grey images. It reads every file, finds
 * eight attributes of it, puts the values through a window and a canvas, and scrolls. No viewer: it knows no
 * compression, no errors, no patient.
 */
const AT_ONCE = 4
const PIXEL_DATA = 0x7fe00010
/** Rows, columns and what is told of bits are binary numbers; the window is text. */
const [FIRST_BINARY, LAST_BINARY] = [0x00280002, 0x00280103]
const TAGS = new Map([
  [0x00020010, 'syntax'],
  [0x00100010, 'name'],
  [0x00200013, 'number'],
  [0x00280010, 'rows'],
  [0x00280011, 'columns'],
  [0x00281050, 'centre'],
  [0x00281051, 'width'],
  [0x00281052, 'intercept'],
])
const LONG = new Set(['OB', 'OW', 'OF', 'OD', 'OL', 'SQ', 'UC', 'UN', 'UR', 'UT'])
const IMPLICIT = '1.2.840.10008.1.2'

const canvas = document.querySelector('canvas')
const context = canvas.getContext('2d')
let slices = []
let shown = 0

/** Sequences have a length in these files and are stepped over. */
function attributesOf(buffer) {
  const view = new DataView(buffer)
  const text = (at, length) =>
    String.fromCharCode(...new Uint8Array(buffer, at, length)).replace(/[\0 ]+$/, '')
  const found = {}
  for (let at = 132; at + 8 <= buffer.byteLength;) {
    const group = view.getUint16(at, true)
    const tag = group * 65536 + view.getUint16(at + 2, true)
    const isImplicit = found.syntax === IMPLICIT && group !== 2
    const isLong = !isImplicit && LONG.has(text(at + 4, 2))
    const length = isImplicit
      ? view.getUint32(at + 4, true)
      : isLong
        ? view.getUint32(at + 8, true)
        : view.getUint16(at + 6, true)
    const start = at + (isLong ? 12 : 8)
    if (tag === PIXEL_DATA) return { ...found, values: new Uint16Array(buffer.slice(start, start + length)) }
    const name = TAGS.get(tag)
    const isBinary = tag >= FIRST_BINARY && tag <= LAST_BINARY
    if (name) found[name] = isBinary ? view.getUint16(start, true) : text(start, length)
    at = start + length
  }
  return found
}

function draw({ rows, columns, centre, width, intercept, values }) {
  if (canvas.width !== columns || canvas.height !== rows)
    Object.assign(canvas, { width: columns, height: rows })
  const image = context.createImageData(columns, rows)
  const pixels = new Uint32Array(image.data.buffer)
  const lowest = centre - width / 2 - intercept
  for (let at = 0; at < pixels.length; at++) {
    const grey = Math.max(0, Math.min(255, ((values[at] - lowest) * 255) / width)) | 0
    pixels[at] = 0xff000000 | (grey << 16) | (grey << 8) | grey
  }
  context.putImageData(image, 0, 0)
}

async function open(files) {
  const waiting = [...files].sort((a, b) => (a.name < b.name ? -1 : 1))
  const counts = new Map()
  slices = []
  const readNext = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const found = attributesOf(await file.arrayBuffer())
      counts.set(found.name, (counts.get(found.name) ?? 0) + 1)
      slices[found.number - 1] = found
      if (slices[0] === found) draw(found)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, readNext))
  document
    .querySelector('ul')
    .replaceChildren(
      ...[...counts].map(([name, count]) =>
        Object.assign(document.createElement('li'), { textContent: `${name} ${count}` }),
      ),
    )
}

document.querySelector('input').addEventListener('change', ({ target }) => void open(target.files))
canvas.addEventListener('wheel', ({ deltaY }) => {
  shown = Math.max(0, Math.min(slices.length - 1, shown + Math.sign(deltaY)))
  draw(slices[shown])
})
