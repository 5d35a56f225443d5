import { buildBody } from './body'
import { case10Text } from './case-10-text'
import type { MadeFile } from './cases'
import type { EncodeFile } from './dicom'
import { expose } from './dx'
import { caseFile, describeFocus, thumbnail } from './focus'
import { sumLimbRays, type LimbGrid } from './leg-rays'
import { makeMass, type LobulePlan, type Mass } from './lobules'
import { leadLetter } from './markers'
import { makeMrSeries, mrModalities, STIR, T1, T2, type MrPlan } from './mr-series'
import { normalUptakes, scanWholeBody, type ScanGeometry, type Uptake } from './nm'
import { dxAttributes, nmAttributes, regions, type StudyPlan } from './objects'
import { exposePelvis, osteoporotic, pelvisPlan } from './pelvis'
import { hashText } from './random'
import { makeSampler } from './sampler'
import type { ChainPoint } from './sdf'
import { makeTextures } from './textures'
import { buildThigh } from './thigh'

/*
 * Case 10: lobulated masses of calcium around both hips, in gluteus medius and quadratus femoris and around the
 * sciatic nerves, with oedema: radiograph, MR, bone scan. Three months later a mass in the hamstrings of the left
 * thigh: radiograph and MR.
 */

const patient = { number: 10, birth: '19580130', sex: 'F', age: 66 } as const
const first: StudyPlan = {
  patient,
  part: 'a',
  date: '20240402',
  time: '181500',
  description: 'Pelvis and hips',
}
const later: StudyPlan = { patient, part: 'b', date: '20240703', time: '091000', description: 'Left thigh' }

// prettier-ignore
const hipPlans: readonly LobulePlan[] = [
  { label: 'mass of the right gluteus medius', clearMm: 2.5, stepMm: 0.9, addedHu: [420, 1050], clusters: [{ centre: [-146, 22, 30], radii: [24, 26, 44], count: 30, radius: [5, 13] }] },
  { label: 'mass of the left gluteus medius', clearMm: 2.5, stepMm: 0.9, addedHu: [400, 980], clusters: [{ centre: [143, 18, 38], radii: [22, 24, 38], count: 24, radius: [5, 12] }] },
  { label: 'mass of the right quadratus femoris and sciatic nerve', clearMm: 2.5, stepMm: 0.9, addedHu: [420, 1100], clusters: [{ centre: [-98, 52, -50], radii: [28, 18, 34], count: 26, radius: [5, 12] }, { centre: [-94, 52, -96], radii: [14, 12, 26], count: 10, radius: [4, 9] }] },
  { label: 'mass of the left quadratus femoris and sciatic nerve', clearMm: 2.5, stepMm: 0.9, addedHu: [420, 1080], clusters: [{ centre: [97, 54, -46], radii: [30, 18, 30], count: 24, radius: [5, 12] }, { centre: [94, 52, -92], radii: [13, 12, 24], count: 9, radius: [4, 9] }] },
  { label: 'mass in front of the right hip', clearMm: 2.5, stepMm: 0.9, addedHu: [380, 900], clusters: [{ centre: [-112, -42, -8], radii: [20, 12, 30], count: 12, radius: [4, 10] }] },
  { label: 'mass in front of the left hip', clearMm: 2.5, stepMm: 0.9, addedHu: [380, 940], clusters: [{ centre: [114, -44, 2], radii: [22, 12, 26], count: 13, radius: [4, 10] }] },
]

const thighPlan: LobulePlan = {
  label: 'mass of the left hamstrings and sciatic nerve',
  clearMm: 2.5,
  stepMm: 0.8,
  addedHu: [420, 1100],
  // prettier-ignore
  clusters: [
    { centre: [-2, 52, -10], radii: [28, 18, 62], count: 46, radius: [5, 12] },
    { centre: [10, 44, -70], radii: [18, 12, 30], count: 14, radius: [4, 10] },
  ],
}

// prettier-ignore
const hipSeries: readonly MrPlan[] = [
  { description: 'T1 SE COR', sequence: T1, geometry: { plane: 'coronal', centreMm: [0, 18, 6], columns: 320, rows: 240, slices: 20, pixelMm: 1.2, stepMm: 7 } },
  { description: 'STIR COR', sequence: STIR, geometry: { plane: 'coronal', centreMm: [0, 18, 6], columns: 320, rows: 240, slices: 20, pixelMm: 1.2, stepMm: 7 } },
  { description: 'T2 TSE AX', sequence: T2, geometry: { plane: 'axial', centreMm: [0, 14, -16], columns: 320, rows: 224, slices: 24, pixelMm: 1.2, stepMm: 7 } },
]

// prettier-ignore
const thighSeries: readonly MrPlan[] = [
  { description: 'T1 SE AX', sequence: T1, geometry: { plane: 'axial', centreMm: [0, 4, -10], columns: 256, rows: 256, slices: 22, pixelMm: 0.78, stepMm: 8 } },
  { description: 'STIR COR', sequence: STIR, geometry: { plane: 'coronal', centreMm: [0, 24, -20], columns: 224, rows: 320, slices: 16, pixelMm: 0.95, stepMm: 6 } },
]

const look = { reaction: 'inflamed', noise: 1 / 42 } as const

export function* makeCase10(encode: EncodeFile): Generator<MadeFile> {
  const hips = buildHips()
  const picture = exposePelvis(hips.sampler, hips.body, 'case-10/a')
  const plan = { ...pelvisPlan, spacing: 'detector' as const }
  const series = (study: StudyPlan, key: string, number: number, description: string, time: string) => ({
    study,
    key,
    number,
    description,
    time,
  })
  yield {
    path: 'case-10/a/dx/0001.dcm',
    bytes: encode(
      dxAttributes({ ...series(first, 'dx', 1, 'Pelvis AP', '182000'), region: regions.pelvis }, 1, plan),
      picture,
    ),
  }
  yield thumbnail('case-10', picture, 500, 4000, { x: 60, y: 330, width: 1240 })
  yield* makeMrSeries('case-10/a', hips.sampler, hipSeries, { study: first, region: regions.pelvis, look, firstNumber: 2, hour: 19 }, encode) // prettier-ignore
  const scan = scanOf(hips.masses)
  yield {
    path: 'case-10/a/nm/0001.dcm',
    bytes: encode(
      nmAttributes(
        { ...series(first, 'nm', 5, 'Whole body', '210000'), region: regions.wholeBody },
        scanGeometry.pixelMm,
        COUNTS,
      ),
      { columns: scanGeometry.columns, rows: scanGeometry.rows, bitsStored: 16, values: scan },
    ),
  }

  const thigh = buildMassOfThigh()
  const limb = exposeThigh(thigh.sampler)
  yield {
    path: 'case-10/b/dx/0001.dcm',
    bytes: encode(
      dxAttributes(
        { ...series(later, 'dx', 1, 'Femur lateral', '091500'), region: regions.thigh },
        1,
        limb.plan,
      ),
      limb.picture,
    ),
  }
  yield* makeMrSeries('case-10/b', thigh.sampler, thighSeries, { study: later, region: regions.thigh, laterality: 'L', look, firstNumber: 2, hour: 10 }, encode) // prettier-ignore

  const words = (label: string, study: string, site: string) => ({
    distribution: /gluteus|quadratus|hamstrings/.test(label) ? 'intramuscular' : 'periarticular',
    morphology: ['multilobular_cystic', 'irregular_coarse'],
    site,
    laterality: label.includes('right') ? ('right' as const) : ('left' as const),
    structures: label.includes('sciatic') ? ['muscle', 'sciatic nerve'] : ['muscle'],
    study,
  })
  yield caseFile(
    patient,
    case10Text,
    [
      { modality: 'DX', images: 1, folder: 'a/dx', series: 'Pelvis AP' },
      ...mrModalities('a/', hipSeries),
      { modality: 'NM', images: 2, folder: 'a/nm', series: 'Whole body' },
      { modality: 'DX', images: 1, folder: 'b/dx', series: 'Femur lateral' },
      ...mrModalities('b/', thighSeries),
    ],
    [
      ...hips.masses.map((mass) => describeFocus(mass, words(mass.label, 'a', 'hip'))),
      describeFocus(thigh.mass, words(thigh.mass.label, 'b', 'thigh')),
    ],
  )
}

export function buildHips() {
  const seed = 'case-10/hips'
  const body = osteoporotic(buildBody(seed), 0.6)
  const masses = hipPlans.map((plan) => makeMass(body, plan, 16, seed))
  return { body, masses, sampler: samplerOf(body, masses, seed) }
}

export function buildMassOfThigh() {
  const seed = 'case-10/thigh'
  const body = osteoporotic(buildThigh({ seed, side: 'left', mature: true }), 0.7)
  const mass = makeMass(body, thighPlan, 14, seed)
  return { body, mass, sampler: samplerOf(body, [mass], seed) }
}

function samplerOf(body: Parameters<typeof makeSampler>[0], masses: readonly Mass[], seed: string) {
  return makeSampler(
    body,
    makeTextures(seed),
    {
      deposits: masses.map(({ added }) => added),
      reactions: masses.map(({ reaction }) => reaction),
      fluids: [],
      thickSkin: [],
    },
    { withParts: true },
  )
}

// ---- radiograph of the thigh, from the side ----

function exposeThigh(sampler: Parameters<typeof sumLimbRays>[0]) {
  const pixelMm = 0.286
  const grid: LimbGrid = { topZ: 150, xRange: [-96, 96], yRange: [-96, 100], lengthMm: 262, pitchMm: 0.52 }
  const { side } = sumLimbRays(sampler, grid)
  const [columns, rows] = [side.columns * 2, side.rows * 2]
  const values = expose(
    side,
    { columns, rows, pixelMm, sourceDetectorMm: 1100, detectorYMm: 100, centreMm: [0, 0] },
    { spectrum: [[36, 0.3], [47, 0.45], [62, 0.25]], scatter: 0.25, quantaPerMm2: 3_600_000 }, // prettier-ignore
    leadLetter('L', [0.42 * columns * pixelMm, -0.44 * rows * pixelMm], 12),
    hashText('case-10/b/dx/noise'),
  )
  const plan = {
    view: 'LL',
    laterality: 'L',
    orientation: ['P', 'F'] as [string, string],
    pixelMm,
    sourceDetectorMm: 1100,
    sourcePatientMm: 1000,
    kVp: 70,
    spacing: 'detector',
  } as const
  return { plan, picture: { columns, rows, bitsStored: 12, values } }
}

// ---- bone scan ----

const scanGeometry: ScanGeometry = { columns: 256, rows: 1024, pixelMm: 2.3, topZ: 1050 }
const COUNTS = 760_000

/** The lobules of the hips take up the tracer; so do the hamstrings of both thighs, most of all behind the left. */
function scanOf(masses: readonly Mass[]): Uint16Array {
  const lobules = masses.flatMap(({ lumps }) =>
    lumps.map((point): Uptake => ({ points: [point], activity: 7 })),
  )
  const streaks: Uptake[] = [
    { points: path(-96, 50, -110, -360, 12), activity: 6 },
    { points: path(-110, 10, -60, -240, 11), activity: 5 },
    { points: path(96, 52, -110, -240, 14), activity: 8 },
    { points: path(88, 58, -240, -370, 19), activity: 15 },
    { points: path(112, 12, -60, -230, 11), activity: 5 },
  ]
  const [anterior, posterior] = scanWholeBody(
    [...normalUptakes(), ...lobules, ...streaks],
    scanGeometry,
    COUNTS,
    hashText('case-10/nm'),
  )
  const both = new Uint16Array(anterior.length * 2)
  both.set(anterior)
  both.set(posterior, anterior.length)
  return both
}

function path(x: number, y: number, from: number, to: number, radius: number): ChainPoint[] {
  return Array.from({ length: 6 }, (_, index): ChainPoint => {
    const t = index / 5
    return [x * (1 - 0.18 * t) + 5 * Math.sin(3 * index), y - 6 * t, from + t * (to - from), radius * (0.8 + 0.3 * Math.sin(2 * index))] // prettier-ignore
  })
}
