import type { Marker } from './dx'

/** Strokes of the letter in a square of side 1, origin bottom left. */
const strokes: Record<'R' | 'L', readonly (readonly [number, number])[][]> = {
  // prettier-ignore
  R: [
    [[0.1, 0], [0.1, 1], [0.55, 1], [0.72, 0.93], [0.8, 0.77], [0.72, 0.6], [0.55, 0.53], [0.1, 0.53]],
    [[0.45, 0.53], [0.85, 0]],
  ],
  // prettier-ignore
  L: [[[0.15, 1], [0.15, 0], [0.8, 0]]],
}

/**
 * A letter of lead on the detector: attenuation μt at (u, v), mm from the detector's centre, u to the viewer's
 * right, v downwards.
 */
export function leadLetter(
  letter: 'R' | 'L',
  centre: readonly [u: number, v: number],
  heightMm: number,
): Marker {
  const lines = strokes[letter].flatMap((points) =>
    points.slice(1).map((end, index) => [points[index], end] as const),
  )
  return (u, v) => {
    const x = (u - centre[0]) / heightMm + 0.45
    const y = 0.5 - (v - centre[1]) / heightMm
    if (x < -0.3 || x > 1.3 || y < -0.3 || y > 1.3) return 0
    const distance = Math.min(...lines.map(([a, b]) => toSegment(x, y, a, b)))
    return 6.5 * Math.min(1, Math.max(0, (0.1 - distance) * heightMm + 0.5))
  }
}

function toSegment(x: number, y: number, a: readonly [number, number], b: readonly [number, number]): number {
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const along = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)))
  return Math.sqrt((x - a[0] - along * dx) ** 2 + (y - a[1] - along * dy) ** 2)
}
