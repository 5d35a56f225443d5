import type { ClinicalContext } from '../domain/clinical'
import { accept, type CandidateList } from '../detection/candidate-list'
import { calibrationFor } from '../domain/calibration'
import { calibrationUsed, type DrawnCalibration } from '../domain/drawn-calibration'
import {
  addFocus,
  addFoundFoci,
  changeFinding,
  changeFocus,
  deleteFoci,
  findingOf,
  fociOf,
  focusBy,
  groupFoci,
  setLaterality,
  splitFoci,
  tag,
  type Finding,
  type Findings,
  type Focus,
  type Grade,
  type LikelyMorphology,
  type Presence,
  type Suggestion,
} from '../domain/finding'
import { resized } from '../domain/measure'
import {
  addMeasurement,
  assign,
  changeMeasurement,
  withoutGone,
  type Mark,
  type Measurement,
  type Measurements,
} from '../domain/measurement'
import type { KeyFrame, Reading } from '../domain/reading'
import { reopened, type ReportDraft } from '../domain/report-draft'
import { rowOf } from '../domain/shapes'
import type { FrameRef, Instance } from '../domain/study'
import {
  acceptSuggested,
  type SideConflict,
  type SuggestedSide,
  type SuggestedSite,
} from '../domain/suggested-site'
import type { Uid } from '../domain/uid'
import type { DistributionId, Laterality, SiteId, StructureId, TermId } from '../domain/vocabulary'
import { History } from './history.svelte'

export type NewMark = Pick<
  Focus,
  | 'imageRegion'
  | 'spatialRegion'
  | 'mask'
  | 'plane'
  | 'window'
  | 'algorithm'
  | 'suggestedMorphology'
  | 'sideOfMidline'
  | 'measures'
>

/** All that undo goes back over: the Reading, and what was decided about candidates by series. */
interface Snapshot {
  readonly reading: Reading
  readonly found: ReadonlyMap<string, CandidateList>
}

/** Candidates that are accepted together, as marks. */
export interface AcceptedGroup {
  readonly ids: readonly number[]
  readonly marks: readonly NewMark[]
  readonly suggestion?: Suggestion
  /** The reader's own choice for them, in place of a suggestion. */
  readonly tagged?: DistributionId
}

/** What a step of undo is about: each has its words in `undo` of the dictionaries. */
export type ChangeKind =
  | 'addMark'
  | 'addMeasurement'
  | 'assign'
  | 'changeMark'
  | 'rename'
  | 'delete'
  | 'group'
  | 'split'
  | 'tag'
  | 'side'
  | 'suggested'
  | 'structures'
  | 'grade'
  | 'keyImage'
  | 'calibrate'
  | 'clinical'
  | 'report'
  | 'reading'
  | 'search'
  | 'candidates'
  | 'accept'

/** One study's Reading while it is being worked on: its verbs, its undo, and what is selected. */
export class ReadingSession {
  #history: History<Snapshot, ChangeKind>
  #selected: readonly Uid[] = $state.raw([])
  /** Selected candidates, by id. */
  selectedFound: readonly number[] = $state.raw([])
  /** New marks join the selected finding instead of starting one. */
  joining = $state(false)

  constructor(reading: Reading) {
    this.#history = new History({ reading, found: new Map() })
  }

  get reading(): Reading {
    return this.#history.now.reading
  }
  get findings(): Findings {
    return this.reading.findings
  }
  get foci(): Focus[] {
    return fociOf(this.findings)
  }
  get measurements(): Measurements {
    return this.reading.measurements
  }
  /** All that is drawn on images: foci, then measurements. */
  get marks(): Mark[] {
    return [...this.foci, ...this.measurements]
  }
  get clinical(): ClinicalContext {
    return this.reading.clinical
  }
  get report(): ReportDraft {
    return this.reading.report
  }
  get canUndo(): boolean {
    return this.#history.canUndo
  }
  get undoes(): ChangeKind | undefined {
    return this.#history.undoes
  }
  get redoes(): ChangeKind | undefined {
    return this.#history.redoes
  }
  get canRedo(): boolean {
    return this.#history.canRedo
  }

  /** Selected marks that still exist, in the order in which they were selected. */
  get selected(): readonly Uid[] {
    return this.#selected.filter((uid) => focusBy(this.findings, uid) ?? this.#measurementBy(uid))
  }
  get selectedFocus(): Focus | undefined {
    const last = this.selected.at(-1)
    return last ? focusBy(this.findings, last) : undefined
  }
  get selectedMeasurement(): Measurement | undefined {
    const last = this.selected.at(-1)
    return last ? this.#measurementBy(last) : undefined
  }
  get selectedFinding(): Finding | undefined {
    return this.selectedFocus && findingOf(this.findings, this.selectedFocus.uid)
  }

  select(uids: readonly Uid[]): void {
    this.#selected = uids
  }
  toggleSelected(uid: Uid): void {
    this.#selected = this.#selected.includes(uid)
      ? this.#selected.filter((other) => other !== uid)
      : [...this.#selected, uid]
  }

  #measurementBy = (uid: Uid): Measurement | undefined => this.measurements.find((one) => one.uid === uid)

  /** A length is a measurement, of the selected focus where new marks join; everything else is a focus. */
  addMark(mark: NewMark): Mark {
    if (!rowOf(mark.imageRegion.shape).isMeasurement) return this.addFocus(mark)
    const belongsTo = this.joining ? this.selectedFocus?.uid : undefined
    const { measurements, measurement } = addMeasurement(this.measurements, measurementOf(mark), belongsTo)
    this.#write('addMeasurement', { measurements })
    this.select([measurement.uid])
    return measurement
  }

  /** @param focus that it measures; none: it stands alone */
  assignMeasurement(uid: Uid, focus: Uid | undefined): void {
    this.#write('assign', { measurements: assign(this.measurements, uid, focus) })
  }

  addFocus(mark: NewMark): Focus {
    const joins = this.joining ? this.selectedFinding?.uid : undefined
    const { findings, focus } = addFocus(this.findings, mark, { focus: 'F', finding: '' }, joins)
    this.#write('addMark', { findings })
    this.select([focus.uid])
    return focus
  }

  /** @param name joins changes in a row into one undo step */
  changeMark(uid: Uid, change: Partial<NewMark & Pick<Focus, 'TrackingIdentifier'>>, name?: string): void {
    if (!this.#measurementBy(uid)) return this.changeFocus(uid, change, name)
    const measurements = changeMeasurement(this.measurements, uid, measurementOf(change))
    this.#write('TrackingIdentifier' in change ? 'rename' : 'changeMark', { measurements }, name)
  }

  /** @param name joins changes in a row into one undo step */
  changeFocus(uid: Uid, change: Partial<Focus>, name?: string): void {
    this.#write(
      'TrackingIdentifier' in change ? 'rename' : 'changeMark',
      { findings: changeFocus(this.findings, uid, change) },
      name,
    )
  }

  /** Measurements of a focus that goes stand alone. */
  deleteMarks(uids: readonly Uid[]): void {
    if (uids.length === 0) return
    const gone = new Set(uids)
    const findings = deleteFoci(this.findings, gone)
    const left = this.measurements.filter(({ uid }) => !gone.has(uid))
    this.#write('delete', { findings, measurements: withoutGone(left, findings) })
  }

  groupFoci(uids: readonly Uid[]): void {
    this.#write('group', { findings: groupFoci(this.findings, this.#fociAmong(uids)) })
  }

  splitFoci(uids: readonly Uid[]): void {
    this.#write('split', { findings: splitFoci(this.findings, this.#fociAmong(uids), '') })
  }

  #fociAmong = (uids: readonly Uid[]): readonly Uid[] => uids.filter((uid) => focusBy(this.findings, uid))

  tag(finding: Uid, term: TermId, presence: Presence | undefined): void {
    this.#changeFinding('tag', finding, (now) => tag(now, term, presence))
  }

  setLaterality(finding: Uid, site: SiteId, side: Laterality | undefined): void {
    this.#changeFinding('side', finding, (now) => setLaterality(now, site, side))
  }

  /** Sites, side and morphology that the images suggest, as the reader's own; undone in one step. */
  acceptSuggested(
    finding: Uid,
    sites: readonly SuggestedSite[],
    side: SuggestedSide | SideConflict | undefined,
    morphologies: readonly LikelyMorphology[],
  ): void {
    this.#changeFinding('suggested', finding, (now) => acceptSuggested(now, sites, side, morphologies))
  }

  setStructures(finding: Uid, structures: readonly StructureId[]): void {
    this.#changeFinding('structures', finding, (now) => ({ ...now, structures }))
  }

  setGrade(finding: Uid, grade: Grade | undefined): void {
    this.#changeFinding('grade', finding, ({ grade: _, ...now }) => (grade ? { ...now, grade } : now))
  }

  renameFinding(finding: Uid, label: string): void {
    this.#changeFinding('rename', finding, (now) => ({ ...now, label }))
  }

  isKeyImage = (frame: FrameRef): boolean => this.reading.keyImages.some((other) => isSame(other, frame))

  /** Stars a frame, or takes its star away. */
  toggleKeyImage({ SOPInstanceUID, frameNumber, window }: KeyFrame): void {
    const frame = { SOPInstanceUID, frameNumber, ...(window ? { window } : {}) }
    const others = this.reading.keyImages.filter((other) => !isSame(other, frame))
    this.#write('keyImage', { keyImages: this.isKeyImage(frame) ? others : [...others, frame] })
  }

  /** Sizes an image by a calibration line, or as its file says again; its marks are measured anew. */
  calibrate(instance: Instance, line: Omit<DrawnCalibration, 'SOPInstanceUID'> | undefined): void {
    const { SOPInstanceUID } = instance
    const others = this.reading.calibrations.filter((other) => other.SOPInstanceUID !== SOPInstanceUID)
    const calibrations = line ? [...others, { SOPInstanceUID, ...line }] : others
    const calibration = calibrationUsed(instance, calibrations)
    const onImage = ({ imageRegion, plane }: Mark) => imageRegion.SOPInstanceUID === SOPInstanceUID && !plane
    const anew = ({ imageRegion: region, measures }: Mark) => ({
      measures: resized(measures, region, calibrationFor(calibration, region)),
    })
    const findings = this.foci
      .filter(onImage)
      .reduce((changed, focus) => changeFocus(changed, focus.uid, anew(focus)), this.findings)
    const measurements = this.measurements.map((one) => (onImage(one) ? { ...one, ...anew(one) } : one))
    this.#write('calibrate', { calibrations, findings, measurements })
  }

  /** @param change one of the verbs of `domain/clinical` */
  changeClinical(change: (clinical: ClinicalContext) => ClinicalContext, name?: string): void {
    this.#write('clinical', { clinical: change(this.clinical) }, name)
  }

  /** @param report as a verb of `domain/report-draft` made it */
  setReport(report: ReportDraft, name?: string): void {
    this.#write('report', { report }, name)
  }

  /** Another saved reading of the same study takes the place of this one; undo brings it back. */
  replace(reading: Reading): void {
    this.#history.change({ ...this.#history.now, reading }, 'reading')
  }

  /** What a search found in a series, with what was decided about each; undefined before a search. @param series `groupKey` of it */
  foundIn = (series: string): CandidateList | undefined => this.#history.now.found.get(series)

  /** @param kind of the step: what a search found, or what was decided */
  setFound(series: string, list: CandidateList, kind: 'search' | 'candidates' = 'candidates'): void {
    const found = new Map([...this.#history.now.found, [series, list]])
    this.#history.change({ ...this.#history.now, found }, kind)
  }

  /** Candidates become marks, one finding for each suggestion; undone in one step. */
  acceptFound(series: string, groups: readonly AcceptedGroup[]): void {
    const list = this.foundIn(series)
    if (!list) return
    let { findings } = this
    const added: Uid[] = []
    for (const { marks, suggestion, tagged } of groups) {
      const made = addFoundFoci(findings, marks, { focus: 'F', finding: '' }, { suggestion, tagged })
      findings = made.findings
      added.push(...made.foci.map(({ uid }) => uid))
    }
    const ids = new Set(groups.flatMap((group) => group.ids))
    const found = new Map([...this.#history.now.found, [series, accept(list, ids)]])
    this.#write('accept', { findings }, undefined, found)
    this.select(added)
  }

  settle = (): void => this.#history.settle()
  undo = (): void => this.#history.undo()
  redo = (): void => this.#history.redo()

  #changeFinding(kind: ChangeKind, uid: Uid, change: (finding: Finding) => Finding): void {
    this.#write(kind, { findings: changeFinding(this.findings, uid, change) })
  }

  /** A final report speaks of the Reading as it was: whatever else is changed makes it a draft again. */
  #write(kind: ChangeKind, change: Partial<Reading>, name?: string, found = this.#history.now.found): void {
    const report = change.report ?? reopened(this.reading.report)
    const reading = { ...this.reading, ...change, report, modified: new Date().toISOString() }
    this.#history.change({ reading, found }, kind, name)
  }
}

/** What a measurement keeps of a mark: it has no voxels, and lies in no tissue. */
function measurementOf<Given extends Partial<NewMark>>({
  mask: _mask,
  algorithm: _algorithm,
  suggestedMorphology: _morphology,
  sideOfMidline: _side,
  ...kept
}: Given) {
  return kept
}

const isSame = (a: FrameRef, b: FrameRef): boolean =>
  a.SOPInstanceUID === b.SOPInstanceUID && a.frameNumber === b.frameNumber
