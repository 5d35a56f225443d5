import type { Shutter, ShutterShape } from '../domain/shutter'
import type { Attributes } from './attributes'
import { warning, type Flaw } from './problem'

/** The display shutter of a file (PS3.3 sections C.7.6.11 and C.7.6.15); a shape that makes no sense is left out. */
export function readShutter(attributes: Attributes): { shutter?: Shutter; flaws: Flaw[] } {
  const names = attributes.ShutterShape ?? []
  const read = names.map((name) => ({ name, shape: shapeOf(name, attributes) }))
  const shapes = read.flatMap(({ shape }) => shape ?? [])
  const flaws = read.flatMap(({ name, shape }) =>
    shape ? [] : [warning('ignoredValue', 'ShutterShape', name)],
  )
  // P-values reach from black to white in 16 bits.
  const [value = 0] = attributes.ShutterPresentationValue ?? []
  const grey = Math.round((Math.min(Math.max(value, 0), 0xffff) / 0xffff) * 255)
  return { shutter: shapes.length > 0 ? { shapes, grey } : undefined, flaws }
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
