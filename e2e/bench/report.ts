import { format } from 'prettier'
import { ratioOf, spreadOf, valuesOf, type Results, type Run } from './results'
import { ROWS, type Row } from './rows'

const OWN = ['ours', 'planes']
const PEERS = ['dwv', 'ohif', 'volview']

/** The results as a page of Markdown. @param picture address of the picture beside it */
export async function reportOf(results: Results, picture: string): Promise<string> {
  const page = [
    '# Bench',
    circumstancesOf(results),
    `![Medians of every row, each against the largest of it](${picture})`,
    '## Values',
    'Median [least–most] of the rounds.',
    valueTable(results),
    '## Ratios',
    'Below 1 is better, but for the pictures shown; median of the ratios within a round.',
    ratioTable(results),
    '## How it is measured',
    METHOD,
    ...remarksOf(results),
  ].join('\n\n')
  return format(page, { parser: 'markdown', printWidth: 110 })
}

const METHOD = `Every run has a fresh Chromium with an empty cache and no graphics card (SwiftShader); the viewers take
turns. The clock starts when the folder is handed over: the picker is open until the page is quiet, as it is while a
user looks for the folder. OHIF's time includes the presses on patient and mode that its users need. An image is there
when a frame of the compositor shows one; settled is when all processes but the browser's own use less than 15 % of a
core for 0.8 s. Processor time is that of renderer, GPU process and utilities.

One viewport is what Calcimap makes of an MR series; planes and volume, of a CT. The two folders hold the same pixels,
and a user chooses neither. The peers open the MR series. The floor is a bare page that reads the same bytes and draws
one canvas. The first visit of each viewer is thrown away; a run is repeated once when other programs had over 30 % of
the machine, and the calmer one counts.`

function circumstancesOf({ circumstances, runs, knowledge }: Results): string {
  const { date, browser, cores, load, command } = circumstances
  const others = spreadOf(runs.map(({ othersPercent }) => othersPercent))
  const rounds = new Set(runs.map(({ round }) => round)).size
  const sentences = [
    `${date}, ${browser}, ${cores} cores, ${rounds} rounds, load average at the end ${load.toFixed(1)}.`,
    others &&
      `Other programs had ${others.median.toFixed(0)} % [${others.least.toFixed(0)}–${others.most.toFixed(0)}] of the machine.`,
    `Weighing a finding takes ${milliseconds(knowledge.ranking)}, the next questions ${milliseconds(knowledge.questions)}.`,
    `Made by \`${command}\`.`,
  ]
  return sentences.filter(Boolean).join(' ')
}

const milliseconds = (value: number | undefined): string =>
  value === undefined ? '–' : `${value.toPrecision(2)} ms`

function valueTable({ columns, runs }: Results): string {
  const cellOf = (column: string, row: Row) => {
    const spread = spreadOf(valuesOf(runs, column, row))
    if (!spread) return '–'
    const { median, least, most } = spread
    return least === most ? rounded(median) : `**${rounded(median)}** [${rounded(least)}–${rounded(most)}]`
  }
  return table(
    ['', ...columns.map(({ label }) => label)],
    rowsWith(runs).map((row) => [titleOf(row), ...columns.map(({ id }) => cellOf(id, row))]),
  )
}

function ratioTable({ columns, runs }: Results): string {
  const there = (id: string) => columns.some((column) => column.id === id)
  const pairs = OWN.filter(there).flatMap((id) => [
    ...PEERS.filter(there).map((against) => [id, against] as const),
    ...BEFORE.filter(([now, before]) => now === id && there(before)),
  ])
  const labelOf = (id: string) => columns.find((column) => column.id === id)?.label ?? id
  const cells = (row: Row) => pairs.map(([id, against]) => ratioOf(runs, id, against, row)?.toFixed(2) ?? '–')
  return table(
    ['', ...pairs.map(([id, against]) => `${labelOf(id)} / ${labelOf(against)}`)],
    rowsWith(runs)
      .map((row) => [titleOf(row), ...cells(row)])
      .filter(([, ...ratios]) => ratios.some((ratio) => ratio !== '–')),
  )
}

const BEFORE = [
  ['ours', 'before'],
  ['planes', 'planesBefore'],
] as const

const rowsWith = (runs: readonly Run[]): Row[] =>
  ROWS.filter(({ id }) => runs.some(({ values }) => values[id] !== undefined))

const titleOf = ({ title, unit }: Row): string => (unit ? `${title}, ${unit}` : title)

export const rounded = (value: number): string =>
  value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')

function remarksOf({ missing, runs }: Results): string[] {
  const failures = runs
    .filter(({ failure }) => failure)
    .map(({ viewer, step, round, failure }) => `- ${viewer}, ${step}, round ${round + 1}: ${failure}`)
  const remarks = [...missing.map((sentence) => `- ${sentence}`), ...failures]
  return remarks.length > 0 ? ['## What is missing', remarks.join('\n')] : []
}

const table = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...body]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
