import { isSameSeries, refTo, type Series, type SeriesRef } from '../../domain/study'
import type { Engine } from '../cornerstone/engine'
import { RENDER_PRESETS, type RayRequest } from './ray-cast'
import type { Volumes } from './volumes'

/** From where a volume is looked at, and how it is drawn. */
export interface Camera extends Pick<RayRequest, 'azimuth' | 'elevation' | 'zoom'> {
  /** Index among `RENDER_PRESETS`. */
  readonly preset: number
  /** It is being turned: coarser, and sooner. */
  readonly draft: boolean
}

export interface VolumeEvents {
  /** A picture of the camera last asked for is there, or none any more. */
  readonly onDrawn: (of: SeriesRef | undefined) => void
  readonly onBusy: (busy: boolean) => void
  readonly onFailure: (message: string) => void
}

/** What makes the pictures of one volume. */
interface Caster {
  /** @param isWanted false once another volume is shown: its picture is thrown away */
  cast(camera: Camera, isWanted: () => boolean): Promise<void>
  resize?(): void
  dispose(): void
}

/** CT numbers from black to white of a projection. */
const PROJECTION_WINDOW = { center: 500, width: 1400 }
/** Pixels of one side. */
const [DRAFT_SIZE, FULL_SIZE] = [160, 384]

const requestOf = ({ preset, ...camera }: Camera) => ({
  ...camera,
  preset: RENDER_PRESETS[preset],
  window: PROJECTION_WINDOW,
})

/**
 * One volume in one element, seen from outside: cast by the graphics card where there is one that can hold it, else by
 * a worker. One picture is made at a time, and the newest question is asked next; a picture of another series than the
 * one shown is thrown away, however late it comes.
 */
export class VolumeViewport {
  #host: HTMLElement
  #volumes: Volumes
  #events: VolumeEvents
  #of?: SeriesRef
  #series?: Series
  #graphics?: Engine
  #caster?: Caster
  #camera?: Camera
  #asked = 0
  #drawing = false
  #resize: ResizeObserver

  constructor(host: HTMLElement, volumes: Volumes, events: VolumeEvents) {
    this.#host = host
    this.#volumes = volumes
    this.#events = events
    this.#resize = new ResizeObserver(() => {
      if (!this.#caster?.resize) return
      this.#caster.resize()
      if (this.#camera) this.look(this.#camera)
    })
    this.#resize.observe(host)
  }

  /**
   * Blanks what was shown of another series at once.
   * @param series its voxels are loaded; undefined for nothing
   * @param graphics the engine, where a graphics card is behind it
   */
  show(study: string | undefined, series: Series | undefined, graphics: Engine | undefined): void {
    const of = study && series ? refTo(study, series) : undefined
    if (isSameSeries(of, this.#of) && series === this.#series && graphics === this.#graphics) return
    this.#blank()
    this.#of = of
    this.#series = series
    this.#graphics = graphics
    if (of && series) void this.#start(of, series, graphics)
  }

  /** Draws anew. */
  look(camera: Camera): void {
    this.#camera = camera
    this.#asked++
    void this.#draw()
  }

  dispose(): void {
    this.#resize.disconnect()
    this.show(undefined, undefined, undefined)
  }

  #blank(): void {
    this.#caster?.dispose()
    this.#caster = undefined
    this.#events.onDrawn(undefined)
  }

  async #start(of: SeriesRef, series: Series, graphics: Engine | undefined): Promise<void> {
    const isWanted = () => this.#of === of && this.#series === series && this.#graphics === graphics
    const caster =
      (graphics &&
        (await gpuCaster(this.#host, this.#volumes, of, series, graphics).catch(() => undefined))) ??
      workerCaster(this.#host, this.#volumes, of, series)
    if (!isWanted()) return caster.dispose()
    this.#caster = caster
    if (this.#camera) this.look(this.#camera)
  }

  async #draw(): Promise<void> {
    const [of, caster, camera, mine] = [this.#of, this.#caster, this.#camera, this.#asked]
    if (this.#drawing || !of || !caster || !camera) return
    const isWanted = () => this.#caster === caster
    this.#drawing = true
    this.#events.onBusy(!camera.draft)
    try {
      await caster.cast(camera, isWanted)
      if (isWanted()) this.#events.onDrawn(of)
    } catch (error) {
      if (isWanted()) this.#events.onFailure(error instanceof Error ? error.message : String(error))
    }
    this.#drawing = false
    this.#events.onBusy(false)
    if (mine !== this.#asked) void this.#draw()
  }
}

function workerCaster(host: HTMLElement, volumes: Volumes, of: SeriesRef, series: Series): Caster {
  const canvas = document.createElement('canvas')
  canvas.dataset.series = series.SeriesInstanceUID
  host.prepend(canvas)
  return {
    async cast(camera, isWanted) {
      const size = camera.draft ? DRAFT_SIZE : FULL_SIZE
      const pixels = await volumes.rays(of.study, series, { ...requestOf(camera), size })
      if (!isWanted()) return
      ;[canvas.width, canvas.height] = [size, size]
      canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), size, size), 0, 0)
    },
    dispose: () => canvas.remove(),
  }
}

/** @returns undefined where the graphics card cannot hold the voxels */
async function gpuCaster(
  host: HTMLElement,
  volumes: Volumes,
  of: SeriesRef,
  series: Series,
  graphics: Engine,
): Promise<Caster | undefined> {
  const { geometry } = volumes.shapeOf(series)
  if (!geometry || graphics.noTextureFor(geometry)) return undefined
  const volumeId = await volumes.texture(graphics, of.study, series, geometry)
  const element = document.createElement('div')
  element.className = 'gpu'
  element.dataset.series = series.SeriesInstanceUID
  host.prepend(element)
  const view = await graphics.volumeOn(element, volumeId, geometry)
  const size = () => ({ width: element.clientWidth || 1, height: element.clientHeight || 1 })
  return {
    cast: (camera) =>
      new Promise<void>((resolve) => {
        const stop = view.onDrawn(() => {
          stop()
          resolve()
        })
        view.draw(requestOf(camera), size())
      }),
    resize: () => graphics.resize(),
    dispose: () => {
      view.dispose()
      element.remove()
    },
  }
}
