import { massLikeOf } from '../detection/burden'
import {
  isInOneSlice,
  type AnyCandidate,
  type Candidate,
  type Excluded,
  type SliceExcluded,
} from '../detection/candidate'
import {
  isRestored,
  listed,
  merge,
  reject,
  reopen,
  restore,
  sidesInSlice,
  sidesOf,
  split,
  type CandidateList,
} from '../detection/candidate-list'
import type { FindOptions } from '../detection/candidates'
import type { NoVolume } from '../detection/slices'
import { eachRun, focusMaskOf, union, voxelCount, type Runs } from '../detection/runs'
import { bytesToFind } from '../detection/volume'
import type { Algorithm, Focus } from '../domain/finding'
import { patientToPixel, type PixelPoint } from '../domain/image-plane'
import { placesIn } from '../domain/image-reference'
import type { Measure } from '../domain/measure'
import { everySecond } from '../domain/memory'
import { centreOf, imageRegion, spatialRegion } from '../domain/region'
import { framesOf, groupKey, isLocalizer, refTo, seriesKey, type Series } from '../domain/study'
import type { DistributionId } from '../domain/vocabulary'
import type { Translate } from '../i18n/translate'
import { formatPlace } from '../report/places'
import type { SearchState } from '../state/candidate-search.svelte'
import type { AcceptedGroup, NewMark, ReadingSession } from '../state/reading-session.svelte'
import type { Layout } from '../state/layout.svelte'
import type { Workbench } from '../state/workbench.svelte'
import { hasHounsfieldUnits, measuresOfSlice, sliceAt, slicesOf } from './found-slices'
import { lookAtPlace } from './looking'
import { sideOf } from './marking'
import { largestOutline } from './mask-outlines'
import { bySuggestion, morphologyOf, suggestedForAll, type SuggestedGroup } from './suggestions'
import type { Viewports } from './viewports.svelte'

/* What a reader does with candidates: searched in the series of the active viewport, decided on, and walked through. */

/** What searching and deciding needs of all that a command may use. */
interface Bench {
  readonly version: string
  readonly workbench: Workbench
  readonly layout: Layout
  readonly viewports: Viewports
}

/** The series that is searched, what was found in it, and the Reading that takes what is accepted. */
export interface FoundHere {
  readonly study: string
  /** `seriesKey` of the series. */
  readonly key: string
  readonly series: Series
  readonly session: ReadingSession
  readonly state: SearchState | undefined
  readonly list: CandidateList
}

export const algorithmOf = ({ version }: Pick<Bench, 'version'>): Algorithm => ({ name: 'Calcimap', version })

/** Undefined while the active viewport shows no series, or its Reading is being restored. */
export function foundHere({ layout, workbench, viewports }: Bench): FoundHere | undefined {
  const { study, series: key } = layout.active
  const given = workbench.series(study, key)
  const session = workbench.sessionOf(study)
  if (!given || !session || !study) return undefined
  const of = refTo(study, given)
  const series = viewports.shareOf(of) === 'half' ? everySecond(given) : given
  const state = workbench.search.stateOf(seriesKey(of))
  return {
    study,
    key: seriesKey(of),
    series,
    session,
    state,
    list: session.foundIn(groupKey(series)) ?? [],
  }
}

/** A slice of the series that is searched, as lists and report call it. @param sliceIndex in the order of the series */
export function formatSlice(bench: Bench, sliceIndex: number, t: Translate): string {
  const here = foundHere(bench)
  const study = bench.workbench.studyBy(here?.study)
  if (!here || !study) return ''
  const { instance, frameNumber } = framesOf(here.series)[sliceIndex]
  return formatPlace({ SOPInstanceUID: instance.SOPInstanceUID, frameNumber }, placesIn(study), { t })
}

/** CT numbers are what a search goes by. */
export const isSearchable = (bench: Bench): boolean => {
  const series = foundHere(bench)?.series
  return series?.Modality === 'CT' && !series.instances.every(isLocalizer)
}

export async function search(bench: Bench, options: Partial<FindOptions>): Promise<void> {
  const here = foundHere(bench)
  if (!here) return
  const { series, key } = here
  const { volumes, frames } = bench.viewports
  const { geometry, irregular = 'noPlane' } = volumes.shapeOf(series)
  const { search } = bench.workbench
  if (series.instances.every(isLocalizer)) return search.refuse(key, 'localizer')
  if (!geometry) return searchSlices(bench, here, irregular, options)
  if (!framesOf(series).every(({ instance }) => hasHounsfieldUnits(series, instance)))
    return search.refuse(key, 'noHounsfieldUnits')
  // Said before the voxels are gathered: gathering them would take the memory.
  if (bytesToFind(geometry, BYTES_PER_VOXEL) > frames.budget) return search.refuse(key, 'tooLarge')
  const gather = (onProgress: (share: number) => void) =>
    volumes.gather(series, geometry, (done, total) => onProgress(done / total))
  const found = await search.run(key, gather, options)
  if (found) list(here, found.candidates)
}

/** Of nearly every CT; those with fractions take twice that. */
const BYTES_PER_VOXEL = 2

async function searchSlices(
  bench: Bench,
  here: FoundHere,
  why: NoVolume,
  options: Partial<FindOptions>,
): Promise<void> {
  const slices = slicesOf(bench.viewports.frames, here.series, why)
  const found = await bench.workbench.search.runInSlices(here.key, slices, options)
  if (found) list(here, found.candidates)
}

/** What lies free comes first: what touches bone is looked at last. */
function list({ session, series }: FoundHere, found: readonly AnyCandidate[]): void {
  const inOrder = KINDS.flatMap((kind) => found.filter((candidate) => candidate.kind === kind))
  session.setFound(groupKey(series), listed(inOrder), 'search')
  session.selectedFound = []
}

const KINDS: readonly Candidate['kind'][] = ['deposit', 'ossified', 'attached']

/** Selected candidates that are still open. */
export const chosen = ({ list, session }: FoundHere): AnyCandidate[] =>
  list
    .filter(({ decision }) => decision === 'open')
    .map(({ candidate }) => candidate)
    .filter(({ id }) => session.selectedFound.includes(id))

/**
 * What of the suggestions is taken: that of each candidate, one finding for each distribution; the one for all of
 * them where it is clear, one finding; none, one finding without a tag; or the reader's own distribution, one finding.
 * Morphology goes with all but the third.
 */
type Taking = 'each' | 'group' | 'none' | { readonly tagged: DistributionId }

/** The selection, as its detail says: by the suggestion for all where there is one, else by each one's own. */
export const acceptChosen = (bench: Bench, candidates: readonly AnyCandidate[]): Promise<void> =>
  acceptAll(bench, candidates, 'group')

export const acceptPlain = (bench: Bench, candidates: readonly AnyCandidate[]): Promise<void> =>
  acceptAll(bench, candidates, 'none')

/** One finding of the distribution that the reader says. */
export const acceptTagged = (
  bench: Bench,
  candidates: readonly AnyCandidate[],
  tagged: DistributionId,
): Promise<void> => acceptAll(bench, candidates, { tagged })

function groupsFor(candidates: readonly AnyCandidate[], taking: Taking): readonly SuggestedGroup[] {
  if (taking === 'none' || typeof taking === 'object')
    return [{ term: undefined, attached: false, members: candidates }]
  const term = taking === 'group' ? suggestedForAll(candidates) : undefined
  return term ? [{ term, attached: false, members: candidates }] : bySuggestion(candidates)
}

export async function acceptAll(
  bench: Bench,
  candidates: readonly AnyCandidate[],
  taking: Taking = 'each',
): Promise<void> {
  const here = foundHere(bench)
  if (!here || candidates.length === 0) return
  const { session, series } = here
  const algorithm = algorithmOf(bench)
  const scores = await scoresOf(bench, here, candidates)
  const sides = await Promise.all(candidates.map((candidate) => sideOfCandidate(bench, series, candidate)))
  if (!areOpen(session.foundIn(groupKey(series)), candidates)) return
  const scored = (candidate: AnyCandidate): Measure[] => {
    const value = scores?.[candidates.indexOf(candidate)]
    return value === undefined ? [] : [{ quantity: 'agatstonLike', value, unit: '1' }]
  }
  const accepted = groupsFor(candidates, taking).map(({ term, members }): AcceptedGroup => ({
    ids: members.map(({ id }) => id),
    marks: members.map((candidate) => {
      const mark = markOf(candidate, series)
      const suggestedMorphology = taking === 'none' ? undefined : morphologyOf(candidate)
      return {
        ...mark,
        algorithm,
        sideOfMidline: sides[candidates.indexOf(candidate)],
        ...(suggestedMorphology && { suggestedMorphology }),
        measures: [...mark.measures, ...scored(candidate)],
      }
    }),
    ...(term && { suggestion: { term, algorithm } }),
    ...(typeof taking === 'object' && taking),
  }))
  const after = nextOpen(here, 1)
  session.acceptFound(groupKey(series), accepted)
  settle(bench, after)
}

/** Not so when the key was pressed twice, and they were accepted while their scores were worked out. */
const areOpen = (list: CandidateList = [], candidates: readonly AnyCandidate[]): boolean =>
  candidates.every(({ id }) =>
    list.some(({ candidate, decision }) => candidate.id === id && decision === 'open'),
  )

/** Undefined for single slices: the score is defined over the slices of a volume. */
async function scoresOf(
  { workbench }: Bench,
  { state, key }: FoundHere,
  candidates: readonly AnyCandidate[],
): Promise<number[] | undefined> {
  if (state?.kind !== 'done') return undefined
  return workbench.search.scores(
    key,
    candidates.map(({ runs }) => runs),
  )
}

export function rejectAll(bench: Bench, candidates: readonly AnyCandidate[]): void {
  const here = foundHere(bench)
  if (!here || candidates.length === 0) return
  const after = nextOpen(here, 1)
  const ids = new Set(candidates.map(({ id }) => id))
  here.session.setFound(groupKey(here.series), reject(here.list, ids))
  settle(bench, after)
}

export function reopenAll(bench: Bench, ids: ReadonlySet<number>): void {
  const here = foundHere(bench)
  if (here) here.session.setFound(groupKey(here.series), reopen(here.list, ids))
}

/** What the search excluded, as a candidate after all. */
export async function restoreExcluded(bench: Bench, { runs }: Excluded | SliceExcluded): Promise<void> {
  const here = foundHere(bench)
  if (!here || isRestored(here.list, runs)) return
  const [made] = await measured(bench, here, [runs], { kind: 'deposit' })
  // The list as it is by now: the button may have been pressed twice.
  const key = groupKey(here.series)
  const list = here.session.foundIn(key)
  if (!made || !list || isRestored(list, runs)) return
  const id = Math.max(made.id, 1 + Math.max(0, ...list.map(({ candidate }) => candidate.id)))
  const candidate = { ...made, id }
  here.session.setFound(key, restore(list, candidate, runs))
  take(bench, candidate)
}

/** Sections of two slices are no one section. */
export const canMerge = (candidates: readonly AnyCandidate[]): boolean =>
  candidates.length > 1 &&
  new Set(candidates.map((candidate) => isInOneSlice(candidate) && candidate.sliceIndex)).size === 1

/** One of the selected candidates. */
export async function mergeChosen(bench: Bench): Promise<void> {
  const here = foundHere(bench)
  const members = here ? chosen(here) : []
  if (!here || !canMerge(members)) return
  const runs = members.map((member) => member.runs).reduce(union)
  const made = await measured(bench, here, [runs], members[0])
  const ids = new Set(members.map(({ id }) => id))
  const list = merge(here.list, ids, () => made[0])
  here.session.setFound(groupKey(here.series), list)
  here.session.selectedFound = made.map(({ id }) => id)
}

/** The selected candidate cut through its middle, across its longest axis. */
export async function splitChosen(bench: Bench): Promise<void> {
  const here = foundHere(bench)
  const [candidate, another] = here ? chosen(here) : []
  const parts = here && candidate && !another ? halvesOf(here, candidate) : undefined
  if (!here || !parts) return
  const made = await measured(bench, here, parts, candidate)
  if (made.length < 2) return
  const list = split(here.list, candidate.id, parts, (part) => made[parts.indexOf(part)])
  here.session.setFound(groupKey(here.series), list)
  here.session.selectedFound = made.map((part) => part.id)
}

function halvesOf({ state }: FoundHere, candidate: AnyCandidate): Runs[] | undefined {
  if (isInOneSlice(candidate)) return sidesInSlice(candidate)
  if (state?.kind !== 'done') return undefined
  return sidesOf(candidate.runs, state.geometry, candidate.centre, candidate.shape.axis)
}

async function measured(
  { workbench, viewports }: Bench,
  { key, series, list, state }: FoundHere,
  parts: readonly Runs[],
  { kind }: Pick<Candidate, 'kind'>,
): Promise<AnyCandidate[]> {
  const { search } = workbench
  const highest = Math.max(0, ...list.map(({ candidate }) => candidate.id))
  const inSlice = async (runs: Runs, id: number) => {
    const slice = await sliceAt(viewports.frames, series, runs[0])
    if (typeof slice === 'string') return undefined
    return search.remeasureInSlice(key, slice, runs, id, kind)
  }
  const made = await Promise.all(
    parts.map((runs, index) => {
      const id = highest + 1 + index
      return state?.kind === 'sliced' ? inSlice(runs, id) : search.remeasure(key, runs, id, kind)
    }),
  )
  return made.filter((candidate) => candidate !== undefined)
}

/** The open candidate after, or before, the selected one, wrapping around. */
function nextOpen({ list, session }: FoundHere, by: number): AnyCandidate | undefined {
  const selected = new Set(session.selectedFound)
  const at = list.findIndex(({ candidate }) => selected.has(candidate.id))
  for (let step = 1; step <= list.length; step++) {
    const from = at < 0 && by < 0 ? 0 : at
    const item = list[(from + by * step + 2 * list.length) % list.length]
    if (item.decision === 'open' && !selected.has(item.candidate.id)) return item.candidate
  }
  return undefined
}

export function walk(bench: Bench, by: number): void {
  const here = foundHere(bench)
  const next = here && nextOpen(here, by)
  if (next) take(bench, next)
}

/** Selects a candidate and shows it. */
export function take(bench: Bench, candidate: AnyCandidate): void {
  const here = foundHere(bench)
  if (!here) return
  here.session.selectedFound = [candidate.id]
  lookAt(bench, candidate)
}

function settle(bench: Bench, next: AnyCandidate | undefined): void {
  const here = foundHere(bench)
  if (!here) return
  here.session.selectedFound = []
  if (next) take(bench, next)
}

/** Shows the middle of some voxels, and points the other planes at it. */
export function lookAt(bench: Bench, what: AnyCandidate | Excluded | SliceExcluded): void {
  const here = foundHere(bench)
  if (!here) return
  const slice = 'sliceIndex' in what ? what.sliceIndex : middleSlice(what.runs)
  const points = largestOutline(what.runs, slice)
  lookAtPlace(bench.layout, here.study, here.series, slice, centreOf({ points }))
}

/** The candidates whose centres a box on a frame holds, on whatever slice of a volume they lie. */
export function takeWithin(bench: Bench, a: PixelPoint, b: PixelPoint): void {
  const here = foundHere(bench)
  const view = bench.viewports.view(bench.layout.active.id)
  if (!here || !view) return
  const { plane } = view.image
  const placeOf = (candidate: AnyCandidate): PixelPoint | undefined => {
    if (isInOneSlice(candidate))
      return candidate.sliceIndex === view.sliceIndex ? candidate.centre : undefined
    return plane && patientToPixel(plane, candidate.centre)
  }
  const between = (value: number, one: number, other: number) =>
    value >= Math.min(one, other) && value <= Math.max(one, other)
  here.session.selectedFound = here.list
    .filter(({ candidate, decision }) => {
      const place = placeOf(candidate)
      if (!place || decision !== 'open') return false
      return between(place[0], a[0], b[0]) && between(place[1], a[1], b[1])
    })
    .map(({ candidate }) => candidate.id)
}

/** Slice of the middle voxel: what is bent or hollow has none in its centre. */
function middleSlice(runs: Runs): number {
  let before = voxelCount(runs) / 2
  for (const [k, , , length] of eachRun(runs)) if ((before -= length) <= 0) return k
  return runs[0]
}

/** Slice that holds most of the voxels. */
function thickestSlice(runs: Runs): number {
  const counts = new Map<number, number>()
  for (const [k, , , length] of eachRun(runs)) counts.set(k, (counts.get(k) ?? 0) + length)
  return [...counts].reduce((best, slice) => (slice[1] > best[1] ? slice : best))[0]
}

/** A candidate as a mark: its voxels, and its outline where it is thickest. */
function markOf(candidate: AnyCandidate, series: Series): NewMark {
  const { runs } = candidate
  const k = thickestSlice(runs)
  const { instance, frameNumber } = framesOf(series)[k]
  const { SOPInstanceUID, SOPClassUID, plane } = instance
  const points = largestOutline(runs, k)
  const region = imageRegion({ shape: 'outline', SOPInstanceUID, SOPClassUID, frameNumber, points })
  return {
    imageRegion: region,
    ...(plane?.FrameOfReferenceUID ? { spatialRegion: spatialRegion(region, plane) } : {}),
    mask: focusMaskOf(runs, series.SeriesInstanceUID),
    measures: measuresOf(candidate),
  }
}

/** Undefined also where the slice cannot be decoded: it was when it was searched, and the mark is made all the same. */
async function sideOfCandidate(
  { viewports }: Bench,
  series: Series,
  { runs }: AnyCandidate,
): Promise<Focus['sideOfMidline']> {
  const k = thickestSlice(runs)
  const slice = await sliceAt(viewports.frames, series, k).catch(() => 'unread' as const)
  if (typeof slice === 'string') return undefined
  const { columns, rows, values } = slice
  const valueAt = (column: number, row: number) => values[row * columns + column]
  const { plane } = framesOf(series)[k].instance
  return sideOf({ points: largestOutline(runs, k) }, plane, { columns, rows, unit: 'HU', valueAt })
}

export const measuresOf = (candidate: AnyCandidate): Measure[] =>
  isInOneSlice(candidate) ? measuresOfSlice(candidate) : measuresOfVolume(candidate)

const measuresOfVolume = (candidate: Candidate): Measure[] => [
  {
    quantity: 'longestDiameter',
    value: candidate.shape.longestDiameterMm,
    unit: 'mm',
    calibration: 'patient',
  },
  { quantity: 'volume', value: candidate.volumeMm3, unit: 'mm3', calibration: 'patient' },
  { quantity: 'massLike', value: massLikeOf(candidate), unit: '1' },
  { quantity: 'mean', value: candidate.meanHu, unit: "[hnsf'U]" },
  { quantity: 'sd', value: candidate.sdHu, unit: "[hnsf'U]" },
  { quantity: 'maximum', value: candidate.maxHu, unit: "[hnsf'U]" },
]
