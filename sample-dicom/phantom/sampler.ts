import type { Body, MusclePart, OrganPart } from './body'
import { readRow, type Grid, type RowPlace, type Span } from './grid'
import { tileIndex, type Tile } from './noise'
import type { Textures } from './textures'
import { tissues } from './tissues'

/*
 * CT numbers of the body along a row of points, painted layer over layer from the outside inwards. This is the
 * one description every modality samples: the CT at its pixels, the radiograph along its rays.
 * Edges are drawn with a ramp one sample wide (coverage), which is the first half of the partial volume; the
 * other half is the averaging of samples in ct.ts and dx.ts.
 */

/** What disease adds to the body: see deposits.ts. */
export interface Lesions {
  /** Hydroxyapatite as the CT number it adds to its host. */
  readonly deposits: readonly Grid[]
  /** 0 … 1: fibrous, inflamed fat around deposits and ulcer. */
  readonly reactions: readonly Grid[]
  /** Signed distance to fluid. */
  readonly fluids: readonly Grid[]
  /** Extra thickness of the skin, mm. */
  readonly thickSkin: readonly Grid[]
}

/** What each sample is made of besides fat and muscle, as shares 0 … 1: for the modalities that see no HU. */
export interface Parts {
  /** CT number of the soft tissue before vessels, bone and disease are drawn in: fat below, muscle above. */
  readonly soft: Float32Array
  readonly cortex: Float32Array
  readonly marrow: Float32Array
  readonly cartilage: Float32Array
  readonly blood: Float32Array
  readonly tendon: Float32Array
  readonly nerve: Float32Array
  readonly fluid: Float32Array
  /** Inflamed or fibrous tissue, in muscle too. */
  readonly reaction: Float32Array
}

const PART_NAMES = [
  'soft',
  'cortex',
  'marrow',
  'cartilage',
  'blood',
  'tendon',
  'nerve',
  'fluid',
  'reaction',
] as const

export interface RowSampler {
  /** Host tissue in HU, without deposits. Valid for samples 0 … count − 1 after `sample`. */
  readonly host: Float32Array
  /** HU added by deposits. */
  readonly added: Float32Array
  /** HU of bone above soft tissue, for beam hardening. */
  readonly bone: Float32Array
  /** Only of a sampler made with them. */
  readonly parts?: Parts
  /** First and last + 1 sample inside the skin; equal when the row misses the body. */
  readonly body: Span
  sample(row: RowPlace): void
}

const MAX_COUNT = 4096

export function makeSampler(
  body: Body,
  textures: Textures,
  lesions: Lesions,
  { withParts = false } = {},
): RowSampler {
  const buffer = () => new Float32Array(MAX_COUNT)
  const parts = withParts
    ? (Object.fromEntries(PART_NAMES.map((name) => [name, buffer()])) as unknown as Parts)
    : undefined
  const host = buffer()
  const added = buffer()
  const bone = buffer()
  const skin = buffer()
  const fascia = buffer()
  const one = buffer()
  const first = buffer()
  const second = buffer()
  const owner = new Int16Array(MAX_COUNT)
  const span: Span = { from: 0, to: 0 }
  const inside: Span = { from: 0, to: 0 }
  const deep: Span = { from: 0, to: 0 }
  const texture = (tile: Tile, x: number, y: number, z: number, scale: number) =>
    tile.values[tileIndex((x * scale) / tile.stepMm, (y * scale) / tile.stepMm, (z * scale) / tile.stepMm)]

  const sample = (row: RowPlace) => {
    host.fill(tissues.air.hu, 0, row.count)
    added.fill(0, 0, row.count)
    bone.fill(0, 0, row.count)
    if (parts) for (const name of PART_NAMES) parts[name].fill(name === 'soft' ? -1000 : 0, 0, row.count)
    findInside(row)
    if (inside.to <= inside.from) return
    paintSkinAndFat(row)
    if (deep.to > deep.from) {
      paintDeepFat(row)
      paintGroup(row, body.viscera, paintOrgan, 0.8)
      paintMuscles(row)
      for (const { grid, tissue } of body.soft)
        paintSolid(row, grid, tissues[tissue].hu, 5, tissue === 'muscle' ? undefined : parts?.cartilage)
    }
    parts?.soft.set(host.subarray(0, row.count))
    for (const part of body.structures) paintStructure(row, part)
    if (deep.to > deep.from) paintBones(row)
    paintLesions(row)
  }

  /** Reads skin and fascia; everything outside the skin stays air. */
  const findInside = (row: RowPlace) => {
    inside.from = inside.to = 0
    deep.from = deep.to = 0
    if (!readRow(body.skin, row, skin, span)) return
    let from = span.from
    let to = span.to
    while (from < to && skin[from] > 0.5) from++
    while (to > from && skin[to - 1] > 0.5) to--
    inside.from = from
    inside.to = to
    readRow(body.fascia, row, fascia, span)
    while (from < to && fascia[from] > 1) from++
    while (to > from && fascia[to - 1] > 1) to--
    deep.from = from
    deep.to = to
  }

  const paintSkinAndFat = (row: RowPlace) => {
    const { y, z } = row
    const edge = edgeMm(row)
    const thick = readThickness(row)
    for (let i = inside.from; i < inside.to; i++) {
      const depth = -skin[i]
      if (depth < -edge) continue
      const x = row.x0 + i * row.dx
      const cover = coverage(-depth, edge)
      const slow = texture(textures.slow, x, y, z, 1)
      const dermis = 1.55 + 0.5 * slow + thick[i]
      const below = coverage(dermis - depth, edge)
      const tissue =
        tissues.skin.hu + (below > 0 ? below * (fatAt(x, y, z, depth, fascia[i], slow) - tissues.skin.hu) : 0)
      host[i] = tissues.air.hu + cover * (tissue - tissues.air.hu)
    }
  }

  /** Lobules of fat with septa along cell walls, and the superficial fascia halfway down. */
  const fatAt = (x: number, y: number, z: number, depth: number, above: number, slow: number) => {
    const mask = texture(textures.slow, y, z, x, 0.47)
    // Lobules are wide along the skin and flat across it: depth runs faster than the three axes.
    const wall = texture(textures.walls, 0.5 * x + 2 * slow, 0.5 * y - 2 * slow, 0.45 * z + 0.85 * depth, 1)
    const septum = line(wall, 0.26 + 0.3 * Math.max(0, mask)) * Math.min(1, Math.max(0, 0.42 + 1.6 * mask))
    let membrane = 0
    if (above > 0) {
      const whole = depth + above
      const place = (depth / whole - 0.46 - 0.16 * texture(textures.slow, x, y, z, 0.4)) * whole
      membrane = whole > 9 ? line(Math.abs(place), 0.4) * Math.min(1, Math.max(0, 0.75 + 1.2 * slow)) : 0
    }
    const strand = Math.min(1, septum + membrane)
    return tissues.subcutaneousFat.hu + 3 * slow + strand * (tissues.septum.hu - tissues.subcutaneousFat.hu)
  }

  const none = buffer()
  const thickness = buffer()
  const readThickness = (row: RowPlace) => {
    const grid = lesions.thickSkin.find((candidate) => readRow(candidate, row, one, span))
    if (!grid) return none
    thickness.fill(0, 0, row.count)
    thickness.set(one.subarray(span.from, span.to), span.from)
    return thickness
  }

  const paintDeepFat = (row: RowPlace) => {
    const { y, z } = row
    const edge = edgeMm(row)
    for (let i = deep.from; i < deep.to; i++) {
      const distance = fascia[i]
      if (distance > 0.8) continue
      const x = row.x0 + i * row.dx
      const slow = texture(textures.slow, x, y, z, 1)
      const strand = line(texture(textures.walls, z, x, y, 0.45), 0.25) * Math.max(0, slow - 0.1)
      const fat = tissues.deepFat.hu + 5 * slow + strand * 90
      const cover = coverage(distance, edge)
      const sheath = line(Math.abs(distance), 0.55) * (0.8 + 0.2 * slow)
      host[i] = host[i] + cover * (fat - host[i])
      host[i] = host[i] + sheath * (tissues.fascia.hu - host[i])
    }
  }

  /** Parts that share space: each point belongs to the nearest, with a seam of fat between neighbours. */
  const claim = (row: RowPlace, parts: readonly { readonly grid: Grid }[]) => {
    let from = row.count
    let to = 0
    for (let index = 0; index < parts.length; index++) {
      if (!readRow(parts[index].grid, row, one, span)) continue
      if (span.from < from || span.to > to) {
        const low = Math.min(from, span.from)
        const high = Math.max(to, span.to)
        if (to <= from) clearClaims(low, high)
        else {
          clearClaims(low, from)
          clearClaims(to, high)
        }
        from = low
        to = high
      }
      for (let i = span.from; i < span.to; i++) {
        const distance = one[i]
        if (distance < first[i]) {
          second[i] = first[i]!
          first[i] = distance
          owner[i] = index
        } else if (distance < second[i]) second[i] = distance
      }
    }
    claimed.from = from
    claimed.to = Math.max(from, to)
  }
  const claimed: Span = { from: 0, to: 0 }
  const clearClaims = (from: number, to: number) => {
    if (to <= from) return
    first.fill(99, from, to)
    second.fill(99, from, to)
    owner.fill(-1, from, to)
  }

  /** Distance to the part's own territory, half the seam taken off where a neighbour is near. */
  const territory = (i: number, seamMm: number) => Math.max(first[i], (first[i] - second[i] + seamMm) / 2)

  const paintGroup = (
    row: RowPlace,
    organs: readonly OrganPart[],
    hu: (part: OrganPart, distance: number, x: number, y: number, z: number, edge: number) => number,
    seamMm: number,
  ) => {
    claim(row, organs)
    const edge = edgeMm(row)
    for (let i = claimed.from; i < claimed.to; i++) {
      if (first[i] > edge) continue
      const distance = territory(i, seamMm)
      const cover = coverage(distance, edge)
      if (cover === 0) continue
      urineShare = 0
      const value = hu(organs[owner[i]], distance, row.x0 + i * row.dx, row.y, row.z, edge)
      host[i] = host[i] + cover * (value - host[i])
      if (parts) parts.fluid[i] = cover * urineShare
    }
  }

  /** Of the sample `paintOrgan` was asked for last. */
  let urineShare = 0
  const paintOrgan = (part: OrganPart, distance: number, x: number, y: number, z: number, edge: number) => {
    const { organ } = part
    const wall = tissues[organ.tissue].hu + 4 * texture(textures.slow, x, y, z, 2)
    if (organ.filling === 'solid') return wall
    const lumen = coverage(distance + organ.wallMm, edge)
    urineShare = organ.filling === 'urine' ? lumen : 0
    return lumen === 0 ? wall : wall + lumen * (fillingAt(organ, x, y, z, edge) - wall)
  }

  const fillingAt = (organ: OrganPart['organ'], x: number, y: number, z: number, edge: number) => {
    const slow = texture(textures.slow, x, y, z, 1.6)
    if (organ.filling === 'urine') return tissues.urine.hu + slow
    const fine = texture(textures.fine, x, y, z, 0.5)
    const stool = organ.filling === 'faeces'
    const mottle = stool ? 30 + 60 * fine - 420 * Math.max(0, slow + 0.7 * fine - 0.62) : 0
    const content = stool ? Math.max(-700, mottle) : tissues.bowelContent.hu + 6 * slow
    if (organ.gasAboveY === undefined) return content
    const rough = stool ? 5 * slow + 2 * fine : 0
    const gas = coverage(y - organ.gasAboveY - 9 * texture(textures.slow, z, x, 7, 0.22) + rough, edge)
    return content + gas * (tissues.gas.hu - content)
  }

  const paintMuscles = (row: RowPlace) => {
    claim(row, body.muscles)
    const edge = edgeMm(row)
    for (let i = claimed.from; i < claimed.to; i++) {
      if (first[i] > edge) continue
      const cover = coverage(territory(i, 1.1), edge)
      if (cover === 0) continue
      const value = muscleAt(muscleFrames[owner[i]], row.x0 + i * row.dx, row.y, row.z)
      host[i] = host[i] + cover * (value - host[i])
    }
  }

  const muscleFrames = body.muscles.map(fibreFrame)

  /** Bundles drawn out along the fibres, with fat between some of them. */
  const muscleAt = (frame: FibreFrame, x: number, y: number, z: number) => {
    const along = (frame.along[0] * x + frame.along[1] * y + frame.along[2] * z) / 8
    const across = frame.across[0] * x + frame.across[1] * y + frame.across[2] * z
    const over = frame.over[0] * x + frame.over[1] * y + frame.over[2] * z
    const fine = texture(textures.fine, across + frame.shift, over, along, 0.7)
    const slow = texture(textures.slow, x, y, z, 1)
    const wall = texture(textures.walls, across, over + frame.shift, along, 0.85)
    const mask = texture(textures.slow, across + frame.shift, over, along, 0.8)
    const fat = line(wall, 0.5 * frame.fat) * Math.min(1, Math.max(0, 1.6 * frame.fat * (0.5 + 1.4 * mask)))
    return tissues.muscle.hu + 4 * fine + 3 * slow - fat * 120
  }

  const paintSolid = (row: RowPlace, grid: Grid, hu: number, grainHu: number, share?: Float32Array) => {
    if (!readRow(grid, row, one, span)) return
    const edge = edgeMm(row)
    for (let i = span.from; i < span.to; i++) {
      const cover = coverage(one[i], edge)
      if (cover === 0) continue
      const grain = grainHu * texture(textures.slow, row.x0 + i * row.dx, row.y, row.z, 2)
      host[i] = host[i] + cover * (hu + grain - host[i])
      if (share) share[i] = Math.max(share[i], cover)
    }
  }

  /** Vessels and nerves run in a sleeve of fat wherever they lie beneath the fascia. */
  const paintStructure = (row: RowPlace, { grid, organ }: OrganPart) => {
    if (!readRow(grid, row, one, span)) return
    const edge = edgeMm(row)
    for (let i = span.from; i < span.to; i++) {
      const sleeve = organ.tissue === 'tendon' ? coverage(one[i], edge) : 0.8 * coverage(one[i] - 0.9, edge)
      if (sleeve === 0) continue
      if (fascia[i] < 0 && host[i] > tissues.deepFat.hu)
        host[i] = host[i] + sleeve * (tissues.deepFat.hu - host[i])
      const grain = 3 * texture(textures.slow, row.x0 + i * row.dx, row.y, row.z, 2)
      const cover = coverage(one[i], edge)
      host[i] = host[i] + cover * (tissues[organ.tissue].hu + grain - host[i])
      const share = parts && shareOf(organ.tissue, parts)
      if (share) share[i] = Math.max(share[i], cover)
    }
  }

  const paintBones = (row: RowPlace) => {
    claim(row, body.bones)
    const edge = edgeMm(row)
    for (let i = claimed.from; i < claimed.to; i++) {
      if (first[i] > edge) continue
      const distance = territory(i, 2.2)
      const x = row.x0 + i * row.dx
      const cover = coverage(distance, edge)
      const gap = distance > first[i] ? coverage(first[i], edge) - cover : 0
      const value = boneAt(body.bones[owner[i]], distance, x, row.y, row.z, edge)
      const before = host[i] + Math.max(0, gap) * (tissues.cartilage.hu - host[i])
      host[i] = before + cover * (value - before)
      bone[i] = cover * Math.max(0, value - 60)
      if (!parts) continue
      parts.cartilage[i] = Math.max(parts.cartilage[i] * (1 - cover), gap)
      parts.marrow[i] = cover * spongyShare
      parts.cortex[i] = cover * (1 - spongyShare)
    }
  }

  /** Of the sample `boneAt` was asked for last. */
  let spongyShare = 0
  const boneAt = (
    part: Body['bones'][number],
    distance: number,
    x: number,
    y: number,
    z: number,
    edge: number,
  ) => {
    const slow = texture(textures.slow, x, y, z, 1.2)
    const compact = tissues.corticalBone.hu + 90 * slow
    const cortexMm = part.bone.cortexMm(x * part.side, y, z) * (1 + 0.3 * slow)
    const spongy = coverage(distance + cortexMm, edge)
    spongyShare = spongy
    if (spongy === 0) return compact
    const base = part.bone.insideHu(x * part.side, y, z)
    const grain = 0.42 * texture(textures.trabeculae, x, y, z, 1) + 0.12 * slow
    const spongiosa = base + Math.max(60, base + 60) * grain
    return compact + spongy * (spongiosa - compact)
  }

  const paintLesions = (row: RowPlace) => {
    for (const grid of lesions.reactions) paintReaction(row, grid)
    for (const grid of lesions.fluids) paintSolid(row, grid, tissues.fluid.hu, 4, parts?.fluid)
    for (const grid of lesions.deposits) {
      if (!readRow(grid, row, one, span)) continue
      for (let i = span.from; i < span.to; i++) added[i] = added[i] + one[i]
    }
  }

  /** Fibrous tissue where the amount is near 1, reticular strands where it is small. */
  const paintReaction = (row: RowPlace, grid: Grid) => {
    if (!readRow(grid, row, one, span)) return
    for (let i = span.from; i < span.to; i++) {
      const amount = one[i]
      if (amount <= 0.01 || host[i] < -300) continue
      const x = row.x0 + i * row.dx
      const strands =
        line(texture(textures.walls, x, row.y, row.z, 1.6), 0.5) +
        0.35 * texture(textures.fine, x, row.y, row.z, 1)
      const cover = Math.min(1, Math.max(0, amount * amount + amount * strands))
      if (parts) parts.reaction[i] = Math.max(parts.reaction[i], cover)
      if (host[i] < 20) host[i] = host[i] + cover * (28 - host[i])
    }
  }

  return { host, added, bone, parts, body: inside, sample }
}

function shareOf(tissue: keyof typeof tissues, parts: Parts): Float32Array | undefined {
  return tissue === 'blood' || tissue === 'tendon' || tissue === 'nerve' ? parts[tissue] : undefined
}

/** Width of the drawn edge: about one sample, never below half a millimetre. */
function edgeMm(row: RowPlace): number {
  return Math.max(0.5, row.dx)
}

/** 1 inside, 0 outside, a straight ramp `edge` mm wide across the surface. */
function coverage(distance: number, edge: number): number {
  const value = 0.5 - distance / edge
  return value <= 0 ? 0 : value >= 1 ? 1 : value
}

/** Share of a sample taken by a sheet `thicknessMm` thick whose middle is `distance` away. */
function line(distance: number, thicknessMm: number): number {
  const blur = Math.max(0.55, thicknessMm)
  return distance >= blur ? 0 : (1 - distance / blur) * (thicknessMm / blur)
}

interface FibreFrame {
  readonly along: readonly [number, number, number]
  readonly across: readonly [number, number, number]
  readonly over: readonly [number, number, number]
  readonly fat: number
  /** Different bundles in every muscle. */
  readonly shift: number
}

function fibreFrame({ fibre, fat }: MusclePart, index: number): FibreFrame {
  const along = unit(fibre)
  const helper = Math.abs(along[2]) > 0.8 ? ([1, 0, 0] as const) : ([0, 0, 1] as const)
  const across = unit(cross(along, helper))
  return { along, across, over: unit(cross(along, across)), fat, shift: index * 17.3 }
}

function unit([x, y, z]: readonly [number, number, number]): [number, number, number] {
  const length = Math.sqrt(x * x + y * y + z * z)
  return [x / length, y / length, z / length]
}

function cross(
  a: readonly [number, number, number],
  b: readonly [number, number, number],
): readonly [number, number, number] {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
