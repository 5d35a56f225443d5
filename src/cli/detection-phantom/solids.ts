/** A body in space: signed distance to its surface in mm, negative inside, and a box that holds it. */
export interface Solid {
  readonly distance: (x: number, y: number, z: number) => number
  readonly box: Box
}

export type Point = readonly [x: number, y: number, z: number]
export type Box = readonly [x0: number, x1: number, y0: number, y1: number, z0: number, z1: number]

/** Math.hypot guards against overflow and costs ten times as much. */
export const length = (x: number, y: number, z = 0): number => Math.sqrt(x * x + y * y + z * z)

export const EVERYWHERE: Box = [-Infinity, Infinity, -Infinity, Infinity, -Infinity, Infinity]

const around = (points: readonly Point[], radius: number): Box => {
  const of = (axis: number) => points.map((point) => point[axis])
  const low = (axis: number) => Math.min(...of(axis)) - radius
  const high = (axis: number) => Math.max(...of(axis)) + radius
  return [low(0), high(0), low(1), high(1), low(2), high(2)]
}

/** @param turn about z, radians; then the z axis leans by `lean` towards the turned x */
export function ellipsoid(centre: Point, radii: Point, turn = 0, lean = 0): Solid {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const [lc, ls] = [Math.cos(lean), Math.sin(lean)]
  return {
    box: around([centre], Math.max(...radii)),
    distance: (x, y, z) => {
      const [dx, dy, dz] = [x - centre[0], y - centre[1], z - centre[2]]
      const p = dx * cos + dy * sin
      const b = -dx * sin + dy * cos
      const a = p * lc - dz * ls
      const c = p * ls + dz * lc
      const [u, v, w] = [a / radii[0], b / radii[1], c / radii[2]]
      const size = length(u, v, w)
      if (size < 1e-6) return -Math.min(...radii)
      return (size * (size - 1)) / length(u / radii[0], v / radii[1], w / radii[2])
    },
  }
}

/** A tube along points; the radius may change from point to point. */
export function tube(points: readonly Point[], radius: number | readonly number[]): Solid {
  const radii = points.map((_, at) => (typeof radius === 'number' ? radius : radius[at]))
  return {
    box: around(points, Math.max(...radii)),
    distance: (x, y, z) => {
      let nearest = Infinity
      for (let at = 0; at + 1 < points.length; at++) {
        const [a, b] = [points[at], points[at + 1]]
        const [dx, dy, dz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]]
        const along = (x - a[0]) * dx + (y - a[1]) * dy + (z - a[2]) * dz
        const t = Math.min(1, Math.max(0, along / (dx * dx + dy * dy + dz * dz)))
        const away = length(x - a[0] - t * dx, y - a[1] - t * dy, z - a[2] - t * dz)
        nearest = Math.min(nearest, away - radii[at] - t * (radii[at + 1] - radii[at]))
      }
      return nearest
    },
  }
}

export const unionOf = (...solids: readonly Solid[]): Solid => ({
  box: [0, 1, 2, 3, 4, 5].map((side) =>
    (side % 2 ? Math.max : Math.min)(...solids.map(({ box }) => box[side])),
  ) as unknown as Box,
  distance: (x, y, z) => {
    let nearest = Infinity
    for (const solid of solids) nearest = Math.min(nearest, solid.distance(x, y, z))
    return nearest
  },
})

/** Melts two bodies together over `mm`. */
export const melted = (a: Solid, b: Solid, mm: number): Solid => ({
  box: unionOf(a, b).box,
  distance: (x, y, z) => {
    const [p, q] = [a.distance(x, y, z), b.distance(x, y, z)]
    const h = Math.max(mm - Math.abs(p - q), 0) / mm
    return Math.min(p, q) - (h * h * mm) / 4
  },
})

/** Only the wall of a body, on the inside of its surface. */
export const wallOf = ({ box, distance }: Solid, mm: number): Solid => ({
  box,
  distance: (x, y, z) => Math.abs(distance(x, y, z) + mm / 2) - mm / 2,
})

export const within = ({ box, distance }: Solid, keep: Solid['distance']): Solid => ({
  box,
  distance: (x, y, z) => Math.max(distance(x, y, z), keep(x, y, z)),
})

/** A sum of waves: smooth, −1 to 1, bumps of about `mm`. */
export const waves =
  (mm: number, phase: number) =>
  (x: number, y: number, z: number): number => {
    const k = Math.PI / mm
    return (
      (Math.sin(k * x + phase + 1.3 * Math.sin(0.7 * k * y)) +
        Math.sin(k * y + 2.1 * phase + 1.1 * Math.sin(0.8 * k * z)) +
        Math.sin(k * z + 0.7 * phase + 1.2 * Math.sin(0.6 * k * x))) /
      3
    )
  }
