import { apply, scaleOf, type Affine } from '../../src/domain/affine'
import { distanceToPlane, type PixelPoint, type Vec3 } from '../../src/domain/image-plane'
import { NO_SLAB, type PlaneName, type Slab, type Turn } from '../../src/domain/reformat'
import { acquiredImage, type CutImage } from '../../src/domain/shown-image'
import type { Instance, Series } from '../../src/domain/study'
import { voxelToPatient } from '../../src/domain/volume-geometry'
import { startEngine, type Engine, type EngineOptions } from '../../src/viewer/cornerstone/engine'
import type { PlanarSurface } from '../../src/viewer/cornerstone/planar-surface'
import { largestShift } from '../../src/viewer/cornerstone/view-state'
import type { DecodedFrame } from '../../src/viewer/decoding/decoded-frame'
import { sheetOf } from '../../src/viewer/picture/display'
import { listenToGestures, type DragTool } from '../../src/viewer/gestures'
import { FITTED, toScreen, type Presentation } from '../../src/viewer/picture/presentation'
import { projectionOf, RENDER_PRESETS, type RenderPreset } from '../../src/viewer/volume/ray-cast'
import { cutPlanes } from '../../src/viewer/volume/cut-planes'
import { reslice, type Volume } from '../../src/viewer/volume/reslice'
import type { Stack } from '../../src/viewer/stack'
import { StackCanvas, type Picture } from '../../src/viewer/picture/stack-canvas'
import type { ShownFrame } from '../../src/viewer/picture/surface'

/*
 * A page for the tests of the engine alone: frames made from nothing, drawn through Cornerstone, and what the canvas
 * then shows. Every function takes and gives plain values.
 */

interface SeriesOptions {
  readonly name?: string
  readonly study?: string
  readonly columns?: number
  readonly rows?: number
  readonly spacing?: readonly [row: number, column: number]
  readonly instance?: Partial<Instance>
}

/** CT slices along z. */
function stackOf(options: SeriesOptions, frames: readonly DecodedFrame[]): Stack {
  const { name = 'series', columns = 64, rows = 64, spacing = [0.75, 0.75], instance } = options
  const instances = frames.map((_, index): Instance => {
    const key = `${name} ${index}`
    return {
      ...{ SOPInstanceUID: `2.25.${name}.${index}`, SOPClassUID: '1.2.840.10008.5.1.4.1.1.2' },
      ...{ TransferSyntaxUID: '1.2.840.10008.1.2.1', InstanceNumber: index + 1, NumberOfFrames: 1 },
      source: { key, name: key, size: 0 },
      ...{ Rows: rows, Columns: columns, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2' },
      ...{ PlanarConfiguration: 0, BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 1 },
      ...{ RescaleType: '', windows: [], VOILUTFunction: '', PatientOrientation: [], laterality: '' },
      ...{ ViewPosition: '', AcquisitionDateTime: '', lossy: false, ImageType: [] },
      plane: {
        FrameOfReferenceUID: '2.25.7',
        ImagePositionPatient: [-20, -30, 5 + index],
        rowDirection: [1, 0, 0],
        columnDirection: [0, 1, 0],
        rowSpacingMm: spacing[0],
        columnSpacingMm: spacing[1],
      },
      ...instance,
    }
  })
  const SeriesInstanceUID = `2.25.${name}`
  const series: Series = {
    ...{ SeriesInstanceUID, Modality: 'CT', SeriesDescription: name, ProtocolName: '' },
    ...{ BodyPartExamined: '', SeriesDate: '', instances, order: { by: 'position', unevenAfter: [] } },
  }
  return {
    of: { study: 'made', series: SeriesInstanceUID },
    key: `${name} ${frames.length}`,
    series,
    images: instances.map((instance) => acquiredImage(instance, 1)),
    peek: (index) => frames[index],
    frame: (index) => Promise.resolve(frames[index]),
  }
}

const shown = (stack: Stack, index: number): ShownFrame => ({
  stack,
  index,
  image: stack.images[index],
  decoded: stack.peek(index),
})

function frameOf(columns: number, rows: number, valueAt: (column: number, row: number) => number) {
  const values = new Int16Array(columns * rows)
  for (let at = 0; at < values.length; at++) values[at] = valueAt(at % columns, Math.floor(at / columns))
  const { minimum, maximum } = values.reduce(
    (range, value) => ({ minimum: Math.min(range.minimum, value), maximum: Math.max(range.maximum, value) }),
    { minimum: Infinity, maximum: -Infinity },
  )
  return { columns, rows, components: 1, values, minimum, maximum } satisfies DecodedFrame
}

let engine: Engine | undefined

async function start(options: EngineOptions = {}) {
  engine = await startEngine(options)
  return engine.backing
}

interface Stage {
  readonly element: HTMLDivElement
  readonly surface: PlanarSurface
  /** Draws, and waits for the frame to be on the canvas. */
  readonly show: (of: ShownFrame, picture: Picture, presentation: Presentation) => Promise<Affine>
}

function stageOf(width: number, height: number): Stage {
  const element = document.createElement('div')
  element.style.cssText = `position: absolute; left: 0; top: 0; width: ${width}px; height: ${height}px`
  document.body.append(element)
  let drawn: (map: Affine) => void = () => undefined
  let refused: (error: Error) => void = () => undefined
  const surface = (engine as Engine).planarSurface(element, {
    onDrawn: (_, map) => drawn(map),
    onRefused: (_, reason) => refused(new Error(reason)),
  })
  const show = (of: ShownFrame, picture: Picture, presentation: Presentation) =>
    new Promise<Affine>((resolve, reject) => {
      ;[drawn, refused] = [resolve, reject]
      surface.draw(of, picture, presentation, { width: element.clientWidth, height: element.clientHeight })
    })
  return { element, surface, show }
}

const pictureOf = (frame: DecodedFrame, more: Partial<Picture> = {}): Picture => ({
  ...{ frame, window: { center: 128, width: 256 }, inverted: false, voi: 'LINEAR' },
  ...more,
})

/** Middle of the brightness of a canvas, in CSS pixels of the page. */
function middleOfLight(canvas: HTMLCanvasElement): PixelPoint | undefined {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height)
  let [light, x, y] = [0, 0, 0]
  for (let at = 0; at < data.length / 4; at++) {
    const value = data[4 * at]
    light += value
    x += value * ((at % width) + 0.5)
    y += value * (Math.floor(at / width) + 0.5)
  }
  const box = canvas.getBoundingClientRect()
  const [across, down] = [box.width / canvas.width, box.height / canvas.height]
  return light ? [(x / light) * across + box.left, (y / light) * down + box.top] : undefined
}

export interface DotOptions extends SeriesOptions {
  readonly width: number
  readonly height: number
  readonly presentation?: Partial<Presentation>
}

const DOT: PixelPoint = [20, 13]

/** One bright pixel: where it is seen, and where the map says it is. */
async function dot(options: DotOptions) {
  const { columns = 64, rows = 64, width, height } = options
  const frame = frameOf(columns, rows, (column, row) => (column === DOT[0] && row === DOT[1] ? 255 : 0))
  const stack = stackOf({ ...options, name: `dot${Math.random()}` }, [frame])
  const presentation = { ...FITTED, ...options.presentation }
  const { element, surface, show } = stageOf(width, height)
  const map = await show(shown(stack, 0), pictureOf(frame), presentation)
  const centre: PixelPoint = [DOT[0] + 0.5, DOT[1] + 0.5]
  const size = { width: element.clientWidth, height: element.clientHeight }
  const result = {
    seen: middleOfLight(surface.canvas),
    said: apply(map, centre),
    wanted: apply(toScreen(presentation, sheetOf(stack.images[0]), size), centre),
    density: devicePixelRatio,
  }
  surface.dispose()
  const left = element.children.length
  element.remove()
  return { ...result, left }
}

/** The same picture by Cornerstone and by the canvas that was there before it: how many bytes of it differ. */
async function handover(
  options: SeriesOptions & { picture?: Partial<Picture>; low?: number; high?: number },
) {
  const { columns = 64, rows = 64, low = -1024, high = 3071 } = options
  const frame = {
    ...frameOf(columns, rows, (column, row) => low + ((column * 7919 + row * 104729) % (high - low + 1))),
  }
  const stack = stackOf({ ...options, name: `hand${Math.random()}` }, [frame])
  const picture = pictureOf(frame, options.picture)
  const { element, surface, show } = stageOf(columns, rows)
  const map = await show(shown(stack, 0), picture, FITTED)
  const before = new StackCanvas()
  before.draw(picture, map, { width: columns, height: rows })
  const [a, b] = [bytesOf(surface.canvas), bytesOf(before.canvas)]
  surface.dispose()
  element.remove()
  return {
    values: [...frame.values],
    greys: [...a].filter((_, index) => index % 4 === 0),
    size: [a.length, b.length],
    differing: a.reduce((count, byte, index) => count + (byte === b[index] ? 0 : 1), 0),
  }
}

function bytesOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  return context.getImageData(0, 0, canvas.width, canvas.height).data
}

const GRID = [40, 36, 30] as const

/** A volume with one bright block of 3 × 3 × 3 voxels about a voxel. @param kMm negative: slices run towards the feet */
function phantom([i, j, k]: Vec3, kMm: number): Volume {
  const [columns, rows, slices] = GRID
  const values = new Int16Array(columns * rows * slices).fill(-1000)
  for (let z = k - 1; z <= k + 1; z++)
    for (let y = j - 1; y <= j + 1; y++)
      for (let x = i - 1; x <= i + 1; x++) values[(z * rows + y) * columns + x] = 1000
  return {
    geometry: {
      FrameOfReferenceUID: '2.25.7',
      size: GRID,
      origin: [-20, -30, 5],
      iStep: [0.8, 0, 0],
      jStep: [0, 0.9, 0],
      kStep: [0, 0, kMm],
    },
    values,
    background: -1000,
  }
}

interface VoxelOptions {
  readonly landmark: Vec3
  readonly kMm?: number
  readonly width: number
  readonly height: number
}

function hostOf(width: number, height: number): HTMLDivElement {
  const element = document.createElement('div')
  element.style.cssText = `position: absolute; left: 0; top: 0; width: ${width}px; height: ${height}px`
  document.body.append(element)
  return element
}

const drawn = (view: { onDrawn: (act: () => void) => () => void }, draw: () => void) =>
  new Promise<void>((resolve) => {
    const stop = view.onDrawn(() => {
      stop()
      resolve()
    })
    draw()
  })

/** A plane by the graphics card and by the worker's code: where the block is seen in both, CSS pixels. */
async function plane(
  options: VoxelOptions & {
    readonly name: PlaneName
    readonly turns?: readonly Turn[]
    readonly slab?: Slab
    readonly awayMm?: number
    readonly presentation?: Partial<Presentation>
  },
) {
  const { landmark, kMm = 1.5, name, turns = [], slab = NO_SLAB, awayMm = 0, width, height } = options
  const running = engine as Engine
  const volume = phantom(landmark, kMm)
  const { geometry } = volume
  const place = voxelToPatient(geometry, landmark)
  const { series } = stackOf({}, [frameOf(1, 1, () => 0)])
  const { images, requests } = cutPlanes(series, geometry, name, turns, slab)
  const distance = (of: CutImage) => Math.abs(distanceToPlane(of.plane, place) - awayMm)
  const image = images.reduce((best, other) => (distance(other) < distance(best) ? other : best))
  const element = hostOf(width, height)
  const volumeId = running.holdVolume(volume)
  const view = await running.planeOn(element, volumeId, geometry)
  const presentation = { ...FITTED, ...options.presentation }
  const size = { width, height }
  const look = { window: { center: 500, width: 1000 }, voi: 'LINEAR' as const, inverted: false, slab }
  let map: Affine | undefined
  await drawn(view, () => (map = view.draw(image, look, presentation, size)))
  const seen = middleOfLight(view.canvas)
  const cut = reslice(volume, requests[images.indexOf(image)])
  const frame: DecodedFrame = { columns: image.columns, rows: image.rows, components: 1, ...cut }
  const worker = new StackCanvas()
  element.append(worker.canvas)
  const wanted = toScreen(presentation, sheetOf(image), size)
  worker.draw(pictureOf(frame, { window: look.window }), wanted, size)
  worker.canvas.style.cssText += 'position: absolute; left: 0; top: 0'
  const cutAt = middleOfLight(worker.canvas)
  const apart = map && largestShift(map, wanted, sheetOf(image))
  view.dispose()
  running.dropVolume(volumeId)
  element.remove()
  return { seen, cutAt, voxelPx: scaleOf(wanted), apart }
}

/** A volume by the graphics card: where the block is seen, and where the worker's ray caster would show it. */
async function volume(
  options: VoxelOptions & {
    readonly preset: 'bone' | 'calcification' | 'mip'
    readonly azimuth: number
    readonly elevation: number
    readonly zoom?: number
    readonly draft?: boolean
  },
) {
  const { landmark, kMm = 1.5, width, height, azimuth, elevation, zoom = 1, draft = false } = options
  const running = engine as Engine
  const voxels = phantom(landmark, kMm)
  const { geometry } = voxels
  const element = hostOf(width, height)
  const volumeId = running.holdVolume(voxels)
  const view = await running.volumeOn(element, volumeId, geometry)
  const preset = RENDER_PRESETS.find(({ name }) => name === options.preset) as RenderPreset
  const angle = { azimuth, elevation, zoom }
  const request = { ...angle, preset, window: { center: 500, width: 1000 }, draft }
  await drawn(view, () => view.draw(request, { width, height }))
  const seen = middleOfLight(view.canvas)
  const place = voxelToPatient(geometry, landmark)
  const said = view.seenAt(place)
  const [across, down] = projectionOf(geometry, angle)(place)
  const side = Math.min(width, height)
  const wanted = [(width - side) / 2 + across * side, (height - side) / 2 + down * side]
  const next = projectionOf(geometry, angle)([place[0], place[1], place[2] + 1])
  view.dispose()
  running.dropVolume(volumeId)
  element.remove()
  const perMm = Math.hypot(next[0] - across, next[1] - down) * side
  return { seen, said, wanted, voxelPx: perMm * Math.abs(kMm) }
}

const done: string[] = []
let chosen: DragTool = 'window'

/** What a left drag does from now on. */
const choose = (tool: DragTool): void => void (chosen = tool)

const fetchTools = (): Promise<void> => (engine as Engine).fetchTools()

/** A picture that the mouse may be used on; what arrives is kept. */
async function navigate(width: number, height: number, left: DragTool): Promise<void> {
  chosen = left
  const frame = frameOf(64, 64, (column, row) => column * row)
  const stack = stackOf({ name: 'navigate' }, [frame])
  const { element, surface, show } = stageOf(width, height)
  element.tabIndex = 0
  await show(shown(stack, 0), pictureOf(frame), FITTED)
  const say = (name: string, ...values: number[]) =>
    done.push([name, ...values.map((value) => Math.round(value * 100) / 100)].join(' '))
  listenToGestures(element, {
    leftTool: () => chosen,
    onWindow: (right, down) => say('window', right, down),
    onPan: (right, down) => say('pan', right, down),
    onZoom: (factor, at = [0, 0]) => say('zoom', factor, ...at),
    onScroll: (slices) => say('scroll', slices),
    onMenu: (at) => say('menu', ...at),
    mouseTools: () => {
      say(surface.mouseTools ? 'tools' : 'none')
      return surface.mouseTools
    },
  })
}

/** What has arrived since it was last asked for. */
const arrived = (): string[] => done.splice(0)

/** Every pixel of slice k has the value 10·k: which slice the middle of a canvas shows. */
function sliceOn(canvas: HTMLCanvasElement): number {
  reader.clearRect(0, 0, 1, 1)
  reader.drawImage(canvas, canvas.width >> 1, canvas.height >> 1, 1, 1, 0, 0, 1, 1)
  return Math.round(reader.getImageData(0, 0, 1, 1).data[0] / 10)
}

const reader = document
  .createElement('canvas')
  .getContext('2d', { alpha: false, willReadFrequently: true }) as CanvasRenderingContext2D

/** The graphics card goes while a plane is shown: how often that is said. */
async function loseContext(): Promise<number> {
  const running = engine as Engine
  const voxels = phantom([12, 9, 20], 1.5)
  const element = hostOf(200, 200)
  const volumeId = running.holdVolume(voxels)
  const view = await running.planeOn(element, volumeId, voxels.geometry)
  let lost = 0
  const gone = new Promise<void>((resolve) => {
    running.onContextLost(() => {
      lost++
      resolve()
    })
  })
  const window = running.renderer.getOffscreenMultiRenderWindow(view.viewportId).getOpenGLRenderWindow() as {
    get3DContext(): WebGL2RenderingContext
  }
  const context = window.get3DContext()
  context.getExtension('WEBGL_lose_context')?.loseContext()
  await gone
  return lost
}

/** One after another and all at once, in one series and another: which slice is seen in the end. */
async function browse() {
  const [width, height] = [120, 100]
  const ofSlices = (name: string, first: number, count: number) => {
    const frames = Array.from({ length: count }, (_, index) => frameOf(32, 32, () => 10 * (first + index)))
    return { frames, stack: stackOf({ name, columns: 32, rows: 32 }, frames) }
  }
  const [a, b] = [ofSlices('a', 1, 5), ofSlices('b', 11, 3)]
  const [one, two] = [stageOf(width, height), stageOf(width, height)]
  const size = { width, height }
  const on = (of: typeof a, index: number, window = { center: 128, width: 256 }) =>
    [shown(of.stack, index), pictureOf(of.frames[index], { window }), FITTED] as const
  const seen: Record<string, number> = {}
  await one.show(...on(a, 0))
  seen.first = sliceOn(one.surface.canvas)
  await one.show(...on(a, 3))
  seen.scrolled = sliceOn(one.surface.canvas)
  for (const index of [0, 4, 1]) one.surface.draw(...on(a, index), size)
  await one.show(...on(a, 2))
  seen.scrolledFast = sliceOn(one.surface.canvas)
  one.surface.draw(...on(b, 1), size)
  one.surface.draw(...on(a, 1), size)
  await one.show(...on(b, 2))
  seen.otherSeries = sliceOn(one.surface.canvas)
  one.surface.draw(...on(a, 4), size)
  one.surface.draw(...on(b, 0), size)
  await one.show(...on(a, 4))
  seen.thereAndBack = sliceOn(one.surface.canvas)
  // Two viewports, one frame, a window each.
  await two.show(...on(a, 4, { center: 20, width: 1 }))
  seen.white = sliceOn(two.surface.canvas)
  await one.show(...on(a, 4))
  seen.beside = sliceOn(one.surface.canvas)
  one.surface.clear()
  seen.cleared = sliceOn(one.surface.canvas)
  one.surface.draw(...on(b, 0), size)
  one.surface.clear()
  await two.show(...on(b, 0))
  seen.clearedMeanwhile = sliceOn(one.surface.canvas)
  // A frame that is not of the series it is said to be of.
  const wrong = { ...on(a, 0)[0], image: b.stack.images[0] }
  const refused = await one.show(wrong, on(a, 0)[1], FITTED).then(
    () => 'drawn',
    (error: Error) => error.message,
  )
  await one.show(...on(a, 0))
  seen.afterRefusal = sliceOn(one.surface.canvas)
  const grown = stackOf({ name: 'a', columns: 32, rows: 32 }, [...a.frames, ...b.frames])
  await one.show(shown(grown, 6), on(b, 1)[1], FITTED)
  seen.grown = sliceOn(one.surface.canvas)
  for (const { surface, element } of [one, two]) {
    surface.dispose()
    element.remove()
  }
  return { seen, refused }
}

const page = {
  browse,
  loseContext,
  navigate,
  choose,
  fetchTools,
  arrived,
  plane,
  volume,
  start,
  dot,
  handover,
}
export type EnginePage = typeof page

declare global {
  interface Window {
    enginePage: EnginePage
  }
}
window.enginePage = page
