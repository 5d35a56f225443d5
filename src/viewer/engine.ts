import { cache, imageLoader, init as initCore, type Types } from '@cornerstonejs/core'
import { init as initLoader } from '@cornerstonejs/dicom-image-loader'
import { registerFrameLoader, type FrameBytes } from './frame-loader'
import { answerFromStudies } from './metadata'

/*
 * Starts Cornerstone once and keeps its global registries behind this file: frames are decoded by its loader
 * in workers and kept in its cache. Stacks are drawn by `stack-canvas.ts` (2026-11-21): on a machine without
 * a graphics card Cornerstone's WebGL stack takes seconds to its first picture, and its canvas fallback
 * misplaces the picture when panned and is half a pixel off.
 */

export type DecodedFrame = Types.IImage

let started = false

/** @param frameBytes where the encoded bytes of a frame come from */
export function startEngine(frameBytes: FrameBytes): void {
  if (started) return
  started = true
  initCore()
  initLoader({ maxWebWorkers: Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1)) })
  answerFromStudies()
  registerFrameLoader(frameBytes)
}

/** The decoded frame: modality values (after rescale), or RGB. */
export const decode = (imageId: string): Promise<DecodedFrame> => imageLoader.loadAndCacheImage(imageId)

export const decodedAlready = (imageId: string): DecodedFrame | undefined => cache.getImage(imageId)

/** Drops decoded pixels. Frames are decoded again when they are next shown. */
export function releasePixels(imageIds: readonly string[]): void {
  for (const imageId of imageIds) if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId)
}
