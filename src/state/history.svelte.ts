/** Undo and redo over immutable snapshots: a change keeps whatever it did not touch, so a snapshot is cheap. */
export class History<Snapshot, Kind = string> {
  #now: Snapshot = $state.raw() as Snapshot
  #past: readonly Step<Snapshot, Kind>[] = $state.raw([])
  #future: readonly Step<Snapshot, Kind>[] = $state.raw([])

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

  /** What the next undo, or redo, is about. */
  get undoes(): Kind | undefined {
    return this.#past.at(-1)?.kind
  }
  get redoes(): Kind | undefined {
    return this.#future.at(-1)?.kind
  }

  /**
   * @param kind what was changed
   * @param name changes in a row with the same name are undone as one: a text being typed, a mark being dragged
   */
  change(next: Snapshot, kind?: Kind, name?: string): void {
    if (next === this.#now) return
    const last = this.#past.at(-1)
    const joins = name !== undefined && last?.name === name && this.#future.length === 0
    if (!joins) this.#past = [...this.#past.slice(1 - LONGEST), { snapshot: this.#now, kind, name }]
    this.#future = []
    this.#now = next
  }

  /** Ends a row of changes, so that the next one is undone apart. */
  settle(): void {
    const last = this.#past.at(-1)
    if (last?.name) this.#past = [...this.#past.slice(0, -1), { snapshot: last.snapshot, kind: last.kind }]
  }

  undo(): void {
    const last = this.#past.at(-1)
    if (!last) return
    this.#future = [...this.#future, { snapshot: this.#now, kind: last.kind }]
    this.#past = this.#past.slice(0, -1)
    this.#now = last.snapshot
  }

  redo(): void {
    const next = this.#future.at(-1)
    if (!next) return
    this.#past = [...this.#past, { snapshot: this.#now, kind: next.kind }]
    this.#future = this.#future.slice(0, -1)
    this.#now = next.snapshot
  }
}

interface Step<Snapshot, Kind> {
  readonly snapshot: Snapshot
  readonly kind?: Kind
  readonly name?: string
}

const LONGEST = 500
