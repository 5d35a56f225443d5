import { getEnabledElementByIds } from '@cornerstonejs/core'
import {
  addTool,
  Enums,
  init,
  PanTool,
  StackScrollTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
} from '@cornerstonejs/tools'
import type { PixelPoint } from '../../domain/image-plane'
import { pointIn, type DragTool, type GestureTarget } from '../gestures'

/*
 * Cornerstone's tools for the mouse and fingers, bound through one tool group. A tool changes no viewport: what the
 * hand does arrives as the verbs of `GestureTarget`, and our View stays the truth.
 *
 * What Cornerstone 5.14 cannot keep of `gestures.ts`: it listens to mouse and touch events and not to pointers, so a
 * pen is a finger and a palm beside it is one too; a press that a mark has taken (`preventDefault`) is a drag all the
 * same; wheel steps under one CSS pixel are lost; a press waits 400 ms for a double click until it has moved 3 pixels.
 */

export type NavigationTarget = Omit<GestureTarget, 'leftTool'>

const GROUP = 'calcimap'
const PIXELS_PER_SLICE = 8
const WHEEL_PER_SLICE = 40
/** A notch of a mouse wheel is one event of about 100 CSS pixels, and one slice; a trackpad sends many small ones. */
const NOTCH = 50
/** A right press that moved less is a click. */
const CLICK_PX = 4

interface Drag {
  readonly detail: DragDetail
}
interface DragDetail {
  readonly viewportId: string
  readonly element: HTMLDivElement
  readonly deltaPoints: { readonly canvas: readonly number[] }
  readonly startPoints: { readonly canvas: readonly number[] }
  readonly currentPoints: { readonly canvas: readonly number[] }
  readonly deltaDistance?: { readonly canvas: number }
  readonly currentPointsList?: readonly unknown[]
}
interface Wheel {
  readonly detail: {
    readonly viewportId: string
    readonly element: HTMLDivElement
    readonly event: WheelEvent
  }
}

const targets = new Map<string, NavigationTarget>()
const travel = (drag: Drag): readonly [right: number, down: number] => {
  const [right, down] = drag.detail.deltaPoints.canvas
  return [right, down]
}
const targetOf = ({ detail }: { readonly detail: { readonly viewportId: string } }) =>
  targets.get(detail.viewportId)

class OurWindow extends WindowLevelTool {
  static override toolName = 'CalcimapWindow'
  override mouseDragCallback(drag: never): void {
    targetOf(drag)?.onWindow(...travel(drag))
  }
  override touchDragCallback(drag: never): void {
    this.mouseDragCallback(drag)
  }
}

class OurPan extends PanTool {
  static override toolName = 'CalcimapPan'
  override mouseDragCallback(drag: never): void {
    targetOf(drag)?.onPan(...travel(drag))
  }
  override touchDragCallback(drag: never): void {
    this.mouseDragCallback(drag)
  }
}

class OurZoom extends ZoomTool {
  static override toolName = 'CalcimapZoom'
  constructor(...given: ConstructorParameters<typeof ZoomTool>) {
    super(...given)
    // The base makes these anew for each tool, so that a method would be hidden by them.
    this.mouseDragCallback = (drag: unknown) => zoomBy(drag as Drag)
    this.touchDragCallback = (drag: unknown) => zoomBy(drag as Drag)
  }
}

function zoomBy(drag: Drag): void {
  const { startPoints, currentPoints, deltaDistance, currentPointsList = [] } = drag.detail
  const target = targetOf(drag)
  const [right, down] = travel(drag)
  if (currentPointsList.length > 1) {
    target?.onPan(right, down)
    target?.onZoom(Math.exp((deltaDistance?.canvas ?? 0) / 150), placeOf(currentPoints))
    return
  }
  target?.onZoom(Math.exp(-down / 150), placeOf(startPoints))
}

const placeOf = ({ canvas: [x, y] }: { readonly canvas: readonly number[] }): PixelPoint => [x, y]

class OurScroll extends StackScrollTool {
  static override toolName = 'CalcimapScroll'
  #pending = 0
  #wheel = 0
  override mouseDragCallback(drag: never): void {
    this.#pending += travel(drag)[1]
    const slices = Math.trunc(this.#pending / PIXELS_PER_SLICE)
    this.#pending -= slices * PIXELS_PER_SLICE
    if (slices) targetOf(drag)?.onScroll(slices)
  }
  override touchDragCallback(drag: never): void {
    this.mouseDragCallback(drag)
  }
  override mouseWheelCallback(wheel: never): void {
    const { element, event } = (wheel as Wheel).detail
    const target = targetOf(wheel)
    // A trackpad's pinch.
    if (event.ctrlKey) return target?.onZoom(Math.exp(-event.deltaY / 300), pointIn(element, event))
    const way = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * WHEEL_PER_SLICE
    if (Math.abs(way) >= NOTCH) return target?.onScroll(Math.sign(way))
    this.#wheel += way
    const slices = Math.trunc(this.#wheel / WHEEL_PER_SLICE)
    this.#wheel -= slices * WHEEL_PER_SLICE
    if (slices) target?.onScroll(slices)
  }
}

const NAMES: Readonly<Record<DragTool, string>> = {
  window: OurWindow.toolName,
  pan: OurPan.toolName,
  zoom: OurZoom.toolName,
  scroll: OurScroll.toolName,
}

const { MouseBindings, KeyboardBindings, Events } = Enums

/** Besides the left drag; for a mouse with two buttons, Ctrl and Shift with the left one. */
const ALWAYS: Readonly<Partial<Record<DragTool, readonly object[]>>> = {
  pan: [
    { mouseButton: MouseBindings.Auxiliary },
    { mouseButton: MouseBindings.Primary, modifierKey: KeyboardBindings.Shift },
  ],
  zoom: [
    { mouseButton: MouseBindings.Secondary },
    { mouseButton: MouseBindings.Primary, modifierKey: KeyboardBindings.Ctrl },
    { numTouchPoints: 2 },
  ],
  scroll: [
    { mouseButton: MouseBindings.Wheel },
    { mouseButton: MouseBindings.Wheel, modifierKey: KeyboardBindings.Ctrl },
    { numTouchPoints: 3 },
  ],
}

export class Navigation {
  #group: NonNullable<ReturnType<typeof ToolGroupManager.createToolGroup>>

  /** Before the viewports are made: Cornerstone's tools listen to those that are made after them. */
  constructor() {
    init()
    for (const tool of [OurWindow, OurPan, OurZoom, OurScroll]) addTool(tool)
    const group = ToolGroupManager.createToolGroup(GROUP)
    if (!group) throw new Error('expected one group of tools')
    this.#group = group
    for (const name of Object.values(NAMES)) group.addTool(name)
    this.use('window')
  }

  /** What a left drag, or one finger, does. */
  use(left: DragTool | undefined): void {
    for (const [tool, name] of Object.entries(NAMES) as [DragTool, string][]) {
      const chosen = tool === left ? [{ mouseButton: MouseBindings.Primary, numTouchPoints: 1 }] : []
      const bindings = [...(ALWAYS[tool] ?? []), ...chosen]
      // What was bound stays bound until the tool is put away.
      this.#group.setToolDisabled(name)
      if (bindings.length > 0) this.#group.setToolActive(name, { bindings })
    }
  }

  /** @returns follows no more */
  follow(viewportId: string, rendererId: string, target: NavigationTarget): () => void {
    targets.set(viewportId, target)
    this.#group.addViewport(viewportId, rendererId)
    const element = getEnabledElementByIds(viewportId, rendererId)?.viewport.element
    const stop = new AbortController()
    const onUp = (event: Event) => {
      const { mouseButton, startPoints, currentPoints } = (
        event as unknown as { detail: DragDetail & { mouseButton: number } }
      ).detail
      const [a, b] = [placeOf(startPoints), placeOf(currentPoints)]
      const isClick = Math.hypot(a[0] - b[0], a[1] - b[1]) < CLICK_PX
      if (mouseButton === (MouseBindings.Secondary as number) && isClick) target.onMenu(b)
    }
    // Up after a fifth of a second, or before it.
    for (const name of [Events.MOUSE_UP, Events.MOUSE_CLICK])
      element?.addEventListener(name, onUp, { signal: stop.signal })
    return () => {
      stop.abort()
      targets.delete(viewportId)
      this.#group.removeViewports(rendererId, viewportId)
    }
  }
}
