import { cache, volumeLoader, type Types } from '@cornerstonejs/core'
import { dot, length3, type Vec3 } from '../../domain/image-plane'
import type { VolumeGeometry } from '../../domain/volume-geometry'
import type { Volume } from '../volume/reslice'

/** Why voxels cannot be drawn by the graphics card; the worker can still cut them. */
export type NoTexture =
  /** No graphics card, or one that is not to be used. */
  | 'noGpu'
  /** More voxels along one side than a texture may have. */
  | 'tooLarge'
  /** The slices are shifted against one another, as with a tilted gantry: a texture is a box. */
  | 'sheared'

const SQUARE = 1e-3

export function noTextureFor(
  geometry: VolumeGeometry,
  { gpu, max3dTexture }: { readonly gpu: boolean; readonly max3dTexture: number },
): NoTexture | undefined {
  if (!gpu) return 'noGpu'
  if (geometry.size.some((count) => count > max3dTexture)) return 'tooLarge'
  const [i, j, k] = axesOf(geometry)
  const isSquare = [dot(i, j), dot(j, k), dot(k, i)].every((cosine) => Math.abs(cosine) < SQUARE)
  return isSquare ? undefined : 'sheared'
}

/**
 * Voxels as Cornerstone's volume: a texture is made of them when they are first drawn. They are not copied.
 * @param volumeId names them; released with `dropVolume`
 */
export function holdVolume(volumeId: string, { geometry, values }: Volume): void {
  const axes = axesOf(geometry)
  const held = volumeLoader.createLocalVolume(volumeId, {
    scalarData: values,
    dimensions: [...geometry.size],
    spacing: [geometry.iStep, geometry.jStep, geometry.kStep].map((step) => length3(step)) as Types.Point3,
    origin: [...geometry.origin],
    direction: axes.flat() as unknown as Types.Mat3,
    metadata: {
      FrameOfReferenceUID: geometry.FrameOfReferenceUID,
      Modality: '',
      BitsAllocated: values instanceof Int16Array ? 16 : 32,
      BitsStored: values instanceof Int16Array ? 16 : 32,
      SamplesPerPixel: 1,
      HighBit: values instanceof Int16Array ? 15 : 31,
      PhotometricInterpretation: 'MONOCHROME2',
      PixelRepresentation: 1,
      ImageOrientationPatient: [...axes[0], ...axes[1]],
      PixelSpacing: [length3(geometry.jStep), length3(geometry.iStep)],
      Columns: geometry.size[0],
      Rows: geometry.size[1],
      voiLut: [],
      VOILUTFunction: 'LINEAR',
    } as unknown as Types.Metadata,
  })
  // Slices are brought to the texture as they are said to have changed.
  held.modified()
}

export function dropVolume(volumeId: string): void {
  if (cache.getVolume(volumeId)) cache.removeVolumeLoadObject(volumeId)
}

const axesOf = ({ iStep, jStep, kStep }: VolumeGeometry): readonly [Vec3, Vec3, Vec3] => {
  const unit = (step: Vec3): Vec3 => {
    const length = length3(step)
    return [step[0] / length, step[1] / length, step[2] / length]
  }
  return [unit(iStep), unit(jStep), unit(kStep)]
}

/** Longest way through a volume, mm: a camera at this distance is outside of it. */
export const reachOf = ({ iStep, jStep, kStep, size }: VolumeGeometry): number =>
  length3(iStep) * size[0] + length3(jStep) * size[1] + length3(kStep) * size[2]
