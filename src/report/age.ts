import type { Words } from './inputs'

/** Full years; months below two years, days below one month. Nothing when the age is not known. */
export function formatAge(years: number | undefined, { t }: Words): string {
  if (years === undefined) return ''
  // an age in months is a fraction of a year that does not come back exactly
  const months = Math.floor(years * 12 + 1e-6)
  if (months >= 24) return t('report.years', { n: Math.floor(years + 1e-6) })
  return months >= 1 ? t('report.months', { n: months }) : t('report.days', { n: Math.round(years * 365.25) })
}
