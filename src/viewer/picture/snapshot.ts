import { apply } from '../../domain/affine'
import { rowOf } from '../../domain/shapes'
import { centreOf, type ImageRegion } from '../../domain/region'
import type { ShownImage } from '../../domain/shown-image'
import type { Series } from '../../domain/study'
import type { DecodedFrame } from '../decoding/decoder'
import { FITTED, toScreen } from './presentation'
import { StackCanvas } from './stack-canvas'
import { pathOf } from '../tools'
import { knownRange } from './series-range'
import { defaultWindow, isShownInverted, sheetOf, voiFunctionOf } from './display'
import type { Window } from './window-lut'

/** A mark as it is drawn into a picture that leaves the program. */
export interface DrawnMark {
  readonly region: ImageRegion
  readonly label: string
  /** CSS colour, or a custom property as `var(--name)`; a dark line runs under it, so that it shows on any grey. */
  readonly colour: string
}

export interface Snapshot {
  /** PNG as a data URL. */
  readonly dataUrl: string
  /** As drawn, in modality values. */
  readonly window: Window
}

const LONGEST_SIDE = 900

/**
 * One whole frame with marks drawn in; never the patient's name.
 * @param seen window of the reader; the file's when left out
 */
export function takeSnapshot(
  { series, image, frame }: { series: Series; image: ShownImage; frame: DecodedFrame },
  marks: readonly DrawnMark[],
  seen?: Pick<Window, 'center' | 'width'>,
): Snapshot {
  const window: Window = seen ?? defaultWindow(image.attributes, frame, knownRange(series))
  const sheet = sheetOf(image)
  const tall = sheet.rows * sheet.aspect
  const scale = LONGEST_SIDE / Math.max(sheet.columns, tall)
  const size = { width: Math.round(sheet.columns * scale), height: Math.round(tall * scale) }
  const map = toScreen(FITTED, sheet, size)
  const picture = {
    frame,
    window,
    inverted: isShownInverted(series, image.attributes),
    voi: voiFunctionOf(image.attributes, frame),
  }
  const stack = new StackCanvas()
  stack.draw(picture, map, size, 1)
  const context = stack.canvas.getContext('2d') as CanvasRenderingContext2D
  for (const mark of marks) drawMark(context, mark, map)
  return { dataUrl: stack.canvas.toDataURL('image/png'), window }
}

function drawMark(
  context: CanvasRenderingContext2D,
  { region, label, colour }: DrawnMark,
  map: Parameters<typeof apply>[0],
): void {
  const outline = new Path2D()
  const { a, b, c, d, e, f } = map
  outline.addPath(new Path2D(pathOf(region)), new DOMMatrix([a, b, c, d, e, f]))
  const points = region.points.map((point) => apply(map, point))
  if (rowOf(region.shape).isSymbol) outline.arc(points[0][0], points[0][1], 7, 0, 2 * Math.PI)
  context.setTransform(1, 0, 0, 1, 0, 0)
  for (const [width, stroke] of [
    [6, 'rgb(0 0 0 / 80%)'],
    [2.5, resolved(colour)],
  ] as const) {
    context.lineWidth = width
    context.strokeStyle = stroke
    context.stroke(outline)
  }
  const right = points.reduce((best, point) => (point[0] > best[0] ? point : best), points[0])
  const [, y] = apply(map, centreOf(region))
  context.font = '600 20px sans-serif'
  context.lineWidth = 5
  context.strokeStyle = 'rgb(0 0 0 / 85%)'
  context.fillStyle = '#fff'
  context.strokeText(label, right[0] + 10, y + 7)
  context.fillText(label, right[0] + 10, y + 7)
}

/** A canvas knows no custom properties. */
const resolved = (colour: string): string =>
  colour.startsWith('var(')
    ? getComputedStyle(document.documentElement).getPropertyValue(colour.slice('var('.length, -1))
    : colour
