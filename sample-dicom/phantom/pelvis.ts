import type { Body } from './body'
import type { PixelBlock } from './dicom'
import { expose, sumRays, type DxGeometry } from './dx'
import { leadLetter } from './markers'
import type { RadiographPlan } from './objects'
import { hashText } from './random'
import type { RowSampler } from './sampler'

/* The pelvis of body.ts as an anteroposterior radiograph, and its bones in older people. */

export const pelvisGeometry: DxGeometry = {
  columns: 1640,
  rows: 1340,
  pixelMm: 0.27,
  sourceDetectorMm: 1150,
  detectorYMm: 185,
  centreMm: [0, 34],
}

export const pelvisPlan: Omit<RadiographPlan, 'spacing'> = {
  view: 'AP',
  laterality: 'U',
  orientation: ['L', 'F'],
  pixelMm: pelvisGeometry.pixelMm,
  sourceDetectorMm: pelvisGeometry.sourceDetectorMm,
  sourcePatientMm: pelvisGeometry.sourceDetectorMm - pelvisGeometry.detectorYMm,
  kVp: 77,
}

export function exposePelvis(sampler: RowSampler, body: Body, seed: string): PixelBlock {
  const sums = sumRays(sampler, pelvisGeometry, [body.box.min[1], body.box.max[1]])
  const values = expose(
    sums,
    pelvisGeometry,
    { spectrum: [[40, 0.3], [52, 0.45], [67, 0.25]], scatter: 0.4, quantaPerMm2: 4_500_000 }, // prettier-ignore
    leadLetter('R', [-196, -162], 14),
    hashText(`${seed}/noise`),
  )
  return { columns: pelvisGeometry.columns, rows: pelvisGeometry.rows, bitsStored: 12, values }
}

/** Thinner cortex and fewer trabeculae; `share` of what a young adult has. */
export function osteoporotic(body: Body, share: number): Body {
  const bones = body.bones.map((part) => ({
    ...part,
    bone: {
      ...part.bone,
      cortexMm: (x: number, y: number, z: number) => part.bone.cortexMm(x, y, z) * (0.45 + 0.55 * share),
      insideHu: (x: number, y: number, z: number) => {
        const hu = part.bone.insideHu(x, y, z)
        return hu > 0 ? hu * share : hu
      },
    },
  }))
  return { ...body, bones }
}
