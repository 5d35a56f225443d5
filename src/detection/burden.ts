import type { SiteId, Laterality } from '../domain/vocabulary'
import type { Candidate } from './candidate'
import { marrowShareOf, type Marrowed } from './marrow'

/*
 * How much calcium there is, added up by place and pattern. The scores are borrowed from the coronary arteries and
 * are not the coronary scores: no reference values exist for soft tissue, and none are given.
 */

/** What is added up: a measured calcification, and where and what the reader says it is. */
export interface BurdenItem {
  readonly volumeMm3: number
  readonly massLike: number
  readonly agatstonLike: number
  readonly site?: SiteId
  readonly laterality?: Laterality
  /** The distribution's or the morphology's term. */
  readonly pattern?: string
}

export interface Burden {
  readonly number: number
  readonly volumeMm3: number
  /** Volume × mean HU above the background, in HU · mm³ ÷ 1000: in proportion to the mass of calcium. */
  readonly massLike: number
  readonly agatstonLike: number
}

export interface BurdenRow extends Burden {
  readonly site?: SiteId
  readonly laterality?: Laterality
  readonly pattern?: string
}

/** A section in a single slice, accepted on its own: no part of any volume. */
export interface SectionItem extends Pick<BurdenItem, 'site' | 'laterality' | 'pattern'> {
  /** Undefined where the file gives no spacing. */
  readonly areaMm2?: number
}

export interface SectionRow extends Pick<BurdenItem, 'site' | 'laterality' | 'pattern'> {
  readonly number: number
  /** Undefined where one of them has none. */
  readonly areaMm2?: number
}

const NOTHING: Burden = { number: 0, volumeMm3: 0, massLike: 0, agatstonLike: 0 }

export const totalBurden = (items: readonly BurdenItem[]): Burden => items.reduce(added, NOTHING)

/** One row for each site, side and pattern that occurs, the largest volume first. */
export const burdenByPlace = (items: readonly BurdenItem[]): BurdenRow[] =>
  byPlace(items)
    .map((members): BurdenRow => ({ ...placeOf(members[0]), ...totalBurden(members) }))
    .sort((a, b) => b.volumeMm3 - a.volumeMm3)

/** The same for sections of single slices: how many, and their area. */
export const sectionsByPlace = (items: readonly SectionItem[]): SectionRow[] =>
  byPlace(items)
    .map((members): SectionRow => ({ ...placeOf(members[0]), ...totalSections(members) }))
    .sort((a, b) => b.number - a.number)

/** A sum that leaves some out would say too little: there is none where one area is not known. */
export function totalSections(items: readonly SectionItem[]): Pick<SectionRow, 'number' | 'areaMm2'> {
  const areas = items.flatMap(({ areaMm2 }) => areaMm2 ?? [])
  if (areas.length < items.length) return { number: items.length }
  return { number: items.length, areaMm2: areas.reduce((sum, area) => sum + area, 0) }
}

type Place = Pick<BurdenItem, 'site' | 'laterality' | 'pattern'>

function byPlace<Item extends Place>(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = [item.site, item.laterality, item.pattern].join('|')
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()]
}

const placeOf = ({ site, laterality, pattern }: Place): Place => ({
  ...(site ? { site } : {}),
  ...(laterality ? { laterality } : {}),
  ...(pattern ? { pattern } : {}),
})

function added(sum: Burden, { volumeMm3, massLike, agatstonLike }: BurdenItem): Burden {
  return {
    number: sum.number + 1,
    volumeMm3: sum.volumeMm3 + volumeMm3,
    massLike: sum.massLike + massLike,
    agatstonLike: sum.agatstonLike + agatstonLike,
  }
}

/**
 * Volume times contrast, as the calcium mass of Hong et al. (Radiology 2002;223:474-480) without its calibration
 * phantom: no milligrams, hence "like".
 */
export const massLikeOf = ({ kind, shape, volumeMm3, plateauHu, backgroundHu }: MassLike): number => {
  // The marrow of ossification is part of its volume and holds no calcium.
  const calciumMm3 = volumeMm3 / (1 + marrowShareOf({ kind, shape }))
  return (calciumMm3 * Math.max(0, plateauHu - backgroundHu)) / 1000
}

type MassLike = Pick<Candidate, 'volumeMm3' | 'plateauHu' | 'backgroundHu'> & Marrowed

/** One slice's part of a calcification: the area at 130 HU and more, and the highest value there. */
export interface SlicePart {
  readonly areaMm2: number
  readonly maxHu: number
}

const AGATSTON_HU = 130
const AGATSTON_MIN_MM2 = 1
/** The score is defined for slices of 3 mm. */
const AGATSTON_SLICE_MM = 3

/**
 * Σ over slices of area × a factor of 1 to 4 by the highest value (130, 200, 300, 400 HU), areas under 1 mm² left
 * out (Agatston et al., J Am Coll Cardiol 1990;15:827-832), times slice distance ÷ 3 mm where slices are not 3 mm.
 */
export function agatstonLikeOf(parts: readonly SlicePart[], sliceMm: number): number {
  const sum = parts
    .filter(({ areaMm2, maxHu }) => areaMm2 >= AGATSTON_MIN_MM2 && maxHu >= AGATSTON_HU)
    .reduce((total, { areaMm2, maxHu }) => total + areaMm2 * densityFactor(maxHu), 0)
  return (sum * sliceMm) / AGATSTON_SLICE_MM
}

const densityFactor = (maxHu: number): number => Math.min(4, Math.max(1, Math.floor(maxHu / 100)))
