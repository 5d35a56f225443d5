import type { PixelPoint } from '../domain/image-plane'

/** Room of a label of 12 px, from its baseline at the left. */
const LINE_PX = 15
const LETTER_PX = 7

/** CSS pixels that a label takes, about. */
export const widthOf = (text: string): number => text.length * LETTER_PX

export interface Label {
  readonly text: string
  /** Where its baseline begins, CSS pixels. */
  readonly at: PixelPoint
}

/** Labels moved down until none lies over one before it; one that has room stays where it is. */
export function apart(labels: readonly Label[]): PixelPoint[] {
  const placed: Label[] = []
  for (const { text, at } of labels) {
    const [x] = at
    let [, y] = at
    // Each step passes at least one label that is placed.
    for (let tries = 0; tries <= labels.length; tries++) {
      const over = placed.find((other) => collide(other, { text, at: [x, y] }))
      if (!over) break
      y = over.at[1] + LINE_PX
    }
    placed.push({ text, at: [x, y] })
  }
  return placed.map(({ at }) => at)
}

const collide = (a: Label, b: Label): boolean =>
  a.text !== '' &&
  b.text !== '' &&
  Math.abs(a.at[1] - b.at[1]) < LINE_PX &&
  a.at[0] < b.at[0] + widthOf(b.text) &&
  b.at[0] < a.at[0] + widthOf(a.text)
