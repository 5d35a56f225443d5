import { transfer, wrap, type Remote } from 'comlink'
import type { ImagePlane } from '../../domain/image-plane'
import type { PlaneName, Slab, Turn } from '../../domain/reformat'
import type { CutImage } from '../../domain/shown-image'
import {
  frameCount,
  framesOf,
  isColour,
  refTo,
  seriesKey,
  type Series,
  type SeriesRef,
} from '../../domain/study'
import { volumeShapeOf, type Irregularity, type VolumeGeometry } from '../../domain/volume-geometry'
import { cutAgain, cutPlanes } from './cut-planes'
import type { Engine } from '../cornerstone/engine'
import { isPadding, measuredRange, type DecodedFrame } from '../decoding/decoded-frame'
import type { FrameStore } from '../decoding/frame-store'
import type { RayRequest } from './ray-cast'
import type { PlaneRequest, Volume } from './reslice'
import type { ResliceService } from './reslice.worker'
import { givesWay } from '../page-turn'
import type { Stack } from '../stack'

export type Loading = (loaded: number, total: number) => void

/** Series as volumes: one copy each, in a worker that cuts and looks through them. */
export class Volumes {
  #store: FrameStore
  #worker?: Worker
  #remote?: Remote<ResliceService>
  #loading = new Map<string, Promise<void>>()
  #textures = new Map<string, { readonly graphics: Engine; readonly volumeId: Promise<string> }>()
  /** The last cut of a series in each plane, by series and plane. */
  #cuts = new Map<string, string>()

  constructor(store: FrameStore) {
    this.#store = store
  }

  /** Whether a series is a volume, or why it is none. */
  shapeOf(series: Series): {
    readonly geometry?: VolumeGeometry
    /** The slices are shifted against one another, as with a tilted gantry. */
    readonly sheared?: boolean
    readonly irregular?: Irregularity | 'colour'
  } {
    const frames = framesOf(series).map(({ instance }) => instance)
    if (frames.some(isColour)) return { irregular: 'colour' }
    return volumeShapeOf(frames)
  }

  /** Decodes what is missing and hands the voxels to the worker; done when planes can be asked for. */
  load(study: string, series: Series, geometry: VolumeGeometry, onProgress: Loading): Promise<void> {
    const key = keyOf(study, series)
    const started = this.#loading.get(key) ?? this.#load(key, series, geometry, onProgress)
    this.#loading.set(key, started)
    started.catch(() => this.#loading.delete(key))
    return started
  }

  /** Planes cut through the voxels of a series, each made when it is asked for. The voxels must be loaded. */
  cutStack(
    study: string,
    series: Series,
    geometry: VolumeGeometry,
    name: PlaneName,
    turns: readonly Turn[],
    slab: Slab,
  ): Stack {
    const { key: cut, images, requests, spacingMm } = cutPlanes(series, geometry, name, turns, slab)
    const volume = keyOf(study, series)
    const key = `${volume}|${cut}`
    // A plane that is being turned leaves many behind.
    const place = `${volume}|${name}`
    const before = this.#cuts.get(place)
    if (before && before !== key) this.#store.forgetMade(before)
    this.#cuts.set(place, key)
    return {
      of: refTo(study, series),
      key,
      series,
      images,
      geometry,
      spacingMm,
      peek: (index) => this.#store.peekMade(key, index),
      frame: (index) => this.#store.made(key, index, () => this.#plane(volume, requests[index])),
    }
  }

  /**
   * The plane of a mark, cut again.
   * @throws Error when the series is no volume
   */
  async cut(
    study: string,
    series: Series,
    plane: ImagePlane,
  ): Promise<{ image: CutImage; frame: DecodedFrame }> {
    const { geometry, irregular } = this.shapeOf(series)
    if (!geometry) throw new Error(`expected a volume, got ${irregular}`)
    await this.load(study, series, geometry, () => undefined)
    const { image, request } = cutAgain(series, geometry, plane)
    return { image, frame: await this.#plane(keyOf(study, series), request) }
  }

  /**
   * The voxels of a series on the graphics card, brought there once.
   * @returns their name for the engine
   * @throws Error when a frame cannot be decoded, or some of it is padding
   */
  texture(graphics: Engine, study: string, series: Series, geometry: VolumeGeometry): Promise<string> {
    const key = keyOf(study, series)
    const there = this.#textures.get(key)
    if (there?.graphics === graphics) return there.volumeId
    const volumeId = this.gather(series, geometry, () => undefined).then((volume) => {
      // To a texture padding is a value like any other, and would be mixed with what was measured.
      if (volume.padding !== undefined) throw new Error('expected voxels that were all measured')
      return graphics.holdVolume(volume)
    })
    this.#textures.set(key, { graphics, volumeId })
    volumeId.catch(() => this.#textures.delete(key))
    return volumeId
  }

  /** The volume as it is seen from outside. @throws Error when its voxels are not loaded */
  async rays(study: string, series: Series, request: RayRequest): Promise<Uint8ClampedArray> {
    return this.#service().rays(keyOf(study, series), request)
  }

  /** Gives back the memory of a series. */
  release(of: SeriesRef): void {
    const isOfSeries = (key: string) => key.startsWith(`${seriesKey(of)} `)
    for (const [place, cut] of [...this.#cuts])
      if (isOfSeries(place) && this.#cuts.delete(place)) this.#store.forgetMade(cut)
    for (const [key, { graphics, volumeId }] of [...this.#textures])
      if (isOfSeries(key) && this.#textures.delete(key)) void volumeId.then((it) => graphics.dropVolume(it))
    for (const key of [...this.#loading.keys()])
      if (isOfSeries(key) && this.#loading.delete(key)) void this.#remote?.release(key)
    if (this.#loading.size > 0) return
    // The memory of a worker comes back when the worker goes.
    this.#worker?.terminate()
    this.#worker = this.#remote = undefined
  }

  async #plane(volume: string, request: PlaneRequest): Promise<DecodedFrame> {
    const { values, minimum, maximum } = await this.#service().plane(volume, request)
    return { columns: request.columns, rows: request.rows, components: 1, values, minimum, maximum }
  }

  async #load(key: string, series: Series, geometry: VolumeGeometry, onProgress: Loading): Promise<void> {
    const volume = await this.gather(series, geometry, onProgress)
    await this.#service().hold(key, transfer(volume, [volume.values.buffer]))
  }

  /**
   * The voxels of a series, decoded where they are not yet; a copy that the caller may give away.
   * @throws Error when a frame cannot be decoded or has another size
   */
  async gather(series: Series, geometry: VolumeGeometry, onProgress: Loading): Promise<Volume> {
    const frames = framesOf(series)
    const [columns, rows] = geometry.size
    let values: Int16Array | Float32Array | undefined
    let [lowest, loaded] = [Infinity, 0]
    const gaps = new Map<number, Uint32Array>()
    const queue = [...frames.entries()]
    const giveWay = givesWay(LONGEST_TURN_MS)
    const next = async (): Promise<void> => {
      const item = queue.shift()
      if (!item) return
      const [index, { instance, frameNumber }] = item
      const frame = await this.#store.frame(instance, frameNumber, false)
      if (frame.values.length < columns * rows)
        throw new Error(`expected ${columns * rows} values, got ${frame.values.length}`)
      values ??= roomFor(frame, columns * rows * frames.length)
      if (values instanceof Int16Array && !fits(frame)) values = Float32Array.from(values)
      values.set(frame.values, index * columns * rows)
      lowest = Math.min(lowest, measuredRange(frame).minimum)
      const padded = paddedIn(frame)
      if (padded) gaps.set(index * columns * rows, padded)
      onProgress(++loaded, frames.length)
      await giveWay()
      return next()
    }
    await Promise.all([next(), next(), next()])
    if (!values) throw new Error('expected frames, got none')
    if (gaps.size === 0) return { geometry, values, background: lowest }
    // Below all that was measured, and no denser than air: a search takes it for the outside.
    const padding = Math.min(Math.floor(lowest) - 1, BELOW_AIR)
    if (values instanceof Int16Array && padding < -0x8000) values = Float32Array.from(values)
    for (const [start, padded] of gaps) for (const at of padded) values[start + at] = padding
    return { geometry, values, background: lowest, padding }
  }

  #service(): Remote<ResliceService> {
    this.#worker ??= new Worker(new URL('./reslice.worker.ts', import.meta.url), { type: 'module' })
    return (this.#remote ??= wrap<ResliceService>(this.#worker))
  }
}

/** Names the voxels of a series: other ones once it has more images. */
const keyOf = (study: string, series: Series): string =>
  `${seriesKey(refTo(study, series))} ${frameCount(series)}`

/** Of copying frames that are all decoded, before the page has its turn. */
const LONGEST_TURN_MS = 10

/** HU */
const BELOW_AIR = -1025

/** Indices of the padding of a frame; undefined where it has none. */
function paddedIn(frame: DecodedFrame): Uint32Array | undefined {
  if (!frame.padding) return undefined
  const padded: number[] = []
  for (let at = 0; at < frame.values.length; at++) if (isPadding(frame, frame.values[at])) padded.push(at)
  return Uint32Array.from(padded)
}

const fits = ({ values, minimum, maximum }: DecodedFrame): boolean =>
  !(values instanceof Float32Array) && minimum >= -0x8000 && maximum <= 0x7fff

const roomFor = (frame: DecodedFrame, length: number): Int16Array | Float32Array =>
  fits(frame) ? new Int16Array(length) : new Float32Array(length)
