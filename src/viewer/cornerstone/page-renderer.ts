import { ContextPoolRenderingEngine, PlanarViewport, registerViewportType } from '@cornerstonejs/core'

/*
 * Cornerstone 5.14 gives every planar viewport a renderer of VTK, and with it a WebGL context, though the CPU draws:
 * without WebGL no viewport could be made, and the first takes a tenth of a second. A viewport that is a picture drawn
 * by the CPU is therefore a type of its own, which draws itself.
 */

export const PICTURE = 'calcimapPicture'

export class PictureViewport extends PlanarViewport {
  static override get useCustomRenderingPipeline(): boolean {
    return true
  }

  override getUseCustomRenderingPipeline(): boolean {
    return true
  }

  /** Asked of by the rendering engine for viewports that draw themselves. */
  customRenderViewportToCanvas(): void {
    this.render()
  }
}

/** Registers the type; once for the page. */
export const registerPictures = (): void =>
  registerViewportType({ type: PICTURE, ViewportClass: PictureViewport })

type Renderer = NonNullable<ReturnType<ContextPoolRenderingEngine['getRenderer']>>

/** What a viewport asks of its renderer when it is made. */
const NO_RENDERER = {
  getActiveCamera: () => ({ setParallelProjection: () => true }),
} as unknown as Renderer

/** The rendering engine of the page: WebGL is touched when something is first drawn with it. */
export class PageRenderer extends ContextPoolRenderingEngine {
  override getRenderer(viewportId: string): Renderer {
    return super.getRenderer(viewportId) ?? NO_RENDERER
  }
}
