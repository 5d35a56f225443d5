import type { Shutter, ShutterShape } from '../domain/shutter'
import type { Attributes } from './attributes'
import { unused, type Flaw, type Need } from './problem'

/** The display shutter of a file (PS3.3 sections C.7.6.11 and C.7.6.15); a shape that makes no sense is left out. */
export function readShutter(attributes: Attributes, size?: Size): { shutter?: Shutter; flaws: Flaw[] } {
  const names = attributes.ShutterShape ?? []
  const read = names.map((name) => ({ name, shape: shapeOf(name, attributes) }))
  const isBeside = (shape: ShutterShape) => size !== undefined && isOutside(shape, size)
  const shapes = read.flatMap(({ shape }) => (shape && !isBeside(shape) ? shape : []))
  const flaws = read.flatMap(({ name, shape }) => {
    if (shape && !isBeside(shape)) return []
    const need = shape ? 'overImage' : (NEEDS[name] ?? 'shutterShape')
    return [unused('ShutterShape', need, saidOf(name, attributes), { effect: 'noShutter' })]
  })
  // P-values reach from black to white in 16 bits.
  const [value = 0] = attributes.ShutterPresentationValue ?? []
  const grey = Math.round((Math.min(Math.max(value, 0), 0xffff) / 0xffff) * 255)
  return { shutter: shapes.length > 0 ? { shapes, grey } : undefined, flaws }
}

interface Size {
  readonly Rows: number
  readonly Columns: number
}

/** Whether a shape would leave nothing of the image to be seen. */
function isOutside(shape: ShutterShape, { Rows, Columns }: Size): boolean {
  const misses = (left: number, right: number, upper: number, lower: number) =>
    right < 1 || left > Columns || lower < 1 || upper > Rows
  switch (shape.kind) {
    case 'bitmap':
      return false
    case 'rectangle':
      return misses(shape.left, shape.right, shape.upper, shape.lower)
    case 'circle': {
      const { column, row, radius } = shape
      const nearest = [Math.min(Math.max(column, 1), Columns), Math.min(Math.max(row, 1), Rows)]
      return Math.hypot(nearest[0] - column, nearest[1] - row) > radius
    }
    case 'polygon': {
      const [columns, rows] = [0, 1].map((axis) => shape.vertices.map((vertex) => vertex[axis]))
      return misses(Math.min(...columns), Math.max(...columns), Math.min(...rows), Math.max(...rows))
    }
  }
}

const NEEDS: Readonly<Record<string, Need>> = {
  RECTANGULAR: 'rectangle',
  CIRCULAR: 'circle',
  POLYGONAL: 'polygon',
}

/** `RECTANGULAR 90\30\20\80`: the name of the shape, and the numbers given for it. */
function saidOf(name: string, attributes: Attributes): string {
  const numbers: Readonly<Record<string, readonly (readonly number[] | undefined)[]>> = {
    RECTANGULAR: [
      attributes.ShutterLeftVerticalEdge,
      attributes.ShutterRightVerticalEdge,
      attributes.ShutterUpperHorizontalEdge,
      attributes.ShutterLowerHorizontalEdge,
    ],
    CIRCULAR: [attributes.CenterOfCircularShutter, attributes.RadiusOfCircularShutter],
    POLYGONAL: [attributes.VerticesOfThePolygonalShutter],
  }
  const given = (numbers[name] ?? []).map((values) => values?.join('\\') ?? '—')
  return [name, given.join('\\')].filter(Boolean).join(' ')
}

function shapeOf(name: string, attributes: Attributes): ShutterShape | undefined {
  switch (name) {
    case 'RECTANGULAR':
      return rectangleOf(attributes)
    case 'CIRCULAR':
      return circleOf(attributes)
    case 'POLYGONAL':
      return polygonOf(attributes)
    case 'BITMAP': {
      const [group] = attributes.ShutterOverlayGroup ?? []
      return group === undefined ? undefined : { kind: 'bitmap', group }
    }
    default:
      return undefined
  }
}

function rectangleOf(attributes: Attributes): ShutterShape | undefined {
  const [left, right, upper, lower] = [
    attributes.ShutterLeftVerticalEdge,
    attributes.ShutterRightVerticalEdge,
    attributes.ShutterUpperHorizontalEdge,
    attributes.ShutterLowerHorizontalEdge,
  ].map((values) => values?.[0] ?? NaN)
  return left < right && upper < lower ? { kind: 'rectangle', left, right, upper, lower } : undefined
}

/** The centre is given as row, column. */
function circleOf({
  CenterOfCircularShutter: centre = [],
  RadiusOfCircularShutter: [radius] = [],
}: Attributes) {
  const [row, column] = centre
  const isCircle = radius > 0 && Number.isFinite(row) && Number.isFinite(column)
  return isCircle ? ({ kind: 'circle', column, row, radius } as const) : undefined
}

/** Vertices are given as row, column. */
function polygonOf({ VerticesOfThePolygonalShutter: values = [] }: Attributes): ShutterShape | undefined {
  const vertices = Array.from(
    { length: Math.floor(values.length / 2) },
    (_, index) => [values[2 * index + 1], values[2 * index]] as const,
  )
  const isPolygon = vertices.length > 2 && values.every(Number.isFinite)
  return isPolygon ? { kind: 'polygon', vertices } : undefined
}
