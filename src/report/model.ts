import type { ReportText } from '../domain/report-draft'
import type { FrameRef } from '../domain/study'
import type { Uid } from '../domain/uid'
import type { Language } from '../i18n/translate'

/*
 * The report as titled sections of plain data, already in the reader's language. A text is plain: whoever shows
 * it never takes it for markup. Exporters and the preview add neither words nor reasoning of their own.
 */

export interface Report {
  readonly language: Language
  readonly title: string
  readonly final: boolean
  readonly status: string
  /** Empty while the reader gives no name. */
  readonly author: string
  /** Patient, then study: two columns side by side. */
  readonly identity: readonly (readonly Field[])[]
  /** One line each, for the top of every page. */
  readonly running: { readonly patient: string; readonly study: string }
  readonly sections: readonly Section[]
  /** What a ranking is and is not; at the end, and never left out. */
  readonly disclaimer: readonly string[]
  /** Not for diagnosis, program and knowledge with their versions; for the bottom of every page. */
  readonly footer: string
  /** `Page {page} of {pages}` in the report's language, both still to be filled in. */
  readonly pageLabel: string
  /** Said where a font lacks a character of a text. */
  readonly unprintable: string
}

export interface Section {
  readonly id: ReportText
  readonly title: string
  /** The reader's own text, before all that is computed; empty when there is none. */
  readonly readerText: string
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'fields'; readonly fields: readonly Field[]; readonly picture?: Picture }
  | {
      readonly kind: 'list'
      readonly title?: string
      readonly items: readonly string[]
      readonly ordered?: boolean
    }
  | { readonly kind: 'pictures'; readonly title: string; readonly pictures: readonly Picture[] }
  | Table

export interface Field {
  readonly label: string
  readonly value: string
}

export interface Table {
  readonly kind: 'table'
  /** Names the table for those who do not see it. */
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface Column {
  readonly title: string
  /** Numbers stand at the right; wide columns share what room is left. */
  readonly shape: 'number' | 'short' | 'wide'
}

/** Lines below one another. */
export type Cell = readonly Line[]

export interface Line {
  readonly text: string
  readonly tone?: Tone
}

export type Tone = 'strong' | 'dim' | 'warning'

/** A key image with its marks drawn in. */
export interface Picture {
  /** The finding it shows, or the frame that the reader starred. */
  readonly of: { readonly finding: Uid } | { readonly frame: FrameRef }
  /** PNG or JPEG as a data URL; empty where there is none to show. */
  readonly dataUrl: string
  /** For those who do not see it. */
  readonly alt: string
  readonly caption: string
}
