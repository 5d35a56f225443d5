import type { Component } from 'svelte'
import CircleHelp from '@lucide/svelte/icons/circle-question-mark'
import PanelLeft from '@lucide/svelte/icons/panel-left'
import PanelRight from '@lucide/svelte/icons/panel-right'
import Search from '@lucide/svelte/icons/search'
import ArrowDown from '@lucide/svelte/icons/arrow-down'
import ArrowUp from '@lucide/svelte/icons/arrow-up'
import Brush from '@lucide/svelte/icons/brush'
import Eraser from '@lucide/svelte/icons/eraser'
import Sprout from '@lucide/svelte/icons/sprout'
import Ban from '@lucide/svelte/icons/ban'
import BoxSelect from '@lucide/svelte/icons/square-dashed-mouse-pointer'
import Check from '@lucide/svelte/icons/check'
import Combine from '@lucide/svelte/icons/combine'
import Radar from '@lucide/svelte/icons/radar'
import Scissors from '@lucide/svelte/icons/scissors'
import AppWindow from '@lucide/svelte/icons/app-window'
import Axis3d from '@lucide/svelte/icons/axis-3d'
import Crosshair from '@lucide/svelte/icons/crosshair'
import Link from '@lucide/svelte/icons/link'
import Play from '@lucide/svelte/icons/play'
import Circle from '@lucide/svelte/icons/circle'
import Contrast from '@lucide/svelte/icons/contrast'
import Dot from '@lucide/svelte/icons/dot'
import FlipHorizontal from '@lucide/svelte/icons/triangles-centerline-dashed-vertical'
import FlipVertical from '@lucide/svelte/icons/triangles-centerline-dashed-horizontal'
import FolderOpen from '@lucide/svelte/icons/folder-open'
import Group from '@lucide/svelte/icons/group'
import Hand from '@lucide/svelte/icons/hand'
import Layers from '@lucide/svelte/icons/layers'
import Lasso from '@lucide/svelte/icons/lasso'
import RefreshCw from '@lucide/svelte/icons/refresh-cw'
import MousePointer from '@lucide/svelte/icons/mouse-pointer-2'
import Redo from '@lucide/svelte/icons/redo-2'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import RotateCw from '@lucide/svelte/icons/rotate-cw'
import Ruler from '@lucide/svelte/icons/ruler'
import Save from '@lucide/svelte/icons/save'
import Scan from '@lucide/svelte/icons/scan'
import Square from '@lucide/svelte/icons/square'
import Sun from '@lucide/svelte/icons/sun-medium'
import Trash from '@lucide/svelte/icons/trash-2'
import Scaling from '@lucide/svelte/icons/scaling'
import ScanSearch from '@lucide/svelte/icons/scan-search'
import Star from '@lucide/svelte/icons/star'
import Info from '@lucide/svelte/icons/info'
import Undo from '@lucide/svelte/icons/undo-2'
import Ungroup from '@lucide/svelte/icons/ungroup'
import ZoomIn from '@lucide/svelte/icons/zoom-in'
import type { AnyCandidate } from '../detection/candidate'
import type { TextKey } from '../i18n/translate'
import { planeNormal } from '../domain/image-plane'
import { PLANE_NAMES } from '../domain/reformat'
import { takesDrawnCalibration } from '../domain/drawn-calibration'
import { groupKey, studyKey, type FrameRef } from '../domain/study'
import { termsOf } from '../domain/vocabulary'
import { STEPS, type Layout, type Step, type Tool } from '../state/layout.svelte'
import type { Preferences } from '../state/preferences.svelte'
import type { ChangeKind, ReadingSession } from '../state/reading-session.svelte'
import type { Workbench } from '../state/workbench.svelte'
import { CT_PRESETS, type ImageViewport } from '../viewer/port'
import {
  acceptChosen,
  acceptPlain,
  chosen,
  canMerge,
  foundHere,
  isSearchable,
  mergeChosen,
  rejectAll,
  search,
  splitChosen,
  walk,
} from './found'
import { lookAtFocus } from './looking'
import type { Viewports } from './viewports.svelte'

/** Everything a command may use. */
export interface Bench {
  /** The program's own: `0.1.0`. */
  readonly version: string
  readonly workbench: Workbench
  readonly layout: Layout
  readonly viewports: Viewports
  readonly preferences: Preferences
  readonly openFiles: () => void
  readonly openFolder: () => void
  readonly saveReading: () => void
  readonly showPalette: () => void
  readonly showKeys: () => void
  /** The steps of the tour, from the first. */
  readonly showTour: () => void
  readonly showLibrary: () => void
  /** Level and width as numbers. */
  readonly showMemory: () => void
  readonly showWindow: () => void
  /** The image's attributes and statistics. */
  readonly showInformation: () => void
  /** The report in a window of its own, or back in the panel. */
  readonly toggleReportWindow: () => void
  /** Viewports as the opening rules say. */
  readonly applyHangingProtocol: () => void
}

/**
 * Where the keys of a command act. `viewport`: only while a viewport has focus, so that a letter typed in a
 * form is a letter (WCAG 2.1.4). `anywhere`: also elsewhere, but never in a text field unless Ctrl is held.
 */
export type CommandScope = 'viewport' | 'anywhere'

export interface Command {
  readonly id: string
  readonly group: CommandGroup
  readonly title: TextKey
  /** Number put into the title as `{n}`. */
  readonly n?: number
  readonly icon?: Component
  /** Chords as tinykeys writes them; letters and digits by their place on the keyboard. */
  readonly keys: readonly string[]
  readonly scope: CommandScope
  readonly allowed?: (bench: Bench) => boolean
  readonly active?: (bench: Bench) => boolean
  /** The step that it is about. */
  readonly detail?: (bench: Bench) => ChangeKind | undefined
  readonly run: (bench: Bench) => void
}

export const COMMAND_GROUPS = [
  'file',
  'edit',
  'tool',
  'mark',
  'found',
  'picture',
  'move',
  'tag',
  'view',
] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

const hasImage = ({ layout, viewports }: Bench) => viewports.view(layout.active.id) !== undefined
const hasGreys = ({ layout, viewports }: Bench) =>
  viewports.view(layout.active.id)?.image.attributes.SamplesPerPixel === 1
const hasSelection = ({ workbench }: Bench) => (workbench.session?.selected.length ?? 0) > 0
const hasFocus = ({ workbench }: Bench) => workbench.session?.selectedFocus !== undefined
const picture = (act: (viewport: ImageViewport) => void) => (bench: Bench) => {
  const viewport = bench.viewports.handle(bench.layout.active.id)
  if (viewport) act(viewport)
}
const session = (act: (session: ReadingSession) => void) => (bench: Bench) => {
  if (bench.workbench.session) act(bench.workbench.session)
}

/** Undo or redo, and what that was. */
function stepBack({ workbench, layout }: Bench, way: 'undo' | 'redo'): void {
  const it = workbench.session
  if (!it) return
  const kind = way === 'undo' ? it.undoes : it.redoes
  it[way]()
  if (kind)
    layout.said = {
      text: (t) => t(way === 'undo' ? 'undo.undone' : 'undo.redone', { step: t(`undo.${kind}`) }),
    }
}

const tool = (id: Tool, key: string, icon: Component, group: CommandGroup = 'tool'): Command => ({
  id: `tool.${id}`,
  group,
  title: `command.tool_${id}` as TextKey,
  icon,
  keys: [key],
  scope: 'viewport',
  active: ({ layout }) => layout.tool === id,
  run: ({ layout, viewports }) => {
    layout.tool = id
    viewports.focus(layout.active.id)
  },
})

const show = (
  id: string,
  title: TextKey,
  keys: string[],
  act: (viewport: ImageViewport) => void,
  icon?: Component,
) =>
  ({
    id: `picture.${id}`,
    group: 'picture',
    title,
    icon,
    keys,
    scope: 'viewport',
    allowed: hasImage,
    run: picture(act),
  }) satisfies Command

const move = (
  id: string,
  title: TextKey,
  keys: string[],
  act: (viewport: ImageViewport) => void,
): Command => ({
  ...show(id, title, keys, act),
  id: `move.${id}`,
  group: 'move',
})

const step = (id: Step, key: string): Command => ({
  id: `step.${id}`,
  group: 'view',
  title: `command.step_${id}` as TextKey,
  keys: [key],
  scope: 'anywhere',
  active: ({ layout }) => layout.step === id,
  run: ({ layout }) => (layout.step = id),
})

/** Turns all three planes about the line of sight of the active viewport. */
const turnPlanes = (side: 'Left' | 'Right', key: string, degrees: number): Command => ({
  id: `view.turn${side}`,
  group: 'view',
  title: `command.turn${side}` as TextKey,
  keys: [key],
  scope: 'viewport',
  allowed: ({ layout }) => (layout.active.view ?? 'stack') !== 'stack',
  run: ({ layout, viewports }) => {
    const plane = viewports.view(layout.active.id)?.image.plane
    const within = PLANE_NAMES.find((name) => name === layout.active.view)
    if (plane) layout.turnPlanes({ about: planeNormal(plane), degrees, within })
  },
})

const sessionOfActive = ({ workbench, layout }: Bench) => workbench.sessionOf(layout.active.study)

/** The frame of a file that is shown; a plane that was cut is in none. */
function frameToStar({ layout, viewports }: Bench): FrameRef | undefined {
  const image = viewports.view(layout.active.id)?.image
  if (image?.kind !== 'acquired') return undefined
  return { SOPInstanceUID: image.instance.SOPInstanceUID, frameNumber: image.frameNumber }
}

/** The border of what was grown, or the size of the brush. */
const adjust = (id: string, key: string, by: 1 | -1): Command => ({
  id: `mark.${id}`,
  group: 'mark',
  title: `command.${id}` as TextKey,
  keys: [key],
  scope: 'viewport',
  allowed: ({ layout }) => ['grow', 'brush', 'eraser'].includes(layout.tool),
  run: ({ viewports, layout }) => viewports.adjust(layout.active.id, by),
})

/** What is done with what a search found in the series of the active viewport. */
const found = (
  id: string,
  keys: readonly string[],
  run: (bench: Bench) => void,
  icon?: Component,
): Command => ({
  id: `found.${id}`,
  group: 'found',
  title: `command.found_${id}` as TextKey,
  icon,
  keys,
  scope: 'viewport',
  allowed: (bench) => foundHere(bench)?.list.some(({ decision }) => decision === 'open') ?? false,
  run,
})

const foundChosen = (
  id: string,
  keys: readonly string[],
  run: (bench: Bench, candidates: readonly AnyCandidate[]) => void,
  icon?: Component,
): Command => ({
  ...found(id, keys, (bench) => run(bench, chosenHere(bench)), icon),
  allowed: (bench) => chosenHere(bench).length > 0,
})

function chosenHere(bench: Bench): AnyCandidate[] {
  const here = foundHere(bench)
  return here ? chosen(here) : []
}

/** Every action of the program, once: it feeds the bar, the keys and the lists of both. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'file.open',
    group: 'file',
    title: 'command.open',
    icon: FolderOpen,
    keys: ['Alt+KeyO'],
    scope: 'anywhere',
    run: ({ openFiles }) => openFiles(),
  },
  {
    id: 'file.openFolder',
    group: 'file',
    title: 'command.openFolder',
    keys: ['Alt+Shift+KeyO'],
    scope: 'anywhere',
    run: ({ openFolder }) => openFolder(),
  },
  {
    id: 'file.save',
    group: 'file',
    title: 'command.save',
    icon: Save,
    keys: ['$mod+KeyS'],
    scope: 'anywhere',
    allowed: ({ workbench }) => workbench.session !== undefined,
    run: ({ saveReading }) => saveReading(),
  },
  {
    id: 'edit.undo',
    group: 'edit',
    title: 'command.undo',
    icon: Undo,
    keys: ['$mod+KeyZ'],
    scope: 'anywhere',
    allowed: ({ workbench }) => workbench.session?.canUndo ?? false,
    detail: ({ workbench }) => workbench.session?.undoes,
    run: (bench) => stepBack(bench, 'undo'),
  },
  {
    id: 'edit.redo',
    group: 'edit',
    title: 'command.redo',
    icon: Redo,
    keys: ['$mod+KeyY', '$mod+Shift+KeyZ'],
    scope: 'anywhere',
    allowed: ({ workbench }) => workbench.session?.canRedo ?? false,
    detail: ({ workbench }) => workbench.session?.redoes,
    run: (bench) => stepBack(bench, 'redo'),
  },
  {
    id: 'edit.delete',
    group: 'edit',
    title: 'command.delete',
    icon: Trash,
    keys: ['Delete', 'Backspace'],
    scope: 'viewport',
    allowed: hasSelection,
    run: session((it) => it.deleteMarks(it.selected)),
  },
  {
    id: 'edit.group',
    group: 'edit',
    title: 'command.group',
    icon: Group,
    keys: ['KeyG'],
    scope: 'viewport',
    allowed: ({ workbench }) => (workbench.session?.selected.length ?? 0) > 1,
    run: session((it) => it.groupFoci(it.selected)),
  },
  {
    id: 'edit.split',
    group: 'edit',
    title: 'command.split',
    icon: Ungroup,
    keys: ['Shift+KeyG'],
    scope: 'viewport',
    allowed: hasSelection,
    run: session((it) => it.splitFoci(it.selected)),
  },
  tool('window', 'KeyW', Sun),
  tool('zoom', 'KeyZ', ZoomIn),
  tool('pan', 'KeyT', Hand),
  tool('scroll', 'KeyS', Layers),
  tool('select', 'KeyQ', MousePointer),
  tool('crosshair', 'KeyX', Crosshair),
  tool('magnify', 'Shift+KeyZ', ScanSearch),
  tool('point', 'KeyF', Dot, 'mark'),
  tool('ellipse', 'KeyE', Circle, 'mark'),
  tool('rectangle', 'KeyB', Square, 'mark'),
  tool('outline', 'KeyY', Lasso, 'mark'),
  tool('length', 'KeyD', Ruler, 'mark'),
  { ...tool('grow', 'Shift+KeyE', Sprout, 'mark'), allowed: hasGreys },
  { ...tool('brush', 'Shift+KeyK', Brush, 'mark'), allowed: hasFocus },
  { ...tool('eraser', 'Shift+KeyJ', Eraser, 'mark'), allowed: hasFocus },
  adjust('wider', 'Alt+ArrowUp', -1),
  adjust('narrower', 'Alt+ArrowDown', 1),
  {
    ...tool('calibrate', 'Shift+KeyD', Scaling, 'mark'),
    allowed: (bench) => {
      const image = bench.viewports.view(bench.layout.active.id)?.image
      return image !== undefined && takesDrawnCalibration(image)
    },
  },
  {
    id: 'mark.keyImage',
    group: 'mark',
    title: 'command.keyImage',
    icon: Star,
    keys: ['KeyK'],
    scope: 'viewport',
    allowed: (bench) => frameToStar(bench) !== undefined,
    active: (bench) => {
      const frame = frameToStar(bench)
      return frame !== undefined && (sessionOfActive(bench)?.isKeyImage(frame) ?? false)
    },
    run: (bench) => {
      const frame = frameToStar(bench)
      if (frame) sessionOfActive(bench)?.toggleKeyImage({ ...frame, window: windowSeen(bench) })
    },
  },
  show('fit', 'command.fit', ['=', 'Shift+='], (it) => it.fit(), Scan),
  show('zoomIn', 'command.zoomIn', ['+', 'Shift++', 'NumpadAdd'], (it) => it.zoomBy(1.25)),
  show('zoomOut', 'command.zoomOut', ['-', 'NumpadSubtract'], (it) => it.zoomBy(0.8)),
  show('invert', 'command.invert', ['KeyI'], (it) => it.invert(), Contrast),
  show('rotateRight', 'command.rotateRight', ['KeyR'], (it) => it.rotateBy(90), RotateCw),
  show('rotateLeft', 'command.rotateLeft', ['Shift+KeyR'], (it) => it.rotateBy(-90), RotateCcw),
  show('flipHorizontal', 'command.flipHorizontal', ['KeyH'], (it) => it.flip('horizontal'), FlipHorizontal),
  show('flipVertical', 'command.flipVertical', ['KeyV'], (it) => it.flip('vertical'), FlipVertical),
  show('reset', 'command.reset', ['Space'], (it) => it.reset(), RefreshCw),
  {
    ...show('window0', 'command.windowOwn', ['Digit0', 'Numpad0'], (it) => it.resetWindow()),
  },
  {
    id: 'picture.windowEntry',
    group: 'picture',
    title: 'command.windowEntry',
    keys: ['Shift+KeyW'],
    scope: 'viewport',
    allowed: hasGreys,
    run: ({ showWindow }) => showWindow(),
  },
  show('windowFull', 'command.windowFull', ['Digit6', 'Numpad6'], (it) => it.spreadWindow(0)),
  show('windowMost', 'command.windowMost', ['Digit7', 'Numpad7'], (it) => it.spreadWindow(0.01)),
  ...CT_PRESETS.map((preset, index): Command => {
    const { name, center, width } = preset
    return {
      ...show(
        `window${index + 1}`,
        `preset.${name}` as TextKey,
        [`Digit${index + 1}`, `Numpad${index + 1}`],
        (it) => it.setWindow({ center, width }),
      ),
      allowed: ({ layout, viewports }) => viewports.view(layout.active.id)?.series.Modality === 'CT',
    }
  }),
  move('next', 'command.sliceNext', ['ArrowDown'], (it) => void it.scrollBy(1)),
  move('previous', 'command.slicePrevious', ['ArrowUp'], (it) => void it.scrollBy(-1)),
  move('next10', 'command.sliceNext10', ['Shift+ArrowDown'], (it) => void it.scrollBy(10)),
  move('previous10', 'command.slicePrevious10', ['Shift+ArrowUp'], (it) => void it.scrollBy(-10)),
  move('first', 'command.sliceFirst', ['Home'], (it) => void it.scrollTo(0)),
  move('last', 'command.sliceLast', ['End'], (it) => void it.scrollTo(Infinity)),
  {
    id: 'move.nextSeries',
    group: 'move',
    title: 'command.seriesNext',
    keys: ['PageDown'],
    scope: 'viewport',
    run: (bench) => showNeighbourSeries(bench, 1),
  },
  {
    id: 'move.previousSeries',
    group: 'move',
    title: 'command.seriesPrevious',
    keys: ['PageUp'],
    scope: 'viewport',
    run: (bench) => showNeighbourSeries(bench, -1),
  },
  {
    id: 'move.nextViewport',
    group: 'move',
    title: 'command.viewportNext',
    keys: ['ArrowRight'],
    scope: 'viewport',
    run: (bench) => focusNeighbour(bench, 1),
  },
  {
    id: 'move.previousViewport',
    group: 'move',
    title: 'command.viewportPrevious',
    keys: ['ArrowLeft'],
    scope: 'viewport',
    run: (bench) => focusNeighbour(bench, -1),
  },
  {
    id: 'mark.next',
    group: 'move',
    title: 'command.focusNext',
    keys: ['.'],
    scope: 'viewport',
    run: (bench) => selectNeighbour(bench, 1),
  },
  {
    id: 'mark.previous',
    group: 'move',
    title: 'command.focusPrevious',
    keys: [','],
    scope: 'viewport',
    run: (bench) => selectNeighbour(bench, -1),
  },
  {
    id: 'found.find',
    group: 'found',
    title: 'command.find',
    icon: Radar,
    keys: ['Shift+KeyF'],
    scope: 'viewport',
    // The list says why an image, or one that cannot be shown, cannot be searched.
    allowed: (bench) => foundHere(bench) !== undefined,
    run: (bench) => {
      bench.layout.step = 'mark'
      bench.layout.list = 'found'
      if (foundHere(bench)?.series.Modality === 'CT') void search(bench, {})
    },
  },
  found('next', ['KeyN'], (bench) => walk(bench, 1), ArrowDown),
  found('previous', ['KeyP'], (bench) => walk(bench, -1), ArrowUp),
  foundChosen('accept', ['KeyA'], (bench, candidates) => void acceptChosen(bench, candidates), Check),
  foundChosen('acceptPlain', ['Shift+KeyA'], (bench, candidates) => void acceptPlain(bench, candidates)),
  foundChosen('reject', ['KeyJ'], rejectAll, Ban),
  {
    ...foundChosen('merge', ['KeyU'], (bench) => void mergeChosen(bench), Combine),
    allowed: (bench) => canMerge(chosenHere(bench)),
  },
  foundChosen('split', ['Shift+KeyU'], (bench) => void splitChosen(bench), Scissors),
  { ...tool('region', 'Shift+KeyB', BoxSelect, 'found'), allowed: isSearchable },
  ...termsOf('distribution').map(({ id }, index): Command => ({
    id: `tag.${id}`,
    group: 'tag',
    title: `pattern.${id.slice('dist.'.length)}` as TextKey,
    keys: [`Shift+Digit${index + 1}`],
    scope: 'viewport',
    allowed: ({ workbench }) => workbench.session?.selectedFinding !== undefined,
    active: ({ workbench }) => workbench.session?.selectedFinding?.terms[id] === 'present',
    run: session((it) => {
      const finding = it.selectedFinding
      if (finding) it.tag(finding.uid, id, finding.terms[id] === 'present' ? undefined : 'present')
    }),
  })),
  step('mark', 'Alt+Digit1'),
  step('describe', 'Alt+Digit2'),
  step('reason', 'Alt+Digit3'),
  step('report', 'Alt+Digit4'),
  {
    id: 'view.nextStep',
    group: 'view',
    title: 'command.nextStep',
    keys: ['Alt+ArrowRight'],
    scope: 'anywhere',
    run: ({ layout }) => (layout.step = STEPS[(STEPS.indexOf(layout.step) + 1) % STEPS.length]),
  },
  {
    id: 'view.reportWindow',
    group: 'view',
    title: 'command.reportWindow',
    icon: AppWindow,
    keys: ['Alt+KeyR'],
    scope: 'anywhere',
    allowed: ({ workbench }) => workbench.session !== undefined,
    active: ({ layout }) => layout.reportApart,
    run: ({ toggleReportWindow }) => toggleReportWindow(),
  },
  {
    id: 'view.palette',
    group: 'view',
    title: 'command.palette',
    icon: Search,
    keys: ['$mod+KeyK'],
    scope: 'anywhere',
    run: ({ showPalette }) => showPalette(),
  },
  {
    id: 'view.keys',
    group: 'view',
    title: 'command.keys',
    icon: CircleHelp,
    keys: ['Shift+?', '?', 'F1'],
    scope: 'anywhere',
    run: ({ showKeys }) => showKeys(),
  },
  {
    id: 'view.tour',
    group: 'view',
    title: 'command.tour',
    keys: ['Shift+F1'],
    scope: 'anywhere',
    run: ({ showTour }) => showTour(),
  },
  {
    id: 'view.library',
    group: 'view',
    title: 'command.library',
    keys: ['Alt+KeyL'],
    scope: 'anywhere',
    run: ({ showLibrary }) => showLibrary(),
  },
  {
    id: 'view.studies',
    group: 'view',
    title: 'command.togglePanelStudies',
    icon: PanelLeft,
    keys: ['Alt+KeyB'],
    scope: 'anywhere',
    active: ({ preferences }) => !preferences.studies.collapsed,
    run: ({ preferences }) => preferences.setPanel('studies', { collapsed: !preferences.studies.collapsed }),
  },
  {
    id: 'view.reading',
    group: 'view',
    title: 'command.togglePanelReading',
    icon: PanelRight,
    keys: ['Alt+KeyJ'],
    scope: 'anywhere',
    active: ({ preferences }) => !preferences.reading.collapsed,
    run: ({ preferences }) => preferences.setPanel('reading', { collapsed: !preferences.reading.collapsed }),
  },
  {
    id: 'view.theme',
    group: 'view',
    title: 'command.theme',
    keys: [],
    scope: 'anywhere',
    run: ({ preferences }) => preferences.setTheme(preferences.theme === 'dark' ? 'light' : 'dark'),
  },
  {
    id: 'view.language',
    group: 'view',
    title: 'command.language',
    keys: [],
    scope: 'anywhere',
    run: ({ preferences }) => void preferences.setLanguage(preferences.language === 'en' ? 'es' : 'en'),
  },
  {
    id: 'view.overlays',
    group: 'view',
    title: 'command.overlays',
    keys: ['KeyO'],
    scope: 'viewport',
    run: ({ layout }) => layout.nextOverlays(),
  },
  {
    id: 'view.shutters',
    group: 'view',
    title: 'command.shutters',
    keys: [],
    scope: 'viewport',
    allowed: hasImage,
    active: ({ layout }) => layout.shutters,
    run: ({ layout }) => void (layout.shutters = !layout.shutters),
  },
  {
    id: 'view.mpr',
    group: 'view',
    title: 'command.mpr',
    icon: Axis3d,
    keys: ['Shift+KeyM'],
    scope: 'viewport',
    allowed: hasImage,
    active: ({ layout }) => (layout.active.view ?? 'stack') !== 'stack',
    run: ({ layout }) => layout.toggleMpr(),
  },
  ...(['stack', 'axial', 'coronal', 'sagittal', 'volume'] as const).map((view): Command => ({
    id: `view.as_${view}`,
    group: 'view',
    title: `command.as_${view}` as TextKey,
    keys: [],
    scope: 'viewport',
    active: ({ layout }) => (layout.active.view ?? 'stack') === view,
    run: ({ layout }) => layout.setView(view),
  })),
  {
    id: 'view.slab',
    group: 'view',
    title: 'command.slab',
    keys: ['Shift+KeyN'],
    scope: 'viewport',
    run: ({ layout }) => layout.nextSlab(),
  },
  {
    id: 'view.slabThicker',
    group: 'view',
    title: 'command.slabThicker',
    keys: [']'],
    scope: 'viewport',
    run: ({ layout }) => layout.thickenSlab(1.5),
  },
  {
    id: 'view.slabThinner',
    group: 'view',
    title: 'command.slabThinner',
    keys: ['['],
    scope: 'viewport',
    run: ({ layout }) => layout.thickenSlab(1 / 1.5),
  },
  turnPlanes('Right', 'Shift+ArrowRight', 5),
  turnPlanes('Left', 'Shift+ArrowLeft', -5),
  {
    id: 'view.straighten',
    group: 'view',
    title: 'command.straighten',
    keys: ['Shift+KeyX'],
    scope: 'viewport',
    run: ({ layout }) => layout.straightenPlanes(),
  },
  {
    id: 'view.lines',
    group: 'view',
    title: 'command.lines',
    keys: ['KeyL'],
    scope: 'viewport',
    active: ({ layout }) => layout.referenceLines,
    run: ({ layout }) => (layout.referenceLines = !layout.referenceLines),
  },
  {
    id: 'view.link',
    group: 'view',
    title: 'command.link',
    icon: Link,
    keys: ['Shift+KeyL'],
    scope: 'viewport',
    active: ({ layout }) => layout.linked,
    run: ({ layout }) => (layout.linked = !layout.linked),
  },
  {
    id: 'view.alike',
    group: 'view',
    title: 'command.alike',
    keys: ['Shift+KeyS'],
    scope: 'viewport',
    active: ({ layout }) => layout.alike,
    run: ({ layout, viewports }) => {
      layout.alike = !layout.alike
      if (!layout.alike) return
      viewports.lead(layout.active.id)
      viewports.makeAlike(layout.active.id)
    },
  },
  {
    id: 'view.sharesWindow',
    group: 'view',
    title: 'command.sharesWindow',
    keys: [],
    scope: 'viewport',
    active: ({ layout }) => layout.sharesWindow,
    run: ({ layout, viewports }) => {
      layout.sharesWindow = !layout.sharesWindow
      if (!layout.sharesWindow) return
      viewports.leadWindow(layout.active.id)
      viewports.shareWindow(layout.active.id)
    },
  },
  {
    id: 'view.information',
    group: 'view',
    title: 'command.information',
    icon: Info,
    keys: ['Shift+KeyI'],
    scope: 'viewport',
    allowed: hasImage,
    run: ({ showInformation }) => showInformation(),
  },
  {
    id: 'view.cine',
    group: 'view',
    title: 'command.cine',
    icon: Play,
    keys: ['KeyC'],
    scope: 'viewport',
    allowed: (bench) => (bench.viewports.view(bench.layout.active.id)?.sliceCount ?? 0) > 1,
    run: ({ layout, viewports }) => {
      const viewport = viewports.handle(layout.active.id)
      if (viewport?.playing) viewport.stop()
      else viewport?.play()
    },
  },
  {
    id: 'view.memory',
    group: 'view',
    title: 'command.memory',
    keys: [],
    scope: 'anywhere',
    run: ({ showMemory }) => showMemory(),
  },
  {
    id: 'view.hangingProtocol',
    group: 'view',
    title: 'command.hangingProtocol',
    keys: [],
    scope: 'anywhere',
    allowed: ({ workbench }) => workbench.study !== undefined,
    run: ({ applyHangingProtocol }) => applyHangingProtocol(),
  },
  {
    id: 'view.maximise',
    group: 'view',
    title: 'command.maximise',
    keys: ['KeyM'],
    scope: 'viewport',
    run: ({ layout }) => layout.toggleMaximised(),
  },
  {
    id: 'view.cancel',
    group: 'view',
    title: 'command.cancel',
    keys: ['Escape'],
    scope: 'viewport',
    run: ({ layout, workbench }) => {
      if (layout.tool !== 'window') layout.tool = 'window'
      else workbench.session?.select([])
    },
  },
]

export const commandById = (id: string): Command => {
  const command = COMMANDS.find((candidate) => candidate.id === id)
  if (!command) throw new Error(`no command ${id}`)
  return command
}

export const isAllowed = (command: Command, bench: Bench): boolean => command.allowed?.(bench) ?? true

function showNeighbourSeries({ layout, workbench }: Bench, by: number): void {
  const { study } = workbench
  const at = study?.series.findIndex((series) => groupKey(series) === layout.active.series) ?? -1
  const next = study?.series[at + by]
  if (study && next) layout.chooseSeries(studyKey(study), groupKey(next))
}

function focusNeighbour({ layout, viewports }: Bench, by: number): void {
  layout.activateNext(by)
  viewports.focus(layout.active.id)
}

function selectNeighbour({ workbench, layout }: Bench, by: number): void {
  const it = workbench.session
  if (!it) return
  const { marks, selected } = it
  const last = selected.at(-1)
  const at = last ? marks.findIndex(({ uid }) => uid === last) : by > 0 ? -1 : 0
  const next = marks[(at + by + marks.length) % marks.length]
  if (!next) return
  it.select([next.uid])
  lookAtFocus(workbench, layout, next)
}

/** The window of the active viewport; undefined for another curve than a straight line, and for colour. */
function windowSeen({ layout, viewports }: Bench): { center: number; width: number } | undefined {
  const { id } = layout.active
  const window = viewports.view(id)?.window
  if (!window || window.table || !viewports.handle(id)?.pixels()) return undefined
  return { center: window.center, width: window.width }
}
