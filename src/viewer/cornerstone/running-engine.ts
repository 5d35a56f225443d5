import { Enums, eventTarget, init, setUseCPURendering } from '@cornerstonejs/core'
import type { VolumeGeometry } from '../../domain/volume-geometry'
import type { MouseTools } from '../gestures'
import type { Volume } from '../volume/reslice'
import type { Backing } from './gpu'
import { dropVolume, holdVolume, noTextureFor, type NoTexture } from './gpu-data'
import type { SurfaceEvents } from '../picture/surface'
import { GpuPlaneSurface } from './gpu-plane-surface'
import { GpuPlane } from './gpu-planes'
import { GpuVolume } from './gpu-volume'
import { Images } from './images'
import type { Navigation } from './navigation'
import { PageRenderer, registerPictures } from './page-renderer'
import { PlanarSurface, type PlanarSurfaceEvents } from './planar-surface'

const NAME = 'calcimap'

/** Cornerstone, started: one rendering engine for the page. */
export class RunningEngine {
  readonly backing: Backing
  readonly images: Images
  readonly renderer: PageRenderer
  #count = 0
  #navigation?: Navigation

  constructor(backing: Backing) {
    this.backing = backing
    // `init` would try out the graphics card, for seconds where there is none.
    if (!backing.gpu) setUseCPURendering(true, false)
    else
      init({
        // All viewports but legacy stacks draw in the first context.
        rendering: { useCPURendering: false, webGlContextCount: 1 },
        debug: { statsOverlay: false },
      })
    registerPictures()
    this.images = new Images()
    this.renderer = new PageRenderer(NAME)
  }

  /** A name for a viewport that no other has. */
  nextName = (kind: string): string => `${kind}-${++this.#count}`

  /** @param element has a size, and may hold other things above the picture */
  planarSurface(element: HTMLElement, events?: PlanarSurfaceEvents): PlanarSurface {
    return new PlanarSurface(this, element as HTMLDivElement, events)
  }

  /** Why the voxels of a series are left to the worker; undefined where the graphics card can have them. */
  noTextureFor = (geometry: VolumeGeometry): NoTexture | undefined => noTextureFor(geometry, this.backing)

  /** Voxels for planes and volume views; they are not copied. @returns their name, for `dropVolume` */
  holdVolume(volume: Volume): string {
    const volumeId = this.nextName('voxels')
    holdVolume(volumeId, volume)
    return volumeId
  }

  dropVolume = dropVolume

  /** What the graphics card draws fits its elements again. */
  resize = (): void => void this.renderer.resize(true, true)

  planeOn = (element: HTMLDivElement, volumeId: string, geometry: VolumeGeometry): Promise<GpuPlane> =>
    GpuPlane.on(this, element, volumeId, geometry)

  /** @param texture brings the voxels to the graphics card; their name of `holdVolume` */
  planeSurface(
    element: HTMLElement,
    texture: () => Promise<string>,
    geometry: VolumeGeometry,
    events: SurfaceEvents,
  ): GpuPlaneSurface {
    const planeOn = async (host: HTMLDivElement) => this.planeOn(host, await texture(), geometry)
    return new GpuPlaneSurface(element, planeOn, this.resize, events)
  }

  volumeOn = (element: HTMLDivElement, volumeId: string, geometry: VolumeGeometry): Promise<GpuVolume> =>
    GpuVolume.on(this, element, volumeId, geometry)

  /** Fetches Cornerstone's tools; surfaces follow the mouse by them from then on. */
  async fetchTools(): Promise<void> {
    const { Navigation } = await import('./navigation')
    this.#navigation ??= new Navigation()
  }

  toolsFor = (viewportId: string): MouseTools | undefined =>
    this.#navigation?.toolsFor(viewportId, this.renderer.id)

  /** The graphics card has gone, as after sleep or an update of its driver. @returns listens no more */
  onContextLost(act: () => void): () => void {
    const { WEBGL_CONTEXT_LOST } = Enums.Events
    eventTarget.addEventListener(WEBGL_CONTEXT_LOST, act)
    return () => eventTarget.removeEventListener(WEBGL_CONTEXT_LOST, act)
  }
}
