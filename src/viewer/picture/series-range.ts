import { framesOf, type Series } from '../../domain/study'
import { measuredRange, type Range } from '../decoding/decoded-frame'
import type { FrameStore } from '../decoding/frame-store'

/*
 * A series whose files give no window has one all the same: from the least to the greatest value measured in its
 * first, its last and three frames between, so that an image that is brighter than the next one also looks brighter,
 * on its slices, its planes and its volume.
 */

const SAMPLED = 5

const known = new WeakMap<Series, Range>()
const asked = new WeakMap<Series, Promise<Range | undefined>>()

/** The range of a series that has been looked at. */
export const knownRange = (series: Series): Range | undefined => known.get(series)

/** Frames that cannot be decoded are passed over; undefined where none is left, and for colour. */
export function rangeOfSeries(series: Series, store: Pick<FrameStore, 'frame'>): Promise<Range | undefined> {
  const there = asked.get(series) ?? measure(series, store)
  asked.set(series, there)
  return there
}

async function measure(series: Series, store: Pick<FrameStore, 'frame'>): Promise<Range | undefined> {
  const frames = framesOf(series)
  const count = Math.min(SAMPLED, frames.length)
  const chosen = Array.from(
    { length: count },
    (_, index) => frames[Math.round((index * (frames.length - 1)) / Math.max(1, count - 1))],
  )
  const decoded = await Promise.all(
    chosen.map(({ instance, frameNumber }) => store.frame(instance, frameNumber).catch(() => undefined)),
  )
  const ranges = decoded.flatMap((frame) => (frame?.components === 1 ? [measuredRange(frame)] : []))
  if (ranges.length === 0) return undefined
  const range = {
    minimum: Math.min(...ranges.map(({ minimum }) => minimum)),
    maximum: Math.max(...ranges.map(({ maximum }) => maximum)),
  }
  known.set(series, range)
  return range
}
