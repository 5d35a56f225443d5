import { Settings, triggerEvent } from '@cornerstonejs/core'
import {
  addTool,
  Enums,
  PanTool,
  StackScrollTool,
  store,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
} from '@cornerstonejs/tools'
import {
  PIXELS_PER_SLICE,
  slicesOf,
  type DragTool,
  type GestureTarget,
  type MouseStep,
  type MouseTools,
} from '../gestures'

/*
 * Cornerstone's tools for the mouse, bound through one tool group. A tool changes no viewport: what the hand does
 * arrives as the verbs of `GestureTarget`, and our View stays the truth.
 *
 * The tools are told of presses by `gestures.ts` and not by Cornerstone's own listeners, which in 5.14 prevent the
 * default of every key pressed on a viewport, so that Tab no longer leaves it and no command is run; take a pen for a
 * mouse, and a palm beside it for a finger; lose a drag of up to 3 pixels that is over within 400 ms; and stop the
 * first double click after a drag. Cornerstone therefore listens on an element that is in no page, and that no event
 * of the browser reaches.
 */

const GROUP = 'calcimap'
const { MouseBindings, KeyboardBindings, Events } = Enums

interface ToolEvent {
  readonly detail: {
    readonly viewportId: string
    readonly event: MouseEvent
    readonly step: MouseStep
  }
}

const targets = new Map<string, GestureTarget>()
const targetOf = ({ detail }: ToolEvent) => targets.get(detail.viewportId)

class OurWindow extends WindowLevelTool {
  static override toolName = 'CalcimapWindow'
  override mouseDragCallback(event: never): void {
    const { right, down } = (event as ToolEvent).detail.step
    targetOf(event)?.onWindow(right, down)
  }
}

class OurPan extends PanTool {
  static override toolName = 'CalcimapPan'
  override mouseDragCallback(event: never): void {
    const { right, down } = (event as ToolEvent).detail.step
    targetOf(event)?.onPan(right, down)
  }
}

class OurZoom extends ZoomTool {
  static override toolName = 'CalcimapZoom'
  constructor(...given: ConstructorParameters<typeof ZoomTool>) {
    super(...given)
    // The base makes these anew for each tool, so that a method would be hidden by them.
    this.preMouseDownCallback = () => true
    this.mouseDragCallback = (event: unknown) => {
      const { down, anchor } = (event as ToolEvent).detail.step
      targetOf(event as ToolEvent)?.onZoom(Math.exp(-down / 150), anchor)
    }
  }
}

class OurScroll extends StackScrollTool {
  static override toolName = 'CalcimapScroll'
  #drag = slicesOf(PIXELS_PER_SLICE)
  preMouseDownCallback(): boolean {
    this.#drag = slicesOf(PIXELS_PER_SLICE)
    return true
  }
  override mouseDragCallback(event: never): void {
    const slices = this.#drag((event as ToolEvent).detail.step.down)
    if (slices) targetOf(event)?.onScroll(slices)
  }
}

const NAMES: Readonly<Record<DragTool, string>> = {
  window: OurWindow.toolName,
  pan: OurPan.toolName,
  zoom: OurZoom.toolName,
  scroll: OurScroll.toolName,
}

const { Ctrl, Shift, Alt, Meta, ShiftCtrl, ShiftAlt, ShiftMeta, CtrlAlt, CtrlMeta, AltMeta } =
  KeyboardBindings
/** Cornerstone binds one set of keys at a time. */
const KEYS = {
  zoom: [Ctrl, ShiftCtrl, CtrlAlt, CtrlMeta],
  pan: [Shift, ShiftAlt, ShiftMeta],
  none: [undefined, Alt, Meta, AltMeta],
}
const ANY_KEYS = [...KEYS.zoom, ...KEYS.pan, ...KEYS.none]

const bound = (mouseButton: Enums.MouseBindings, keys: readonly (Enums.KeyboardBindings | undefined)[]) =>
  keys.map((modifierKey) => ({ mouseButton, modifierKey }))

/** Besides the left drag; for a mouse with two buttons, Ctrl and Shift with the left one. */
const ALWAYS: Readonly<Partial<Record<DragTool, ReturnType<typeof bound>>>> = {
  pan: [...bound(MouseBindings.Auxiliary, ANY_KEYS), ...bound(MouseBindings.Primary, KEYS.pan)],
  zoom: [...bound(MouseBindings.Secondary, ANY_KEYS), ...bound(MouseBindings.Primary, KEYS.zoom)],
}

/** By `MouseEvent.button`. */
const BUTTONS = [MouseBindings.Primary, MouseBindings.Auxiliary, MouseBindings.Secondary]

export class Navigation {
  #group: NonNullable<ReturnType<typeof ToolGroupManager.createToolGroup>>
  #left?: DragTool

  constructor() {
    // The cursor over an image is that of its style sheet.
    Settings.getRuntimeSettings().set('useCursors', false)
    for (const tool of [OurWindow, OurPan, OurZoom, OurScroll]) addTool(tool)
    const group = ToolGroupManager.createToolGroup(GROUP)
    if (!group) throw new Error('expected one group of tools')
    this.#group = group
    for (const [tool, name] of Object.entries(NAMES) as [DragTool, string][]) {
      group.addTool(name)
      this.#bind(tool)
    }
  }

  /** The tools for one viewport. */
  toolsFor(viewportId: string, renderingEngineId: string): MouseTools {
    const element = document.createElement('div')
    const [detail, of] = [
      { viewportId, renderingEngineId, element },
      { viewportUid: viewportId, renderingEngineUid: renderingEngineId },
    ]
    Object.assign(element.dataset, of)
    // Cornerstone puts a layer of its own into it.
    element.append(Object.assign(document.createElement('div'), { className: 'viewport-element' }))
    const enabled = { detail } as unknown as Parameters<typeof store.addEnabledElement>[0]
    store.addEnabledElement(enabled)
    this.#group.addViewport(viewportId, renderingEngineId)
    const tell = (name: string, event: PointerEvent, more: object) =>
      triggerEvent(element, name, { ...detail, event, buttons: BUTTONS[event.button], ...more })
    return {
      onPress: (start, target) => {
        targets.set(viewportId, target)
        this.#use(target.leftTool())
        tell(Events.MOUSE_DOWN, start, { currentPoints: { canvas: [0, 0] } })
      },
      onDrag: (start, step) => tell(Events.MOUSE_DRAG, start, { step }),
      dispose: () => {
        targets.delete(viewportId)
        this.#group.removeViewports(renderingEngineId, viewportId)
        store.removeEnabledElement(enabled)
      },
    }
  }

  /** What a left drag does. */
  #use(left: DragTool | undefined): void {
    if (left === this.#left) return
    const before = this.#left
    this.#left = left
    if (before) this.#bind(before)
    if (left) this.#bind(left)
  }

  #bind(tool: DragTool): void {
    const chosen = tool === this.#left ? bound(MouseBindings.Primary, KEYS.none) : []
    const bindings = [...(ALWAYS[tool] ?? []), ...chosen]
    // What was bound stays bound until the tool is put away.
    this.#group.setToolDisabled(NAMES[tool])
    if (bindings.length > 0) this.#group.setToolActive(NAMES[tool], { bindings })
  }
}
