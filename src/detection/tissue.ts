import { cellIndex, distancesFrom, type Cells } from './cells'

/** What the cells of about 3 mm say of the body: where it is, how far below the skin, what its tissues read. */
export interface Body {
  readonly cells: Cells
  /** OUTSIDE, TISSUE or GAS of each cell. */
  readonly place: Uint8Array
  /** From the cell's centre to the nearest cell outside the body, mm; at most SKIN_REACH_MM. */
  readonly skinMm: Float32Array
  readonly levels: TissueLevels
  /** Metal lies in it: its rays are noise that is greater here than there. */
  readonly hasMetal: boolean
}

/** HU */
export interface TissueLevels {
  readonly fat: number
  readonly muscle: number
  /** Standard deviation of the noise in homogeneous tissue. */
  readonly noise: number
}

/** Enough of the levels to measure one thing by, HU. */
export interface TypicalLevels {
  readonly fat: number
  readonly muscle: number
  /** σ, 0 if left out. */
  readonly noise?: number
}

export const OUTSIDE = 0
export const TISSUE = 1
/** Air within the body: bowel, lung, airway. */
export const GAS = 2

export const SKIN_REACH_MM = 200
/** Cells of 3 mm that metal fills. */
export const METAL_CELL_HU = 2000
/** Between air and the fattest tissue, with the cell's share of both. */
const SOLID_HU = -400
/** HU of fat and soft tissue; cells beyond hold air, bone or calcium. */
const SOFT = [-160, 120] as const
/** Typical at 120 kVp; used where the picture shows too little of a tissue. */
const TYPICAL = { fat: -100, muscle: 55, noise: 10 }
const MIN_CELLS = 60

/** Classes of tissue at one voxel or cell of soft tissue, by the middle between fat and muscle. */
export const fatMuscleBorder = ({ fat, muscle }: TissueLevels): number => (fat + muscle) / 2

/** @param minCells smaller solid pieces are no body, and fewer cells tell no level: one slice has few */
export function bodyOf(cells: Cells, minCells = MIN_CELLS): Body {
  const place = placesOf(cells, minCells)
  const outside = place.map((value) => (value === OUTSIDE ? 1 : 0))
  return {
    cells,
    place,
    skinMm: distancesFrom(cells, outside, SKIN_REACH_MM),
    levels: levelsOf(cells, place, minCells),
    hasMetal: cells.mean.some((hu) => hu >= METAL_CELL_HU),
  }
}

/** Outside is what air reaches from the picture's edges within a slice; other air is inside the body. */
function placesOf(cells: Cells, minCells: number): Uint8Array {
  const [ni, nj, nk] = cells.size
  const place = new Uint8Array(ni * nj * nk).fill(GAS)
  for (let index = 0; index < place.length; index++) if (cells.mean[index] > SOLID_HU) place[index] = TISSUE
  dropObjects(cells, place, minCells)
  const stack: number[] = []
  const visit = (index: number) => {
    if (place[index] !== GAS) return
    place[index] = OUTSIDE
    stack.push(index)
  }
  for (let k = 0; k < nk; k++) {
    const layer = cellIndex(cells, 0, 0, k)
    for (let i = 0; i < ni; i++) {
      visit(layer + i)
      visit(layer + (nj - 1) * ni + i)
    }
    for (let j = 0; j < nj; j++) {
      visit(layer + j * ni)
      visit(layer + j * ni + ni - 1)
    }
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      const inLayer = index - layer
      const i = inLayer % ni
      if (i > 0) visit(index - 1)
      if (i < ni - 1) visit(index + 1)
      if (inLayer >= ni) visit(index - ni)
      if (inLayer < ni * (nj - 1)) visit(index + ni)
    }
  }
  return place
}

/** Solid pieces without soft tissue in their bulk (table, cushion, cables) become part of the air around. */
function dropObjects(cells: Cells, place: Uint8Array, minCells: number): void {
  const [ni, nj, nk] = cells.size
  const seen = new Uint8Array(place.length)
  const stack: number[] = []
  const visit = (index: number) => {
    if (seen[index] || place[index] !== TISSUE) return
    seen[index] = 1
    stack.push(index)
  }
  for (let start = 0; start < place.length; start++) {
    if (seen[start] || place[start] !== TISSUE) continue
    const piece: number[] = []
    let soft = 0
    visit(start)
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      piece.push(index)
      if (isSoft(cells.mean[index])) soft++
      const i = index % ni
      const j = Math.floor(index / ni) % nj
      const k = Math.floor(index / (ni * nj))
      if (i > 0) visit(index - 1)
      if (i < ni - 1) visit(index + 1)
      if (j > 0) visit(index - ni)
      if (j < nj - 1) visit(index + ni)
      if (k > 0) visit(index - ni * nj)
      if (k < nk - 1) visit(index + ni * nj)
    }
    if (soft < 0.25 * piece.length || piece.length < minCells) for (const index of piece) place[index] = GAS
  }
}

const isSoft = (hu: number): boolean => hu >= SOFT[0] && hu <= SOFT[1]

function levelsOf({ mean, sd }: Cells, place: Uint8Array, minCells: number): TissueLevels {
  const soft: number[] = []
  for (let index = 0; index < mean.length; index++)
    if (place[index] === TISSUE && isSoft(mean[index])) soft.push(index)
  // A cell on a border has a large deviation of its own: the commonest deviation is that of the noise.
  const noise = mode(
    soft.map((index) => sd[index]),
    0,
    150,
    1,
    minCells,
  )
  const calm = soft.filter((index) => sd[index] < 2 * (noise ?? TYPICAL.noise) + 2)
  const means = calm.map((index) => mean[index])
  const fat = mode(means, -160, -50, 4, minCells)
  const muscle = mode(means, 15, 95, 4, minCells)
  return {
    fat: fat ?? TYPICAL.fat,
    muscle: muscle ?? TYPICAL.muscle,
    noise: Math.max(1, noise ?? TYPICAL.noise),
  }
}

/** The commonest value between two bounds, from a histogram smoothed over five bins; undefined for a handful. */
function mode(
  values: readonly number[],
  low: number,
  high: number,
  width: number,
  minCount: number,
): number | undefined {
  const bins = new Float64Array(Math.ceil((high - low) / width))
  let count = 0
  for (const value of values) {
    if (value < low || value >= high) continue
    bins[Math.min(bins.length - 1, Math.floor((value - low) / width))]++
    count++
  }
  if (count < minCount) return undefined
  let [best, at] = [-1, 0]
  for (let bin = 0; bin < bins.length; bin++) {
    let smooth = 0
    for (let tap = -2; tap <= 2; tap++) smooth += (3 - Math.abs(tap)) * (bins[bin + tap] ?? 0)
    if (smooth > best) [best, at] = [smooth, bin]
  }
  return low + (at + 0.5) * width
}
