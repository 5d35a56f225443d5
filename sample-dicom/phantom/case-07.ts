import { case07Text } from './case-07-text'
import type { MadeFile } from './cases'
import { locate } from './deposits'
import type { EncodeFile } from './dicom'
import { expose } from './dx'
import { buildElbow } from './elbow'
import { caseFile, describeFocus, fileName, thumbnail } from './focus'
import { sumLimbRays, type LimbGrid } from './leg-rays'
import { makeMass, type Mass } from './lobules'
import { leadLetter } from './markers'
import type { MrAppearance } from './mr'
import { makeMrSeries, mrModalities, STIR, T1, T1_GD, T2, type MrPlan } from './mr-series'
import { dxAttributes, regions, round, type StudyPlan } from './objects'
import { hashText } from './random'
import { makeSampler } from './sampler'
import type { Point } from './sdf'
import { makeTextures } from './textures'

/*
 * Case 7: left elbow. Eight lobulated nodules of calcium in the fat of the ulnar border, dark in every sequence and
 * without enhancement, in inflamed tissue that enhances. Bone and joint are kept.
 */

const seed = 'case-07'
const patient = { number: 7, birth: '19561017', sex: 'F', age: 67 } as const
const study: StudyPlan = { patient, date: '20240118', time: '120000', description: 'Left elbow' }

/** The lump that is seen from outside, beside the medial epicondyle. */
const bulge = { centre: [-37, 8, -8] as Point, heightMm: 13, widthMm: 30 }

// prettier-ignore
const sagittal = { plane: 'sagittal', centreMm: [-10, 2, -4], columns: 208, rows: 288, slices: 18, pixelMm: 0.68, stepMm: 4.2 } as const
// prettier-ignore
const axial = { plane: 'axial', centreMm: [-4, 0, -6], columns: 224, rows: 208, slices: 20, pixelMm: 0.55, stepMm: 5 } as const

const series: readonly MrPlan[] = [
  { description: 'STIR SAG', sequence: STIR, geometry: sagittal },
  { description: 'T1 SE SAG', sequence: T1, geometry: sagittal },
  { description: 'T2 TSE SAG', sequence: T2, geometry: sagittal },
  { description: 'T1 SE AX', sequence: T1, geometry: axial },
  { description: 'T2 TSE AX', sequence: T2, geometry: axial },
  { description: 'STIR AX', sequence: STIR, geometry: axial },
  { description: 'T1 SE AX +GD', sequence: T1_GD, geometry: axial },
]

const look: MrAppearance = {
  reaction: 'inflamed',
  noise: 1 / 45,
  coil: { centreMm: [-34, 0, -6], reachMm: 62 },
}

/** [angle, height along the arm, depth in the fat, diameter] */
// prettier-ignore
const nodules: readonly (readonly [angle: number, z: number, height: number, diameterMm: number])[] = [
  [176, -4, 0.5, 17], [160, -22, 0.5, 13], [190, 14, 0.5, 14], [150, 2, 0.45, 10], [172, -42, 0.5, 11],
  [204, -14, 0.5, 9], [182, 32, 0.5, 8], [146, -44, 0.5, 6.5],
]

export function* makeCase07(encode: EncodeFile): Generator<MadeFile> {
  const { masses, sampler } = buildCase07()
  let picture: Uint16Array | undefined
  yield* makeMrSeries('case-07', sampler, series, { study, region: regions.elbow, laterality: 'L', look, firstNumber: 2, hour: 12 }, encode, (index, pictures) => {
    if (index === 3) picture = pictures[10]
  }) // prettier-ignore
  if (picture)
    yield thumbnail('case-07', { columns: axial.columns, rows: axial.rows, values: picture }, 0, 1100, {
      x: 16,
      y: 32,
      width: 192,
    })
  yield* radiographs(sampler, encode)
  yield caseFile(
    patient,
    case07Text,
    [{ modality: 'DX', images: 2, folder: 'dx', series: 'Elbow two views' }, ...mrModalities('', series)],
    masses.map((mass) =>
      describeFocus(mass, {
        distribution: 'subcutaneous',
        morphology: ['nodular', 'multilobular_cystic'],
        site: 'elbow',
        laterality: 'left',
      }),
    ),
  )
}

export function buildCase07() {
  const body = buildElbow({
    seed,
    side: 'left',
    zRange: [-112, 112],
    changeSkin: (skin) => ({
      ...skin,
      distance: (x, y, z) => {
        const [cx, cy, cz] = bulge.centre
        const away = Math.hypot(x - cx, y - cy, 0.7 * (z - cz))
        return skin.distance(x, y, z) - bulge.heightMm * Math.exp(-((away / bulge.widthMm) ** 2))
      },
    }),
  })
  const masses = nodules.map(([angle, z, height, diameterMm], index): Mass => {
    const centre = locate(body, { from: [-4, 0], angle, z, height })
    const r = diameterMm / 2
    return makeMass(
      body,
      {
        label: `nodule ${index + 1}`,
        clearMm: 1.2,
        stepMm: 0.5,
        addedHu: [450, 1150],
        clusters: [{ centre, radii: [r * 0.55, r * 0.55, r * 0.7], count: 3 + Math.round(r), radius: [r * 0.35, r * 0.62] }], // prettier-ignore
      },
      7,
      seed,
    )
  })
  const sampler = makeSampler(
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
  return { body, masses, sampler }
}

function* radiographs(sampler: Parameters<typeof sumLimbRays>[0], encode: EncodeFile): Generator<MadeFile> {
  const pixelMm = 0.16
  const magnification = 1.05
  const grid: LimbGrid = {
    topZ: 104,
    xRange: [-60, 60],
    yRange: [-60, 60],
    lengthMm: 208,
    pitchMm: (2 * pixelMm) / magnification,
  }
  const rays = sumLimbRays(sampler, grid)
  const views = [
    { sums: rays.front, view: 'AP', orientation: ['L', 'F'], marker: leadLetter('L', [50, -94], 10) },
    { sums: rays.side, view: 'RL', orientation: ['P', 'F'], marker: leadLetter('L', [50, -94], 10) },
  ] as const
  for (const [index, { sums, view, orientation, marker }] of views.entries()) {
    const [columns, rows] = [sums.columns * 2, sums.rows * 2]
    const values = expose(
      sums,
      { columns, rows, pixelMm, sourceDetectorMm: 1050, detectorYMm: 50, centreMm: [0, 0] },
      { spectrum: [[30, 0.3], [39, 0.45], [53, 0.25]], scatter: 0.12, quantaPerMm2: 3_200_000 }, // prettier-ignore
      marker,
      hashText(`${seed}/dx/${view}`),
    )
    const plan = {
      view,
      orientation: [...orientation] as [string, string],
      laterality: 'L' as const,
      pixelMm,
      sourceDetectorMm: 1050,
      sourcePatientMm: round(1050 / magnification, 0),
      kVp: 57,
      spacing: 'detector' as const,
    }
    const of = { study, key: 'dx', number: 1, description: 'Elbow two views', region: regions.elbow, time: '115000' } // prettier-ignore
    yield {
      path: `case-07/dx/${fileName(index + 1)}`,
      bytes: encode(dxAttributes(of, index + 1, plan), { columns, rows, bitsStored: 12, values }),
    }
  }
}
