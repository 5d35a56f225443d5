import type { ShownImage } from '../domain/shown-image'

/* What is played: the frames of one instance, each for its own time; or a series of single images, one after another. */

/** Images a second, where the file says nothing. */
const USUAL_RATE = 12

/**
 * The image that follows in the same clip, the first after the last, and when it is due.
 * @param index of an image of a stack, from 0
 * @returns undefined where there is no other
 */
export function nextOfClip(
  images: readonly ShownImage[],
  index: number,
): { readonly index: number; readonly afterMs: number } | undefined {
  const shown = images.at(index)
  if (!shown) return undefined
  const clip = images.flatMap((image, at) => (isOfClip(image, shown) ? [at] : []))
  if (clip.length < 2) return undefined
  const next = clip[(clip.indexOf(index) + 1) % clip.length]
  return { index: next, afterMs: timeBetween(shown, images[next]) }
}

function isOfClip(image: ShownImage, shown: ShownImage): boolean {
  if (shown.kind === 'cut' || image.kind === 'cut') return shown.kind === image.kind
  const { instance } = shown
  return instance.NumberOfFrames > 1
    ? image.instance.source.key === instance.source.key
    : image.instance.NumberOfFrames === 1
}

function timeBetween(
  { attributes: { framesPerSecond, frameTimesMs } }: ShownImage,
  next: ShownImage,
): number {
  const usual = 1000 / (framesPerSecond ?? USUAL_RATE)
  // The time of the first frame is that since the start: nothing says how long the last one stays.
  const own = next.kind === 'acquired' ? frameTimesMs?.[next.frameNumber - 1] : undefined
  return own && own > 0 ? own : usual
}
