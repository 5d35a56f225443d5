import { imageLoader, type Types } from '@cornerstonejs/core'
import { createImage } from '@cornerstonejs/dicom-image-loader'
import type { Instance } from '../domain/study'
import { frameOfImageId, SCHEME } from './metadata'

/** The encoded bytes of one frame and the transfer syntax they are in. Handed in: the viewer opens no files. */
export type FrameBytes = (
  instance: Instance,
  frameNumber: number,
) => Promise<{ bytes: Uint8Array; TransferSyntaxUID: string }>

/** Teaches Cornerstone to load the frames of known studies. Pixels arrive as modality values (after rescale). */
export function registerFrameLoader(frameBytes: FrameBytes): void {
  imageLoader.registerImageLoader(SCHEME, (imageId) => ({ promise: load(imageId, frameBytes) }))
}

async function load(imageId: string, frameBytes: FrameBytes): Promise<Types.IImage> {
  const frame = frameOfImageId(imageId)
  if (!frame) throw new Error(`expected a frame of an open study, got ${imageId}`)
  const { bytes, TransferSyntaxUID } = await frameBytes(frame.instance, frame.frameNumber)
  return (await createImage(imageId, bytes as never, TransferSyntaxUID, {
    useRGBA: false,
    preScale: { enabled: true },
  } as never)) as Types.IImage
}
