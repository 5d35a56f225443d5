import type { Block, Cell, Field, Report, Section, Table } from './model'

/** The report as plain text, for the clipboard and for systems that take nothing else. */
export function reportText(report: Report): string {
  return [
    [report.title.toLocaleUpperCase(report.language), report.status].join('\n'),
    report.identity.map((fields) => fields.map(fieldText).join('\n')).join('\n'),
    ...report.sections.map((section) => sectionText(section, report)),
    report.disclaimer.join('\n'),
    report.footer,
  ].join('\n\n')
}

const fieldText = ({ label, value }: Field): string => `${label}: ${value}`

function sectionText({ title, readerText, blocks }: Section, { language }: Report): string {
  const parts = blocks.map((block) => (block.kind === 'heading' ? `\n${block.text}` : blockText(block)))
  return [title.toLocaleUpperCase(language), readerText, ...parts].filter(Boolean).join('\n')
}

function blockText(block: Exclude<Block, { kind: 'heading' }>): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text
    case 'fields':
      return [...block.fields.map(fieldText), ...(block.picture ? [`[${block.picture.caption}]`] : [])].join(
        '\n',
      )
    case 'list':
      return [
        ...(block.title ? [`${block.title}:`] : []),
        ...block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${item}`),
      ].join('\n')
    case 'pictures':
      return [`${block.title}:`, ...block.pictures.map(({ caption }) => `[${caption}]`)].join('\n')
    case 'table':
      return tableText(block)
  }
}

/** One line for each row: `F1: Shape Ellipse; Area 12.4 mm²; …`. */
function tableText({ title, columns, rows }: Table): string {
  const lines = rows.map(([first, ...rest]) => {
    const values = rest.map((cell, index) => `${columns[index + 1].title} ${cellText(cell)}`)
    return `- ${cellText(first)}: ${values.join('; ')}`
  })
  return [`${title}:`, ...lines].join('\n')
}

const cellText = (cell: Cell): string => cell.map(({ text }) => text).join(', ')
