import { TeachingCase, type FocusTruth } from './case'
import { buildCaseBody, plannedFoci, ulcerPlan, type CaseBody } from './case-09-body'
import {
  ctAttributes,
  ctGeometry,
  dxAttributes,
  dxExposure,
  dxGeometry,
  patientOffsetMm,
} from './case-09-dicom'
import { case09Text } from './case-09-text'
import type { MadeFile } from './cases'
import { makeNoiseMaker, renderSlices, type CtSlice } from './ct'
import { REACTION_HU } from './deposits'
import type { EncodeFile } from './dicom'
import { expose, sumRays } from './dx'
import { leadLetter } from './markers'
import { encodePng } from './png'
import { hashText } from './random'
import type { Point } from './sdf'
import { TruthCheck, type VolumeRatio } from './truth-check'
import * as v from 'valibot'

/* Case 9 from body to files: CT from L4 to the upper thighs and a radiograph by ray sum of the same body. */

export function* makeCase09(encode: EncodeFile): Generator<MadeFile> {
  const made = buildCaseBody()
  const check = new TruthCheck(made.deposits, ctGeometry)
  for (const { slice, stored } of shippedSlices(made)) {
    check.add(slice, (index) => stored[index] - 1024)
    const fromHead = ctGeometry.slices - Math.round((slice.zMm - ctGeometry.originMm[2]) / ctGeometry.sliceMm)
    yield {
      path: `case-09/ct/${fileName(fromHead)}`,
      bytes: encode(ctAttributes(fromHead, slice.zMm), {
        columns: ctGeometry.columns,
        rows: ctGeometry.rows,
        bitsStored: 12,
        values: stored,
      }),
    }
    if (fromHead === THUMBNAIL_SLICE) yield { path: 'case-09/thumbnail.png', bytes: thumbnail(stored) }
  }
  yield { path: 'case-09/dx/0001.dcm', bytes: encode(dxAttributes(), makeRadiograph(made)) }
  yield { path: 'case-09/case.json', bytes: describe(made, check.ratios()) }
}

/** Slices from foot to head with their stored values (HU + 1024, 12 bit). */
export function* shippedSlices(made: CaseBody): Generator<{ slice: CtSlice; stored: Uint16Array }> {
  const noise = makeNoiseMaker(ctGeometry, hashText('case-09/ct/noise'), NOISE_STRENGTH_HU)
  for (const slice of renderSlices(made.sampler, ctGeometry, tableAndPad)) {
    const clean = slice.host.map((host, index) => host + slice.added[index])
    const grain = noise.next(clean)
    const stored = Uint16Array.from(clean, (hu, index) =>
      Math.min(4095, Math.max(0, Math.round(hu + grain[index]) + 1024)),
    )
    yield { slice, stored }
  }
}

const NOISE_STRENGTH_HU = 2.3

/** A pad on a carbon-fibre table, hollow below; both curved to hold the patient. HU at (x, y). */
export function tableAndPad(x: number, y: number): number {
  const sag = -0.00042 * x * x
  const top = 143 + sag
  const bottom = 172 - 0.00095 * x * x
  if (bottom > top && (Math.abs(y - top) < 1.1 || Math.abs(y - bottom) < 1.1)) return 10
  if (y > 131 + 0.5 * sag && y < top) return -935
  if (y > top && y < bottom) return -945
  return -1000
}

function makeRadiograph({ sampler, body }: CaseBody) {
  const sums = sumRays(sampler, dxGeometry, [body.box.min[1], body.box.max[1]])
  const marker = leadLetter('R', [-196, -152], 14)
  return {
    columns: dxGeometry.columns,
    rows: dxGeometry.rows,
    bitsStored: 12,
    values: expose(sums, dxGeometry, dxExposure, marker, hashText('case-09/dx/noise')),
  }
}

/** Counted from the head: the hips, with both plates beside them. */
const THUMBNAIL_SLICE = 45

/** 320 × 240 from the middle of the slice, window 40 / 400. */
function thumbnail(stored: Uint16Array): Uint8Array {
  const [width, height] = [320, 240]
  const scale = 372 / width
  const grey = Uint8Array.from({ length: width * height }, (_, index) => {
    const column = Math.round(6 + (index % width) * scale)
    const row = Math.round(40 + Math.floor(index / width) * scale)
    const hu = stored[row * ctGeometry.columns + column] - 1024
    return Math.min(255, Math.max(0, ((hu + 160) / 400) * 255))
  })
  return encodePng(width, height, grey)
}

function describe(made: CaseBody, ratios: readonly VolumeRatio[]): Uint8Array {
  const described = v.parse(TeachingCase, {
    schema: 'calcimap-sample-case',
    version: 1,
    ...case09Text,
    modalities: [
      { modality: 'DX', images: 1, folder: 'dx', series: 'Abdomen and pelvis AP' },
      { modality: 'CT', images: ctGeometry.slices, folder: 'ct', series: 'Abdomen pelvis 3.75 mm soft' },
    ],
    foci: made.deposits.map((_, index) => describeFocus(made, index, ratios[index])),
    otherFindings: [
      ...made.phlebolithsMm.map((place, index) => ({
        label: {
          en: `Phlebolith ${index + 1}: a rounded calcification in a pelvic vein, without meaning`,
          es: `Flebolito ${index + 1}: calcificación redondeada en una vena pélvica, sin significado`,
        },
        centreMm: toPatient(place),
      })),
      {
        label: {
          en: `Ulcer of the right thigh, ${ulcerPlan.widthMm} mm wide, ${ulcerPlan.depthMm} mm deep, with a track of fluid`,
          es: `Úlcera del muslo derecho, ${ulcerPlan.widthMm} mm de ancho y ${ulcerPlan.depthMm} mm de profundidad, con un trayecto líquido`,
        },
        centreMm: toPatient(made.ulcer.centreMm),
      },
    ],
  })
  return new TextEncoder().encode(`${JSON.stringify(described, null, 2)}\n`)
}

function describeFocus({ deposits }: CaseBody, index: number, ratio: VolumeRatio): FocusTruth {
  const plan = plannedFoci[index]
  const { truth } = deposits[index]
  return {
    label: plan.label,
    centreMm: toPatient(truth.centreMm),
    extentMm: rounded(truth.extentMm, 1),
    volumeMm3: round(truth.volumeMm3, 1),
    meanContrastHu: round(truth.meanContrastHu, 2),
    hostHu: REACTION_HU,
    peakHu: round(truth.peakHu, 0),
    distribution: 'dist.subcutaneous',
    morphology: plan.morphology.map((term) => `morph.${term}`),
    site: `site.${plan.site}`,
    laterality: plan.laterality,
    structures: [],
    depthMm: [round(truth.depthMm[0], 1), round(truth.depthMm[1], 1)],
    aboveFasciaMm: round(truth.aboveFasciaMm, 1),
    measuredOverTrueVolume: { noiseFree: round(ratio.noiseFree, 4), shipped: round(ratio.shipped, 4) },
  }
}

function toPatient(place: Point): [number, number, number] {
  return rounded(place.map((value, axis) => value + patientOffsetMm[axis]) as unknown as Point, 1)
}

function rounded(place: Point, digits: number): [number, number, number] {
  return [round(place[0], digits), round(place[1], digits), round(place[2], digits)]
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function fileName(instanceNumber: number): string {
  return `${String(instanceNumber).padStart(4, '0')}.dcm`
}
