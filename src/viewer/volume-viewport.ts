import { isSameSeries, refTo, type Series, type SeriesRef } from '../domain/study'
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
  /** A picture of the camera last asked for is on the canvas, or none any more. */
  readonly onDrawn: (of: SeriesRef | undefined) => void
  readonly onBusy: (busy: boolean) => void
  readonly onFailure: (message: string) => void
}

/** CT numbers from black to white of a projection. */
const PROJECTION_WINDOW = { center: 500, width: 1400 }
/** Pixels of one side. */
const [DRAFT_SIZE, FULL_SIZE] = [160, 384]

/**
 * One volume on one canvas, seen from outside. One picture is made at a time, and the newest question is asked next;
 * a picture of another series than the one shown is thrown away, however late it comes.
 */
export class VolumeViewport {
  #canvas: HTMLCanvasElement
  #volumes: Volumes
  #events: VolumeEvents
  #of?: SeriesRef
  #series?: Series
  #camera?: Camera
  #asked = 0
  #drawing = false

  constructor(canvas: HTMLCanvasElement, volumes: Volumes, events: VolumeEvents) {
    this.#canvas = canvas
    this.#volumes = volumes
    this.#events = events
  }

  /**
   * Blanks what was shown of another series at once.
   * @param series its voxels are loaded; undefined for nothing
   */
  show(study: string | undefined, series: Series | undefined): void {
    const of = study && series ? refTo(study, series) : undefined
    if (!isSameSeries(of, this.#of) || series !== this.#series) this.#blank()
    this.#of = of
    this.#series = series
    if (this.#camera) this.look(this.#camera)
  }

  /** Draws anew. */
  look(camera: Camera): void {
    this.#camera = camera
    this.#asked++
    void this.#draw()
  }

  dispose(): void {
    this.show(undefined, undefined)
  }

  #blank(): void {
    this.#canvas.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    delete this.#canvas.dataset.series
    this.#events.onDrawn(undefined)
  }

  async #draw(): Promise<void> {
    const [of, series, camera, mine] = [this.#of, this.#series, this.#camera, this.#asked]
    if (this.#drawing || !of || !series || !camera) return
    this.#drawing = true
    this.#events.onBusy(!camera.draft)
    const size = camera.draft ? DRAFT_SIZE : FULL_SIZE
    try {
      const request = { ...camera, preset: RENDER_PRESETS[camera.preset], size, window: PROJECTION_WINDOW }
      const pixels = await this.#volumes.rays(of.study, series, request)
      if (this.#series === series) this.#put(of, series, pixels, size)
    } catch (error) {
      if (this.#series === series)
        this.#events.onFailure(error instanceof Error ? error.message : String(error))
    }
    this.#drawing = false
    this.#events.onBusy(false)
    if (mine !== this.#asked) void this.#draw()
  }

  #put(of: SeriesRef, series: Series, pixels: Uint8ClampedArray, size: number): void {
    const canvas = this.#canvas
    ;[canvas.width, canvas.height] = [size, size]
    canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), size, size), 0, 0)
    canvas.dataset.series = series.SeriesInstanceUID
    this.#events.onDrawn(of)
  }
}
