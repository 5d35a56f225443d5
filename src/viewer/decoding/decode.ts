import type { FrameTables, LookupTable, OverlayPlane } from '../../domain/frame-tables'
import { coveredBy } from '../../domain/shutter'
import { decodeSamples } from './codecs'
import { paletteToRgb, rgbOf, ybrToRgb } from './colour'
import type { DecodedFrame, EncodedFrame, FrameFormat, Padding, Range } from './decoded-frame'
import { frameName } from './frame-name'
import { modalityValues } from './modality-values'
import { embeddedBits, storedValues, type Samples, type StoredValues } from './stored-values'

/**
 * Encoded bytes → stored values → modality values or colours. A frame is decoded whole or refused.
 * @throws Error naming the frame and its transfer syntax, with what was expected and what came
 */
export async function decode(encoded: EncodedFrame): Promise<DecodedFrame> {
  try {
    return await decodeWhole(encoded)
  } catch (thrown) {
    throw new Error(`${frameName(encoded)}: ${reasonOf(thrown, encoded.instance)}`)
  }
}

/** A codec's own words say what went wrong inside it, seldom what was expected. */
function reasonOf(thrown: unknown, instance: FrameFormat): string {
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  if (/expected|no decoder/.test(words)) return words
  const { Rows, Columns, SamplesPerPixel, BitsAllocated } = instance
  return `expected ${Columns} × ${Rows} pixels of ${SamplesPerPixel} × ${BitsAllocated} bits, got a stream that is truncated or damaged (${words})`
}

async function decodeWhole({
  instance,
  bytes,
  TransferSyntaxUID,
  tables,
}: EncodedFrame): Promise<DecodedFrame> {
  const { Rows, Columns, SamplesPerPixel } = instance
  const { samples, isRgb } = await decodeSamples(bytes, TransferSyntaxUID, instance)
  const expected = Rows * Columns * SamplesPerPixel
  // A decoder can give fewer pixels than the header promises; such a frame is not shown as if it were whole.
  if (samples.length < expected) throw new Error(`expected ${expected} decoded values, got ${samples.length}`)
  const stored = storedValues(samples.length > expected ? samples.subarray(0, expected) : samples, instance)
  const shown = SamplesPerPixel > 1 ? colourOf(stored, instance, isRgb) : greyOf(stored, instance, tables)
  const overlays = tables.overlays.map((plane) => withBitmap(plane, samples, instance))
  // Pixels of an overlay that is the shutter are no graphics.
  const drawn = overlays.filter(({ group }) => !isShutter(instance, group))
  const shutter = shutterOf(instance, overlays)
  return { columns: Columns, rows: Rows, voi: tables.voi, overlays: drawn, shutter, ...shown }
}

const isShutter = ({ shutter }: FrameFormat, overlay: number): boolean =>
  shutter?.shapes.some((shape) => shape.kind === 'bitmap' && shape.group === overlay) ?? false

/** One that covers everything is no shutter. */
function shutterOf({ shutter, Columns, Rows }: FrameFormat, overlays: readonly OverlayPlane[]) {
  const covered = shutter && coveredBy(shutter, { columns: Columns, rows: Rows }, overlays)
  return covered && { covered, grey: shutter.grey }
}

type Shown = Pick<DecodedFrame, 'components' | 'values' | 'stored' | 'minimum' | 'maximum' | 'padding'>

/** `stored` is kept where it could not be worked out from what is shown. */
function greyOf(stored: StoredValues, instance: FrameFormat, { modality, palette }: FrameTables): Shown {
  if (palette) return { ...BYTES, values: paletteToRgb(stored, palette), stored }
  const { RescaleSlope = 1, RescaleIntercept = 0, BitsStored } = instance
  if (modality) return byTable(stored, modality, instance)
  // Copied before the values are rescaled in place.
  const kept = BitsStored <= 16 ? undefined : stored.slice()
  const padding = paddingOf(stored, instance)
  return {
    padding,
    components: 1,
    ...modalityValues(stored, RescaleSlope, RescaleIntercept),
    stored: kept,
  }
}

/** Below all values of a table, which are never negative. */
const PADDED = -1

/** What a table makes of padding may be what it makes of other values too: it is given a value of its own. */
function byTable(stored: StoredValues, modality: LookupTable, { padding }: FrameFormat): Shown {
  const mapped = modalityValues(stored, 1, 0, modality)
  const [from, to] = padding ?? [Infinity, -Infinity]
  const isPad = (value: number) => value >= from && value <= to
  if (!stored.some(isPad)) return { components: 1, ...mapped, stored }
  const values = Int32Array.from(mapped.values, (value, at) => (isPad(stored[at]) ? PADDED : value))
  let [minimum, maximum] = [Infinity, -Infinity]
  for (const value of values) {
    if (value === PADDED) continue
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  const measured = maximum < minimum ? undefined : { minimum, maximum }
  return {
    padding: { from: PADDED, to: PADDED, measured },
    ...{ components: 1, values, stored, minimum: PADDED, maximum: Math.max(maximum, PADDED) },
  }
}

/** Looked for among stored values, before they are rescaled; undefined where there is none in the frame. */
function paddingOf(
  stored: StoredValues,
  { padding, RescaleSlope: slope = 1, RescaleIntercept: intercept = 0 }: FrameFormat,
): Padding | undefined {
  if (!padding) return undefined
  const [from, to] = padding
  let [minimum, maximum, count] = [Infinity, -Infinity, 0]
  for (const value of stored) {
    if (value >= from && value <= to) continue
    count++
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  if (count === stored.length) return undefined
  const between = (a: number, b: number): Range => {
    const ends = [a * slope + intercept, b * slope + intercept]
    return { minimum: Math.min(...ends), maximum: Math.max(...ends) }
  }
  const { minimum: least, maximum: most } = between(from, to)
  return {
    from: Math.fround(least),
    to: Math.fround(most),
    measured: count > 0 ? between(minimum, maximum) : undefined,
  }
}

const BYTES = { components: 3, minimum: 0, maximum: 255 } as const

function colourOf(
  stored: StoredValues,
  { PhotometricInterpretation, BitsStored }: FrameFormat,
  isRgb: boolean,
): Shown {
  const rgb = rgbOf(stored, BitsStored)
  if (!isRgb && PhotometricInterpretation.startsWith('YBR'))
    return { ...BYTES, values: ybrToRgb(rgb, PhotometricInterpretation.startsWith('YBR_PARTIAL')), stored }
  return { ...BYTES, values: rgb, stored: BitsStored > 8 ? stored : undefined }
}

const withBitmap = (plane: OverlayPlane, samples: Samples, { Rows, Columns }: FrameFormat): OverlayPlane =>
  plane.bitmap
    ? plane
    : { ...plane, bitmap: embeddedBits(samples.subarray(0, Rows * Columns), plane.bitPosition) }
