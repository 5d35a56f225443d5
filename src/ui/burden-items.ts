import type { BurdenItem } from '../detection/burden'
import type { Findings, Focus } from '../domain/finding'
import type { Quantity } from '../domain/measure'
import { termsOf, type SiteId } from '../domain/vocabulary'

/** Every focus whose volume was measured, under the first site and distribution of its finding. */
export const burdenItemsOf = (findings: Findings): BurdenItem[] =>
  findings.flatMap(({ foci, terms, laterality }) => {
    const first = (group: 'site' | 'distribution') =>
      termsOf(group).find(({ id }) => terms[id] === 'present')?.id
    const site = first('site') as SiteId | undefined
    const pattern = first('distribution')
    return foci.flatMap((focus): BurdenItem[] => {
      const volumeMm3 = valueOf(focus, 'volume')
      if (volumeMm3 === undefined) return []
      return [
        {
          volumeMm3,
          massLike: valueOf(focus, 'massLike') ?? 0,
          agatstonLike: valueOf(focus, 'agatstonLike') ?? 0,
          ...(site && { site, laterality: laterality[site] }),
          ...(pattern && { pattern }),
        },
      ]
    })
  })

const valueOf = ({ measures }: Focus, quantity: Quantity): number | undefined =>
  measures.find((measure) => measure.quantity === quantity)?.value
