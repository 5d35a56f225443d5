import {
  Enums,
  setVolumesForViewports,
  type RenderingEngine,
  type VolumeViewport3D,
} from '@cornerstonejs/core'
import type { Vec3 } from '../../domain/image-plane'
import type { VolumeGeometry } from '../../domain/volume-geometry'
import type { Size } from '../picture/presentation'
import type { RayRequest, RenderPreset } from '../volume/ray-cast'
import { cameraAbout } from './camera'
import { reachOf } from './gpu-data'
import type { PageRenderer } from './page-renderer'

interface Host {
  readonly renderer: PageRenderer
  readonly nextName: (kind: string) => string
}

/** What of VTK's volume property is set here. */
interface VolumeProperty {
  getRGBTransferFunction(index: number): ColourFunction
  getScalarOpacity(index: number): OpacityFunction
  setScalarOpacityUnitDistance(index: number, mm: number): void
  setShade(on: boolean): void
  setAmbient(share: number): void
  setDiffuse(share: number): void
  setSpecular(share: number): void
  setInterpolationTypeToLinear(): void
}
interface ColourFunction {
  removeAllPoints(): void
  addRGBPoint(value: number, red: number, green: number, blue: number): void
}
interface OpacityFunction {
  removeAllPoints(): void
  addPoint(value: number, opacity: number): void
}

/** Of the light that falls on a surface from anywhere, and from where one looks; as the worker's ray caster has it. */
const [AMBIENT, DIFFUSE] = [0.35, 0.65]
/** Between the points of a preset opacity per step is no straight line: sampled so far apart. */
const SAMPLE_HU = 10
/** Samples farther apart while it is turned. */
const DRAFT_STEP = 4

/** A volume seen from outside, cast by the graphics card, from the angles and with the presets of `ray-cast.ts`. */
export class GpuVolume {
  readonly viewportId: string
  #host: Host
  #element: HTMLDivElement
  #viewport: VolumeViewport3D
  #geometry: VolumeGeometry
  #preset = ''
  #step = 0

  private constructor(host: Host, element: HTMLDivElement, geometry: VolumeGeometry) {
    this.#host = host
    this.#element = element
    this.#geometry = geometry
    this.viewportId = host.nextName('volume')
    host.renderer.enableElement({
      viewportId: this.viewportId,
      element,
      type: Enums.ViewportType.VOLUME_3D,
      defaultOptions: { background: [0, 0, 0], parallelProjection: true },
    })
    const viewport: unknown = host.renderer.getViewport(this.viewportId)
    this.#viewport = viewport as VolumeViewport3D
  }

  /** @param volumeId of `holdVolume` */
  static async on(
    host: Host,
    element: HTMLDivElement,
    volumeId: string,
    geometry: VolumeGeometry,
  ): Promise<GpuVolume> {
    const volume = new GpuVolume(host, element, geometry)
    const renderer: unknown = host.renderer
    await setVolumesForViewports(renderer as RenderingEngine, [{ volumeId }], [volume.viewportId])
    return volume
  }

  get canvas(): HTMLCanvasElement {
    return this.#viewport.getCanvas()
  }

  /** Draws before long; `onDrawn` when it is there. The picture is a square in the middle of the element. */
  draw(request: Omit<RayRequest, 'size'>, size: Size): void {
    this.#usePreset(request.preset, request.window)
    const { focalPoint, position, viewUp, viewPlaneNormal, parallelScale } = cameraAbout(
      this.#geometry,
      request,
      size,
      reachOf(this.#geometry),
    )
    this.#viewport.setCamera({
      focalPoint: [...focalPoint],
      position: [...position],
      viewUp: [...viewUp],
      viewPlaneNormal: [...viewPlaneNormal],
      parallelScale,
    })
    const step = request.draft ? DRAFT_STEP : 1
    if (step !== this.#step) this.#viewport.setSampleDistanceMultiplier(step)
    this.#step = step
    this.#viewport.render()
  }

  /** Where a place in the patient is seen; CSS pixels of the element. */
  seenAt = (place: Vec3): readonly [number, number] => this.#viewport.worldToCanvas([...place])

  /** @returns listens no more */
  onDrawn(act: () => void): () => void {
    this.#element.addEventListener(Enums.Events.IMAGE_RENDERED, act)
    return () => this.#element.removeEventListener(Enums.Events.IMAGE_RENDERED, act)
  }

  dispose(): void {
    this.#host.renderer.disableElement(this.viewportId)
    this.#element.querySelector(':scope > .viewport-element')?.remove()
  }

  #usePreset(preset: RenderPreset, window: RayRequest['window']): void {
    const key = JSON.stringify([preset.name, window])
    if (key === this.#preset) return
    this.#preset = key
    const { points } = preset
    const actor = this.#viewport.getActors()[0].actor as {
      getMapper(): unknown
      getProperty(): unknown
    }
    // The viewport's own way to set it does nothing for volumes.
    const mapper = actor.getMapper() as { setBlendMode(mode: number): void }
    mapper.setBlendMode(points ? Enums.BlendModes.COMPOSITE : Enums.BlendModes.MAXIMUM_INTENSITY_BLEND)
    const property = actor.getProperty() as VolumeProperty
    property.setShade(points !== undefined)
    property.setAmbient(AMBIENT)
    property.setDiffuse(DIFFUSE)
    property.setSpecular(0)
    property.setInterpolationTypeToLinear()
    property.setScalarOpacityUnitDistance(0, 1)
    const [colour, opacity] = [property.getRGBTransferFunction(0), property.getScalarOpacity(0)]
    colour.removeAllPoints()
    opacity.removeAllPoints()
    if (!points) {
      const [low, high] = [window.center - window.width / 2, window.center + window.width / 2]
      colour.addRGBPoint(low, 0, 0, 0)
      colour.addRGBPoint(high, 1, 1, 1)
      opacity.addPoint(low, 1)
      opacity.addPoint(high, 1)
      return
    }
    for (const [hu, , red, green, blue] of points) colour.addRGBPoint(hu, red / 255, green / 255, blue / 255)
    for (const [hu, perMm] of opacitiesOf(points)) opacity.addPoint(hu, perMm)
  }
}

/** Opacity of one millimetre by CT number: the presets give it as absorption, of which it is 1 − e^−x. */
export function opacitiesOf(
  points: NonNullable<RenderPreset['points']>,
): readonly (readonly [hu: number, opacity: number])[] {
  const [first] = points
  const sampled: [number, number][] = [[first[0] - 1, 0]]
  points.forEach(([hu, absorbed], index) => {
    const next = points[index + 1]
    sampled.push([hu, 1 - Math.exp(-absorbed)])
    if (!next) return
    for (let at = hu + SAMPLE_HU; at < next[0]; at += SAMPLE_HU) {
      const between = absorbed + ((at - hu) / (next[0] - hu)) * (next[1] - absorbed)
      sampled.push([at, 1 - Math.exp(-between)])
    }
  })
  return sampled
}
