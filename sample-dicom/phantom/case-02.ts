import { buildBody, type Body } from './body'
import { case02Text } from './case-02-text'
import type { MadeFile } from './cases'
import type { EncodeFile } from './dicom'
import { caseFile, describeFocus, makeFocus, thumbnail, type Focus } from './focus'
import { readAt } from './grid'
import { smoothStep } from './noise'
import { crAttributes, regions, type StudyPlan } from './objects'
import { exposePelvis, osteoporotic, pelvisPlan } from './pelvis'
import { hashText, makeRandom, type Random } from './random'
import { makeSampler } from './sampler'
import type { Point } from './sdf'
import { makeTextures } from './textures'

/*
 * Case 2: pelvis and thigh roots from the front. Some 120 grains of calcium like rice in buttocks and thighs, four
 * in five along the fibres of a muscle, the others in the fat; osteoporosis. The plate is MONOCHROME1.
 */

const seed = 'case-02'
const patient = { number: 2, birth: '19371203', sex: 'F', age: 86 } as const
const study: StudyPlan = { patient, date: '20240219', time: '171500', description: 'Pelvis' }
const DESCRIPTION = 'Pelvis AP'

export function* makeCase02(encode: EncodeFile): Generator<MadeFile> {
  const { body, grains, sampler } = buildCase02()
  const picture = exposePelvis(sampler, body, seed)
  const inverted = {
    ...picture,
    photometric: 'MONOCHROME1' as const,
    values: picture.values.map((value) => 4095 - value),
  }
  const series = {
    study,
    key: 'cr',
    number: 1,
    description: DESCRIPTION,
    region: regions.pelvis,
    time: '171800',
  }
  yield {
    path: 'case-02/cr/0001.dcm',
    bytes: encode(crAttributes(series, 1, { ...pelvisPlan, spacing: 'detector', inverted: true }), inverted),
  }
  yield thumbnail('case-02', picture, 500, 4000, { x: 60, y: 330, width: 1240 })
  yield caseFile(
    patient,
    case02Text,
    [{ modality: 'CR', images: 1, folder: 'cr', series: DESCRIPTION }],
    grains.map(({ focus, place, inMuscle }) =>
      describeFocus(focus, {
        distribution: inMuscle ? 'intramuscular' : 'subcutaneous',
        morphology: ['rice_grain', 'linear'],
        site: place[2] > -45 ? 'buttock' : 'thigh',
        laterality: place[0] > 0 ? 'left' : 'right',
        structures: inMuscle ? ['muscle'] : [],
      }),
    ),
  )
}

interface PlacedGrain {
  readonly focus: Focus
  readonly place: Point
  readonly inMuscle: boolean
}

export function buildCase02() {
  const body = osteoporotic(buildBody(seed), 0.42)
  const grains = placeGrains(body)
  const sampler = makeSampler(body, makeTextures(seed), {
    deposits: grains.map(({ focus }) => focus.added),
    reactions: [],
    fluids: [],
    thickSkin: [],
  })
  return { body, grains, sampler }
}

const HOSTS =
  /gluteus|tensor|vastus|rectus femoris|adductor|biceps|semi|gracilis|pectineus|quadratus femoris|sartorius/
const COUNT = 124

function placeGrains(body: Body): PlacedGrain[] {
  const random = makeRandom(hashText(`${seed}/grains`))
  const grains: PlacedGrain[] = []
  while (grains.length < COUNT) {
    const place: Point = [random.between(-176, 176), random.between(-70, 118), random.between(-132, 84)]
    const host = hostAt(body, place)
    const inMuscle = host !== undefined
    // One in five lies in the fat of the buttock or thigh, well below the skin.
    const inFat =
      !inMuscle &&
      readAt(body.fascia, ...place, -9) > 4 &&
      readAt(body.skin, ...place, 9) < -7 &&
      place[1] > -30
    if (!inMuscle && !(inFat && grains.filter((it) => !it.inMuscle).length < COUNT / 5)) continue
    if (grains.some(({ place: other }) => distance(other, place) < 13)) continue
    const along = host ? tilted(host, random) : tilted([0.3, 0.4, 0.85], random)
    grains.push({ focus: makeGrain(grains.length + 1, place, along, random), place, inMuscle })
  }
  return grains
}

/** Direction of the fibres of the muscle a place lies deep in. */
function hostAt(body: Body, place: Point): Point | undefined {
  const deepest = body.muscles.find(
    ({ name, grid }) =>
      HOSTS.test(name) && readAt(grid, ...place, 9) < -3.5 && readAt(body.fascia, ...place, 9) < -3,
  )
  const free = body.bones.every(({ grid }) => readAt(grid, ...place, 9) > 4)
  return free ? deepest?.fibre : undefined
}

/** Within some twelve degrees of the fibres. */
function tilted([x, y, z]: Point, random: Random): Point {
  const turned = [x, y, z].map((value) => value / Math.hypot(x, y, z) + 0.19 * random.gaussian())
  const length = Math.hypot(...turned)
  return turned.map((value) => value / length) as unknown as Point
}

/** A spindle of 6–14 × 2–4 mm; most have a lucent core. */
function makeGrain(number: number, [x, y, z]: Point, along: Point, random: Random): Focus {
  const length = 9.6 * Math.exp(0.24 * random.gaussian())
  const radius = Math.min(2.2, 0.19 * length * random.between(0.85, 1.15))
  const half = length / 2
  const hu = random.between(750, 1200)
  const hollow = random.uniform() < 0.6
  const reach = half + 1
  return makeFocus({
    label: `grain ${number}`,
    stepMm: 0.5,
    box: { min: [x - reach, y - reach, z - reach], max: [x + reach, y + reach, z + reach] },
    distance: (px, py, pz) => {
      const way = (px - x) * along[0] + (py - y) * along[1] + (pz - z) * along[2]
      const t = Math.min(1, Math.abs(way) / half)
      const across = Math.hypot(px - x - way * along[0], py - y - way * along[1], pz - z - way * along[2])
      return Math.max(across - radius * Math.sqrt(Math.max(0.02, 1 - t * t)), Math.abs(way) - half)
    },
    addedHu: (_x, _y, _z, d) => (hollow ? hu * (1 - 0.6 * smoothStep(-0.4 * radius, -0.85 * radius, d)) : hu),
  })
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
