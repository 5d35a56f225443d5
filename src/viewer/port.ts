/*
 * The face of this folder: what draws, and what draws it, as the rest of the program may know them. Nobody outside
 * imports another module of it.
 */
export type { FrameBytes } from './decoding/frame-store'
export { FrameStore } from './decoding/frame-store'
export { Volumes } from './volume/volumes'
export { acquiredStack, type Stack } from './stack'
export type { NamedSurface } from './picture/surface'
export { ImageViewport, type Failure } from './image-viewport'
export {
  EngineError,
  startEngine,
  type Engine,
  type EngineFailure,
  type EngineOptions,
} from './cornerstone/engine'
export { VolumeViewport, type Camera } from './volume/volume-viewport'
export { isAlike, type View } from './view'
export { windowOf, type Window } from './picture/window-lut'
export { isShownInverted, sheetOf } from './picture/display'
export { isPadding, measuredRange } from './decoding/decoded-frame'
export { CT_PRESETS } from './picture/presets'
export { RENDER_PRESETS, projectionOf, viewAxes } from './volume/ray-cast'
export { followPointer, listenToGestures, pointIn, type DragTool } from './gestures'
export { handlesOf, isDrawable, pathOf, pointsOf, withHandle } from './tools'

/** Small pictures and pictures for a report, fetched when they are first wanted. */
export const thumbnails = () => import('./picture/thumbnail')
export const snapshots = () => import('./picture/snapshot')
