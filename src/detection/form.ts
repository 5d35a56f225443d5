import { dot, length3, type Vec3 } from '../domain/image-plane'
import type { VolumeGeometry } from '../domain/volume-geometry'
import { boxOf, type BoundsAlong, type Box } from './box'
import { cavityOf, enclosedIn, type Cavity } from './cavity'
import { fluidLevelOf, type FluidLevel } from './fluid-level'
import { lobulesOf } from './lobules'
import { marrowShareOf, type Marrowed } from './marrow'
import type { TypicalLevels } from './tissue'
import { boundsOf, voxelCount, type Runs } from './runs'
import type { Shape } from './shape'
import { squaredDistances, type Window } from './window'

/*
 * What of a candidate's form only its voxels tell, as a few numbers: the voxels themselves are not kept. Small
 * things are all border: holes, lobules and layers are looked for from a size on at which a CT can show them.
 */

export interface Form {
  /** The mask reaches the edge of the picture: the rest of it is not in it. */
  readonly isCut: boolean
  /** Voxels along the longest axis. */
  readonly voxelsAlong: number
  /** Volume of the mask over that of the ellipsoid of its semi-axes: 1 when solid and convex, less when bent or lobed. */
  readonly fill: number
  /** Parts that necks set apart, at least 1; a closed hole counts as filled. */
  readonly lobules?: number
  /** Of an even sheet with the same mean depth under its surface, however bent; a ball has its radius. */
  readonly thicknessMm?: number
  readonly cavity?: Cavity
  readonly zones?: Zones
  readonly level?: FluidLevel
}

/** Its outer and inner parts, a closed hole included; absent when it is too thin to tell them apart. */
export interface Zones {
  /** Mean between 1 mm and half of the greatest depth under the surface. */
  readonly rimHu: number
  /** Mean beyond 65 % of the greatest depth. */
  readonly centreHu: number
  /** Standard error of their difference, HU. */
  readonly errorHu: number
}

/** Below this no inside is told from the border. */
const MIN_FORM_MM = 8
const MIN_LEVEL_MM = 10
const MIN_ZONE_DEPTH_MM = 4
const MIN_ZONE_VOXELS = 20

export interface Formed {
  readonly window: Window
  readonly mask: Uint8Array
  /** The voxels of the mask, in the volume's indices. */
  readonly runs: Runs
  readonly shape: Omit<Shape, 'hollowShare'>
  readonly geometry: VolumeGeometry
  readonly levels: TypicalLevels
}

export function formOf({ window, mask, runs, shape, geometry, levels }: Formed): Form {
  const bounds = boundsIn(window, runs)
  const plain = {
    isCut: bounds.some(([first, last], axis) => first <= 0 || last >= window.size[axis] - 1),
    voxelsAlong: shape.longestDiameterMm / voxelAlong(geometry, shape.axis),
    fill: fillOf(window, runs, shape),
  }
  if (plain.isCut || shape.longestDiameterMm < MIN_FORM_MM) return plain
  const box = boxOf(window, mask, bounds)
  const closed = enclosedIn(box)
  const whole = { ...box, mask: box.mask.map((value, index) => value | closed[index]) }
  const depthMm2 = squaredDistances(
    box,
    whole.mask.map((value) => 1 - value),
  )
  return {
    ...plain,
    lobules: lobulesOf(whole, depthMm2),
    thicknessMm: thicknessOf(whole, depthMm2),
    cavity: cavityOf(box, closed, stepsAlong(geometry, shape.axis)),
    zones: zonesOf(whole, depthMm2),
    ...(shape.longestDiameterMm >= MIN_LEVEL_MM && {
      level: fluidLevelOf({ window, mask, bounds, geometry, levels }),
    }),
  }
}

function boundsIn({ origin }: Window, runs: Runs): BoundsAlong {
  const [i0, i1, j0, j1, k0, k1] = boundsOf(runs) ?? [0, 0, 0, 0, 0, 0]
  return [
    [i0 - origin[0], i1 - origin[0]],
    [j0 - origin[1], j1 - origin[1]],
    [k0 - origin[2], k1 - origin[2]],
  ]
}

/** mm that one voxel reaches along a direction. */
const voxelAlong = ({ iStep, jStep, kStep }: VolumeGeometry, axis: Vec3): number =>
  Math.hypot(dot(iStep, axis), dot(jStep, axis), dot(kStep, axis))

/** How far each axis of the grid goes with a direction, 0 to 1. */
const stepsAlong = ({ iStep, jStep, kStep }: VolumeGeometry, axis: Vec3): readonly number[] =>
  [iStep, jStep, kStep].map((step) => Math.abs(dot(step, axis)) / length3(step))

function fillOf({ spacing }: Window, runs: Runs, { semiAxesMm }: Formed['shape']): number {
  const ellipsoidMm3 = (4 / 3) * Math.PI * semiAxesMm[0] * semiAxesMm[1] * semiAxesMm[2]
  return (voxelCount(runs) * spacing[0] * spacing[1] * spacing[2]) / ellipsoidMm3
}

interface Extended {
  /** The volume of what is ossified holds its marrow. */
  readonly kind: Marrowed['kind']
  readonly shape: Shape
  readonly volumeMm3: number
  readonly form?: Form
}

/** Of a sheet, however bent: its face is its volume over its thickness, and that over its length is its width. */
export const sheetWidthMm = ({ shape, volumeMm3 }: Extended, thicknessMm: number): number =>
  volumeMm3 / thicknessMm / shape.longestDiameterMm

/**
 * Across its length, however it winds: of a solid thing as of a sheet (of a rod 1.2 of its diameter), of a pipe or
 * a ring the diameter of the filled rod of its length.
 */
export function widthMm(extended: Extended): number {
  const { kind, shape, volumeMm3, form } = extended
  const holeShare = form?.cavity?.share ?? shape.hollowShare
  if (form?.thicknessMm && holeShare < HOLLOW_FROM) return sheetWidthMm(extended, form.thicknessMm)
  const isFilled = kind === 'ossified' || marrowShareOf(extended) > 0
  const filledMm3 = isFilled ? volumeMm3 : volumeMm3 * (1 + holeShare)
  return 2 * Math.sqrt(filledMm3 / (Math.PI * shape.longestDiameterMm))
}

/** Uneven sheets enclose a few voxels too. */
export const HOLLOW_FROM = 0.1

/** A sheet's mean depth is a quarter of its thickness; depth to a voxel outside is half a voxel more than to the border. */
function thicknessOf({ spacing, mask }: Box, depthMm2: Float32Array): number {
  let [sum, voxels] = [0, 0]
  for (let index = 0; index < mask.length; index++) {
    if (!mask[index]) continue
    sum += Math.sqrt(depthMm2[index])
    voxels++
  }
  return 4 * (sum / voxels - Math.min(...spacing) / 2)
}

function zonesOf({ values, mask }: Box, depthMm2: Float32Array): Zones | undefined {
  let deepest = 0
  for (let index = 0; index < mask.length; index++)
    if (mask[index] && depthMm2[index] > deepest) deepest = depthMm2[index]
  if (deepest < MIN_ZONE_DEPTH_MM ** 2) return undefined
  const rim = { count: 0, sum: 0, squares: 0 }
  const centre = { count: 0, sum: 0, squares: 0 }
  for (let index = 0; index < mask.length; index++) {
    if (!mask[index] || depthMm2[index] < 1) continue
    const zone =
      depthMm2[index] <= 0.5 ** 2 * deepest
        ? rim
        : depthMm2[index] >= 0.65 ** 2 * deepest
          ? centre
          : undefined
    if (!zone) continue
    zone.count++
    zone.sum += values[index]
    zone.squares += values[index] ** 2
  }
  if (rim.count < MIN_ZONE_VOXELS || centre.count < MIN_ZONE_VOXELS) return undefined
  return {
    rimHu: rim.sum / rim.count,
    centreHu: centre.sum / centre.count,
    errorHu: Math.sqrt(squaredErrorOf(rim) + squaredErrorOf(centre)),
  }
}

const squaredErrorOf = ({ count, sum, squares }: { count: number; sum: number; squares: number }): number =>
  Math.max(0, squares / count - (sum / count) ** 2) / count
