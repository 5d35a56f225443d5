/** Undo and redo over immutable snapshots: a change keeps whatever it did not touch, so a snapshot is cheap. */
export class History<Snapshot> {
  #now: Snapshot = $state.raw() as Snapshot
  #past: readonly Step<Snapshot>[] = $state.raw([])
  #future: readonly Step<Snapshot>[] = $state.raw([])

  constructor(start: Snapshot) {
    this.#now = start
  }

  get now(): Snapshot {
    return this.#now
  }
  get canUndo(): boolean {
    return this.#past.length > 0
  }
  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /**
   * @param name changes in a row with the same name are undone as one: a text being typed, a mark being dragged
   */
  change(next: Snapshot, name?: string): void {
    if (next === this.#now) return
    const last = this.#past.at(-1)
    const joins = name !== undefined && last?.name === name && this.#future.length === 0
    if (!joins) this.#past = [...this.#past.slice(1 - LONGEST), { snapshot: this.#now, name }]
    this.#future = []
    this.#now = next
  }

  /** Ends a row of changes, so that the next one is undone apart. */
  settle(): void {
    const last = this.#past.at(-1)
    if (last?.name) this.#past = [...this.#past.slice(0, -1), { snapshot: last.snapshot }]
  }

  undo(): void {
    const last = this.#past.at(-1)
    if (!last) return
    this.#future = [...this.#future, { snapshot: this.#now }]
    this.#past = this.#past.slice(0, -1)
    this.#now = last.snapshot
  }

  redo(): void {
    const next = this.#future.at(-1)
    if (!next) return
    this.#past = [...this.#past, { snapshot: this.#now }]
    this.#future = this.#future.slice(0, -1)
    this.#now = next.snapshot
  }
}

interface Step<Snapshot> {
  readonly snapshot: Snapshot
  readonly name?: string
}

const LONGEST = 500
