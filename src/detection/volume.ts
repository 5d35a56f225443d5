import { length3 } from '../domain/image-plane'
import type { VolumeGeometry } from '../domain/volume-geometry'

/** A CT as one typed array of Hounsfield units; i fastest, then j, then k. */
export interface CtVolume {
  readonly geometry: VolumeGeometry
  readonly values: Int16Array | Float32Array
}

/** Why nothing is searched for; marks by hand and seeded growing work all the same. */
export type VolumeProblem =
  | { readonly kind: 'length'; readonly expected: number; readonly got: number }
  /** Fewer slices or pixels than a search in three dimensions needs. */
  | { readonly kind: 'tooSmall'; readonly expected: number; readonly got: number }
  | { readonly kind: 'tooLarge'; readonly expectedBytes: number; readonly gotBytes: number }
  /** The values are no Hounsfield units: rescale missing or wrong. The share is of fat and soft tissue. */
  | { readonly kind: 'noHounsfieldUnits'; readonly softShare: number }
  /** Air alone. */
  | { readonly kind: 'allAir' }
  /** Hardly anything but bone or denser. */
  | { readonly kind: 'allBone'; readonly boneShare: number }
  | { readonly kind: 'metalEverywhere'; readonly metalShare: number }

/** Metal and its clipped or wrapped values; cortical bone stays below 2000 HU. */
export const METAL_HU = 2500
const MIN_VOXELS_ALONG = 2
/** Voxels looked at to judge the scale of the values. */
const SAMPLE = 200_000

/** mm between neighbouring voxels along i, j and k. */
export const spacingOf = ({ iStep, jStep, kStep }: VolumeGeometry): readonly [number, number, number] => [
  length3(iStep),
  length3(jStep),
  length3(kStep),
]

/** Bytes a search needs at most, the volume itself included. */
export const bytesToFind = (geometry: VolumeGeometry, bytesPerVoxel: number): number =>
  Math.ceil(2.5 * bytesPerVoxel * geometry.size[0] * geometry.size[1] * geometry.size[2])

/** What is wrong with a volume; undefined when it can be searched. */
export function problemOf(volume: CtVolume, budgetBytes = Infinity): VolumeProblem | undefined {
  const { values, geometry } = volume
  const [ni, nj, nk] = geometry.size
  if (values.length !== ni * nj * nk) return { kind: 'length', expected: ni * nj * nk, got: values.length }
  const least = Math.min(ni, nj, nk)
  if (least < MIN_VOXELS_ALONG) return { kind: 'tooSmall', expected: MIN_VOXELS_ALONG, got: least }
  const gotBytes = bytesToFind(geometry, values.BYTES_PER_ELEMENT)
  if (gotBytes > budgetBytes) return { kind: 'tooLarge', expectedBytes: budgetBytes, gotBytes }
  return problemOfValues(values)
}

/** What is wrong with the values of a volume or of one slice. */
export function problemOfValues(values: CtVolume['values']): VolumeProblem | undefined {
  const shares = sharesOf(values)
  const solid = 1 - shares.air
  if (shares.air > 0.9999) return { kind: 'allAir' }
  if (shares.metal > 0.25 * solid && shares.metal > 0.02)
    return { kind: 'metalEverywhere', metalShare: shares.metal }
  // Stored values without their intercept: air near 0, water near 1000, and no fat, which reads −100.
  const hasNoFat = shares.air === 0 && shares.fat < 1e-3
  if ((hasNoFat && shares.water1000 > 0.02) || (shares.air === 0 && shares.water1000 > 0.25))
    return { kind: 'noHounsfieldUnits', softShare: shares.soft }
  // The same where what lies outside the circle of reconstruction is padded with a value below all others.
  if (shares.soft + shares.fat < 0.02 * solid && shares.water1000 > 0.5 * solid)
    return { kind: 'noHounsfieldUnits', softShare: shares.soft }
  if (shares.soft < 0.02 * solid) {
    if (shares.bone > 0.5 * solid) return { kind: 'allBone', boneShare: shares.bone }
    return { kind: 'noHounsfieldUnits', softShare: shares.soft }
  }
  return undefined
}

function sharesOf(values: CtVolume['values']) {
  // An odd stride never keeps to one column of the picture.
  const stride = Math.max(1, Math.floor(values.length / SAMPLE)) | 1
  let [count, air, fat, soft, bone, metal, water1000] = [0, 0, 0, 0, 0, 0, 0]
  for (let index = 0; index < values.length; index += stride) {
    const value = values[index]
    count++
    if (!(value > -500)) air++
    else if (value >= -200 && value <= 130) soft++
    else if (value >= METAL_HU) metal++
    else if (value > 130) bone++
    if (value > 700 && value < 1300) water1000++
    if (value > -250 && value < -40) fat++
  }
  return {
    air: air / count,
    fat: fat / count,
    soft: soft / count,
    bone: bone / count,
    metal: metal / count,
    water1000: water1000 / count,
  }
}
