import { rounded } from './report'
import { spreadOf, valuesOf, type Results } from './results'
import { ROWS } from './rows'

const LEFT = 270
const BAR_WIDTH = 520
const WIDTH = LEFT + BAR_WIDTH + 110
const BAR = 13
const GAP = 14
const TOP = 40
const COLOURS: Readonly<Record<string, string>> = {
  floor: '#b8bfc9',
  dwv: '#6b7686',
  ohif: '#475061',
  volview: '#8f98a6',
  before: '#f3c6a5',
  planesBefore: '#f8dfcd',
  ours: '#d9600f',
  planes: '#f09a55',
}

/** Bars of the medians, each row against its longest. An SVG that needs nothing else. */
export function pictureOf({ columns, runs }: Results): string {
  let y = TOP
  const parts = [legend(columns)]
  for (const row of ROWS.filter(({ isDrawn }) => isDrawn)) {
    const bars = columns.flatMap(({ id }) => {
      const spread = spreadOf(valuesOf(runs, id, row))
      return spread ? [{ id, value: spread.median }] : []
    })
    if (bars.length === 0) continue
    const longest = Math.max(...bars.map(({ value }) => value))
    const better = row.isMore ? ' (more is better)' : ''
    parts.push(text(LEFT - 10, y + (bars.length * BAR) / 2 + 4, `${row.title}${better}`, 'end'))
    for (const { id, value } of bars) {
      const width = Math.max(1, (value / longest) * BAR_WIDTH)
      parts.push(rect(LEFT, y, width, BAR - 2, COLOURS[id]))
      parts.push(text(LEFT + width + 6, y + BAR - 3, `${rounded(value)} ${row.unit}`, 'start', 10))
      y += BAR
    }
    y += GAP
  }
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" font-family="sans-serif" fill="#222">`
  return `${[head, rect(0, 0, WIDTH, y, '#fff'), ...parts].join('\n')}\n</svg>\n`
}

function legend(columns: Results['columns']): string {
  let x = 10
  const parts = columns.map(({ id, label }) => {
    const part = rect(x, 10, 12, 12, COLOURS[id]) + text(x + 17, 20, label, 'start')
    x += 34 + label.length * 6
    return part
  })
  return parts.join('\n')
}

const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${width.toFixed(1)}" height="${height}" fill="${fill}"/>`

const text = (x: number, y: number, words: string, anchor: 'start' | 'end', size = 11): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="${anchor}">${escaped(words)}</text>`

const escaped = (words: string): string =>
  words.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
