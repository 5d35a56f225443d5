import { makeBases } from './bases'
import { mutantAt, shrink, tryMutant, type Fault, type Mutant } from './trial'

/** What the program that started it sends: which broken files to try. */
export interface Task {
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly step: number
}

export type Message =
  | { readonly at: number; readonly mutant: Mutant }
  | {
      readonly done: number
      readonly decoded: number
      readonly drawn: number
      readonly isOpen: boolean
      readonly megabytes: number
    }
  | { readonly fault: Fault; readonly index: number; readonly mutant: Mutant }
  | { readonly finished: true }

const send = (message: Message) => process.send?.(message)
const megabytes = () => process.resourceUsage().maxRSS / 1024

/** Tries one file after the other, and says before each which it is. */
async function run({ seed, from, to, step }: Task): Promise<void> {
  const bases = await makeBases()
  let current = from
  const stray = (thrown: unknown) => {
    const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    send({ fault: { kind: 'uncaught', what }, index: current, mutant: mutantAt(bases, seed, current) })
  }
  process.on('uncaughtException', stray)
  process.on('unhandledRejection', stray)
  for (current = from; current < to; current += step) {
    const mutant = mutantAt(bases, seed, current)
    send({ at: current, mutant })
    const { decoded, drawn, isOpen, faults } = await tryMutant(bases, mutant)
    send({ done: current, decoded, drawn, isOpen, megabytes: megabytes() })
    for (const fault of faults)
      send({ fault, index: current, mutant: await shrink(bases, mutant, fault.kind) })
  }
  send({ finished: true })
}

process.on('message', (task: Task) => {
  run(task).then(
    () => process.disconnect(),
    () => process.exit(1),
  )
})
