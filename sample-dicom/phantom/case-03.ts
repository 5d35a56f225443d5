import { buildArm } from './arm'
import { buildBody, type Body } from './body'
import { case03Text } from './case-03-text'
import type { MadeFile } from './cases'
import { makeDeposit, type FocusPlan } from './deposits'
import type { EncodeFile, PixelBlock } from './dicom'
import { expose } from './dx'
import { caseFile, describeFocus, fileName, thumbnail, type Focus, type FocusWords } from './focus'
import { sumLimbRays, type LimbGrid } from './leg-rays'
import { leadLetter } from './markers'
import { dxAttributes, regions, round, type RadiographPlan, type Region, type StudyPlan } from './objects'
import { exposePelvis, osteoporotic, pelvisPlan } from './pelvis'
import { hashText } from './random'
import { makeSampler } from './sampler'
import { makeSheet, type SheetPlan } from './sheets'
import { makeTextures } from './textures'
import { buildThigh } from './thigh'

/*
 * Case 3: radiographs of pelvis, thighs and upper arms. Mottled calcium in the fat of both buttocks, at the side of
 * both arms and along the femoral shafts: sheets on the fascia with holes, and clumps. Muscle bellies are clear.
 */

const patient = { number: 3, birth: '19510321', sex: 'F', age: 73 } as const
const study: StudyPlan = { patient, date: '20240611', time: '100000', description: 'Pelvis, thighs and arms' }

type Side = 'left' | 'right'

/** Clumps, as patches of the fat; the radii of their lumps in mm. */
const clump = (
  label: string,
  from: readonly [number, number],
  angles: readonly [number, number],
  z: readonly [number, number],
  height: number,
  peakHu: number,
  spread = 1.9,
): FocusPlan => ({
  label,
  patches: [{ from, angles, z, height, radius: [1.6, 3.6], spread }],
  peakHu,
  skinMarginMm: 2.5,
})

const sheet = (
  label: string,
  from: readonly [number, number],
  angles: readonly [number, number],
  z: readonly [number, number],
  reachMm: number,
): SheetPlan => ({ label, from, angles, z, aboveMm: 1.6, thickMm: 2, addedHu: 780, reachMm })

interface Part {
  readonly folder: string
  readonly description: string
  readonly region: Region
  readonly site: string
  readonly side?: Side
  readonly body: () => Body
  readonly clumps: readonly FocusPlan[]
  readonly sheets: readonly SheetPlan[]
  readonly grid?: LimbGrid
}

const pelvis: Part = {
  folder: 'pelvis',
  description: 'Pelvis AP',
  region: regions.pelvis,
  site: 'buttock',
  body: () => osteoporotic(buildBody('case-03/pelvis'), 0.55),
  // prettier-ignore
  clumps: [
    clump('clumps of the right buttock', [-10, 20], [104, 150], [-28, 78], 0.42, 900),
    clump('clumps of the left buttock', [10, 20], [36, 74], [-36, 60], 0.5, 820),
    clump('clumps of the right hip', [-20, 5], [168, 196], [-30, 30], 0.45, 760),
    clump('clumps of the left hip', [20, 5], [-12, 10], [-20, 44], 0.5, 840),
  ],
  // prettier-ignore
  sheets: [
    sheet('veil of the right thigh root', [-92, 5], [150, 216], [-128, -44], 110),
    sheet('veil of the left thigh root', [92, 5], [-40, 24], [-120, -50], 110),
  ],
}

const thigh = (side: Side): Part => {
  const outer = side === 'right' ? 180 : 0
  const turn = side === 'right' ? 1 : -1
  const [a, b] = side === 'right' ? [140, 214] : [-30, 36]
  return {
    folder: `thigh-${side}`,
    description: `Thigh AP ${side}`,
    region: regions.thigh,
    site: 'thigh',
    side,
    body: () => osteoporotic(buildThigh({ seed: `case-03/thigh/${side}`, side, mature: true }), 0.6),
    clumps: [
      clump(`clumps beside the ${side} femur`, [0, 0], [outer - 34, outer + 26], [-70, 96], 0.4, 880),
      clump(`clumps inside the ${side} thigh`, [0, 0], [outer + 180 - 20 * turn - 16, outer + 180 - 20 * turn + 20], [-20, 70], 0.45, 740), // prettier-ignore
    ],
    sheets: [
      sheet(
        `sheet of the ${side} fascia lata`,
        [0, 0],
        [a, b],
        side === 'right' ? [-110, 110] : [-80, 128],
        100,
      ),
    ],
    grid: { topZ: 150, xRange: [-96, 96], yRange: [-96, 100], lengthMm: 260, pitchMm: 0.52 },
  }
}

const arm = (side: Side): Part => {
  const outer = side === 'left' ? 0 : 180
  const [low, high] = side === 'left' ? [92, 216] : [104, 228]
  return {
    folder: `arm-${side}`,
    description: `Humerus AP ${side}`,
    region: regions.upperArm,
    site: 'upper_arm',
    side,
    body: () => buildArm({ seed: `case-03/arm/${side}`, side, fatMm: 5, spongyHu: 110 }),
    clumps: [
      clump(
        `clumps at the side of the ${side} arm`,
        [0, 0],
        [outer - 38, outer + 34],
        [low + 10, high - 12],
        0.5,
        560,
      ),
    ],
    sheets: [
      sheet(`sheet at the side of the ${side} arm`, [0, 0], [outer - 48, outer + 44], [low, high], 70),
    ],
    grid: {
      topZ: 264,
      xRange: side === 'left' ? [-62, 86] : [-86, 62],
      yRange: [-62, 62],
      lengthMm: 278,
      pitchMm: 0.4,
    },
  }
}

const parts: readonly Part[] = [pelvis, thigh('right'), thigh('left'), arm('right'), arm('left')]

export function* makeCase03(encode: EncodeFile): Generator<MadeFile> {
  const foci = []
  for (const [index, part] of parts.entries()) {
    const { body, deposits, sampler } = buildPart(part)
    const { picture, plan } = part.grid
      ? exposeLimb(part, part.grid, sampler)
      : {
          picture: exposePelvis(sampler, body, 'case-03'),
          plan: { ...pelvisPlan, spacing: 'magnification' as const },
        }
    const series = { study, key: `dx/${part.folder}`, number: index + 1, description: part.description, region: part.region, time: `10${10 + 4 * index}00` } // prettier-ignore
    yield { path: `case-03/dx/${fileName(index + 1)}`, bytes: encode(dxAttributes(series, 1, plan), picture) }
    if (index === 0) yield thumbnail('case-03', picture, 500, 4000, { x: 60, y: 330, width: 1240 })
    foci.push(...deposits.map((deposit) => describeFocus(deposit, wordsOf(part, deposit.label))))
  }
  yield caseFile(
    patient,
    case03Text,
    parts.map(({ description }) => ({ modality: 'DX', images: 1, folder: 'dx', series: description })),
    foci,
  )
}

export function buildPart(part: Part) {
  const body = part.body()
  const seed = `case-03/${part.folder}`
  const clumps = part.clumps.map((plan): Focus & { readonly reaction: Focus['added'] } => {
    const { label, added, reaction, truth } = makeDeposit(body, plan, seed)
    return { label, added, reaction, truth: { ...truth, peakAddedHu: truth.peakHu } }
  })
  const sheets = part.sheets.map((plan) => makeSheet(body, plan, seed))
  const deposits: Focus[] = [...clumps, ...sheets]
  const sampler = makeSampler(body, makeTextures(seed), {
    deposits: deposits.map(({ added }) => added),
    reactions: clumps.map(({ reaction }) => reaction),
    fluids: [],
    thickSkin: [],
  })
  return { body, deposits, sampler }
}

function wordsOf({ site, side }: Part, label: string): FocusWords {
  return {
    distribution: 'subcutaneous',
    morphology: label.startsWith('clumps') ? ['irregular_coarse'] : ['plaque_sheet', 'fascial'],
    site: label.includes('thigh root') ? 'thigh' : label.includes('hip') ? 'hip' : site,
    laterality: side ?? (label.includes('left') ? 'left' : 'right'),
  }
}

function exposeLimb(
  { side = 'right', folder }: Part,
  grid: LimbGrid,
  sampler: Parameters<typeof sumLimbRays>[0],
) {
  const magnification = 1.1
  const { front } = sumLimbRays(sampler, grid)
  const pixelMm = round((grid.pitchMm * magnification) / 2, 4)
  const [columns, rows] = [front.columns * 2, front.rows * 2]
  const u = (side === 'right' ? -1 : 1) * (columns * pixelMm * 0.42)
  const isArm = folder.startsWith('arm')
  const values = expose(
    front,
    { columns, rows, pixelMm, sourceDetectorMm: 1100, detectorYMm: 100, centreMm: [0, 0] },
    {
      spectrum: isArm ? [[32, 0.3], [42, 0.45], [56, 0.25]] : [[36, 0.3], [47, 0.45], [62, 0.25]], // prettier-ignore
      scatter: isArm ? 0.14 : 0.25,
      quantaPerMm2: 3_600_000,
    },
    leadLetter(side === 'right' ? 'R' : 'L', [u, -0.44 * rows * pixelMm], 12),
    hashText(`case-03/${folder}/noise`),
  )
  // One limb was taken with a steel ball beside it, the others say nothing but the detector.
  const plan: RadiographPlan = {
    view: 'AP',
    laterality: side === 'right' ? 'R' : 'L',
    orientation: ['L', 'F'],
    pixelMm,
    sourceDetectorMm: 1100,
    sourcePatientMm: 1000,
    kVp: isArm ? 60 : 70,
    spacing: folder === 'thigh-left' ? 'fiducial' : 'detector',
  }
  const picture: PixelBlock = { columns, rows, bitsStored: 12, values }
  return { picture, plan }
}
