import {
  convertInterval,
  isMeasuredId,
  type Interval,
  type MeasuredId,
  type UnitInterval,
} from '../domain/laboratory'

/** How a laboratory prints one test. */
export interface LaboratoryHabit {
  /** In which the test is entered. */
  readonly unit?: string
  /** In the unit in which it was given; the built-in one applies while it is missing. */
  readonly interval?: UnitInterval
}

type Habits = Readonly<Partial<Record<MeasuredId, LaboratoryHabit>>>

const KEY = 'calcimap.laboratory'

/** Units and reference intervals of the reader's own laboratory, kept on this device. Nothing of a patient. */
export class OwnIntervals {
  #habits: Habits = $state.raw(restore())

  unitOf(id: MeasuredId): string | undefined {
    return this.#habits[id]?.unit
  }

  /** The laboratory's own interval in that unit; undefined when none is kept or the units do not convert. */
  intervalOf(id: MeasuredId, unit: string): Interval | undefined {
    const kept = this.#habits[id]?.interval
    if (!kept) return undefined
    const { unit: keptUnit, ...interval } = kept
    return keptUnit === unit ? interval : convertInterval(id, interval, keptUnit, unit)
  }

  setUnit = (id: MeasuredId, unit: string): void => this.#keep(id, { ...this.#habits[id], unit })

  /** @param interval undefined forgets the laboratory's own */
  setInterval(id: MeasuredId, unit: string, interval: Interval | undefined): void {
    this.#keep(id, interval ? { unit, interval: { ...interval, unit } } : { unit })
  }

  #keep(id: MeasuredId, habit: LaboratoryHabit): void {
    this.#habits = { ...this.#habits, [id]: habit }
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#habits))
    } catch {
      // A browser that keeps nothing still uses the interval until it is closed.
    }
  }
}

function restore(): Habits {
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>
    const usable = Object.entries(saved).flatMap(([id, habit]) => {
      const checked = isMeasuredId(id) ? checkHabit(habit) : undefined
      return checked ? [[id, checked] as const] : []
    })
    return Object.fromEntries(usable)
  } catch {
    return {}
  }
}

/** What is kept on a device may have been changed there: whatever is not as expected is left out. */
function checkHabit(saved: unknown): LaboratoryHabit | undefined {
  const { unit, interval } = (saved ?? {}) as { unit?: unknown; interval?: unknown }
  if (typeof unit !== 'string') return undefined
  const checked = checkInterval(interval)
  return checked ? { unit, interval: checked } : { unit }
}

function checkInterval(saved: unknown): UnitInterval | undefined {
  const { unit, low, high } = (saved ?? {}) as Readonly<Record<keyof UnitInterval, unknown>>
  const ends = Object.entries({ low, high }).filter(([, limit]) => Number.isFinite(limit))
  return typeof unit === 'string' && ends.length > 0 ? { ...Object.fromEntries(ends), unit } : undefined
}
