import type { PixelPoint } from '../domain/image-plane'

/** What a left drag does while no mark is being drawn. */
export type DragTool = 'window' | 'zoom' | 'pan' | 'scroll'

export interface GestureTarget {
  readonly leftTool: () => DragTool | undefined
  readonly onWindow: (right: number, down: number) => void
  readonly onZoom: (factor: number, at?: PixelPoint) => void
  readonly onPan: (right: number, down: number) => void
  readonly onScroll: (slices: number) => void
  /** A right click that did not move; CSS pixels of the viewport. */
  readonly onMenu: (at: PixelPoint) => void
  /** Asked at every press of a mouse; where there are none, a drag is served here. */
  readonly mouseTools?: () => MouseTools | undefined
}

/** A part of a drag, CSS pixels. */
export interface MouseStep {
  readonly right: number
  readonly down: number
  /** Where the drag began, from the top left of the viewport. */
  readonly anchor: PixelPoint
}

/** Tools that know by the button and the keys of a press what its drag does. */
export interface MouseTools {
  readonly onPress: (start: PointerEvent, target: GestureTarget) => void
  readonly onDrag: (start: PointerEvent, step: MouseStep) => void
  readonly dispose: () => void
}

export const PIXELS_PER_SLICE = 8
const WHEEL_PER_SLICE = 40
/** A notch of a mouse wheel is one event of about 100 CSS pixels, and one slice; a trackpad sends many small ones. */
const NOTCH = 50

/** A right press that moved less is a click. */
const CLICK_PX = 4

/** A hand that rests on the screen while the pen draws is no finger. */
const PALM_MS = 500

/**
 * Mouse habits of radiology viewers: left drag is the chosen tool, right drag zooms, middle drag pans, the
 * wheel scrolls; Ctrl or Shift with left zooms or pans, for mice with two buttons. One finger or the pen is the
 * chosen tool, two fingers zoom and pan, three scroll; a long press is a right click.
 * @returns takes the listeners away
 */
export function listenToGestures(element: HTMLElement, target: GestureTarget): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const wheel = slicesOf(WHEEL_PER_SLICE)
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      if (event.ctrlKey) return target.onZoom(Math.exp(-event.deltaY / 300), pointIn(element, event))
      const travel =
        event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * WHEEL_PER_SLICE
      if (Math.abs(travel) >= NOTCH) return target.onScroll(Math.sign(travel))
      const slices = wheel(travel)
      if (slices) target.onScroll(slices)
    },
    { passive: false, signal },
  )
  element.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault()
      if (event.pointerType === 'touch') target.onMenu(pointIn(element, event))
    },
    { signal },
  )
  listenToFingers(element, target, signal)
  element.addEventListener(
    'pointerdown',
    (event) => {
      const tool = toolOf(event, target.leftTool())
      if (!tool || event.defaultPrevented) return
      if (event.button === 1) event.preventDefault()
      drag(element, event, tool, target)
    },
    { signal },
  )
  return () => stop.abort()
}

interface Finger {
  readonly origin: EventTarget
  at: PixelPoint
}

/** From the second finger on, the fingers move the picture, and what the first one began is cancelled. */
function listenToFingers(element: HTMLElement, target: GestureTarget, signal: AbortSignal): void {
  const fingers = new Map<number, Finger>()
  let penAt = -PALM_MS
  const pending = slicesOf(PIXELS_PER_SLICE)
  const listen = (name: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', act: Listener) =>
    element.addEventListener(name, act, { signal, capture: true })

  listen('pointerdown', (event) => {
    if (event.pointerType === 'pen') penAt = event.timeStamp
    if (event.pointerType !== 'touch') return
    if (event.timeStamp - penAt < PALM_MS) return swallow(event)
    fingers.set(event.pointerId, { origin: event.target ?? element, at: pointIn(element, event) })
    if (fingers.size < 2) return
    swallow(event)
    if (fingers.size === 2) cancelFingers(fingers)
  })
  listen('pointermove', (event) => {
    if (event.pointerType === 'pen') penAt = event.timeStamp
    const finger = fingers.get(event.pointerId)
    if (!finger || fingers.size < 2) return
    swallow(event)
    const before = spreadOf(fingers)
    finger.at = pointIn(element, event)
    const { middle, reach } = spreadOf(fingers)
    const [right, down] = [middle[0] - before.middle[0], middle[1] - before.middle[1]]
    if (fingers.size === 2) {
      target.onPan(right, down)
      if (before.reach > 0 && reach > 0) target.onZoom(reach / before.reach, middle)
      return
    }
    const slices = pending(down)
    if (slices) target.onScroll(slices)
  })
  const lift: Listener = (event) => {
    const several = fingers.size > 1
    if (fingers.delete(event.pointerId) && several && event.isTrusted) swallow(event)
  }
  listen('pointerup', lift)
  listen('pointercancel', (event) => {
    if (event.isTrusted) lift(event)
  })
}

type Listener = (event: PointerEvent) => void

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

/** Whoever follows the first finger is told that it has gone. */
function cancelFingers(fingers: ReadonlyMap<number, Finger>): void {
  const [[pointerId, { origin }]] = fingers
  origin.dispatchEvent(new PointerEvent('pointercancel', { pointerId, pointerType: 'touch', bubbles: true }))
}

/** Their middle, and their mean distance from it. */
function spreadOf(fingers: ReadonlyMap<number, Finger>): { middle: PixelPoint; reach: number } {
  const places = [...fingers.values()].map(({ at }) => at)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const middle: PixelPoint = [mean(places.map(([x]) => x)), mean(places.map(([, y]) => y))]
  return { middle, reach: mean(places.map(([x, y]) => Math.hypot(x - middle[0], y - middle[1]))) }
}

function toolOf(
  { button, ctrlKey, shiftKey }: PointerEvent,
  left: DragTool | undefined,
): DragTool | undefined {
  if (button === 2) return 'zoom'
  if (button === 1) return 'pan'
  if (button !== 0) return undefined
  if (ctrlKey) return 'zoom'
  return shiftKey ? 'pan' : left
}

function drag(element: HTMLElement, start: PointerEvent, tool: DragTool, target: GestureTarget): void {
  const anchor = pointIn(element, start)
  const onStep = stepsOf(start, tool, target)
  let [x, y, travel] = [start.clientX, start.clientY, 0]
  const onMove = (event: PointerEvent) => {
    const [right, down] = [event.clientX - x, event.clientY - y]
    ;[x, y] = [event.clientX, event.clientY]
    travel += Math.abs(right) + Math.abs(down)
    if (start.button !== 2 || travel >= CLICK_PX) onStep({ right, down, anchor })
  }
  const onEnd = () => {
    if (start.button === 2 && travel < CLICK_PX) target.onMenu(anchor)
  }
  followPointer(element, start, { onMove, onEnd })
}

/** Chosen when the mouse is pressed: tools that come meanwhile do not take over a drag. */
function stepsOf(start: PointerEvent, tool: DragTool, target: GestureTarget): (step: MouseStep) => void {
  const tools = start.pointerType === 'mouse' ? target.mouseTools?.() : undefined
  if (tools) {
    tools.onPress(start, target)
    return (step) => tools.onDrag(start, step)
  }
  const pending = slicesOf(PIXELS_PER_SLICE)
  return ({ right, down, anchor }) => {
    if (tool === 'window') target.onWindow(right, down)
    if (tool === 'pan') target.onPan(right, down)
    if (tool === 'zoom') target.onZoom(Math.exp(-down / 150), anchor)
    const slices = tool === 'scroll' ? pending(down) : 0
    if (slices) target.onScroll(slices)
  }
}

/** Whole slices out of a travel that comes in parts. */
export function slicesOf(perSlice: number): (travel: number) => number {
  let pending = 0
  return (travel) => {
    pending += travel
    const slices = Math.trunc(pending / perSlice)
    pending -= slices * perSlice
    return slices
  }
}

export interface Follower {
  readonly onMove: (event: PointerEvent) => void
  readonly onEnd?: (event: PointerEvent) => void
  /** The browser, or a second finger, took the pointer away. */
  readonly onCancel?: () => void
}

/** Follows a pointer that was pressed until it is lifted, wherever it goes. */
export function followPointer(
  element: HTMLElement | SVGElement,
  { pointerId }: PointerEvent,
  { onMove, onEnd, onCancel }: Follower,
): void {
  element.setPointerCapture(pointerId)
  const stop = new AbortController()
  const listen = (name: 'pointermove' | 'pointerup' | 'pointercancel', act: Listener) =>
    (element as HTMLElement).addEventListener(name, (event) => event.pointerId === pointerId && act(event), {
      signal: stop.signal,
    })
  listen('pointermove', onMove)
  listen('pointerup', (event) => {
    stop.abort()
    onEnd?.(event)
  })
  listen('pointercancel', () => {
    stop.abort()
    onCancel?.()
  })
}

/** CSS pixels from the top left of the element. */
export function pointIn(
  element: Element,
  { clientX, clientY }: { clientX: number; clientY: number },
): PixelPoint {
  const box = element.getBoundingClientRect()
  return [clientX - box.left, clientY - box.top]
}
