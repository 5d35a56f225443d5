import { Enums, setVolumesForViewports, type RenderingEngine, type VolumeViewport } from '@cornerstonejs/core'
import type { Affine } from '../../domain/affine'
import type { Slab } from '../../domain/reformat'
import type { CutImage } from '../../domain/shown-image'
import type { VolumeGeometry } from '../../domain/volume-geometry'
import { sheetOf } from '../picture/display'
import { toScreen, type Presentation, type Size } from '../picture/presentation'
import type { VoiFunction, Window } from '../picture/window-lut'
import { cameraOnto } from './camera'
import { reachOf } from './gpu-data'
import type { PageRenderer } from './page-renderer'
import { mapReadBack } from './view-state'

export interface PlaneDisplay {
  /** A line from black to white; a curve of the file is not known to the graphics card. */
  readonly window: Pick<Window, 'center' | 'width'>
  readonly voi: VoiFunction
  readonly inverted: boolean
  readonly slab: Slab
}

interface Host {
  readonly renderer: PageRenderer
  readonly nextName: (kind: string) => string
}

const BLEND = {
  mip: Enums.BlendModes.MAXIMUM_INTENSITY_BLEND,
  minip: Enums.BlendModes.MINIMUM_INTENSITY_BLEND,
  mean: Enums.BlendModes.AVERAGE_INTENSITY_BLEND,
} as const

/**
 * A plane through a volume, cut by the graphics card. The plane and its presentation are those of a cut
 * image (`cut-planes.ts`): the same marks lie on it.
 */
export class GpuPlane {
  readonly viewportId: string
  #host: Host
  #element: HTMLDivElement
  #viewport: VolumeViewport
  #geometry: VolumeGeometry
  #slab = ''

  private constructor(host: Host, element: HTMLDivElement, geometry: VolumeGeometry) {
    this.#host = host
    this.#element = element
    this.#geometry = geometry
    this.viewportId = host.nextName('plane')
    host.renderer.enableElement({
      viewportId: this.viewportId,
      element,
      type: Enums.ViewportType.ORTHOGRAPHIC,
      defaultOptions: { orientation: Enums.OrientationAxis.AXIAL, background: [0, 0, 0] },
    })
    const viewport: unknown = host.renderer.getViewport(this.viewportId)
    this.#viewport = viewport as VolumeViewport
  }

  /** @param volumeId of `holdVolume` */
  static async on(
    host: Host,
    element: HTMLDivElement,
    volumeId: string,
    geometry: VolumeGeometry,
  ): Promise<GpuPlane> {
    const plane = new GpuPlane(host, element, geometry)
    const renderer: unknown = host.renderer
    await setVolumesForViewports(renderer as RenderingEngine, [{ volumeId }], [plane.viewportId])
    return plane
  }

  get canvas(): HTMLCanvasElement {
    return this.#viewport.getCanvas()
  }

  /**
   * Draws before long; `onDrawn` when it is there.
   * @returns the map read back from Cornerstone, pixels → CSS pixels
   */
  draw(image: CutImage, display: PlaneDisplay, presentation: Presentation, size: Size): Affine {
    const { plane } = image
    const sheet = sheetOf(image)
    const map = toScreen(presentation, sheet, size)
    const { center, width } = display.window
    this.#useSlab(display.slab)
    this.#viewport.setProperties({
      voiRange: rangeOf(center, width, display.voi),
      invert: display.inverted,
    })
    const { focalPoint, position, viewUp, viewPlaneNormal, parallelScale } = cameraOnto(
      plane,
      map,
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
    this.#viewport.render()
    return mapReadBack(plane, sheet, (place) => this.#viewport.worldToCanvas([...place]))
  }

  /** @returns listens no more */
  onDrawn(act: () => void): () => void {
    this.#element.addEventListener(Enums.Events.IMAGE_RENDERED, act)
    return () => this.#element.removeEventListener(Enums.Events.IMAGE_RENDERED, act)
  }

  dispose(): void {
    this.#host.renderer.disableElement(this.viewportId)
    this.#element.querySelector(':scope > .viewport-element')?.remove()
  }

  #useSlab({ mode, thicknessMm }: Slab): void {
    const key = `${mode} ${thicknessMm}`
    if (key === this.#slab) return
    this.#slab = key
    this.#viewport.setBlendMode(BLEND[mode])
    // Cornerstone 5.14 clips at this distance on either side of the plane: a slab of 10 mm is a thickness of 5.
    if (thicknessMm > 0) this.#viewport.setSlabThickness(thicknessMm / 2)
    else this.#viewport.resetSlabThickness()
  }
}

/** Black and white of a window by PS3.3 C.11.2.1.2 and C.11.2.1.3.2. */
const rangeOf = (center: number, width: number, voi: VoiFunction): { lower: number; upper: number } =>
  voi === 'LINEAR_EXACT'
    ? { lower: center - width / 2, upper: center + width / 2 }
    : { lower: center - 0.5 - (width - 1) / 2, upper: center - 0.5 + (width - 1) / 2 }
