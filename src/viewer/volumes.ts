import { transfer, wrap, type Remote } from 'comlink'
import type { PlaneName, Slab, Turn } from '../domain/reformat'
import type { ImagePlane } from '../domain/image-plane'
import { framesOf, isColour, type Instance, type Series } from '../domain/study'
import { volumeShapeOf, type Irregularity, type VolumeGeometry } from '../domain/volume-geometry'
import type { DecodedFrame } from './decoder'
import type { FrameStore } from './frame-store'
import type { RayRequest } from './ray-cast'
import { cutAgain, reformatSeries, REFORMATTED } from './reformat'
import type { PlaneRequest, Volume } from './reslice'
import type { ResliceService } from './reslice.worker'

export type Loading = (loaded: number, total: number) => void

/** Series as volumes: one copy each, in a worker that cuts and looks through them. */
export class Volumes {
  #store: FrameStore
  #worker?: Worker
  #remote?: Remote<ResliceService>
  #loading = new Map<string, Promise<void>>()
  /** The last cut of a series in each plane. */
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
  load(series: Series, geometry: VolumeGeometry, onProgress: Loading): Promise<void> {
    const key = keyOf(series)
    const started = this.#loading.get(key) ?? this.#load(key, series, geometry, onProgress)
    this.#loading.set(key, started)
    started.catch(() => this.#loading.delete(key))
    return started
  }

  /** The series cut in a plane; its frames come from the worker when the store is asked for them. */
  reformat(
    series: Series,
    geometry: VolumeGeometry,
    name: PlaneName,
    turns: readonly Turn[],
    slab: Slab,
  ): Series {
    const cut = reformatSeries(series, geometry, name, turns, slab)
    const key = keyOf(series)
    // A plane that is being turned leaves many behind.
    const place = `${series.SeriesInstanceUID} ${name}`
    const before = this.#cuts.get(place)
    if (before && before !== cut.series.SeriesInstanceUID) this.#store.withdraw(before)
    this.#cuts.set(place, cut.series.SeriesInstanceUID)
    this.#store.provide(cut.series.SeriesInstanceUID, (instance) =>
      this.#plane(key, cut.requests.get(instance.SOPInstanceUID) as PlaneRequest),
    )
    return cut.series
  }

  /**
   * The plane of a mark, cut again.
   * @throws Error when the series is no volume
   */
  async cut(series: Series, plane: ImagePlane): Promise<{ instance: Instance; frame: DecodedFrame }> {
    const { geometry, irregular } = this.shapeOf(series)
    if (!geometry) throw new Error(`expected a volume, got ${irregular}`)
    await this.load(series, geometry, () => undefined)
    const { instance, request } = cutAgain(series, geometry, plane)
    return { instance, frame: await this.#plane(keyOf(series), request) }
  }

  async rays(series: Series, request: RayRequest): Promise<Uint8ClampedArray> {
    return this.#service().rays(keyOf(series), request)
  }

  /** Gives back the memory of a series. */
  releaseBy(SeriesInstanceUID: string): void {
    this.#store.withdraw(REFORMATTED + SeriesInstanceUID)
    for (const key of [...this.#loading.keys()])
      if (key.startsWith(`${SeriesInstanceUID} `) && this.#loading.delete(key))
        void this.#remote?.release(key)
    for (const place of [...this.#cuts.keys()])
      if (place.startsWith(`${SeriesInstanceUID} `)) this.#cuts.delete(place)
    if (this.#loading.size > 0) return
    // The memory of a worker comes back when the worker goes.
    this.#worker?.terminate()
    this.#worker = this.#remote = undefined
  }

  async #plane(key: string, request: PlaneRequest): Promise<DecodedFrame> {
    const { values, minimum, maximum } = await this.#service().plane(key, request)
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
    const queue = [...frames.entries()]
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
      lowest = Math.min(lowest, frame.minimum)
      onProgress(++loaded, frames.length)
      return next()
    }
    await Promise.all([next(), next(), next()])
    if (!values) throw new Error('expected frames, got none')
    return { geometry, values, background: lowest }
  }

  #service(): Remote<ResliceService> {
    this.#worker ??= new Worker(new URL('./reslice.worker.ts', import.meta.url), { type: 'module' })
    return (this.#remote ??= wrap<ResliceService>(this.#worker))
  }
}

const keyOf = ({ SeriesInstanceUID, instances }: Series): string => `${SeriesInstanceUID} ${instances.length}`

const fits = ({ values, minimum, maximum }: DecodedFrame): boolean =>
  !(values instanceof Float32Array) && minimum >= -0x8000 && maximum <= 0x7fff

const roomFor = (frame: DecodedFrame, length: number): Int16Array | Float32Array =>
  fits(frame) ? new Int16Array(length) : new Float32Array(length)
