import type { Side } from '../kit/beside'

/** What a step of the tour points at and names the keys of. */
export interface TourStep {
  readonly id: 'open' | 'mark' | 'describe' | 'report'
  /** Selectors in order of preference: what the first of them finds on screen, all of it together, is pointed at. */
  readonly targets: readonly string[]
  /** Ids of commands, with their titles and keys. */
  readonly commands: readonly string[]
  /** Where the card may stand; anywhere beside the target if not given. */
  readonly sides?: readonly Side[]
}

const PANEL_BUTTON = '[data-command="view.reading"]'

const tab = (step: string) => `[role=tab][data-value=${step}]`
const tools = ['point', 'ellipse', 'rectangle', 'outline', 'length'].map(
  (tool) => `[data-command="tool.${tool}"]`,
)

export const TOUR_STEPS: readonly TourStep[] = [
  {
    id: 'open',
    targets: ['[data-tour=open]', 'nav [data-command="file.open"]', '[data-command="file.open"]'],
    commands: ['file.open', 'view.library'],
  },
  {
    id: 'mark',
    targets: [tools.join(), '[role=toolbar]'],
    commands: ['tool.ellipse', 'found.find'],
    // Beside the tools lie other tools.
    sides: ['below'],
  },
  {
    id: 'describe',
    targets: [[tab('describe'), tab('reason')].join(), PANEL_BUTTON],
    commands: ['step.describe', 'step.reason'],
  },
  { id: 'report', targets: [tab('report'), PANEL_BUTTON], commands: ['step.report'] },
]
