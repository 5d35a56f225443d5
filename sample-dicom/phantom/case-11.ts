import { buildArm } from './arm'
import type { Body } from './body'
import { case11Text } from './case-11-text'
import type { MadeFile } from './cases'
import { makeDeposit } from './deposits'
import type { EncodeFile, PixelBlock } from './dicom'
import { expose } from './dx'
import { caseFile, describeFocus, fileName, makeFocus, thumbnail, type Focus } from './focus'
import { emptyGrid, readAt, type Grid } from './grid'
import { buildHand, rays } from './hand'
import { sumLimbRays, type LimbGrid } from './leg-rays'
import { leadLetter } from './markers'
import { makeMrSeries, mrModalities, STIR, T1, T1_GD, type MrPlan } from './mr-series'
import { fractalNoise, smoothStep } from './noise'
import { dxAttributes, regions, round, type StudyPlan } from './objects'
import { hashText, makeRandom } from './random'
import { makeSampler } from './sampler'
import type { Point } from './sdf'
import { makeTextures } from './textures'

/*
 * Case 11: both hands and the left arm, three dates. Stones of calcium in the pulp of thumb to ring finger, over the
 * knuckles and at the wrist, tufts eaten away; MR with synovitis of some fingers and whole marrow. New plates at the
 * second date, none four months later.
 */

const patient = { number: 11, birth: '19700226', sex: 'F', age: 54 } as const
const visits = [
  { part: 'a', date: '20240304', time: '090000', description: 'Hands and arm' },
  { part: 'b', date: '20240902', time: '093000', description: 'Hands' },
  { part: 'c', date: '20250106', time: '100000', description: 'Hands' },
] as const
type Visit = (typeof visits)[number]
type Side = 'right' | 'left'

const tuftLossMm = { right: [1.2, 2.6, 1.8, 0, 0], left: [0, 2, 2.4, 1, 0] } as const

export function* makeCase11(encode: EncodeFile): Generator<MadeFile> {
  const hands = { right: buildHandOfCase('right'), left: buildHandOfCase('left') }
  const modalities = []
  for (const visit of visits) {
    const study: StudyPlan = { patient, ...visit }
    for (const [index, side] of (['right', 'left'] as const).entries()) {
      const picture = exposeHand(hands[side], side, visit)
      const of = { study, key: `dx/${side}`, number: index + 1, description: `Hand PA ${side}`, region: regions.hand, time: `${index === 0 ? "09" : "10"}0500` } // prettier-ignore
      yield {
        path: `case-11/${visit.part}/dx/${fileName(index + 1)}`,
        bytes: encode(dxAttributes(of, 1, planOf(side)), picture),
      }
      modalities.push({ modality: 'DX', images: 1, folder: `${visit.part}/dx`, series: of.description })
      if (visit.part === 'a' && side === 'right')
        yield thumbnail('case-11', picture, 100, 3900, { x: 40, y: 40, width: picture.columns - 80 })
    }
    if (visit.part !== 'a') continue
    const arm = exposeArm()
    const of = { study, key: 'dx/arm', number: 3, description: 'Humerus AP left', region: regions.upperArm, time: '111000' } // prettier-ignore
    yield { path: `case-11/a/dx/${fileName(3)}`, bytes: encode(dxAttributes(of, 1, arm.plan), arm.picture) }
    modalities.push({ modality: 'DX', images: 1, folder: 'a/dx', series: of.description })
    for (const [index, side] of (['right', 'left'] as const).entries()) {
      const plans = seriesOf(side)
      const sampler = samplerOf(hands[side], visit, true)
      for (const file of makeMrSeries(
        `case-11/a/${side}`,
        sampler,
        plans,
        {
          study: { ...study },
          region: regions.hand,
          laterality: side === 'right' ? 'R' : 'L',
          look: { reaction: 'inflamed', noise: 1 / 45 },
          firstNumber: 4 + 3 * index,
          hour: 12 + index,
          key: side,
          placement: side === 'left' ? 'left hand' : undefined,
        },
        encode,
      ))
        // prettier-ignore
        yield file
      modalities.push(...mrModalities(`a/${side}/`, plans))
    }
  }
  const { foci: ofArm } = buildArmOfCase()
  yield caseFile(patient, case11Text, modalities, [
    ...(['right', 'left'] as const).flatMap((side) =>
      hands[side].stones.map(({ focus, visit, tip }) =>
        describeFocus(focus, {
          distribution: 'subcutaneous',
          morphology: visit === 'b' ? ['plaque_sheet'] : ['dense_ovoid', 'amorphous'],
          site: tip ? 'fingertip' : 'hand',
          laterality: side,
          study: visit,
        }),
      ),
    ),
    ...ofArm.map(
      (focus) =>
        describeFocus(focus, { distribution: 'subcutaneous', morphology: ['plaque_sheet'], site: 'upper_arm', laterality: 'left', study: 'a' }), // prettier-ignore
    ),
  ])
}

interface Stone {
  readonly focus: Focus
  /** Part of the study it is first seen in. */
  readonly visit: 'a' | 'b'
  readonly tip: boolean
}

interface HandOfCase {
  readonly side: Side
  readonly body: Body
  readonly stones: readonly Stone[]
  readonly synovitis: readonly Grid[]
}

/** Clumps of stones: finger, joint it lies at (last = pulp), offset, size of the clump, number of stones, first seen. */
type Clump = readonly [
  finger: number,
  joint: number,
  offset: Point,
  sizeMm: number,
  count: number,
  visit: 'a' | 'b',
]

// prettier-ignore
const clumps: Readonly<Record<Side, readonly Clump[]>> = {
  right: [
    [0, 2, [-2, -6, -6], 5.5, 7, 'a'], [1, 3, [-3, -5, -5], 4.8, 7, 'a'], [2, 3, [-2, -5, -4], 5, 6, 'a'], [3, 3, [-2, -5, -5], 3.6, 4, 'a'],
    [1, 1, [-3, 8, 0], 3.4, 3, 'a'], [2, 1, [2, 8, 1], 3, 2, 'a'], [0, 1, [-7, -3, 4], 3.2, 3, 'a'],
    [1, 3, [3, -4, -9], 4.4, 6, 'b'], [0, 2, [4, -5, -9], 4.2, 5, 'b'], [4, 3, [1, -4, -5], 3, 3, 'b'],
  ],
  left: [
    [0, 2, [-2, -6, -5], 5, 6, 'a'], [1, 3, [-3, -5, -6], 5.2, 8, 'a'], [2, 3, [-3, -5, -5], 4, 5, 'a'], [3, 3, [-1, -5, -4], 4.2, 5, 'a'],
    [2, 1, [-2, 8, 0], 3.2, 3, 'a'], [3, 1, [2, 8, 0], 2.6, 2, 'a'],
    [2, 3, [3, -4, -9], 4.2, 6, 'b'], [1, 2, [-4, -6, 4], 3.6, 4, 'b'],
  ],
}

/** Fingers whose joints are inflamed: thumb and index on the left, thumb and middle finger on the right. */
const inflamed: Readonly<Record<Side, readonly number[]>> = { right: [0, 2], left: [0, 1] }

export function buildHandOfCase(side: Side): HandOfCase {
  const seed = `case-11/${side}`
  const sign = side === 'right' ? 1 : -1
  const body = buildHand({ seed, side, zRange: [-76, 196], tuftLossMm: tuftLossMm[side] })
  const stones = clumps[side].map((clump, index) =>
    makeClump(body, clump, sign, `${seed}/clump ${index + 1}`),
  )
  // Beside the ulnar head.
  const wrist = makeStones(
    body,
    [21 * sign, 6, -12],
    4,
    4,
    `${seed}/wrist`,
    'stones at the ulnar side of the wrist',
  )
  const synovitis = inflamed[side].flatMap((finger) =>
    rays[finger].joints
      .slice(0, -1)
      .map(([x, y, z]) => cuff([x * sign, y, z], rays[finger].radii[0][2] + 2.6, seed)),
  )
  return { side, body, stones: [...stones, { focus: wrist, visit: 'a', tip: false }], synovitis }
}

/** Sizes of the table are those of a small clump; the disease is old. */
const GROWN = 1.3

function makeClump(
  body: Body,
  [finger, joint, offset, sizeMm, count, visit]: Clump,
  sign: number,
  seed: string,
): Stone {
  const { name, joints } = rays[finger]
  const at = Math.min(joint, joints.length - 1)
  const [x, y, z] = joints[at]
  const centre: Point = [(x + offset[0]) * sign, y + offset[1], z + offset[2]]
  const tip = at === joints.length - 1
  const label = `stones ${tip ? 'in the pulp' : 'over a joint'} of finger ${name}${visit === 'b' ? ', new' : ''}`
  return { focus: makeStones(body, centre, sizeMm * GROWN, count + 3, seed, label), visit, tip }
}

function makeStones(
  body: Body,
  centre: Point,
  sizeMm: number,
  count: number,
  seed: string,
  label: string,
): Focus {
  const random = makeRandom(hashText(seed))
  const surface = fractalNoise(hashText(`${seed}/surface`), 2)
  const lumps = Array.from({ length: count }, (_, index) => {
    const reach = index === 0 ? 0 : sizeMm * 0.8
    const place = centre.map((value, axis) => value + random.between(-1, 1) * reach * (axis === 1 ? 0.5 : 1))
    return [...place, random.between(0.7, 0.42 * sizeMm)] as const
  })
  const grow = sizeMm * 1.4
  return makeFocus({
    label,
    stepMm: 0.3,
    box: {
      min: centre.map((value) => value - grow) as unknown as Point,
      max: centre.map((value) => value + grow) as unknown as Point,
    },
    distance: (x, y, z) => {
      const d = lumps.reduce(
        (least, [cx, cy, cz, r]) => Math.min(least, Math.hypot(x - cx, y - cy, z - cz) - r),
        9,
      )
      if (d > 1.5) return d
      const bone = body.bones.reduce((least, { grid }) => Math.min(least, readAt(grid, x, y, z, 9)), 9)
      return Math.max(d + 0.5 * surface(x / 2, y / 2, z / 2), 0.5 - bone, readAt(body.skin, x, y, z, 9) + 0.9)
    },
    addedHu: (x, y, z) => 1150 + 420 * surface(x / 1.7 + 9, y / 1.7, z / 1.7),
  })
}

/** Inflamed synovium around a joint. */
function cuff([x, y, z]: Point, r: number, seed: string): Grid {
  const noise = fractalNoise(hashText(`${seed}/cuff`), 2)
  const grid = emptyGrid(
    { min: [x - r - 3, y - r - 3, z - r - 3], max: [x + r + 3, y + r + 3, z + r + 3] },
    0.8,
  )
  let index = 0
  for (let k = 0; k < grid.nz; k++)
    for (let j = 0; j < grid.ny; j++)
      for (let i = 0; i < grid.nx; i++, index++) {
        const [px, py, pz] = [grid.x0 + 0.8 * i, grid.y0 + 0.8 * j, grid.z0 + 0.8 * k]
        const d = Math.hypot(px - x, py - y, (pz - z) * 1.15) - r + 1.6 * noise(px / 6, py / 6, pz / 6)
        grid.values[index] = smoothStep(1.2, -1.2, d)
      }
  return grid
}

const isThere = (first: 'a' | 'b', visit: Visit): boolean => first === 'a' || visit.part !== 'a'

function samplerOf({ side, body, stones, synovitis }: HandOfCase, visit: Visit, withParts: boolean) {
  return makeSampler(
    body,
    makeTextures(`case-11/${side}`),
    {
      deposits: stones.filter((stone) => isThere(stone.visit, visit)).map(({ focus }) => focus.added),
      reactions: withParts ? synovitis : [],
      fluids: [],
      thickSkin: [],
    },
    { withParts },
  )
}

function seriesOf(side: Side): MrPlan[] {
  const x = side === 'right' ? -4 : 4
  const geometry = { plane: 'coronal', centreMm: [x, -2, 68], columns: 192, rows: 288, slices: 14, pixelMm: 0.82, stepMm: 2.8 } as const // prettier-ignore
  return [
    { description: `T1 SE COR ${side}`, sequence: T1, geometry },
    { description: `STIR COR ${side}`, sequence: STIR, geometry },
    { description: `T1 SE COR +GD ${side}`, sequence: T1_GD, geometry },
  ]
}

// ---- radiographs ----

const pixelMm = 0.15
const magnification = 1.03
const grid = (side: Side): LimbGrid => ({
  topZ: 190,
  xRange: side === 'right' ? [-82, 70] : [-70, 82],
  yRange: [-32, 32],
  lengthMm: 252,
  pitchMm: (2 * pixelMm) / magnification,
})

const planOf = (side: Side) => ({
  view: 'PA' as const,
  laterality: side === 'right' ? ('R' as const) : ('L' as const),
  orientation: ['R', 'F'] as [string, string],
  pixelMm,
  sourceDetectorMm: 1100,
  sourcePatientMm: round(1100 / magnification, 0),
  kVp: 50,
  spacing: 'detector' as const,
})

function exposeHand(hand: HandOfCase, side: Side, visit: Visit): PixelBlock {
  const { front } = sumLimbRays(samplerOf(hand, visit, false), grid(side))
  const [columns, rows] = [front.columns * 2, front.rows * 2]
  const edge = 0.42 * columns * pixelMm
  const values = expose(
    front,
    { columns, rows, pixelMm, sourceDetectorMm: 1100, detectorYMm: 40, centreMm: [0, 0] },
    { spectrum: [[26, 0.3], [35, 0.45], [46, 0.25]], scatter: 0.08, quantaPerMm2: 2_600_000, thinnest: 0.18 }, // prettier-ignore
    leadLetter(side === 'right' ? 'R' : 'L', [side === 'right' ? edge : -edge, -0.44 * rows * pixelMm], 9),
    hashText(`case-11/${visit.part}/${side}/noise`),
  )
  return { columns, rows, bitsStored: 12, values }
}

export function buildArmOfCase() {
  const seed = 'case-11/arm'
  const body = buildArm({ seed, side: 'left', fatMm: 9, spongyHu: 200 })
  const plates = [
    { label: 'plate at the back of the left arm', angles: [40, 84], z: [96, 168] },
    { label: 'plate at the side of the left arm', angles: [-28, 12], z: [60, 104] },
  ] as const
  const foci = plates.map(({ label, angles, z }) => {
    const made = makeDeposit(
      body,
      { label, patches: [{ from: [0, 0], angles, z, height: 0.5, radius: [1.8, 3.8], spread: 1.5 }], peakHu: 800, skinMarginMm: 2.5 }, // prettier-ignore
      seed,
    )
    return { ...made, truth: { ...made.truth, peakAddedHu: made.truth.peakHu } }
  })
  const sampler = makeSampler(body, makeTextures(seed), {
    deposits: foci.map(({ added }) => added),
    reactions: foci.map(({ reaction }) => reaction),
    fluids: [],
    thickSkin: [],
  })
  return { body, foci, sampler }
}

function exposeArm() {
  const { sampler } = buildArmOfCase()
  const limb: LimbGrid = { topZ: 264, xRange: [-66, 90], yRange: [-62, 62], lengthMm: 278, pitchMm: 0.42 }
  const { front } = sumLimbRays(sampler, limb)
  const armPixelMm = round((limb.pitchMm * 1.1) / 2, 4)
  const [columns, rows] = [front.columns * 2, front.rows * 2]
  const values = expose(
    front,
    { columns, rows, pixelMm: armPixelMm, sourceDetectorMm: 1100, detectorYMm: 100, centreMm: [0, 0] },
    { spectrum: [[32, 0.3], [42, 0.45], [56, 0.25]], scatter: 0.14, quantaPerMm2: 3_600_000 }, // prettier-ignore
    leadLetter('L', [0.42 * columns * armPixelMm, -0.44 * rows * armPixelMm], 12),
    hashText('case-11/a/arm/noise'),
  )
  const plan = {
    view: 'AP' as const,
    laterality: 'L' as const,
    orientation: ['L', 'F'] as [string, string],
    pixelMm: armPixelMm,
    sourceDetectorMm: 1100,
    sourcePatientMm: 1000,
    kVp: 60,
    spacing: 'detector' as const,
  }
  const picture: PixelBlock = { columns, rows, bitsStored: 12, values }
  return { plan, picture }
}
