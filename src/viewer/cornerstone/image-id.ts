import type { Stack } from '../stack'

export const SCHEME = 'calcimap'

/**
 * The name of an image for Cornerstone. Study, series and instance do not name one image where two patients share
 * UIDs, as after a mistake at the scanner: the name of its bytes is part of it. A plane that was cut has the name of
 * its stack and its place there.
 */
export function imageIdOf({ of, key, images }: Stack, index: number): string {
  const image = images[index]
  const parts =
    image.kind === 'acquired'
      ? [of.study, of.series, image.instance.SOPInstanceUID, image.instance.source.key]
      : [key, 'cut']
  const number = image.kind === 'acquired' ? image.frameNumber : index
  return `${SCHEME}:${parts.map(encodeURIComponent).join('/')}/${number}`
}
