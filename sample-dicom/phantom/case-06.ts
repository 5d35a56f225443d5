import { case06Text } from './case-06-text'
import type { MadeFile } from './cases'
import { makeUlcer, type Ulcer } from './deposits'
import type { EncodeFile } from './dicom'
import { expose } from './dx'
import { caseFile, describeFocus, fileName, thumbnail } from './focus'
import { buildLeg, medialSign, type LegSide } from './leg'
import { addGrains, sumLimbRays, type LimbGrid } from './leg-rays'
import { leadLetter } from './markers'
import { crAttributes, regions, type RadiographPlan, type StudyPlan } from './objects'
import { hashText } from './random'
import { makeSampler } from './sampler'
import type { ChainPoint, Point } from './sdf'
import { makeTextures } from './textures'
import {
  bendVessel,
  calcifyWalls,
  growTree,
  measureGrains,
  nearer,
  type Grains,
  type VesselPath,
} from './vessels'

/*
 * Case 6: both lower legs from the front. The walls of the tibial and peroneal arteries and of the small arteries
 * of the fat are calcified, more densely the nearer they come to the ulcer above each ankle.
 */

const patient = { number: 6, birth: '19620814', sex: 'F', age: 61 } as const
const study: StudyPlan = { patient, date: '20240205', time: '094000', description: 'Lower legs' }

interface LegOfCase {
  readonly side: LegSide
  /** In patient angles: 0 left, 90 back, 180 right, 270 front. */
  readonly ulcer: {
    readonly angle: number
    readonly z: number
    readonly widthMm: number
    readonly depthMm: number
  }
  readonly time: string
}

const legs: readonly LegOfCase[] = [
  { side: 'right', ulcer: { angle: 18, z: 66, widthMm: 34, depthMm: 6 }, time: '094210' },
  { side: 'left', ulcer: { angle: 20, z: 82, widthMm: 26, depthMm: 5 }, time: '094530' },
]

const zRange = [-70, 300] as const
const pixelMm = 0.2
const magnification = 1.06
const plan: Omit<RadiographPlan, 'laterality'> = {
  view: 'AP',
  orientation: ['L', 'F'],
  pixelMm,
  sourceDetectorMm: 1100,
  sourcePatientMm: Math.round(1100 / magnification),
  kVp: 58,
  spacing: 'detector',
}

export function* makeCase06(encode: EncodeFile): Generator<MadeFile> {
  const made = legs.map(makeLeg)
  for (const [index, { radiograph, side, time }] of made.entries()) {
    const series = {
      study,
      key: `cr/${side}`,
      number: index + 1,
      description: `Leg AP ${side}`,
      region: regions.leg,
      time,
    }
    const laterality = side === 'right' ? 'R' : 'L'
    yield {
      path: `case-06/cr/${fileName(index + 1)}`,
      bytes: encode(crAttributes(series, 1, { ...plan, laterality }), radiograph),
    }
  }
  const { radiograph } = made[0]
  yield thumbnail('case-06', radiograph, 300, 3900, { x: radiograph.columns / 2 - 300, y: 900, width: 600 })
  yield caseFile(
    patient,
    case06Text,
    made.map(({ side }) => ({ modality: 'CR', images: 1, folder: 'cr', series: `Leg AP ${side}` })),
    made.flatMap(({ foci, side }) =>
      foci.map(
        (focus) =>
        describeFocus(focus, { distribution: 'vascular', morphology: ['tram_track'], site: 'leg', laterality: side, structures: ['vessel'] }), // prettier-ignore
      ),
    ),
    made.map(({ side, ulcer, plan: of }) => ({
      label: {
        en: `Ulcer of the ${side} leg, ${of.widthMm} mm wide, ${of.depthMm} mm deep`,
        es: `Úlcera de la pierna ${side === 'right' ? 'derecha' : 'izquierda'}, ${of.widthMm} mm de ancho y ${of.depthMm} mm de profundidad`,
      },
      centreMm: ulcer.centreMm.map((value) => Math.round(value * 10) / 10) as [number, number, number],
    })),
  )
}

export function makeLeg({ side, ulcer: ulcerPlan, time }: LegOfCase) {
  const seed = `case-06/${side}`
  // Angles are those of a right leg; on the left one medial lies the other way.
  const angle = side === 'right' ? ulcerPlan.angle : 180 - ulcerPlan.angle
  let ulcer: Ulcer | undefined
  const body = buildLeg({
    seed,
    side,
    zRange,
    vessels: mainArteries(side).map(({ name, points }) => ({ name, points })),
    changeSkin: (skin) => {
      ulcer = makeUlcer(skin, { ...ulcerPlan, angle, from: [0, 0] }, seed)
      return ulcer.skin
    },
  })
  if (!ulcer) throw new Error('The leg was built without asking for its skin.')
  const sampler = makeSampler(body, makeTextures(seed), {
    deposits: [],
    reactions: [ulcer.reaction],
    fluids: [],
    thickSkin: [ulcer.thickSkin],
  })
  const foci = arteriesOf(body, side, angle, ulcerPlan.z, ulcer.centreMm, seed)
  const grid: LimbGrid = {
    topZ: 262,
    xRange: [-72, 72],
    yRange: [-70, 86],
    lengthMm: 322,
    pitchMm: (2 * pixelMm) / magnification,
  }
  const rays = sumLimbRays(sampler, grid)
  for (const { grains } of foci) addGrains(rays, grid, grains)
  const { columns, rows } = { columns: rays.front.columns * 2, rows: rays.front.rows * 2 }
  const letter = leadLetter(side === 'right' ? 'R' : 'L', [side === 'right' ? -60 : 60, -146], 12)
  const values = expose(
    rays.front,
    { columns, rows, pixelMm, sourceDetectorMm: 1100, detectorYMm: 60, centreMm: [0, 100] },
    { spectrum: [[30, 0.3], [40, 0.45], [54, 0.25]], scatter: 0.12, quantaPerMm2: 3_500_000 }, // prettier-ignore
    letter,
    hashText(`${seed}/noise`),
  )
  return { side, time, ulcer, plan: ulcerPlan, foci, radiograph: { columns, rows, bitsStored: 12, values } }
}

/** Anterior and posterior tibial and peroneal artery of a right leg: +x medial. */
function mainArteries(side: LegSide): VesselPath[] {
  const sign = medialSign(side)
  const turned = (points: readonly ChainPoint[]) =>
    points.map(([x, y, z, r]): ChainPoint => [x * sign, y, z, r])
  // prettier-ignore
  return [
    ['posterior tibial artery', [[0, 14, 298, 1.9], [5, 16, 220, 1.7], [10, 17, 140, 1.5], [16, 18, 60, 1.35], [20.5, 17, 5, 1.2], [17, 10, -30, 1]]],
    ['anterior tibial artery', [[-16, -8, 298, 1.6], [-15, -12, 220, 1.5], [-11, -16, 130, 1.35], [-5, -25, 50, 1.2], [-2, -33, 5, 1.1], [4, -52, -25, 0.9]]],
    ['peroneal artery', [[-10, 12, 270, 1.6], [-17, 13, 190, 1.4], [-19, 13, 110, 1.2], [-21, 14, 40, 0.9], [-24, 16, 10, 0.7]]],
  ].map(([name, points]) => bendVessel(name as string, turned(points as unknown as ChainPoint[]), `case-06/${side}`))
}

function arteriesOf(
  body: Parameters<typeof growTree>[0],
  side: LegSide,
  angle: number,
  z: number,
  centre: Point,
  seed: string,
) {
  const share = nearer(centre, 60, 170, 1, 0.72)
  const wall = { wallMm: [0.45, 0.75] as const, addedHu: [900, 1400] as const, share }
  const mains = mainArteries(side).map((path) => [path.name, [path]] as const)
  const sheet = { from: [0, 0] as const, target: { angle, z }, reachMm: 125, clearMm: 15 }
  const roots = [
    { angle: angle - 26, z: z + 118, radiusMm: 0.95 },
    { angle: angle + 34, z: z + 104, radiusMm: 0.9 },
    { angle: angle + 4, z: z + 84, radiusMm: 0.8 },
    { angle: angle - 44, z: z + 66, radiusMm: 0.7 },
    { angle: angle + 62, z: z + 60, radiusMm: 0.75 },
  ]
  const nets = roots.map((root, index) => {
    const name = `arteries of the fat ${index + 1}`
    return [name, growTree(body, name, root, sheet, seed)] as const
  })
  return [...mains, ...nets].map(([name, paths]) => {
    const grains: Grains = calcifyWalls(
      paths,
      name.startsWith('arteries') ? { ...wall, wallMm: [0.35, 0.55] } : wall,
      seed,
    )
    const truth = measureGrains(grains)
    return {
      label: `${name}, ${side}`,
      grains,
      truth: {
        centreMm: truth.centreMm,
        extentMm: truth.extentMm,
        volumeMm3: truth.volumeMm3,
        integratedExcessHuMm3: truth.volumeMm3 * truth.meanAddedHu,
        meanContrastHu: truth.meanAddedHu,
        peakAddedHu: truth.peakAddedHu,
      },
    }
  })
}
