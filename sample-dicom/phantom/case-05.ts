import { buildBody, type Body } from './body'
import { case05Text } from './case-05-text'
import { tableAndPad } from './case-09'
import type { MadeFile } from './cases'
import type { CtGeometry } from './ct'
import { metalArtefact, type Metal } from './ct-metal'
import { makeCtSeries } from './ct-series'
import type { EncodeFile } from './dicom'
import { erode } from './erode'
import { caseFile, describeFocus, makeFocus, thumbnail, type Focus } from './focus'
import { fractalNoise, gradientNoise, smoothStep } from './noise'
import { regions, round, type StudyPlan } from './objects'
import { hashText } from './random'
import { makeSampler } from './sampler'
import { chain, joinBoxes, type ChainPoint, type Point, type Shape } from './sdf'
import { makeTextures } from './textures'
import type { VolumeRatio } from './truth-check'

/*
 * Case 5: CT of the hips, left prosthesis of titanium stem and cobalt–chromium head and cup, with the streaks of
 * metal. New bone with cortex and marrow in front of the joint and the proximal femur, one piece of it from the
 * ilium to 10 mm before the femur. The patient lies turned towards the painless side: the slices are oblique to his axes.
 */

const seed = 'case-05'
const patient = { number: 5, birth: '19630222', sex: 'M', age: 61 } as const
const study: StudyPlan = { patient, date: '20240321', time: '133000', description: 'Hips' }

export const geometry: CtGeometry = {
  originMm: [-184, -162, -112],
  columns: 352,
  rows: 352,
  slices: 58,
  pixelMm: 1.05,
  sliceMm: 3,
}

// ---- prosthesis ----

const joint: Point = [88, 0, 0]

/** Stem, neck and head; the cup is a shell that opens downwards, outwards and a little forwards. */
const metals: readonly { readonly metal: Metal; readonly shape: Shape }[] = [
  { metal: 'titanium', shape: chain([[104, 4, -16, 5.5], [116, 7, -30, 7.5], [124, 8, -52, 7.6], [129, 7, -84, 6.4], [131, 6, -118, 5.4]], 3) }, // prettier-ignore
  { metal: 'cobaltChromium', shape: chain([[88, 0, 0, 15.5]]) },
  {
    metal: 'cobaltChromium',
    shape: chain([
      [90, 0, -2, 6],
      [105, 4, -17, 5.4],
    ]),
  },
  { metal: 'titanium', shape: cup() },
]

function cup(): Shape {
  const axis = [-0.66, 0.24, 0.71] as const
  return {
    box: { min: [58, -30, -30], max: [118, 30, 30] },
    distance: (x, y, z) => {
      const [dx, dy, dz] = [x - joint[0], y - joint[1], z - joint[2]]
      const shell = Math.abs(Math.hypot(dx, dy, dz) - 25) - 1.8
      return Math.max(shell, -(dx * axis[0] + dy * axis[1] + dz * axis[2]) - 2)
    },
  }
}

/** What the surgeon took away: head, neck, the bed of the cup and of the stem. */
const resected: readonly ChainPoint[] = [
  [88, 0, 0, 28],
  [104, 3, -14, 17],
  [96, 0, -6, 24],
]

// ---- new bone ----

interface BonePlan {
  readonly label: string
  /** What its surface and trabeculae are seeded with, where that is not the label. */
  readonly grain?: string
  readonly points: readonly ChainPoint[]
  readonly overCapsule: boolean
}

// prettier-ignore
const pieces: readonly BonePlan[] = [
  { label: 'bone from the ilium towards the femur', grain: 'bridge from ilium to femur', points: [[92, -36, 46, 8], [104, -46, 26, 10], [114, -47, 2, 11], [122, -42, -22, 10], [128, -30, -44, 9]], overCapsule: true },
  { label: 'bone in front of the neck', points: [[62, -46, 4, 7], [70, -52, -14, 8], [80, -50, -34, 6]], overCapsule: false },
  { label: 'bone above the greater trochanter', points: [[146, 0, 46, 5], [150, 5, 40, 7], [147, 9, 36, 5.5]], overCapsule: false },
  { label: 'bone beside the lesser trochanter', points: [[108, -20, -62, 6], [112, -26, -78, 7], [114, -22, -92, 5]], overCapsule: false },
]

function makePiece(plan: BonePlan): Focus {
  const grain = plan.grain ?? plan.label
  const noise = fractalNoise(hashText(`${seed}/${grain}`), 3)
  const spongy = gradientNoise(hashText(`${seed}/${grain}/spongiosa`))
  const whole = chain(plan.points, 6)
  return makeFocus({
    label: plan.label,
    stepMm: 0.6,
    box: whole.box,
    distance: (x, y, z) => {
      const d = whole.distance(x, y, z) + 2.6 * noise(x / 13, y / 13, z / 13)
      const fromMetal = metals.reduce((least, { shape }) => Math.min(least, shape.distance(x, y, z)), 99)
      return Math.max(d, 3 - fromMetal)
    },
    addedHu: (x, y, z, d) => {
      const cortexMm = 1.5 + 0.6 * noise(x / 9 + 5, y / 9, z / 9)
      const trabeculae = 130 + 130 * Math.abs(spongy(x / 2.4, y / 2.4, z / 2.4)) * 2
      return trabeculae + (1080 - trabeculae) * smoothStep(-cortexMm - 0.5, -cortexMm + 0.5, d)
    },
  })
}

// ---- CT ----

/** Turned 11° about the long axis and 5° about the transverse one; model to patient mm. */
const turn = rotation(0.192, 0.087)
const offset: Point = [12.4, -38.2, -712.5]
const toPatient = (x: number, y: number, z: number): [number, number, number] =>
  turn.map((row, axis) => round(row[0] * x + row[1] * y + row[2] * z + offset[axis], 4)) as [
    number,
    number,
    number,
  ]

function rotation(aboutZ: number, aboutX: number): readonly (readonly [number, number, number])[] {
  const [c, s, k, m] = [Math.cos(aboutZ), Math.sin(aboutZ), Math.cos(aboutX), Math.sin(aboutX)]
  return [
    [c, -s, 0],
    [k * s, k * c, -m],
    [m * s, m * c, k],
  ]
}

const column = (axis: number): [number, number, number] =>
  turn.map((row) => row[axis]) as [number, number, number]

export function* makeCase05(encode: EncodeFile): Generator<MadeFile> {
  const made = buildCase05()
  const ratios: Record<string, VolumeRatio[]> = {}
  for (const [index, kernel] of (['SOFT', 'BONE'] as const).entries()) {
    const key = kernel.toLowerCase()
    let picture: Uint16Array | undefined
    ratios[key] = yield* makeCtSeries(
      made.sampler,
      made.foci,
      {
        folder: `case-05/${key}`,
        series: { study, key, number: index + 2, description: `Hips 3 mm ${key}`, region: regions.hip, laterality: 'L', time: `13${36 + index}00` }, // prettier-ignore
        geometry,
        scenery: tableAndPad,
        noiseHu: kernel === 'SOFT' ? 2.4 : 5.2,
        kernel,
        patientPosition: 'HFS',
        toPatient,
        rowDirection: column(0),
        columnDirection: column(1),
        change: (clean, zMm) => withMetal(kernel === 'BONE' ? sharpened(clean) : clean, clean, zMm),
        bitsStored: 16,
      },
      encode,
      (fromHead, stored) => {
        if (kernel === 'SOFT' && fromHead === 18) picture = stored
      },
    )
    if (picture)
      yield thumbnail('case-05', { ...geometry, values: picture }, 864, 1524, { x: 2, y: 44, width: 348 })
  }
  yield caseFile(
    patient,
    case05Text,
    ['soft', 'bone'].map((key) => ({
      modality: 'CT',
      images: geometry.slices,
      folder: key,
      series: `Hips 3 mm ${key}`,
    })),
    made.foci.map((focus, index) => ({
      ...describeFocus(
        focus,
        { distribution: 'periarticular', morphology: ['ossified'], site: 'hip', laterality: 'left', structures: pieces[index].overCapsule ? ['muscle', 'joint capsule'] : ['muscle'] }, // prettier-ignore
      ),
      centreMm: toPatient(...focus.truth.centreMm).map((value) => round(value, 1)) as [
        number,
        number,
        number,
      ],
      meanContrastHu: round(focus.truth.meanContrastHu, 2),
      measuredOverTrueVolume: {
        noiseFree: round(ratios.soft[index].noiseFree, 4),
        shipped: round(ratios.soft[index].shipped, 4),
      },
    })),
  )
}

export function buildCase05() {
  const body: Body = erode(buildBody(seed), resected, seed)
  const foci = pieces.map(makePiece)
  const sampler = makeSampler(body, makeTextures(seed), {
    deposits: foci.map(({ added }) => added),
    reactions: [],
    fluids: [],
    thickSkin: [],
  })
  return { body, foci, sampler }
}

/** Beyond the range of a 12-bit scale: 16 bits are stored. */
const METAL_HU = { titanium: 7800, cobaltChromium: 14000 } as const

function withMetal(shown: Float32Array, clean: Float32Array, zMm: number): Float32Array {
  const box = joinBoxes(metals.map(({ shape }) => shape.box))
  if (zMm < box.min[2] - 2 || zMm > box.max[2] + 2) return shown
  const maps = metals.map(({ metal, shape }) => ({ metal, share: shareOf(shape, zMm) }))
  const streaks = metalArtefact(
    clean,
    maps,
    geometry.columns,
    geometry.pixelMm,
    hashText(`${seed}/streaks/${zMm}`),
  )
  return shown.map((hu, index) => {
    const left = maps.reduce((rest, { share }) => rest * (1 - share[index]), 1)
    const metal = maps.reduce((sum, { metal: name, share }) => sum + share[index] * METAL_HU[name], 0)
    return Math.min(16000, Math.max(-1024, left * (hu + STREAKS * streaks[index]) + metal))
  })
}

/** Reconstruction on the scanner already takes some of the streaks away. */
const STREAKS = 0.22

function shareOf(shape: Shape, zMm: number): Float32Array {
  const { originMm, columns, rows, pixelMm } = geometry
  const share = new Float32Array(columns * rows)
  const [low, high] = [shape.box.min, shape.box.max]
  for (let row = 0; row < rows; row++) {
    const y = originMm[1] + row * pixelMm
    if (y < low[1] - 2 || y > high[1] + 2) continue
    for (let at = 0; at < columns; at++) {
      const x = originMm[0] + at * pixelMm
      if (x < low[0] - 2 || x > high[0] + 2) continue
      let sum = 0
      for (const dz of [-0.9, 0, 0.9])
        sum += Math.min(1, Math.max(0, 0.5 - shape.distance(x, y, zMm + dz) / pixelMm)) / 3
      share[row * columns + at] = sum
    }
  }
  return share
}

/** The edge a bone kernel makes: I + 0.5 (I − a wide mean of I). */
function sharpened(clean: Float32Array): Float32Array {
  const { columns, rows } = geometry
  return clean.map((hu, index) => {
    const i = index % columns
    const j = Math.floor(index / columns)
    if (i < 1 || j < 1 || i >= columns - 1 || j >= rows - 1) return hu
    const mean = (clean[index - 1] + clean[index + 1] + clean[index - columns] + clean[index + columns]) / 4
    return hu + 0.5 * (hu - mean)
  })
}
