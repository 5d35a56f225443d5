import { case04Text } from './case-04-text'
import type { MadeFile } from './cases'
import type { EncodeFile } from './dicom'
import { expose } from './dx'
import { caseFile, describeFocus, fileName, makeFocus, thumbnail, type Focus } from './focus'
import { emptyGrid, type Grid } from './grid'
import { sumLimbRays, type LimbGrid } from './leg-rays'
import { leadLetter } from './markers'
import { fractalNoise, smoothStep } from './noise'
import { dxAttributes, regions, usAttributes, type RadiographPlan, type StudyPlan } from './objects'
import { hashText } from './random'
import { makeSampler } from './sampler'
import { smoothMin, type ChainPoint, type Point } from './sdf'
import { makeTextures } from './textures'
import { buildThigh } from './thigh'
import { renderUs, US_FRAME, type UsPlane } from './us'

/*
 * Case 4: right thigh of an adolescent after a blow. Ultrasound on day 4 (torn fibres and haematomas of vastus
 * intermedius, no calcium), day 13 (smaller, organised, a thin bright rim) and day 30 (plates of calcium with
 * shadow), and a radiograph on day 34.
 */

const seed = 'case-04'
const patient = { number: 4, birth: '20080509', sex: 'M', age: 16 } as const

interface Visit {
  readonly part: 'a' | 'b' | 'c'
  readonly date: string
  /** Share of the haematoma that is still fluid, of the contusion, and of the calcium that is laid down. */
  readonly fluid: number
  readonly swelling: number
  readonly calcium: number
}

const visits: readonly Visit[] = [
  { part: 'a', date: '20240609', fluid: 1, swelling: 1, calcium: 0 },
  { part: 'b', date: '20240618', fluid: 0.42, swelling: 0.6, calcium: 0.16 },
  { part: 'c', date: '20240705', fluid: 0, swelling: 0.25, calcium: 1 },
]

const settings = { widthMm: 52, depthMm: 66, megahertz: 7 } as const
const long: UsPlane = { kind: 'longitudinal', at: [-12, 12] }
const across = (z: number): UsPlane => ({ kind: 'transverse', at: [-12, z] })
const CINE_FRAMES = 12

export function* makeCase04(encode: EncodeFile): Generator<MadeFile> {
  const body = buildThigh({ seed, side: 'right', mature: false })
  const rim = makeRim()
  for (const visit of visits) {
    const sampler = samplerOf(body, visit, rim)
    const study: StudyPlan = { patient, part: visit.part, date: visit.date, time: '160000', description: 'Right thigh' } // prettier-ignore
    const pictures = [renderUs(sampler, body, long, settings, `${seed}/${visit.part}/long`), renderUs(sampler, body, across(16), settings, `${seed}/${visit.part}/across`)] // prettier-ignore
    const series = { study, key: 'us', number: 1, description: 'Thigh right anterior', region: regions.thigh, laterality: 'R' as const, time: '160500' } // prettier-ignore
    for (const [index, values] of pictures.entries())
      yield {
        path: `case-04/${visit.part}/us/${fileName(index + 1)}`,
        bytes: encode(
          usAttributes(series, index + 1, { settings, frames: 1, frameTimeMs: 0, colour: false }),
          {
            ...US_FRAME,
            bitsStored: 8,
            values,
          },
        ),
      }
    if (visit.part === 'c') yield cine(sampler, body, series, encode)
    if (visit.part === 'a')
      yield thumbnail('case-04', { ...US_FRAME, values: pictures[0] }, 0, 255, { x: 80, y: 40, width: 480 })
  }
  yield radiograph(body, rim, encode)
  yield caseFile(
    patient,
    case04Text,
    [
      ...visits.map(({ part }) => ({ modality: 'US', images: part === 'c' ? 2 + CINE_FRAMES : 2, folder: `${part}/us`, series: 'Thigh right anterior' })), // prettier-ignore
      { modality: 'DX', images: 1, folder: 'd/dx', series: 'Femur lateral right' },
    ],
    [
      describeFocus(rim, {
        distribution: 'intramuscular',
        morphology: ['peripheral_plaque_muscle', 'zonal_rim'],
        site: 'thigh',
        laterality: 'right',
        structures: ['muscle'],
        study: 'c',
      }),
    ],
  )
}

// ---- the injury ----

/** Middle of the contusion, in vastus intermedius in front of the shaft. */
const middle: Point = [-13, -36, 14]

/** Haematomas between torn fibres, mm: they shrink from day to day. */
const pools: readonly ChainPoint[] = [
  [-13, -37, 8, 7],
  [-16, -36, 24, 6],
  [-8, -38, -6, 5],
  [-20, -33, 36, 4.4],
  [-10, -33, 16, 4],
]

function contusion({ fluid, swelling }: Visit): { fluids: Grid[]; reactions: Grid[] } {
  const ragged = fractalNoise(hashText(`${seed}/pools`), 2)
  const fluids = emptyGrid({ min: [-40, -56, -28], max: [14, -18, 58] }, 0.8)
  const reactions = emptyGrid({ min: [-46, -60, -44], max: [20, -14, 74] }, 1.5)
  const shrunk = (r: number) => r * Math.cbrt(Math.max(fluid, 1e-6))
  visitGrid(fluids, (x, y, z) => {
    const d = pools.reduce((least, [cx, cy, cz, r]) => smoothMin(least, Math.hypot((x - cx) * 0.8, y - cy, (z - cz) * 0.62) - shrunk(r), 1.5), 99) // prettier-ignore
    return fluid === 0 ? 99 : d + 1.3 * ragged(x / 6, y / 4, z / 9)
  })
  visitGrid(reactions, (x, y, z) => {
    const away = Math.hypot((x - middle[0]) / 24, (y - middle[1]) / 14, (z - middle[2]) / 46)
    return 0.8 * swelling * smoothStep(1.1, 0.5, away + 0.25 * ragged(x / 14, y / 9, z / 20))
  })
  return { fluids: [fluids], reactions: [reactions] }
}

function visitGrid(grid: Grid, field: (x: number, y: number, z: number) => number): void {
  let index = 0
  for (let k = 0; k < grid.nz; k++)
    for (let j = 0; j < grid.ny; j++)
      for (let i = 0; i < grid.nx; i++, index++)
        grid.values[index] = field(
          grid.x0 + i * grid.stepMm,
          grid.y0 + j * grid.stepMm,
          grid.z0 + k * grid.stepMm,
        )
}

/** Calcium at the border of what was the haematoma: curved plates along the shaft, fainter within. */
function makeRim(): Focus {
  const noise = fractalNoise(hashText(`${seed}/rim`), 3)
  const shell = (x: number, y: number, z: number) =>
    Math.hypot((x - middle[0]) / 0.95, (y - middle[1]) / 0.55, (z - middle[2]) / 1.9) - 15
  return makeFocus({
    label: 'ossifying haematoma of vastus intermedius',
    stepMm: 0.5,
    box: { min: [-30, -46, -18], max: [4, -26, 46] },
    distance: (x, y, z) => Math.max(shell(x, y, z) * 0.6 + 0.8 * noise(x / 6, y / 6, z / 8), y + 27.5),
    addedHu: (x, y, z, d) => {
      const border = smoothStep(-2.6, -0.4, d) * smoothStep(-0.35, 0.15, noise(x / 7 + 3, y / 7, z / 9))
      return 110 + 520 * border
    },
  })
}

function samplerOf(body: ReturnType<typeof buildThigh>, visit: Visit, rim: Focus) {
  const laid: Grid = { ...rim.added, values: rim.added.values.map((value) => (value > 200 ? value * visit.calcium : value * visit.calcium * 0.5)) } // prettier-ignore
  return makeSampler(
    body,
    makeTextures(seed),
    { deposits: visit.calcium > 0 ? [laid] : [], ...contusion(visit), thickSkin: [] },
    { withParts: true },
  )
}

/** A slow sweep along the thigh. */
function cine(
  sampler: ReturnType<typeof samplerOf>,
  body: ReturnType<typeof buildThigh>,
  series: Parameters<typeof usAttributes>[0],
  encode: EncodeFile,
): MadeFile {
  const size = US_FRAME.columns * US_FRAME.rows
  const values = new Uint8Array(size * CINE_FRAMES)
  for (let frame = 0; frame < CINE_FRAMES; frame++)
    values.set(
      renderUs(sampler, body, across(-14 + 5 * frame), settings, `${seed}/c/cine/${frame}`),
      frame * size,
    )
  const plan = { settings, frames: CINE_FRAMES, frameTimeMs: 100, colour: false }
  return {
    path: `case-04/c/us/${fileName(3)}`,
    bytes: encode(usAttributes(series, 3, plan), { ...US_FRAME, bitsStored: 8, values }),
  }
}

// ---- radiograph ----

function radiograph(body: ReturnType<typeof buildThigh>, rim: Focus, encode: EncodeFile): MadeFile {
  const sampler = makeSampler(body, makeTextures(seed), { deposits: [rim.added], reactions: [], fluids: [], thickSkin: [] }) // prettier-ignore
  const pixelMm = 0.264
  const grid: LimbGrid = { topZ: 150, xRange: [-96, 96], yRange: [-96, 100], lengthMm: 264, pitchMm: 0.48 }
  const { side } = sumLimbRays(sampler, grid)
  const [columns, rows] = [side.columns * 2, side.rows * 2]
  const values = expose(
    side,
    { columns, rows, pixelMm, sourceDetectorMm: 1100, detectorYMm: 100, centreMm: [0, 0] },
    { spectrum: [[35, 0.3], [45, 0.45], [60, 0.25]], scatter: 0.2, quantaPerMm2: 3_600_000 }, // prettier-ignore
    leadLetter('R', [0.42 * columns * pixelMm, -0.44 * rows * pixelMm], 12),
    hashText(`${seed}/dx/noise`),
  )
  const study: StudyPlan = {
    patient,
    part: 'd',
    date: '20240709',
    time: '113000',
    description: 'Right femur',
  }
  const plan: RadiographPlan = {
    view: 'RL',
    laterality: 'R',
    orientation: ['P', 'F'],
    pixelMm,
    sourceDetectorMm: 1100,
    sourcePatientMm: 1000,
    kVp: 66,
    spacing: 'magnification',
  }
  const series = { study, key: 'dx', number: 1, description: 'Femur lateral right', region: regions.thigh, time: '113200' } // prettier-ignore
  return {
    path: 'case-04/d/dx/0001.dcm',
    bytes: encode(dxAttributes(series, 1, plan), { columns, rows, bitsStored: 12, values }),
  }
}
