import type {
  Content,
  ContentTable,
  ContentText,
  CustomTableLayout,
  Style,
  TDocumentDefinitions,
} from 'pdfmake/interfaces'
import type { Block, Cell, Column, Field, Line, Picture, Report, Section, Table, Tone } from './model'
import { PdfTags, type DrawnDocument, type Tag, type TagType } from './pdf-tags'
import { isPicture, lacksCharacters, printable } from './printable'

/* Lengths in points, 1/72 inch. */
const MARGIN = 48
const TOP = 64
const BOTTOM = 58
const PICTURE = 190
const STARRED = 236
const LABEL = 88
/** A heading with less than this below it goes to the next page; that of a section often has another below it. */
const HEADING_ROOM = [0, 120, 84, 40]

const INK = '#1b2027'
const DIM = '#56616d'
const ACCENT = '#1f3b64'
const WARNING = '#96350f'
const RULE = '#ccd3da'
const PANEL = '#f3f5f8'

const TONES: Readonly<Record<Tone, Style>> = {
  strong: { bold: true },
  dim: { color: DIM },
  warning: { color: WARNING },
}

/** What is needed at every place of the document. */
interface Pen {
  readonly report: Report
  readonly tags: PdfTags
  /** Pictures by the name under which the document knows them. */
  readonly images: Record<string, string>
}

/** What pdfmake is to draw: A4, header and footer on every page, every text and picture tagged. */
export function pdfLayout(report: Report): TDocumentDefinitions {
  const pen: Pen = { report, tags: new PdfTags(), images: {} }
  const content = contentOf(pen)
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, TOP, MARGIN, BOTTOM],
    version: '1.7',
    language: report.language,
    tagged: true,
    displayTitle: true,
    info: { title: titleOf(report), author: report.author, creator: report.footer, producer: 'pdfmake' },
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.2, color: INK },
    images: pen.images,
    header: () => headerOf(pen),
    footer: (page, pages) => footerOf(page, pages, pen),
    content,
    pageBreakBefore: ({ headlineLevel, startPosition: { top, pageInnerHeight } }) =>
      headlineLevel !== undefined && top - TOP > pageInnerHeight - HEADING_ROOM[headlineLevel],
  }
}

const titleOf = ({ title, running }: Report): string => [title, running.study].filter(Boolean).join(' · ')

function contentOf(pen: Pen): Content[] {
  const { report, tags } = pen
  const title: Style = { fontSize: 17, bold: true, color: ACCENT, margin: [0, 0, 0, 8] }
  const content = [
    leaf(tags.root, 'H1', report.title, title, pen),
    identityOf(pen),
    ...report.sections.flatMap((section) => sectionOf(section, pen)),
    disclaimerOf(pen),
  ]
  if (!lacksCharacters(JSON.stringify({ ...report, unprintable: '' }))) return content
  return [
    ...content,
    leaf(tags.root, 'P', report.unprintable, { ...TONES.dim, fontSize: 8, margin: [0, 6, 0, 0] }, pen),
  ]
}

/** One text with its tag. An empty line keeps its height. */
function leaf(parent: Tag, type: TagType, text: string, style: Style, { tags }: Pen): ContentText {
  const fontFeatures = tags.featuresOf(tags.add(parent, type)) as ContentText['fontFeatures']
  const pieces = printable(text || ' ').split(QUANTITY)
  const inlines = pieces
    .map((piece, index) => ({ text: piece, fontFeatures, ...(index % 2 === 1 ? { noWrap: true } : {}) }))
    .filter((inline) => inline.text)
  return { ...style, text: inlines, fontFeatures }
}

/** A number with its unit, and what clings to it: the two never part at the end of a line. */
const QUANTITY = /(\S{0,12}\d (?:mm²|mm|px²|px|HU|ms)(?![\p{L}\d])\S{0,4} ?)/u

/** Patient and study, at the top of every page. It is not read aloud again and again. */
function headerOf({ report: { running }, tags }: Pen): Content {
  const cells = [
    { text: printable(running.patient), bold: true },
    { text: printable(running.study), alignment: 'right' as const, color: DIM },
  ]
  return {
    margin: [MARGIN, 28, MARGIN, 0],
    fontSize: 8,
    table: { widths: ['*', '*'], body: [cells] },
    layout: { ...UNDERLINED, hLineWidth: (line, table) => (attachTo(table, tags), line === 1 ? 0.5 : 0) },
  }
}

/** The first text that was measured knows the document it will be drawn on; pdfmake names it nowhere else. */
function attachTo({ table }: ContentTable, tags: PdfTags): void {
  const [[cell]] = table.body as unknown as [[{ _inlines?: { font: { document: DrawnDocument } }[] }]]
  const document = cell._inlines?.[0]?.font.document
  if (document) tags.attachOnce(document)
}

function footerOf(page: number, pages: number, { report }: Pen): Content {
  const label = report.pageLabel.replace('{page}', `${page}`).replace('{pages}', `${pages}`)
  return {
    margin: [MARGIN, 14, MARGIN, 0],
    fontSize: 7.5,
    color: DIM,
    columns: [
      { stack: [printable(report.footer), printable(report.status)] },
      { text: label, alignment: 'right', width: 90 },
    ],
  }
}

/** Two columns on a panel: the patient, the study. */
function identityOf(pen: Pen): Content {
  const { report, tags } = pen
  const columns = report.identity.map((fields) => fieldsOf(fields, tags.root, pen))
  return {
    table: { widths: columns.map(() => '*'), body: [columns] },
    layout: panel(PANEL),
    margin: [0, 0, 0, 6],
  }
}

function sectionOf(section: Section, pen: Pen): Content[] {
  const { root } = pen.tags
  const style: Style = { fontSize: 11.5, bold: true, color: ACCENT, margin: [0, 12, 0, 4] }
  const heading = { ...leaf(root, 'H2', section.title, style, pen), headlineLevel: 1 }
  const own = section.readerText.split('\n').map((line) => leaf(root, 'P', line, {}, pen))
  const said: Content[] = section.readerText ? [{ stack: own, margin: [0, 0, 0, 4] }] : []
  return [heading, ...said, ...section.blocks.map((block) => blockOf(block, pen))]
}

function blockOf(block: Block, pen: Pen): Content {
  const { root } = pen.tags
  switch (block.kind) {
    case 'heading':
      return {
        ...leaf(root, 'H3', block.text, { fontSize: 9.5, bold: true, margin: [0, 8, 0, 3] }, pen),
        headlineLevel: 2,
      }
    case 'paragraph':
      return leaf(root, 'P', block.text, { ...toneOf(block.tone), margin: [0, 0, 0, 4] }, pen)
    case 'fields':
      return withPicture(fieldsOf(block.fields, root, pen), block.picture, pen)
    case 'list':
      return listOf(block, pen)
    case 'pictures':
      return picturesOf(block, pen)
    case 'table':
      return tableOf(block, pen)
  }
}

const toneOf = (tone: Tone | undefined): Style => (tone ? TONES[tone] : {})

/** Label and value are one paragraph when read aloud. */
function fieldsOf(fields: readonly Field[], parent: Tag, pen: Pen): Content {
  const rows = fields.map(({ label, value }) => {
    const paragraph = pen.tags.add(parent, 'P')
    return [leaf(paragraph, 'Span', label, TONES.dim, pen), leaf(paragraph, 'Span', value, {}, pen)]
  })
  return { table: { widths: [LABEL, '*'], body: rows }, layout: PLAIN, margin: [0, 0, 0, 4] }
}

/** The key image stands at the right of what is said of its finding. */
function withPicture(fields: Content, picture: Picture | undefined, pen: Pen): Content {
  if (!picture || !isPicture(picture.dataUrl)) return fields
  return {
    columns: [fields, { width: PICTURE, stack: figureOf(picture, PICTURE, pen) }],
    columnGap: 16,
    unbreakable: true,
    margin: [0, 0, 0, 6],
  }
}

/** Two side by side; of a picture that is none its caption stays. */
function picturesOf({ title, pictures }: Extract<Block, { kind: 'pictures' }>, pen: Pen): Content {
  const style: Style = { fontSize: 9.5, bold: true, margin: [0, 8, 0, 3] }
  const heading = { ...leaf(pen.tags.root, 'H3', title, style, pen), headlineLevel: 2 }
  const rows = pictures.flatMap((_, index): Content[] =>
    index % 2 === 1
      ? []
      : [
          {
            columns: [pictures[index], pictures[index + 1]]
              .filter((picture) => picture !== undefined)
              .map((picture) => ({ width: STARRED, stack: figureOf(picture, STARRED, pen) })),
            columnGap: 16,
            unbreakable: true,
            margin: [0, 0, 0, 8],
          },
        ],
  )
  return { stack: [heading, ...rows] }
}

function figureOf({ dataUrl, alt, caption }: Picture, width: number, pen: Pen): Content[] {
  const { tags, images } = pen
  const style: Style = { ...TONES.dim, fontSize: 7.5, margin: [0, 3, 0, 0] }
  if (!isPicture(dataUrl)) return [leaf(tags.root, 'P', caption, style, pen)]
  const name = `key image ${Object.keys(images).length + 1}`
  images[name] = dataUrl
  tags.nameImage(name, tags.add(tags.root, 'Figure', alt))
  return [{ image: name, fit: [width, width] }, leaf(tags.root, 'Caption', caption, style, pen)]
}

function listOf({ title, items, ordered }: Extract<Block, { kind: 'list' }>, pen: Pen): Content {
  const { tags } = pen
  const heading = title
    ? [{ ...leaf(tags.root, 'P', title, { bold: true, margin: [0, 3, 0, 2] }, pen), headlineLevel: 3 }]
    : []
  const list = tags.add(tags.root, 'L')
  const rows = items.map((text, index): Content => {
    const item = tags.add(list, 'LI')
    return {
      columns: [
        { ...leaf(item, 'Lbl', ordered ? `${index + 1}.` : '•', {}, pen), width: 14 },
        leaf(item, 'LBody', text, {}, pen),
      ],
      unbreakable: true,
      margin: [0, 0, 0, 2],
    }
  })
  return { stack: [...heading, ...rows], margin: [0, 0, 0, 4] }
}

/** Beyond this a table needs the smaller letter to fit the page. */
const MANY_COLUMNS = 9

function tableOf({ columns, rows }: Table, pen: Pen): Content {
  const table = pen.tags.add(pen.tags.root, 'Table')
  const head = pen.tags.add(table, 'TR')
  const heading = (column: Column): Style => ({
    ...(column.shape === 'number' ? { alignment: 'right' } : {}),
    bold: true,
    color: DIM,
    fontSize: 7.5,
  })
  return {
    fontSize: columns.length > MANY_COLUMNS ? 7.5 : 8,
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ shape }) => (shape === 'wide' ? '*' : 'auto')),
      body: [
        columns.map((column) => leaf(head, 'TH', column.title, heading(column), pen)),
        ...rows.map((cells) => rowOf(cells, columns, table, pen)),
      ],
    },
    layout: RULED,
    margin: [0, 2, 0, 8],
  }
}

function rowOf(cells: readonly Cell[], columns: readonly Column[], table: Tag, pen: Pen): Content[] {
  const row = pen.tags.add(table, 'TR')
  return cells.map((lines, index) => {
    const cell = pen.tags.add(row, 'TD')
    return { stack: lines.map((line) => lineOf(line, columns[index], cell, pen)) }
  })
}

const lineOf = ({ text, tone }: Line, column: Column, cell: Tag, pen: Pen): Content =>
  leaf(cell, 'P', text, { ...toneOf(tone), ...alignmentOf(column), margin: [0, 0, 0, 1.5] }, pen)

/** A number never parts from its unit. */
const alignmentOf = ({ shape }: Column): Style =>
  shape === 'number' ? { alignment: 'right', noWrap: true } : {}

/** What a ranking is not, beside a bar that catches the eye. */
function disclaimerOf(pen: Pen): Content {
  const { report, tags } = pen
  const stack = report.disclaimer.map((text) => leaf(tags.root, 'P', text, { fontSize: 8 }, pen))
  return {
    table: { widths: ['*'], body: [[{ stack }]] },
    layout: { ...panel(PANEL), vLineWidth: (line) => (line === 0 ? 2.5 : 0), vLineColor: () => WARNING },
    unbreakable: true,
    margin: [0, 14, 0, 0],
  }
}

const none = () => 0

/** No lines: label beside value. */
const PLAIN: CustomTableLayout = {
  hLineWidth: none,
  vLineWidth: none,
  paddingLeft: none,
  paddingRight: () => 6,
  paddingTop: () => 1,
  paddingBottom: () => 1,
}

const UNDERLINED: CustomTableLayout = {
  ...PLAIN,
  hLineColor: () => RULE,
  paddingRight: none,
  paddingBottom: () => 4,
}

/** Hairlines between the rows, a stronger one below the head. */
const RULED: CustomTableLayout = {
  hLineWidth: (line, { table }) => (line === 0 ? 0 : line === 1 ? 0.8 : line === table.body.length ? 0 : 0.4),
  hLineColor: (line) => (line === 1 ? DIM : RULE),
  vLineWidth: none,
  paddingLeft: (column) => (column === 0 ? 0 : 3.5),
  paddingRight: () => 3.5,
  paddingTop: () => 2.5,
  paddingBottom: () => 1,
}

const panel = (color: string): CustomTableLayout => ({
  hLineWidth: none,
  vLineWidth: none,
  fillColor: () => color,
  paddingLeft: () => 9,
  paddingRight: () => 9,
  paddingTop: () => 6,
  paddingBottom: () => 5,
})
