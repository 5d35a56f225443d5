import type { Finding } from '../domain/finding'
import { termsOf, type DistributionId } from '../domain/vocabulary'

/** How a distribution looks on the image and in lists: never told by colour alone. */
export interface PatternStyle {
  readonly letter: string
  /** CSS custom property. */
  readonly colour: string
  /** SVG path in a box from −6 to 6. */
  readonly glyph: string
  readonly hollow?: boolean
}

const DISC = 'M-5 0A5 5 0 1 1 5 0A5 5 0 1 1 -5 0Z'
const STYLES: Readonly<Record<DistributionId, PatternStyle>> = {
  'dist.subcutaneous': { letter: 'S', colour: 'var(--subcutaneous)', glyph: DISC },
  'dist.periarticular': { letter: 'P', colour: 'var(--periarticular)', glyph: 'M0 -6L6 0L0 6L-6 0Z' },
  'dist.vascular': { letter: 'V', colour: 'var(--vascular)', glyph: 'M-6 -3H6V3H-6Z' },
  'dist.intramuscular': { letter: 'M', colour: 'var(--intramuscular)', glyph: 'M0 -5.5L6 5H-6Z' },
  'dist.articular': { letter: 'A', colour: 'var(--articular)', glyph: 'M0 -6L6 0L0 6L-6 0Z', hollow: true },
  'dist.tendon_ligament': {
    letter: 'T',
    colour: 'var(--tendon_ligament)',
    glyph: 'M0 5.5L6 -5H-6Z',
    hollow: true,
  },
  'dist.dermal': { letter: 'D', colour: 'var(--dermal)', glyph: DISC, hollow: true },
}
const UNTAGGED: PatternStyle = { letter: '', colour: 'var(--untagged)', glyph: DISC, hollow: true }

export const patternStyle = (id: DistributionId): PatternStyle => STYLES[id]

/** The first distribution tagged present, in the order of the vocabulary. */
export function patternOf(finding: Pick<Finding, 'terms'> | undefined): PatternStyle {
  const first = termsOf('distribution').find(({ id }) => finding?.terms[id] === 'present')
  return first ? STYLES[first.id as DistributionId] : UNTAGGED
}
