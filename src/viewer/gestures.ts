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
}

const PIXELS_PER_SLICE = 8
const WHEEL_PER_SLICE = 40
/** A notch of a mouse wheel is one event of about 100 CSS pixels, and one slice; a trackpad sends many small ones. */
const NOTCH = 50

/**
 * Mouse habits of radiology viewers: left drag is the chosen tool, right drag zooms, middle drag pans, the
 * wheel scrolls; Ctrl or Shift with left zooms or pans, for mice with two buttons.
 * @returns takes the listeners away
 */
export function listenToGestures(element: HTMLElement, target: GestureTarget): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let wheel = 0
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      if (event.ctrlKey) return target.onZoom(Math.exp(-event.deltaY / 300), pointIn(element, event))
      const travel =
        event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * WHEEL_PER_SLICE
      if (Math.abs(travel) >= NOTCH) return target.onScroll(Math.sign(travel))
      wheel += travel
      const slices = Math.trunc(wheel / WHEEL_PER_SLICE)
      wheel -= slices * WHEEL_PER_SLICE
      if (slices) target.onScroll(slices)
    },
    { passive: false, signal },
  )
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
  element.addEventListener(
    'pointerdown',
    (event) => {
      const tool = toolOf(event, target.leftTool())
      if (!tool || event.defaultPrevented) return
      if (event.button === 1) event.preventDefault()
      follow(element, event, tool, target)
    },
    { signal },
  )
  return () => stop.abort()
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

function follow(element: HTMLElement, start: PointerEvent, tool: DragTool, target: GestureTarget): void {
  element.setPointerCapture(start.pointerId)
  const anchor = pointIn(element, start)
  let [x, y, travel, pending] = [start.clientX, start.clientY, 0, 0]
  const stop = new AbortController()
  const move = (event: PointerEvent) => {
    const [right, down] = [event.clientX - x, event.clientY - y]
    ;[x, y] = [event.clientX, event.clientY]
    travel += Math.abs(right) + Math.abs(down)
    if (start.button === 2 && travel < 4) return
    if (tool === 'window') target.onWindow(right, down)
    if (tool === 'pan') target.onPan(right, down)
    if (tool === 'zoom') target.onZoom(Math.exp(-down / 150), anchor)
    if (tool !== 'scroll') return
    pending += down
    const slices = Math.trunc(pending / PIXELS_PER_SLICE)
    pending -= slices * PIXELS_PER_SLICE
    if (slices) target.onScroll(slices)
  }
  const end = (event: PointerEvent) => {
    stop.abort()
    if (event.type === 'pointerup' && start.button === 2 && travel < 4) target.onMenu(anchor)
  }
  element.addEventListener('pointermove', move, { signal: stop.signal })
  element.addEventListener('pointerup', end, { signal: stop.signal })
  element.addEventListener('pointercancel', end, { signal: stop.signal })
}

/** CSS pixels from the top left of the element. */
export function pointIn(
  element: Element,
  { clientX, clientY }: { clientX: number; clientY: number },
): PixelPoint {
  const box = element.getBoundingClientRect()
  return [clientX - box.left, clientY - box.top]
}
