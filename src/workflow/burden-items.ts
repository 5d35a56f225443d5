import type { BurdenItem, SectionItem } from '../detection/burden'
import type { Finding, Findings, Focus } from '../domain/finding'
import type { Measure, Quantity } from '../domain/measure'
import { termsOf, type SiteId } from '../domain/vocabulary'

/** Every focus whose volume was measured, under the first site and distribution of its finding. */
export const burdenItemsOf = (findings: Findings): BurdenItem[] =>
  findings.flatMap((finding) =>
    finding.foci.flatMap((focus): BurdenItem[] => {
      const volumeMm3 = valueOf(focus, 'volume')
      if (volumeMm3 === undefined) return []
      return [
        {
          volumeMm3,
          massLike: valueOf(focus, 'massLike') ?? 0,
          agatstonLike: valueOf(focus, 'agatstonLike') ?? 0,
          ...placeOf(finding),
        },
      ]
    }),
  )

/** Every focus whose pixels in a single slice were found, and so no volume. Areas on radiographs are magnified: none. */
export const sectionItemsOf = (findings: Findings): SectionItem[] =>
  findings.flatMap((finding) =>
    finding.foci.flatMap((focus): SectionItem[] => {
      if (!focus.mask || measureOf(focus, 'volume')) return []
      const area = measureOf(focus, 'area')
      if (!area) return [placeOf(finding)]
      return area.calibration === 'patient' ? [{ areaMm2: area.value, ...placeOf(finding) }] : []
    }),
  )

function placeOf({ terms, laterality }: Finding): SectionItem {
  const first = (group: 'site' | 'distribution') =>
    termsOf(group).find(({ id }) => terms[id] === 'present')?.id
  const site = first('site') as SiteId | undefined
  const pattern = first('distribution')
  return { ...(site && { site, laterality: laterality[site] }), ...(pattern && { pattern }) }
}

const measureOf = ({ measures }: Focus, quantity: Quantity): Measure | undefined =>
  measures.find((measure) => measure.quantity === quantity)

const valueOf = (focus: Focus, quantity: Quantity): number | undefined => measureOf(focus, quantity)?.value
