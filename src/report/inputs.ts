import type { Reading } from '../domain/reading'
import type { Study } from '../domain/study'
import type { Uid } from '../domain/uid'
import type { Language, Translate } from '../i18n/translate'

/** All that a report is made of; it asks nobody else. */
export interface ReportInputs {
  readonly reading: Reading
  /** The study that was read. */
  readonly study: Study
  /** Every open study; those of the same patient are named as comparison. */
  readonly studies?: readonly Study[]
  readonly keyImages?: readonly KeyImage[]
  /** False leaves out name, numbers, dates and institution, as for teaching. */
  readonly showsIdentity?: boolean
  /** The program's own version: `0.1.0`. */
  readonly version: string
}

/** A picture of one frame with the marks of a finding drawn in; of a starred one with all its marks. */
export interface KeyImage {
  /** None: the reader starred the frame. */
  readonly finding?: Uid
  readonly SOPInstanceUID: string
  /** From 1. */
  readonly frameNumber: number
  /** PNG or JPEG as a data URL. */
  readonly dataUrl: string
  /** As shown, in modality values. */
  readonly window?: { readonly width: number; readonly level: number }
}

/** The language of a report. */
export interface Words {
  readonly t: Translate
  readonly language: Language
}
