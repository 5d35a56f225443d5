import type { Body } from './body'
import { case01Text } from './case-01-text'
import type { MadeFile } from './cases'
import { locate } from './deposits'
import type { EncodeFile } from './dicom'
import { expose } from './dx'
import { caseFile, describeFocus, fileName, makeFocus, thumbnail, type Focus } from './focus'
import { emptyGrid, readAt, type Grid } from './grid'
import { buildLeg } from './leg'
import { sumLimbRays, type LimbGrid } from './leg-rays'
import { leadLetter } from './markers'
import { renderMr, type MrGeometry, type MrAppearance } from './mr'
import type { MrSequence } from './mr-tissues'
import { fractalNoise, smoothStep } from './noise'
import {
  dxAttributes,
  mrAttributes,
  regions,
  windowOf,
  xaAttributes,
  type RadiographPlan,
  type StudyPlan,
} from './objects'
import { hashText, makeRandom } from './random'
import { makeSampler } from './sampler'
import { refine, type ChainPoint } from './sdf'
import { makeTextures } from './textures'
import { bendVessel, type VesselPath } from './vessels'
import { renderRun, type Vein } from './xa'

/*
 * Case 1: right ankle. Rounded calcium, most of it ringed, in the fat behind and above the medial malleolus, in a
 * fibrous plate that takes in the superficial veins; a wavy periosteum of the tibia; the posterior tibial vein is
 * closed and blood goes round through the small saphenous vein. MR, radiograph in two views, phlebography.
 */

const seed = 'case-01'
const patient = { number: 1, birth: '19821109', sex: 'F', age: 41 } as const
const study: StudyPlan = { patient, date: '20240514', time: '083000', description: 'Right ankle' }

const sequences: readonly {
  readonly key: string
  readonly description: string
  readonly sequence: MrSequence
  readonly geometry: MrGeometry
}[] = [
  {
    key: 'mr/1',
    description: 'T1 SE SAG',
    sequence: { kind: 'SE', repetitionMs: 550, echoMs: 12 },
    geometry: { plane: 'sagittal', centreMm: [4, -6, 20], columns: 256, rows: 288, slices: 20, pixelMm: 0.7, stepMm: 3.6 }, // prettier-ignore
  },
  {
    key: 'mr/2',
    description: 'T2 TSE AX',
    sequence: { kind: 'TSE', repetitionMs: 4000, echoMs: 90 },
    geometry: { plane: 'axial', centreMm: [0, -4, 40], columns: 224, rows: 224, slices: 26, pixelMm: 0.5, stepMm: 4.4 }, // prettier-ignore
  },
  {
    key: 'mr/3',
    description: 'T2 TSE COR',
    sequence: { kind: 'TSE', repetitionMs: 4000, echoMs: 90 },
    geometry: { plane: 'coronal', centreMm: [0, 4, 30], columns: 224, rows: 288, slices: 18, pixelMm: 0.65, stepMm: 3.6 }, // prettier-ignore
  },
]

const look: MrAppearance = { reaction: 'fibrous', noise: 1 / 45 }
const pixelMm = 0.16
const magnification = 1.05
const xaPixelMm = 0.3

export function* makeCase01(encode: EncodeFile): Generator<MadeFile> {
  const { sampler, foci } = buildCase01()
  for (const [index, { key, description, sequence, geometry }] of sequences.entries()) {
    const pictures = renderMr(sampler, sequence, geometry, look, hashText(`${seed}/${key}`))
    const window = windowOf(pictures)
    const series = { study, key, number: index + 1, description, region: regions.ankle, laterality: 'R' as const, time: `0${835 + 6 * index}00` } // prettier-ignore
    const { columns, rows } = geometry
    for (const [slice, values] of pictures.entries())
      yield {
        path: `case-01/${key}/${fileName(slice + 1)}`,
        bytes: encode(mrAttributes(series, slice, geometry, sequence, window), {
          columns,
          rows,
          bitsStored: 12,
          values,
        }),
      }
    if (index === 0)
      yield thumbnail('case-01', { columns, rows, values: pictures[6] }, 0, window.center + window.width / 2, { x: 0, y: 90, width: 256 }) // prettier-ignore
  }
  yield* radiographs(sampler, encode)
  yield phlebography(sampler, encode)
  yield caseFile(
    patient,
    case01Text,
    [
      ...sequences.map(({ key, description, geometry }) => ({
        modality: 'MR',
        images: geometry.slices,
        folder: key,
        series: description,
      })),
      { modality: 'DX', images: 2, folder: 'dx', series: 'Ankle two views' },
      { modality: 'XA', images: RUN.frames, folder: 'xa', series: 'Leg run' },
    ],
    foci.map(
      (focus) =>
      describeFocus(focus, { distribution: 'subcutaneous', morphology: ['nodular', 'ring_eggshell'], site: 'ankle', laterality: 'right', structures: ['vessel'] }), // prettier-ignore
    ),
  )
}

export function buildCase01() {
  const body = buildLeg({
    seed,
    side: 'right',
    zRange: [-95, 150],
    periostealMm: 1.6,
    vessels: veins.map(({ name, points }) => ({ name, points: bendVessel(name, points, seed).points })),
  })
  const foci = placeFoci(body)
  const sampler = makeSampler(
    body,
    makeTextures(seed),
    {
      deposits: foci.map(({ added }) => added),
      reactions: [fibrousPlate(body)],
      fluids: [],
      thickSkin: [],
    },
    { withParts: true },
  )
  return { body, foci, sampler }
}

/** [angle, height above the ankle, depth in the fat 0 fascia … 1 skin, diameter] */
// prettier-ignore
const places: readonly (readonly [number, number, number, number])[] = [
  [38, -4, 0.5, 4.6], [52, 4, 0.6, 3.2], [24, 8, 0.4, 5.2], [44, 14, 0.35, 5.8], [60, 18, 0.5, 3.6], [14, 20, 0.55, 4.2],
  [33, 25, 0.6, 5.4], [50, 31, 0.4, 4.8], [20, 34, 0.35, 3.4], [66, 36, 0.6, 2.8], [38, 41, 0.5, 5.6], [8, 44, 0.5, 3],
  [54, 48, 0.5, 4], [27, 52, 0.45, 4.4], [42, 59, 0.55, 3.6], [16, 62, 0.5, 2.6], [34, 70, 0.4, 4.2], [50, 76, 0.5, 2.4], [24, 82, 0.5, 3],
]

function placeFoci(body: Body): Focus[] {
  const random = makeRandom(hashText(`${seed}/foci`))
  const surface = fractalNoise(hashText(`${seed}/foci/surface`), 2)
  return places.map(([angle, z, height, diameterMm], index) => {
    const [x, y] = locate(body, { from: [0, 0], angle, z, height })
    const r = diameterMm / 2
    const flat = random.between(0.8, 1)
    // Two of three are rings around a clot; the smallest are dense throughout.
    const ringed = diameterMm > 2.9 && index % 3 !== 2
    const rimHu = random.between(700, 1000)
    return makeFocus({
      label: `focus ${index + 1}`,
      stepMm: 0.3,
      box: { min: [x - r - 0.6, y - r - 0.6, z - r - 0.6], max: [x + r + 0.6, y + r + 0.6, z + r + 0.6] },
      distance: (px, py, pz) =>
        Math.hypot(px - x, py - y, (pz - z) * flat) - r + 0.5 * surface(px / 2.4, py / 2.4, pz / 2.4 + index),
      addedHu: (_x, _y, _z, d) => (ringed ? rimHu + (200 - rimHu) * smoothStep(-0.7, -1.3, d) : rimHu),
    })
  })
}

/** Scar in the fat from below the malleolus to 90 mm above it, around the foci. */
function fibrousPlate(body: Body): Grid {
  const grid = emptyGrid({ min: [-8, -34, -22], max: [52, 58, 108] }, 1)
  const ragged = fractalNoise(hashText(`${seed}/plate`), 3)
  let index = 0
  for (let k = 0; k < grid.nz; k++)
    for (let j = 0; j < grid.ny; j++)
      for (let i = 0; i < grid.nx; i++, index++) {
        const [x, y, z] = [grid.x0 + i, grid.y0 + j, grid.z0 + k]
        const angle = (Math.atan2(y, x) * 180) / Math.PI
        const depth = -readAt(body.skin, x, y, z, 9)
        const above = readAt(body.fascia, x, y, z, -9)
        const round = smoothStep(-6, 12, angle) * smoothStep(78, 58, angle)
        const along = smoothStep(-20, -4, z) * smoothStep(104, 82, z)
        const within = smoothStep(1.4, 3, depth) * smoothStep(-0.5, 1, above)
        grid.values[index] =
          within * round * along * Math.min(1, Math.max(0, 0.66 + 0.5 * ragged(x / 13, y / 13, z / 18)))
      }
  return grid
}

interface NamedPath {
  readonly name: string
  readonly points: readonly ChainPoint[]
}

/** Superficial veins, and the artery with its two veins behind the malleolus. */
// prettier-ignore
const veins: readonly NamedPath[] = [
  { name: 'great saphenous vein', points: [[27, -78, -52, 1.4], [31, -40, -24, 1.7], [33, -16, 4, 1.9], [27, -13, 60, 1.9], [29, -8, 148, 2]] },
  { name: 'small saphenous vein', points: [[-36, 0, -42, 1.2], [-32, 24, -14, 1.5], [-24, 34, 30, 1.6], [-12, 43, 90, 1.7], [-4, 50, 148, 1.8]] },
  { name: 'posterior tibial artery', points: [[17, 10, -34, 0.9], [20.5, 17, 0, 1.1], [16, 18, 60, 1.2], [10, 17, 148, 1.4]] },
  { name: 'posterior tibial vein', points: [[15, 12, -34, 1], [18, 19.5, 0, 1.2], [13.5, 20, 60, 1.3], [7.5, 19, 148, 1.5]] },
]

// ---- radiograph ----

function* radiographs(sampler: Parameters<typeof sumLimbRays>[0], encode: EncodeFile): Generator<MadeFile> {
  const grid: LimbGrid = {
    topZ: 132,
    xRange: [-60, 60],
    yRange: [-108, 84],
    lengthMm: 210,
    pitchMm: (2 * pixelMm) / magnification,
  }
  const rays = sumLimbRays(sampler, grid)
  // Seen from the inside of the ankle, the toes on the reader's left.
  const views = [
    { sums: rays.front, view: 'AP', orientation: ['L', 'F'], marker: leadLetter('R', [-48, -92], 11) },
    { sums: rays.side, view: 'RL', orientation: ['P', 'F'], marker: leadLetter('R', [86, -92], 11) },
  ] as const
  for (const [index, { sums, view, orientation, marker }] of views.entries()) {
    const plan: RadiographPlan = {
      view,
      orientation: [...orientation] as [string, string],
      laterality: 'R',
      pixelMm,
      sourceDetectorMm: 1050,
      sourcePatientMm: Math.round(1050 / magnification),
      kVp: 55,
      spacing: 'magnification',
    }
    const [columns, rows] = [sums.columns * 2, sums.rows * 2]
    const values = expose(
      sums,
      { columns, rows, pixelMm, sourceDetectorMm: 1050, detectorYMm: 50, centreMm: [0, 30] },
      { spectrum: [[29, 0.3], [38, 0.45], [52, 0.25]], scatter: 0.12, quantaPerMm2: 3_200_000 }, // prettier-ignore
      marker,
      hashText(`${seed}/dx/${view}`),
    )
    const series = { study, key: 'dx', number: 4, description: 'Ankle two views', region: regions.ankle, time: '090500' } // prettier-ignore
    yield {
      path: `case-01/dx/${fileName(index + 1)}`,
      bytes: encode(dxAttributes(series, index + 1, plan), { columns, rows, bitsStored: 12, values }),
    }
  }
}

// ---- phlebography ----

const RUN = { frames: 20, secondsPerFrame: 1 / 3, mmPerSecond: 46, iodineGPerCm3: 0.2 } as const

const pathOf = (points: readonly ChainPoint[], name: string): VesselPath => bendVessel(name, points, seed)

/** The way of the contrast: up the small saphenous vein and through a perforator, not up the posterior tibial one. */
function runVeins(): Vein[] {
  const [great, small, , tibial] = veins
  const start = 26
  // prettier-ignore
  const perforator: readonly ChainPoint[] = [[-13, 42, 86, 1.1], [-8, 32, 96, 1.2], [-3, 22, 108, 1.3], [2, 19, 128, 1.5], [7, 18.5, 148, 1.6]]
  // prettier-ignore
  const arch: readonly ChainPoint[] = [[27, -78, -52, 1], [4, -96, -50, 1], [-26, -66, -50, 1], [-36, 0, -42, 1.1]]
  const string = refine(
    tibial.points.map(([x, y, z, r]): ChainPoint => [x, y, z, r * 0.42]),
    18,
  )
  return [
    { points: refine(arch, 18), startsAtMm: 0, filling: 0.9 },
    { points: pathOf(small.points, small.name).points, startsAtMm: start, filling: 1 },
    { points: pathOf(great.points, great.name).points, startsAtMm: start + 16, filling: 0.55 },
    { points: refine(perforator, 14), startsAtMm: start + 170, filling: 0.9 },
    // What is left of the posterior tibial vein: a thin broken thread in its lower third, nothing above.
    {
      points: string.filter(([, , z]) => z < 34 && Math.sin(z / 5) > -0.4),
      startsAtMm: start + 6,
      filling: 0.4,
    },
  ]
}

function phlebography(sampler: Parameters<typeof sumLimbRays>[0], encode: EncodeFile): MadeFile {
  const grid: LimbGrid = {
    topZ: 140,
    xRange: [-57.6, 57.6],
    yRange: [-108, 84],
    lengthMm: 192,
    pitchMm: (2 * xaPixelMm) / magnification,
  }
  const { front } = sumLimbRays(sampler, grid)
  const [columns, rows] = [front.columns * 2, front.rows * 2]
  const values = renderRun(
    front,
    grid,
    runVeins(),
    RUN,
    { spectrum: [[36, 0.3], [48, 0.45], [60, 0.25]], scatter: 0, quantaPerMm2: 160_000 }, // prettier-ignore
    xaPixelMm,
    hashText(`${seed}/xa`),
  )
  const series = {
    study,
    key: 'xa',
    number: 5,
    description: 'Leg run',
    region: regions.leg,
    laterality: 'R' as const,
    time: '101500',
  }
  return {
    path: `case-01/xa/${fileName(1)}`,
    bytes: encode(xaAttributes(series, RUN.frames, RUN.secondsPerFrame, xaPixelMm), {
      columns,
      rows,
      bitsStored: 10,
      values,
    }),
  }
}
