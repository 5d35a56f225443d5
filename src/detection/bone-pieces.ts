import type { BoneGrid } from './bone-grid'

/*
 * Connected pieces of the bone grid that stand on something, and how high: the processes, deposits and ridges on a
 * bone's surface.
 */

export interface Piece {
  readonly cells: readonly number[]
  /** Greatest straight way from a cell to what the piece stands on, and the one cell of its own, mm. */
  readonly heightMm: number
  /** Cells that touch what it stands on; 0 for a piece that lies free. */
  readonly footCells: number
}

/**
 * @param start cells to begin at
 * @param belongs whether a cell is of a piece
 * @param carries whether a cell is of what pieces stand on
 */
export function piecesOn(
  grid: BoneGrid,
  start: Iterable<number>,
  belongs: (index: number) => boolean,
  carries: (index: number) => boolean,
): Piece[] {
  const seen = new Uint8Array(grid.solid.length)
  const found: Piece[] = []
  for (const first of start) {
    if (seen[first] || !belongs(first)) continue
    const cells: number[] = []
    const foot: number[] = []
    const stack = [first]
    seen[first] = 1
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      cells.push(index)
      let touches = false
      eachNeighbour(grid, index, (next) => {
        if (carries(next)) touches = true
        else if (!seen[next] && belongs(next)) {
          seen[next] = 1
          stack.push(next)
        }
      })
      if (touches) foot.push(index)
    }
    found.push({ cells, heightMm: heightOf(grid, cells, foot), footCells: foot.length })
  }
  return found
}

export function eachNeighbour(grid: BoneGrid, index: number, visit: (next: number) => void): void {
  const [ni, nj, nk] = grid.size
  const k = Math.floor(index / (ni * nj))
  const j = Math.floor(index / ni) - k * nj
  const i = index % ni
  for (let z = Math.max(0, k - 1); z <= Math.min(nk - 1, k + 1); z++)
    for (let y = Math.max(0, j - 1); y <= Math.min(nj - 1, j + 1); y++)
      for (let x = Math.max(0, i - 1); x <= Math.min(ni - 1, i + 1); x++)
        if (x !== i || y !== j || z !== k) visit((z * nj + y) * ni + x)
}

function heightOf(grid: BoneGrid, cells: readonly number[], foot: readonly number[]): number {
  if (foot.length === 0) return Infinity
  // A handful of the foot's cells is enough for a height in whole cells.
  const stride = Math.max(1, Math.floor(foot.length / 60))
  const places = foot.filter((_, at) => at % stride === 0).map((index) => placeOf(grid, index))
  let highest = 0
  for (const index of cells) {
    const [x, y, z] = placeOf(grid, index)
    let nearest = Infinity
    for (const [a, b, c] of places) nearest = Math.min(nearest, (x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2)
    highest = Math.max(highest, nearest)
  }
  return Math.sqrt(highest) + Math.min(...grid.stepMm)
}

function placeOf({ size, stepMm }: BoneGrid, index: number): [number, number, number] {
  const k = Math.floor(index / (size[0] * size[1]))
  const j = Math.floor(index / size[0]) - k * size[1]
  return [(index % size[0]) * stepMm[0], j * stepMm[1], k * stepMm[2]]
}
