import type { Finding, Focus, LikelyMorphology } from './finding'
import { centreOf } from './region'
import type { Instance, Series } from './study'
import { takesLaterality, type Laterality, type SiteId, type TermId } from './vocabulary'

/*
 * What the files say of the side and the site of a finding. It is suggested, never saved as if the reader had decided
 * it; where sources contradict each other no side is suggested.
 */

/** What a side rests on. */
export type SideSource =
  | 'laterality' // Image Laterality, Frame Laterality, Laterality
  | 'orientation' // Patient Orientation of a picture of both sides, and where the mark lies on it
  | 'midline' // the side of the midline of a CT of both sides

export interface SuggestedSide {
  readonly side: Laterality
  readonly from: readonly SideSource[]
}

/** The file names one side, and the mark lies on the other. */
export interface SideConflict {
  readonly conflict: true
  /** In the order of the foci. */
  readonly sides: readonly SuggestedSide[]
}

export interface SuggestedSite {
  readonly site: SiteId
  /** `region`: Anatomic Region Sequence. */
  readonly from: 'bodyPart' | 'region'
}

/** The image on which a focus was marked, with its series. */
export interface MarkedImage {
  readonly series: Pick<Series, 'BodyPartExamined' | 'Modality'>
  readonly instance: Instance
}

export type ImageOf = (focus: Focus) => MarkedImage | undefined

/** Undefined unless every focus has a side; both sides where some lie on the one and some on the other. */
export function suggestedSide(
  { foci }: Pick<Finding, 'foci'>,
  imageOf: ImageOf,
): SuggestedSide | SideConflict | undefined {
  const sides = foci.map((focus) => sideOf(focus, imageOf(focus)))
  const conflict = sides.find((side) => side !== undefined && 'conflict' in side)
  if (conflict) return conflict
  const known = sides.filter((side): side is SuggestedSide => side !== undefined)
  if (known.length === 0 || known.length < foci.length) return undefined
  const [first] = known
  const side = known.every((other) => other.side === first.side) ? first.side : 'B'
  return { side, from: [...new Set(known.flatMap(({ from }) => from))] }
}

/** The sites that the files of its foci name, while the reader has named none. */
export function suggestedSites(finding: Pick<Finding, 'foci' | 'terms'>, imageOf: ImageOf): SuggestedSite[] {
  if (sitesOf(finding).length > 0) return []
  const sites = new Map<SiteId, SuggestedSite>()
  for (const focus of finding.foci) {
    const image = imageOf(focus)
    const suggested = image && siteOf(image)
    if (suggested && !finding.terms[suggested.site]) sites.set(suggested.site, suggested)
  }
  return [...sites.values()]
}

/** What is suggested, as the reader's own from now on: sites, the side of every site that has none yet, morphology. */
export function acceptSuggested(
  finding: Finding,
  sites: readonly SuggestedSite[],
  side: SuggestedSide | SideConflict | undefined,
  morphologies: readonly LikelyMorphology[] = [],
): Finding {
  const terms = { ...finding.terms }
  for (const { term } of morphologies) terms[term] = 'present'
  for (const { site } of sites) terms[site] = 'present'
  const laterality = { ...finding.laterality }
  if (side && !('conflict' in side))
    for (const site of sitesOf({ terms })) if (lacksSide({ laterality }, site)) laterality[site] = side.side
  return { ...finding, terms, laterality }
}

/** Sites that are present. */
export const sitesOf = ({ terms }: Pick<Finding, 'terms'>): SiteId[] =>
  (Object.keys(terms) as TermId[]).filter(
    (id): id is SiteId => id.startsWith('site.') && terms[id] === 'present',
  )

/** A side that the reader chose for a site, and the file says otherwise. */
export const contradicts = (
  side: Laterality | undefined,
  suggested: SuggestedSide | SideConflict | undefined,
): suggested is SuggestedSide =>
  side !== undefined && suggested !== undefined && !('conflict' in suggested) && suggested.side !== side

/** A site on one side for which the reader has not said which. */
export const lacksSide = (finding: Pick<Finding, 'laterality'>, site: SiteId): boolean =>
  takesLaterality(site) && !finding.laterality[site]

function sideOf(focus: Focus, image: MarkedImage | undefined): SuggestedSide | SideConflict | undefined {
  const sides = [
    statedSide(image),
    focus.sideOfMidline && ({ side: focus.sideOfMidline, from: ['midline'] } as const),
    image && sideByOrientation(focus, image),
  ].filter((side): side is SuggestedSide => side !== undefined)
  const [first] = sides
  if (!first) return undefined
  if (sides.some(({ side }) => side !== first.side)) return { conflict: true, sides }
  return { side: first.side, from: sides.flatMap(({ from }) => from) }
}

/** `B` says that both sides are on the picture, and nothing of a mark; `U` that the part has no side. */
function statedSide(image: MarkedImage | undefined): SuggestedSide | undefined {
  const stated = image?.instance.laterality
  return stated === 'L' || stated === 'R' ? { side: stated, from: ['laterality'] } : undefined
}

/** Body parts of which a projection shows both sides. */
const BOTH_SIDES = new Set(['CHEST', 'ABDOMEN', 'PELVIS', 'ABDOMENPELVIS', 'CHESTABDOMEN', 'CHESTABDPELVIS'])
/** Nearer to the middle of the picture than this part of its width a mark tells of no side. */
const NEAR_MIDDLE = 0.1

/** Only of a projection of both sides whose rows run from side to side. */
function sideByOrientation(
  { imageRegion }: Focus,
  { series: { BodyPartExamined }, instance }: MarkedImage,
): SuggestedSide | undefined {
  const { orientation, PatientOrientation, laterality, Columns } = instance
  const [alongRow = ''] = PatientOrientation
  if (orientation || (alongRow !== 'L' && alongRow !== 'R')) return undefined
  if (laterality === 'L' || laterality === 'R') return undefined
  if (laterality !== 'B' && !BOTH_SIDES.has(plain(BodyPartExamined))) return undefined
  const off = centreOf(imageRegion)[0] / Columns - 0.5
  if (Math.abs(off) < NEAR_MIDDLE) return undefined
  const towards = off > 0 ? alongRow : opposite(alongRow)
  return { side: towards, from: ['orientation'] }
}

const opposite = (side: 'L' | 'R'): 'L' | 'R' => (side === 'L' ? 'R' : 'L')

function siteOf({ series: { BodyPartExamined }, instance: { anatomicRegion = '' } }: MarkedImage) {
  const [region, part] = [SITE_OF_REGION[anatomicRegion], SITE_OF_BODY_PART[plain(BodyPartExamined)]]
  if (region) return { site: region, from: 'region' } as const
  return part && ({ site: part, from: 'bodyPart' } as const)
}

const plain = (text: string): string => text.toUpperCase().replace(/[^A-Z]/g, '')

/** Body Part Examined (PS3.16 annex L), where a site of the vocabulary is that part. */
const SITE_OF_BODY_PART: Readonly<Record<string, SiteId | undefined>> = {
  FACE: 'site.scalp_face',
  SCALP: 'site.scalp_face',
  EAR: 'site.pinna',
  NECK: 'site.neck',
  SHOULDER: 'site.shoulder',
  AXILLA: 'site.axilla',
  ARM: 'site.upper_arm',
  UPPERARM: 'site.upper_arm',
  HUMERUS: 'site.upper_arm',
  ELBOW: 'site.elbow',
  FOREARM: 'site.forearm',
  WRIST: 'site.wrist',
  HAND: 'site.hand',
  BREAST: 'site.breast',
  PELVIS: 'site.pelvis',
  BUTTOCK: 'site.buttock',
  HIP: 'site.hip',
  THIGH: 'site.thigh',
  FEMUR: 'site.thigh',
  KNEE: 'site.knee',
  LEG: 'site.leg',
  CALF: 'site.leg',
  LOWERLEG: 'site.leg',
  TIBIAFIBULA: 'site.leg',
  ANKLE: 'site.ankle',
  HEEL: 'site.heel',
  CALCANEUS: 'site.heel',
  FOOT: 'site.foot',
  SCROTUM: 'site.scrotum',
}

/** Code Value of Anatomic Region Sequence: SNOMED CT, and the identifiers of SNOMED RT that older files have. */
const SITE_OF_REGION: Readonly<Record<string, SiteId | undefined>> = {
  '45048000': 'site.neck',
  '16982005': 'site.shoulder',
  'T-D2220': 'site.shoulder',
  '91470000': 'site.axilla',
  '40983000': 'site.upper_arm',
  'T-D8200': 'site.upper_arm',
  '16953009': 'site.elbow',
  'T-D8300': 'site.elbow',
  '14975008': 'site.forearm',
  'T-D8500': 'site.forearm',
  '74670003': 'site.wrist',
  '8205005': 'site.wrist',
  'T-D8600': 'site.wrist',
  '85562004': 'site.hand',
  'T-D8700': 'site.hand',
  '76752008': 'site.breast',
  'T-04000': 'site.breast',
  '12921003': 'site.pelvis',
  '816092008': 'site.pelvis',
  'T-D6000': 'site.pelvis',
  '24136001': 'site.hip',
  'T-15710': 'site.hip',
  '68367000': 'site.thigh',
  'T-D9100': 'site.thigh',
  '72696002': 'site.knee',
  'T-D9200': 'site.knee',
  '30021000': 'site.leg',
  'T-D9400': 'site.leg',
  'T-D9440': 'site.leg',
  '70258002': 'site.ankle',
  'T-15750': 'site.ankle',
  '56459004': 'site.foot',
  'T-D9700': 'site.foot',
}
