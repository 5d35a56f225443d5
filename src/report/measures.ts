import type { Finding, Focus } from '../domain/finding'
import type { Measure, Quantity } from '../domain/measure'
import type { Measurements } from '../domain/measurement'
import { formatQuantity } from '../i18n/format'
import type { Words } from './inputs'
import type { Cell, Column, Table } from './model'
import { formatPlace, type Places } from './places'

const QUANTITIES: readonly Quantity[] = [
  'length',
  'longestDiameter',
  'area',
  'volume',
  'mean',
  'sd',
  'minimum',
  'maximum',
  'value',
]

const SIZES: ReadonlySet<Quantity> = new Set(['length', 'longestDiameter', 'area'])

/** One row for each focus; a quantity that no focus has takes no column. */
export function fociTable(finding: Finding, places: Places, words: Words): Table {
  const { t } = words
  const measured = QUANTITIES.filter((quantity) => finding.foci.some((focus) => measureOf(focus, quantity)))
  const bare = new Set(measured.filter((quantity) => isBare(quantity, finding)))
  const sized = measured.some((quantity) => SIZES.has(quantity))
  return {
    kind: 'table',
    title: t('report.fociOf', { label: finding.label }),
    columns: [
      { title: t('report.focus'), shape: 'short' },
      { title: t('report.shape'), shape: 'short' },
      { title: t('report.image'), shape: 'short' },
      ...measured.map((quantity): Column => ({
        title: quantityTitle(quantity, bare, words),
        shape: 'number',
      })),
      ...(sized ? [{ title: t('report.calibration'), shape: 'wide' } as const] : []),
    ],
    rows: finding.foci.map((focus) => [
      text(focus.TrackingIdentifier),
      text(t(`shape.${focus.imageRegion.shape}`)),
      text(formatPlace(focus.imageRegion, places, words)),
      ...measured.map((quantity) => text(measureText(focus, quantity, bare, words))),
      ...(sized ? [text(formatCalibration(sizeOf(focus), words))] : []),
    ]),
  }
}

/** Lengths that are no calcification; those of a focus name it. */
export function measurementsTable(
  measurements: Measurements,
  names: ReadonlyMap<string, string>,
  places: Places,
  words: Words,
): Table {
  const { t } = words
  const nothing = new Set<Quantity>()
  return {
    kind: 'table',
    title: t('report.measurements'),
    columns: [
      { title: t('report.measurement'), shape: 'short' },
      { title: t('report.belongsTo'), shape: 'short' },
      { title: t('report.image'), shape: 'short' },
      { title: t('quantity.length'), shape: 'number' },
      { title: t('report.calibration'), shape: 'wide' },
    ],
    rows: measurements.map((one) => [
      text(one.TrackingIdentifier),
      text((one.belongsTo && names.get(one.belongsTo)) || '–'),
      text(formatPlace(one.imageRegion, places, words)),
      text(measureText(one, 'length', nothing, words)),
      text(formatCalibration(sizeOf(one), words)),
    ]),
  }
}

/** No focus has a unit for it: this is said once, at the head of the column. */
const isBare = (quantity: Quantity, { foci }: Finding): boolean =>
  foci.every((focus) => (measureOf(focus, quantity)?.unit ?? '1') === '1')

function quantityTitle(quantity: Quantity, bare: ReadonlySet<Quantity>, { t }: Words): string {
  const title = t(`quantity.${quantity}`)
  return bare.has(quantity) ? t('report.noUnit', { value: title }) : title
}

const text = (text: string): Cell => [{ text }]

const measureOf = (focus: Pick<Focus, 'measures'>, quantity: Quantity): Measure | undefined =>
  focus.measures.find((measure) => measure.quantity === quantity)

const sizeOf = (focus: Pick<Focus, 'measures'>): Measure | undefined =>
  focus.measures.find(({ quantity }) => SIZES.has(quantity))

/** Number and unit; a value that has no unit among others that have one says so. */
function measureText(
  focus: Pick<Focus, 'measures'>,
  quantity: Quantity,
  bare: ReadonlySet<Quantity>,
  words: Words,
): string {
  const measure = measureOf(focus, quantity)
  if (!measure) return '–'
  const value = formatQuantity(measure, words.language)
  return measure.unit === '1' && !bare.has(quantity) ? words.t('report.noUnit', { value }) : value
}

/** How millimetres were found, or that there are none. */
function formatCalibration(measure: Measure | undefined, { t }: Words): string {
  if (!measure) return '–'
  const silent = measure.unit.startsWith('mm') ? 'unknown' : 'none'
  return t(`report.calibration_${measure.calibration ?? silent}`)
}

/**
 * The largest length or diameter with its calibration in words: `12.4 mm (at the detector)`. Nothing when the
 * foci were not all measured alike, since pixels and millimetres, or two kinds of them, do not compare.
 */
export function formatLargest({ foci }: Finding, words: Words): string {
  const sizes = foci.flatMap(({ measures }) =>
    measures.filter(({ quantity }) => quantity === 'length' || quantity === 'longestDiameter'),
  )
  const [first] = sizes
  const alike = sizes.every(
    ({ unit, calibration }) => unit === first.unit && calibration === first.calibration,
  )
  if (!first || !alike) return ''
  const largest = sizes.reduce((a, b) => (b.value > a.value ? b : a))
  const size = formatQuantity(largest, words.language)
  return largest.unit === 'mm' ? `${size} (${formatCalibration(largest, words)})` : size
}
