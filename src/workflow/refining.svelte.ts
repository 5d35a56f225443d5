import { DEFAULT_GROWTH } from '../detection/grow'
import type { Algorithm } from '../domain/finding'
import type { PixelPoint } from '../domain/image-plane'
import type { ReadingSession } from '../state/reading-session.svelte'
import type { Sheet } from './marking'
import { growMark, painted, type GrownMark } from './refine'

/** What the reader should know of what was grown last. */
export type GrowNote = { readonly kind: 'nothing' } | { readonly kind: 'grown'; readonly leaked: boolean }

const [LOWEST_LEVEL, HIGHEST_LEVEL, LEVEL_STEP] = [0.05, 0.95, 0.04]

/** Growing and painting on one viewport: every change is one of the selected focus, under undo. */
export class Refining {
  #sheet: () => Sheet | undefined
  #session: () => ReadingSession | undefined
  #algorithm: () => Algorithm
  /** What was grown last, so that its border can still be moved. */
  #grown: { readonly uid: string; readonly seed: PixelPoint; readonly level: number } | undefined
  note: GrowNote | undefined = $state.raw()

  constructor(
    sheet: () => Sheet | undefined,
    session: () => ReadingSession | undefined,
    algorithm: () => Algorithm,
  ) {
    this.#sheet = sheet
    this.#session = session
    this.#algorithm = algorithm
  }

  /** A focus whose border can still be moved is selected. */
  get canAdjust(): boolean {
    return this.#grown !== undefined && this.#session()?.selectedFocus?.uid === this.#grown.uid
  }

  /** @returns the name of the new mark; undefined where nothing stands out */
  growAt(seed: PixelPoint): string | undefined {
    const session = this.#session()
    const made = this.#grow(seed, DEFAULT_GROWTH.level)
    if (!made || !session) return void (this.note = { kind: 'nothing' })
    const focus = session.addFocus(made.mark)
    this.#grown = { uid: focus.uid, seed, level: made.level }
    this.note = { kind: 'grown', leaked: made.leaked }
    return focus.TrackingIdentifier
  }

  /** Moves the border of what was grown last. @param by 1 inwards, −1 outwards */
  moveBorder(by: 1 | -1): void {
    if (!this.#grown || !this.canAdjust) return
    const { uid, seed, level } = this.#grown
    const made = this.#grow(seed, Math.min(HIGHEST_LEVEL, Math.max(LOWEST_LEVEL, level + LEVEL_STEP * by)))
    if (!made) return
    this.#session()?.changeFocus(uid, made.mark, `grow ${uid}`)
    this.#grown = { uid, seed, level: made.level }
    this.note = { kind: 'grown', leaked: made.leaked }
  }

  /** @param radius of the brush, in columns */
  paint(stroke: readonly PixelPoint[], radius: number, erases: boolean): void {
    const [sheet, session] = [this.#sheet(), this.#session()]
    const focus = session?.selectedFocus
    const mark = focus && sheet && painted(focus, sheet, stroke, radius, erases)
    if (mark) session?.changeFocus(focus.uid, mark)
  }

  #grow(seed: PixelPoint, level: number): GrownMark | undefined {
    const sheet = this.#sheet()
    return sheet && growMark(sheet, seed, level, this.#algorithm())
  }
}
