import { buildBody, type Body } from './body'
import {
  makeDeposit,
  makePhlebolith,
  makeUlcer,
  type Deposit,
  type FocusPlan,
  type Place,
  type Ulcer,
  type UlcerPlan,
} from './deposits'
import { hashText, makeRandom } from './random'
import { makeSampler, type Lesions, type RowSampler } from './sampler'
import type { Point } from './sdf'
import { makeTextures } from './textures'

/*
 * Case 9: plaques of calcium in the fat of buttocks, hips and thighs, nodules around them and a few on the
 * trunk, an ulcer over the plaque of the right thigh. Nothing beneath the investing fascia but two phleboliths.
 * Angles as in `Place`: 0 left, 90 back, 180 right, 270 front; heights 0 fascia … 1 skin.
 */

export interface PlannedFocus extends FocusPlan {
  readonly site: string
  readonly laterality: 'left' | 'right' | 'midline'
  readonly morphology: readonly string[]
}

const rightThigh = [-92, 5] as const
const leftThigh = [92, 5] as const

const plaques: readonly PlannedFocus[] = [
  {
    label: 'plaque of the right buttock',
    site: 'buttock',
    laterality: 'right',
    morphology: ['plaque_sheet', 'nodular'],
    patches: [{ from: [-10, 20], angles: [97, 141], z: [-36, 72], height: 0.5, radius: [3.4, 7] }],
    peakHu: 1180,
    skinMarginMm: 3,
  },
  {
    label: 'plaque of the left buttock',
    site: 'buttock',
    laterality: 'left',
    morphology: ['plaque_sheet', 'nodular'],
    patches: [{ from: [10, 20], angles: [40, 80], z: [-22, 58], height: 0.56, radius: [3.2, 6.4] }],
    peakHu: 1060,
    skinMarginMm: 3,
  },
  {
    label: 'plaque of the right hip and thigh',
    site: 'thigh',
    laterality: 'right',
    morphology: ['plaque_sheet', 'nodular'],
    patches: [
      { from: [-20, 5], angles: [166, 196], z: [-16, 54], height: 0.55, radius: [3, 6] },
      { from: rightThigh, angles: [160, 222], z: [-98, -12], height: 0.36, radius: [2.7, 5] },
    ],
    peakHu: 1300,
    skinMarginMm: 2.2,
  },
  {
    label: 'plaque of the left hip',
    site: 'hip',
    laterality: 'left',
    morphology: ['plaque_sheet', 'nodular'],
    patches: [{ from: [20, 5], angles: [-18, 14], z: [-14, 50], height: 0.5, radius: [3, 6] }],
    peakHu: 980,
    skinMarginMm: 3,
  },
  {
    label: 'plaque of the left thigh',
    site: 'thigh',
    laterality: 'left',
    morphology: ['plaque_sheet', 'nodular'],
    patches: [{ from: leftThigh, angles: [-34, 26], z: [-98, -36], height: 0.5, radius: [2.8, 5] }],
    peakHu: 1120,
    skinMarginMm: 2.6,
  },
  {
    label: 'plaque of the right posterior thigh',
    site: 'thigh',
    laterality: 'right',
    morphology: ['plaque_sheet', 'nodular'],
    patches: [{ from: rightThigh, angles: [70, 116], z: [-99, -64], height: 0.5, radius: [2.8, 5] }],
    peakHu: 900,
    skinMarginMm: 3,
  },
]

/** [site, side, from x, from y, angle, z, height, diameter mm, peak HU] */
type NoduleRow = readonly [
  string,
  PlannedFocus['laterality'],
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

// prettier-ignore
const nodules: readonly NoduleRow[] = [
  ['trunk', 'right', 0, 0, 172, 112, 0.5, 12, 940],
  ['trunk', 'left', 0, 0, 24, 128, 0.45, 9, 860],
  ['trunk', 'right', 0, 0, 246, 74, 0.5, 7.5, 780],
  ['trunk', 'left', 0, 0, 301, 96, 0.5, 8, 1010],
  ['trunk', 'right', 0, 0, 118, 118, 0.5, 8.5, 720],
  ['trunk', 'left', 0, 0, 68, 98, 0.5, 10, 1120],
  ['buttock', 'right', -10, 20, 120, 90, 0.55, 11, 1020],
  ['buttock', 'right', -10, 20, 150, 4, 0.35, 13, 1240],
  ['buttock', 'right', -10, 20, 104, -52, 0.5, 10, 880],
  ['buttock', 'right', -10, 20, 146, -34, 0.55, 14, 1160],
  ['buttock', 'left', 10, 20, 62, 76, 0.5, 14, 1080],
  ['buttock', 'left', 10, 20, 29, 30, 0.5, 12, 960],
  ['buttock', 'left', 10, 20, 76, -44, 0.5, 9, 900],
  ['buttock', 'left', 10, 20, 56, -42, 0.5, 17, 1200],
  ['buttock', 'left', 10, 20, 30, -8, 0.45, 8, 800],
  ['hip', 'right', 0, 5, 178, 76, 0.5, 14, 1150],
  ['hip', 'right', 0, 5, 207, 28, 0.5, 8, 840],
  ['hip', 'left', 0, 5, 3, 70, 0.55, 11, 1000],
  ['hip', 'left', 0, 5, -30, 20, 0.5, 9, 930],
  ['thigh', 'right', -92, 5, 146, -84, 0.5, 12, 1060],
  ['thigh', 'right', -92, 5, 252, -60, 0.5, 7.5, 760],
  ['thigh', 'right', -92, 5, 250, -92, 0.5, 9, 900],
  ['thigh', 'left', 92, 5, 60, -86, 0.5, 13, 1130],
  ['thigh', 'left', 92, 5, 284, -74, 0.5, 8, 850],
  ['thigh', 'left', 92, 5, 92, -72, 0.5, 10, 980],
]

export const plannedFoci: readonly PlannedFocus[] = [
  ...plaques,
  ...nodules.map(([site, laterality, x, y, angle, z, height, diameterMm, peakHu], index) => ({
    label: `nodule ${index + 1}, ${laterality} ${site}`,
    site,
    laterality,
    morphology: ['nodular'],
    patches: [],
    nodule: { place: { from: [x, y], angle, z, height } satisfies Place, diameterMm },
    peakHu,
    skinMarginMm: 2.2,
  })),
]

export const ulcerPlan: UlcerPlan = { from: rightThigh, angle: 186, z: -58, widthMm: 32, depthMm: 8 }

export interface CaseBody {
  readonly body: Body
  readonly deposits: readonly Deposit[]
  readonly ulcer: Ulcer
  readonly phlebolithsMm: readonly Point[]
  readonly sampler: RowSampler
}

export const caseSeed = 'case-09'

/** Everything a modality needs; `which` leaves deposits in or out. */
export function buildCaseBody(): CaseBody {
  let ulcer: Ulcer | undefined
  const body = buildBody(caseSeed, (skin) => {
    ulcer = makeUlcer(skin, ulcerPlan, caseSeed)
    return ulcer.skin
  })
  if (!ulcer) throw new Error('The body was built without asking for its skin.')
  const tracks = [ulcer.fluid]
  const deposits = plannedFoci.map((plan) => makeDeposit(body, plan, caseSeed, tracks))
  keepApart(deposits)
  const phlebolithsMm = placePhleboliths()
  const lesions: Lesions = {
    deposits: [
      ...deposits.map((deposit) => deposit.added),
      ...phlebolithsMm.map((place, index) => makePhlebolith(place, 3.6 + 0.9 * index, 560)),
    ],
    reactions: [...deposits.map((deposit) => deposit.reaction), ulcer.reaction],
    fluids: tracks,
    thickSkin: [ulcer.thickSkin],
  }
  return { body, deposits, ulcer, phlebolithsMm, sampler: makeSampler(body, makeTextures(caseSeed), lesions) }
}

/** In the plexus beside the bladder, where they are common and mean nothing. */
function placePhleboliths(): Point[] {
  const random = makeRandom(hashText(`${caseSeed}/phleboliths`))
  const near = (value: number) => value + random.between(-1.5, 1.5)
  return [
    [near(-42), near(28), near(-4)],
    [near(39), near(33), near(3)],
  ]
}

/** Foci must not touch: each has a volume of its own in the truth. */
function keepApart(deposits: readonly Deposit[]): void {
  const clearMm = 6
  for (const [index, one] of deposits.entries())
    for (const other of deposits.slice(index + 1)) {
      const touching = one.lumps.some(([x, y, z, r]) =>
        other.lumps.some(
          ([ox, oy, oz, or]) => Math.sqrt((x - ox) ** 2 + (y - oy) ** 2 + (z - oz) ** 2) < r + or + clearMm,
        ),
      )
      if (touching) throw new Error(`${one.label} comes within ${clearMm} mm of ${other.label}`)
    }
}
