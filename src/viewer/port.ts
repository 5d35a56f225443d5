/*
 * The face of this folder: what draws, and what draws it, as the rest of the program may know them. Nobody outside
 * imports another module of it.
 */
export type { FrameBytes } from './frame-store'
export { FrameStore } from './frame-store'
export { Volumes } from './volumes'
export { acquiredStack, type Stack } from './stack'
export type { NamedSurface } from './surface'
export { ImageViewport, type Failure } from './image-viewport'
export {
  EngineError,
  startEngine,
  type Engine,
  type EngineFailure,
  type EngineOptions,
} from './cornerstone/engine'
export { VolumeViewport, type Camera } from './volume-viewport'
export { isAlike, type View } from './view'
export { windowOf, type Window } from './window-lut'
export { isShownInverted, sheetOf } from './display'
export { isPadding, measuredRange } from './decoded-frame'
export { CT_PRESETS } from './presets'
export { RENDER_PRESETS, projectionOf, viewAxes } from './ray-cast'
export { followPointer, listenToGestures, pointIn, type DragTool } from './gestures'
export { handlesOf, isDrawable, pathOf, pointsOf, withHandle } from './tools'

/** Small pictures and pictures for a report, fetched when they are first wanted. */
export const thumbnails = () => import('./thumbnail')
export const snapshots = () => import('./snapshot')
