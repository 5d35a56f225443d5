import { case08Text } from './case-08-text'
import type { MadeFile } from './cases'
import { makeCtSeries } from './ct-series'
import type { Body } from './body'
import type { EncodeFile } from './dicom'
import { buildElbow } from './elbow'
import { erode } from './erode'
import { caseFile, describeFocus, fileName, makeFocus, thumbnail, type Focus } from './focus'
import { emptyGrid, readAt, type Grid } from './grid'
import { buildHand } from './hand'
import { fractalNoise, smoothStep } from './noise'
import { regions, round, usAttributes, type StudyPlan } from './objects'
import { hashText, makeRandom } from './random'
import { makeSampler } from './sampler'
import { smoothMin, type ChainPoint, type Point } from './sdf'
import { makeTextures } from './textures'
import type { VolumeRatio } from './truth-check'
import { renderUs, US_FRAME, withDoppler, type Flow, type UsPlane } from './us'

/*
 * Case 8: right arm. Lobulated masses in the forearm's muscles, in the bursa over the olecranon and around the
 * wrist, their matrix near 160 HU with strands and a rim of calcium; fluid beside them, erosions with overhanging
 * edges. Ultrasound with colour flow at their border, CT of elbow and wrist.
 */

const patient = { number: 8, birth: '19570611', sex: 'M', age: 67 } as const
const ultrasound: StudyPlan = {
  patient,
  part: 'a',
  date: '20240820',
  time: '100000',
  description: 'Right arm',
}
const computed: StudyPlan = { patient, part: 'b', date: '20240822', time: '150000', description: 'Right elbow and wrist' } // prettier-ignore

interface TophusPlan {
  readonly label: string
  readonly lumps: readonly ChainPoint[]
  readonly distribution: 'intramuscular' | 'periarticular'
  readonly site: 'forearm' | 'elbow' | 'wrist'
  readonly structures: readonly string[]
}

// A right arm: the tables of elbow and hand are mirrored or not as those files say; these are patient mm.
// prettier-ignore
const atElbow: readonly TophusPlan[] = [
  { label: 'mass in the flexors of the forearm', lumps: [[13, -14, -54, 9], [15, -10, -66, 10], [12, -16, -76, 8], [17, -6, -46, 6]], distribution: 'intramuscular', site: 'forearm', structures: ['muscle'] },
  { label: 'mass in the extensors of the forearm', lumps: [[-24, 8, -48, 8], [-22, 12, -60, 9], [-26, 4, -38, 6]], distribution: 'intramuscular', site: 'forearm', structures: ['muscle'] },
  { label: 'mass of the olecranon bursa', lumps: [[8, 30, 2, 9], [6, 31, -10, 9], [11, 29, 12, 6]], distribution: 'periarticular', site: 'elbow', structures: [] },
  { label: 'mass beside the medial epicondyle', lumps: [[30, 6, 14, 6], [31, 4, 4, 5]], distribution: 'periarticular', site: 'elbow', structures: [] },
]
// prettier-ignore
const atWrist: readonly TophusPlan[] = [
  { label: 'mass over the back of the wrist', lumps: [[-6, 14, 6, 7], [4, 14, 12, 6.5], [-14, 13, 14, 5]], distribution: 'periarticular', site: 'wrist', structures: ['tendon'] },
  { label: 'mass at the ulnar side of the wrist', lumps: [[24, 2, -4, 6.5], [25, 0, 8, 5.5]], distribution: 'periarticular', site: 'wrist', structures: [] },
  { label: 'mass in the pronator quadratus', lumps: [[0, -9, -34, 6], [6, -8, -42, 5]], distribution: 'intramuscular', site: 'forearm', structures: ['muscle'] },
]

const elbowHoles: readonly ChainPoint[] = [[9, 25, 4, 5.5], [27, 6, 12, 4.2], [14, 19, -14, 4]] // prettier-ignore
const wristHoles: readonly ChainPoint[] = [[-8, 7.5, 8, 3.2], [17, 4, -3, 3.4], [3, 7, 16, 2.6]] // prettier-ignore

/** Model to patient mm. */
const offsetMm: Point = [-122, -30, 260]

export function* makeCase08(encode: EncodeFile): Generator<MadeFile> {
  const elbow = buildElbowOfCase()
  const wrist = buildWristOfCase()
  yield* ultrasoundFiles(elbow, encode)
  const elbowRatios = yield* computedSeries('elbow', elbow, encode)
  const wristRatios = yield* computedSeries('wrist', wrist, encode)
  const described = (made: Made, ratios: readonly VolumeRatio[]) =>
    made.tophi.map(({ focus, plan }, index) => ({
      ...describeFocus(
        focus,
        {
          distribution: plan.distribution,
          morphology: ['irregular_coarse', 'amorphous'],
          site: plan.site,
          laterality: 'right',
          structures: plan.structures,
        },
        offsetMm,
      ),
      meanContrastHu: round(focus.truth.meanContrastHu, 2),
      measuredOverTrueVolume: {
        noiseFree: round(ratios[index].noiseFree, 4),
        shipped: round(ratios[index].shipped, 4),
      },
    }))
  yield caseFile(
    patient,
    case08Text,
    [
      { modality: 'US', images: 3 + CINE_FRAMES, folder: 'a/us', series: 'Arm right' },
      { modality: 'CT', images: PLACES.elbow.slices, folder: 'b/elbow', series: 'Elbow right 1.5 mm' },
      { modality: 'CT', images: PLACES.wrist.slices, folder: 'b/wrist', series: 'Wrist right 1.5 mm' },
    ],
    [...described(elbow, elbowRatios), ...described(wrist, wristRatios)],
  )
}

interface Made {
  readonly body: Body
  readonly tophi: readonly { readonly focus: Focus; readonly plan: TophusPlan }[]
  readonly sampler: ReturnType<typeof makeSampler>
}

export function buildElbowOfCase(): Made {
  const seed = 'case-08/elbow'
  const body = buildElbow({
    seed,
    side: 'right',
    zRange: [-112, 84],
    changeSkin: (skin) => ({
      ...skin,
      distance: (x, y, z) => skin.distance(x, y, z) - 13 * Math.exp(-(((x - 8) / 20) ** 2) - ((y - 26) / 18) ** 2 - (z / 24) ** 2), // prettier-ignore
    }),
  })
  return withTophi(erode(body, elbowHoles, seed), atElbow, [pool([9, 30, -2], [15, 6, 21], seed), pool([21, -4, -58], [4, 9, 16], seed)], seed) // prettier-ignore
}

export function buildWristOfCase(): Made {
  const seed = 'case-08/wrist'
  const body = buildHand({ seed, side: 'right', zRange: [-72, 62] })
  return withTophi(erode(body, wristHoles, seed), atWrist, [pool([2, 13, 8], [17, 3.5, 12], seed)], seed)
}

function withTophi(body: Body, plans: readonly TophusPlan[], fluids: Grid[], seed: string): Made {
  const tophi = plans.map((plan) => ({ focus: makeTophus(body, plan, seed), plan }))
  const sampler = makeSampler(
    body,
    makeTextures(seed),
    { deposits: tophi.map(({ focus }) => focus.added), reactions: [], fluids, thickSkin: [] },
    { withParts: true },
  )
  return { body, tophi, sampler }
}

/** Matrix of urate, strands of calcium through a quarter of it, dots along the rim. */
function makeTophus(body: Body, { label, lumps }: TophusPlan, seed: string): Focus {
  const noise = fractalNoise(hashText(`${seed}/${label}`), 3)
  const strands = fractalNoise(hashText(`${seed}/${label}/strands`), 2)
  const reach = Math.max(...lumps.map(([, , , r]) => r)) + 3
  const low = [0, 1, 2].map(
    (axis) => Math.min(...lumps.map((lump) => lump[axis])) - reach,
  ) as unknown as Point
  const high = [0, 1, 2].map(
    (axis) => Math.max(...lumps.map((lump) => lump[axis])) + reach,
  ) as unknown as Point
  return makeFocus({
    label,
    stepMm: 0.5,
    box: { min: low, max: high },
    distance: (x, y, z) => {
      const d = lumps.reduce((least, [cx, cy, cz, r]) => smoothMin(least, Math.hypot(x - cx, y - cy, z - cz) - r, 3), 99) // prettier-ignore
      if (d > 3) return d
      const bone = body.bones.reduce((least, { grid }) => Math.min(least, readAt(grid, x, y, z, 9)), 9)
      return Math.max(d + 1.2 * noise(x / 6, y / 6, z / 6), 0.4 - bone, readAt(body.skin, x, y, z, 9) + 1.8)
    },
    addedHu: (x, y, z, d) => {
      const strand = smoothStep(0.1, 0.02, Math.abs(strands(x / 8, y / 8, z / 8)))
      const rim = smoothStep(-2.2, -0.6, d) * smoothStep(0.12, 0.35, strands(x / 3.5 + 7, y / 3.5, z / 3.5))
      return 105 + 25 * noise(x / 3, y / 3, z / 3) + 470 * Math.min(1, 0.8 * strand + rim)
    },
  })
}

/** A flat collection of fluid, as a signed distance. */
function pool([cx, cy, cz]: Point, [rx, ry, rz]: Point, seed: string): Grid {
  const noise = fractalNoise(hashText(`${seed}/pool ${cx}`), 2)
  const grid = emptyGrid({ min: [cx - rx - 3, cy - ry - 3, cz - rz - 3], max: [cx + rx + 3, cy + ry + 3, cz + rz + 3] }, 0.7) // prettier-ignore
  let index = 0
  for (let k = 0; k < grid.nz; k++)
    for (let j = 0; j < grid.ny; j++)
      for (let i = 0; i < grid.nx; i++, index++) {
        const [x, y, z] = [grid.x0 + 0.7 * i, grid.y0 + 0.7 * j, grid.z0 + 0.7 * k]
        const away = Math.hypot((x - cx) / rx, (y - cy) / ry, (z - cz) / rz)
        grid.values[index] = (away - 1) * Math.min(rx, ry, rz) + 1.2 * noise(x / 7, y / 7, z / 7)
      }
  return grid
}

// ---- CT ----

/** The table the arm lies on. HU at (x, y). */
export const tableTop = (_x: number, y: number) => (y > 44 && y < 46 ? 10 : y >= 46 && y < 58 ? -940 : -1000)

export const PLACES = {
  elbow: { slices: 102, originMm: [-60, -60, -96], columns: 288, pixelMm: 0.42, label: 'Elbow right 1.5 mm', region: regions.elbow, time: '150500', number: 1, placement: undefined }, // prettier-ignore
  wrist: { slices: 60, originMm: [-44, -48, -50], columns: 256, pixelMm: 0.36, label: 'Wrist right 1.5 mm', region: regions.wrist, time: '152000', number: 2, placement: 'wrist' }, // prettier-ignore
} as const

function* computedSeries(
  place: keyof typeof PLACES,
  { sampler, tophi }: Made,
  encode: EncodeFile,
): Generator<MadeFile, VolumeRatio[]> {
  const { slices, originMm, columns, pixelMm, label, region, time, number, placement } = PLACES[place]
  let picture: Uint16Array | undefined
  const ratios = yield* makeCtSeries(
    sampler,
    tophi.map(({ focus }) => focus),
    {
      folder: `case-08/b/${place}`,
      series: {
        study: computed,
        key: place,
        number,
        description: label,
        region,
        laterality: 'R',
        time,
        placement,
      },
      geometry: { originMm, columns, rows: columns, slices, pixelMm, sliceMm: 1.5 },
      scenery: tableTop,
      noiseHu: 1.6,
      kernel: 'SOFT',
      patientPosition: 'HFS',
      toPatient: (x, y, z) => [
        round(x + offsetMm[0], 3),
        round(y + offsetMm[1], 3),
        round(z + offsetMm[2], 3),
      ],
      rowDirection: [1, 0, 0],
      columnDirection: [0, 1, 0],
    },
    encode,
    (fromHead, stored) => {
      if (place === 'elbow' && fromHead === 42) picture = stored
    },
  )
  if (picture)
    yield thumbnail('case-08', { columns, rows: columns, values: picture }, 824, 1324, {
      x: 12,
      y: 30,
      width: 264,
    })
  return ratios
}

// ---- ultrasound ----

const settings = { widthMm: 46, depthMm: 44, megahertz: 10 } as const
const CINE_FRAMES = 8
const doppler = { uMm: [8, 36], depthMm: [4, 32] } as const

function* ultrasoundFiles({ body, sampler, tophi }: Made, encode: EncodeFile): Generator<MadeFile> {
  const series = { study: ultrasound, key: 'us', number: 1, description: 'Arm right', region: regions.forearm, laterality: 'R' as const, time: '100500' } // prettier-ignore
  const forearm: UsPlane = { kind: 'transverse', at: [13, -66] }
  const bursa: UsPlane = { kind: 'transverse', at: [8, -2], fromBehind: true }
  const along: UsPlane = { kind: 'longitudinal', at: [14, -60] }
  const size = US_FRAME.columns * US_FRAME.rows
  const still = (values: Uint8Array) => ({ ...US_FRAME, bitsStored: 8, values })
  const plain = { settings, frames: 1, frameTimeMs: 0, colour: false }
  const grey = renderUs(sampler, body, forearm, settings, 'case-08/us/1')
  yield { path: `case-08/a/us/${fileName(1)}`, bytes: encode(usAttributes(series, 1, plain), still(renderUs(sampler, body, along, settings, 'case-08/us/0'))) } // prettier-ignore
  yield { path: `case-08/a/us/${fileName(2)}`, bytes: encode(usAttributes(series, 2, plain), still(renderUs(sampler, body, bursa, settings, 'case-08/us/2'))) } // prettier-ignore
  const flows = flowsAround(body, tophi[0].focus, forearm)
  const colour = { ...plain, colour: true }
  yield {
    path: `case-08/a/us/${fileName(3)}`,
    bytes: encode(usAttributes(series, 3, colour), {
      ...still(withDoppler(grey, flows, settings, doppler, 0, 'case-08')),
      photometric: 'RGB',
    }),
  }
  const clip = new Uint8Array(3 * size * CINE_FRAMES)
  for (let frame = 0; frame < CINE_FRAMES; frame++)
    clip.set(withDoppler(grey, flows, settings, doppler, frame / CINE_FRAMES, 'case-08'), 3 * size * frame)
  yield {
    path: `case-08/a/us/${fileName(4)}`,
    bytes: encode(
      usAttributes(series, 4, { settings, frames: CINE_FRAMES, frameTimeMs: 110, colour: true }),
      {
        ...still(clip),
        photometric: 'RGB',
      },
    ),
  }
}

/** Small vessels that hug the mass: outside it, never within. */
function flowsAround(body: Body, { added }: Focus, { at: [px, pz] }: UsPlane): Flow[] {
  const random = makeRandom(hashText('case-08/flow'))
  const flows: Flow[] = []
  for (let tries = 0; tries < 4000 && flows.length < 22; tries++) {
    const uMm = random.between(10, 36)
    const depthMm = random.between(7, 30)
    const x = px + uMm - settings.widthMm / 2
    let surface = body.box.min[1]
    while (readAt(body.skin, x, surface, pz, 9) > 0 && surface < 0) surface += 0.5
    const y = surface + depthMm
    const inside = readAt(added, x, y, pz, 0) > 0
    const near = [-2.4, 2.4].some(
      (d) => readAt(added, x + d, y, pz, 0) > 0 || readAt(added, x, y + d, pz, 0) > 0,
    )
    if (inside || !near) continue
    flows.push({ uMm, depthMm, radiusMm: random.between(0.6, 1.2), speed: random.between(-11, 11) })
  }
  return flows
}
