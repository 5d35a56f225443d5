/* Whether the browser draws with a graphics card. A renderer in software is none: it takes seconds for a volume. */

export type NoGpu = 'refused' | 'software'

export interface Gpu {
  /** Absent where a graphics card draws. */
  readonly none?: NoGpu
  /** The driver's own words, for the page about the program; empty where it says nothing. */
  readonly renderer: string
  /** Longest side of a three-dimensional texture in voxels; 0 without WebGL 2. */
  readonly max3dTexture: number
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|microsoft basic render/i

export const isSoftware = (renderer: string): boolean => SOFTWARE.test(renderer)

/** Asks the browser once, with a context that is given back at once. */
export function gpuOf(canvas: HTMLCanvasElement = document.createElement('canvas')): Gpu {
  const context = canvas.getContext('webgl2')
  if (!context) return { none: 'refused', renderer: '', max3dTexture: 0 }
  const info = context.getExtension('WEBGL_debug_renderer_info')
  const said: unknown = context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER)
  const renderer = typeof said === 'string' ? said : ''
  const max3dTexture = Number(context.getParameter(context.MAX_3D_TEXTURE_SIZE)) || 0
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return isSoftware(renderer) ? { none: 'software', renderer, max3dTexture } : { renderer, max3dTexture }
}

export interface EngineOptions {
  /** Planes and volume by WebGL though no graphics card draws: for tests. */
  readonly softwareWebGL?: boolean
}

/** What draws, and why not the graphics card where it does not. */
export interface Backing {
  /** Planes and volume may be drawn by WebGL. */
  readonly gpu: boolean
  readonly none?: NoGpu
  readonly renderer: string
  readonly max3dTexture: number
}

export const backingOf = (found: Gpu, { softwareWebGL = false }: EngineOptions): Backing => ({
  ...found,
  gpu: found.none === undefined || (softwareWebGL && found.none === 'software'),
})
