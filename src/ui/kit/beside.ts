/** CSS pixels from the top left of the window. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export type Side = 'below' | 'above' | 'left' | 'right'

interface Placing {
  /** In order of preference. */
  readonly sides: readonly Side[]
  /** Between the target and what stands beside it. */
  readonly gap: number
  /** To the edges of the window. */
  readonly margin: number
  /** What is covered only where no side leaves it free. */
  readonly avoid?: readonly Box[]
}

/** Width and height that two boxes share, as an area in square CSS pixels. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  return Math.max(0, width) * Math.max(0, height)
}

/**
 * Where a box of a size stands beside a target: whole inside the window, clear of the target where it can be, and then
 * on the side that covers least of what is to be avoided.
 */
export function beside(
  target: Box,
  size: Pick<Box, 'width' | 'height'>,
  room: Pick<Box, 'width' | 'height'>,
  { sides, gap, margin, avoid = [] }: Placing,
): Box {
  const placed = sides.map((side) => inside(at(side, target, size, gap), room, margin))
  const cost = (box: Box) =>
    1e9 * Number(overlap(box, target) > 0) + avoid.reduce((sum, it) => sum + overlap(box, it), 0)
  return placed.reduce((best, box) => (cost(box) < cost(best) ? box : best))
}

/** Centred on the target across the side. */
function at(side: Side, target: Box, { width, height }: Pick<Box, 'width' | 'height'>, gap: number): Box {
  const left = target.left + (target.width - width) / 2
  const top = target.top + (target.height - height) / 2
  if (side === 'below') return { left, top: target.top + target.height + gap, width, height }
  if (side === 'above') return { left, top: target.top - height - gap, width, height }
  if (side === 'left') return { left: target.left - width - gap, top, width, height }
  return { left: target.left + target.width + gap, top, width, height }
}

function inside(box: Box, room: Pick<Box, 'width' | 'height'>, margin: number): Box {
  const within = (from: number, length: number, whole: number) =>
    Math.max(margin, Math.min(from, whole - length - margin))
  return {
    ...box,
    left: within(box.left, box.width, room.width),
    top: within(box.top, box.height, room.height),
  }
}
