import type { Types } from '@cornerstonejs/core'

/*
 * Cornerstone lets an image bring its own painter. Ours paints with the same code as the canvas that was there before
 * it (window, tables, overlays, segments): grey is that of PS3.3 C.11.2.1.2, to the bit, with and without Cornerstone.
 *
 * The image is laid by the map that Cornerstone gives for the marks, not by the transform it gives the painter: with
 * one flip and a turn the two differ (its transform flips before it turns, its camera after), and a picture must lie
 * where its marks lie.
 */

type Painted = Parameters<NonNullable<Types.IImage['render']>>[0]

/** Paints what the canvas is to show, if that is this image. */
export type CanvasPainter = (imageId: string) => void

const painters = new WeakMap<HTMLCanvasElement, CanvasPainter>()

/** One image may be shown by several viewports, each with a window of its own. */
export const paintsOn = (canvas: HTMLCanvasElement, painter: CanvasPainter): unknown =>
  painters.set(canvas, painter)

export const painterOf =
  (imageId: string) =>
  ({ canvas }: Painted): void => {
    if (canvas) painters.get(canvas)?.(imageId)
  }
