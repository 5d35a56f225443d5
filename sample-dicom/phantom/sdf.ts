import type { Field } from './noise'

/*
 * Signed distance shapes: negative inside, in mm, with the box that encloses the surface. Body parts are blends
 * of these; none is exact everywhere, all are close to a true distance near the surface, which is where the
 * distance is used (edges, cortex thickness, gaps between neighbours).
 * Axes as in DICOM: x to the patient's left, y to the back, z to the head.
 */

export interface Box {
  readonly min: Point
  readonly max: Point
}

export type Point = readonly [x: number, y: number, z: number]

export interface Shape {
  readonly distance: Field
  readonly box: Box
}

/** A ball of radius `r` at each point, joined in order: a bone, a vessel, a gut. `[x, y, z, r]` */
export type ChainPoint = readonly [x: number, y: number, z: number, r: number]

export function chain(points: readonly ChainPoint[], blendMm = 0): Shape {
  if (points.length === 1) return ball(points[0])
  const segments = points.slice(1).map((end, index) => roundCone(points[index], end))
  return blend(segments, blendMm)
}

/** The chain bent through its points by a Catmull–Rom curve, `steps` segments between neighbours. */
export function smoothChain(points: readonly ChainPoint[], steps = 4): Shape {
  return chain(refine(points, steps))
}

/** Catmull–Rom through the points of any dimension, the given points included. */
export function refine<P extends readonly number[]>(
  points: readonly P[],
  steps: number,
  closed = false,
): P[] {
  const count = points.length
  const at = (index: number) =>
    points[closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index))]
  const refined: P[] = []
  for (let index = 0; index < (closed ? count : count - 1); index++)
    for (let step = 0; step < steps; step++)
      refined.push(catmullRom(at(index - 1), at(index), at(index + 1), at(index + 2), step / steps))
  if (!closed) refined.push(points[count - 1])
  return refined
}

function catmullRom<P extends readonly number[]>(a: P, b: P, c: P, d: P, t: number): P {
  return b.map((value, axis) => {
    const slopeB = (c[axis] - a[axis]) / 2
    const slopeC = (d[axis] - value) / 2
    return hermite(value, slopeB, c[axis], slopeC, t)
  }) as unknown as P
}

export function hermite(from: number, slopeFrom: number, to: number, slopeTo: number, t: number): number {
  const t2 = t * t
  const t3 = t2 * t
  return (
    from * (2 * t3 - 3 * t2 + 1) +
    slopeFrom * (t3 - 2 * t2 + t) +
    to * (3 * t2 - 2 * t3) +
    slopeTo * (t3 - t2)
  )
}

export function ball([x, y, z, r]: ChainPoint): Shape {
  return {
    distance: (px, py, pz) => Math.sqrt((px - x) ** 2 + (py - y) ** 2 + (pz - z) ** 2) - r,
    box: { min: [x - r, y - r, z - r], max: [x + r, y + r, z + r] },
  }
}

export function roundCone(a: ChainPoint, b: ChainPoint): Shape {
  const [ax, ay, az, ar] = a
  const dx = b[0] - ax
  const dy = b[1] - ay
  const dz = b[2] - az
  const dr = b[3] - ar
  const perLength = 1 / Math.max(1e-9, dx * dx + dy * dy + dz * dz)
  return {
    distance: (x, y, z) => {
      const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy + (z - az) * dz) * perLength))
      const ox = x - ax - along * dx
      const oy = y - ay - along * dy
      const oz = z - az - along * dz
      return Math.sqrt(ox * ox + oy * oy + oz * oz) - ar - along * dr
    },
    box: joinBoxes([ball(a).box, ball(b).box]),
  }
}

/** Radii along x, y, z. The first-order distance is good near the surface. */
export function ellipsoid([cx, cy, cz]: Point, [rx, ry, rz]: Point): Shape {
  const smallest = Math.min(rx, ry, rz)
  return {
    distance: (x, y, z) => {
      const ux = (x - cx) / rx
      const uy = (y - cy) / ry
      const uz = (z - cz) / rz
      const norm = Math.sqrt(ux * ux + uy * uy + uz * uz)
      const slope = Math.sqrt((ux / rx) ** 2 + (uy / ry) ** 2 + (uz / rz) ** 2)
      return slope < 1e-9 ? -smallest : (norm * (norm - 1)) / slope
    },
    box: { min: [cx - rx, cy - ry, cz - rz], max: [cx + rx, cy + ry, cz + rz] },
  }
}

/** One axial level of a ribbon: its z and a row of discs `[x, y, r]` that is joined in order. */
export interface RibbonLevel {
  readonly z: number
  readonly discs: readonly (readonly [x: number, y: number, r: number])[]
}

/**
 * A generalised cylinder along z whose cross-section is a bent strip of varying thickness: one disc is a rod,
 * two an oval, five a sheet like the gluteus maximus. All levels have the same number of discs; a cubic
 * through the levels moves each disc. Rounded off above the first and below the last level.
 */
export function ribbon(levels: readonly RibbonLevel[]): Shape {
  const sorted = [...levels].sort((a, b) => a.z - b.z)
  const zs = sorted.map((level) => level.z)
  const rows = sorted.map((level) => level.discs.flat())
  const sectionAt = keepByLevel(zs, (z) => bendSection(interpolateRows(zs, rows, z)))
  return {
    distance: (x, y, z) => {
      const inside = Math.min(zs[zs.length - 1], Math.max(zs[0], z))
      const flat = sectionDistance(sectionAt(inside), x, y)
      const beyond = Math.abs(z - inside)
      if (beyond === 0) return flat
      return flat > 0 ? Math.sqrt(flat * flat + beyond * beyond) : Math.max(flat, 0) + beyond
    },
    box: ribbonBox(sorted),
  }
}

/** Row of values at z: cubic Hermite with slopes limited so that a radius never overshoots below zero. */
export function interpolateRows(
  zs: readonly number[],
  rows: readonly (readonly number[])[],
  z: number,
): number[] {
  let upper = 1
  while (upper < zs.length - 1 && zs[upper] < z) upper++
  const lower = upper - 1
  const width = zs[upper] - zs[lower]
  const t = (z - zs[lower]) / width
  return rows[lower].map((from, index) => {
    const to = rows[upper][index]
    const step = to - from
    const before = lower > 0 ? slope(zs, rows, lower - 1, index) * width : step
    const after = upper < zs.length - 1 ? slope(zs, rows, upper, index) * width : step
    return hermite(from, limitSlope(before, step), to, limitSlope(step, after), t)
  })
}

function slope(
  zs: readonly number[],
  rows: readonly (readonly number[])[],
  lower: number,
  index: number,
): number {
  return (rows[lower + 1][index] - rows[lower][index]) / (zs[lower + 1] - zs[lower])
}

/** Harmonic mean where the curve continues, zero where it turns (Fritsch and Butland 1984). */
function limitSlope(before: number, after: number): number {
  return before * after <= 0 ? 0 : (2 * before * after) / (before + after)
}

/** Bends a strip of three or more discs through its discs instead of breaking it at each. */
function bendSection(row: readonly number[]): Float64Array {
  if (row.length < 9) return Float64Array.from(row)
  const discs = Array.from({ length: row.length / 3 }, (_, index) => row.slice(3 * index, 3 * index + 3))
  return Float64Array.from(refine(discs, 4).flat())
}

const LEVEL_STEP_MM = 0.25

/** Remembers what was worked out for a level, to a quarter of a millimetre. */
function keepByLevel(zs: readonly number[], make: (z: number) => Float64Array): (z: number) => Float64Array {
  const kept: Float64Array[] = []
  return (z) => {
    const index = Math.round((z - zs[0]) / LEVEL_STEP_MM)
    return (kept[index] ??= make(Math.min(zs[zs.length - 1], zs[0] + index * LEVEL_STEP_MM)))
  }
}

function sectionDistance(section: Float64Array, x: number, y: number): number {
  if (section.length === 3) return Math.sqrt((x - section[0]) ** 2 + (y - section[1]) ** 2) - section[2]
  let nearest = Infinity
  for (let index = 0; index + 5 < section.length; index += 3) {
    const ax = section[index]
    const ay = section[index + 1]
    const dx = section[index + 3] - ax
    const dy = section[index + 4] - ay
    const length = dx * dx + dy * dy
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length))
    const ox = x - ax - along * dx
    const oy = y - ay - along * dy
    const radius = section[index + 2] + along * (section[index + 5] - section[index + 2])
    nearest = Math.min(nearest, Math.sqrt(ox * ox + oy * oy) - radius)
  }
  return nearest
}

/** Inside of closed outlines, one per level, all with the same number of points `[x, y]`. */
export interface OutlineLevel {
  readonly z: number
  readonly points: readonly (readonly [x: number, y: number])[]
}

export function outlineSolid(levels: readonly OutlineLevel[], steps = 6): Shape {
  const sorted = [...levels].sort((a, b) => a.z - b.z)
  const zs = sorted.map((level) => level.z)
  const rows = sorted.map((level) => level.points.flat())
  const polygonAt = keepByLevel(zs, (z) => roundOutline(interpolateRows(zs, rows, z), steps))
  return {
    distance: (x, y, z) => {
      const inside = Math.min(zs[zs.length - 1], Math.max(zs[0], z))
      const flat = polygonDistance(polygonAt(inside), x, y)
      const beyond = Math.abs(z - inside)
      return flat > 0
        ? Math.sqrt(flat * flat + beyond * beyond)
        : Math.max(flat, -60) * (beyond === 0 ? 1 : 0) + beyond
    },
    box: joinBoxes(
      sorted.map(({ z, points }) => ({
        min: [Math.min(...points.map((point) => point[0])), Math.min(...points.map((point) => point[1])), z],
        max: [Math.max(...points.map((point) => point[0])), Math.max(...points.map((point) => point[1])), z],
      })),
    ),
  }
}

function roundOutline(row: readonly number[], steps: number): Float64Array {
  const points: (readonly [number, number])[] = Array.from({ length: row.length / 2 }, (_, index) => [
    row[2 * index],
    row[2 * index + 1],
  ])
  return Float64Array.from(refine(points, steps, true).flat())
}

/** Distance to the polygon, negative inside (even–odd rule). */
export function polygonDistance(polygon: Float64Array, x: number, y: number): number {
  let nearest = Infinity
  let inside = false
  let ax = polygon[polygon.length - 2]
  let ay = polygon[polygon.length - 1]
  for (let index = 0; index < polygon.length; index += 2) {
    const bx = polygon[index]
    const by = polygon[index + 1]
    const dx = bx - ax
    const dy = by - ay
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
    const ox = x - ax - along * dx
    const oy = y - ay - along * dy
    nearest = Math.min(nearest, ox * ox + oy * oy)
    if (ay > y !== by > y && x < ax + (dx * (y - ay)) / dy) inside = !inside
    ax = bx
    ay = by
  }
  return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest)
}

/** Union with rounded inner corners of about `blendMm`; 0 for a plain union. */
export function blend(shapes: readonly Shape[], blendMm: number): Shape {
  const distances = shapes.map((shape) => shape.distance)
  return {
    distance: (x, y, z) => {
      let result = distances[0](x, y, z)
      for (let index = 1; index < distances.length; index++)
        result = smoothMin(result, distances[index](x, y, z), blendMm)
      return result
    },
    box: joinBoxes(shapes.map((shape) => shape.box)),
  }
}

/** What of `shape` is outside `cut`, with an edge rounded by about `blendMm`. */
export function subtract(shape: Shape, cut: Shape, blendMm = 0): Shape {
  return {
    distance: (x, y, z) => -smoothMin(-shape.distance(x, y, z), cut.distance(x, y, z), blendMm),
    box: shape.box,
  }
}

/** The surface pushed in and out by `offset` (mm). */
export function displace(shape: Shape, offset: Field, reachMm: number): Shape {
  return { distance: (x, y, z) => shape.distance(x, y, z) + offset(x, y, z), box: grow(shape.box, reachMm) }
}

/** Looked at in the mirror x → −x. */
export function mirror(shape: Shape): Shape {
  const { min, max } = shape.box
  return {
    distance: (x, y, z) => shape.distance(-x, y, z),
    box: { min: [-max[0], min[1], min[2]], max: [-min[0], max[1], max[2]] },
  }
}

/** Polynomial smooth minimum (Quilez): equal to Math.min where the two differ by more than `width`. */
export function smoothMin(a: number, b: number, width: number): number {
  const difference = Math.abs(a - b)
  if (difference >= width) return Math.min(a, b)
  const overlap = width - difference
  return Math.min(a, b) - (overlap * overlap) / (4 * width)
}

export function grow(box: Box, mm: number): Box {
  return {
    min: [box.min[0] - mm, box.min[1] - mm, box.min[2] - mm],
    max: [box.max[0] + mm, box.max[1] + mm, box.max[2] + mm],
  }
}

export function joinBoxes(boxes: readonly Box[]): Box {
  const edge = (pick: (box: Box) => Point, choose: (a: number, b: number) => number): Point => {
    const points = boxes.map(pick)
    return [0, 1, 2].map((axis) =>
      points.map((point) => point[axis]).reduce((a, b) => choose(a, b)),
    ) as unknown as Point
  }
  return { min: edge((box) => box.min, Math.min), max: edge((box) => box.max, Math.max) }
}

function ribbonBox(levels: readonly RibbonLevel[]): Box {
  const balls = levels.flatMap(({ z, discs }) =>
    discs.map(([x, y, r]) => ({ min: [x - r, y - r, z] as Point, max: [x + r, y + r, z] as Point })),
  )
  return joinBoxes(balls)
}
