/** Does one thing after the other on each of so many lines, until there are no more or it is over. */
export async function inParallel<T>(
  lines: number,
  items: Iterable<T> | AsyncIterable<T>,
  isOver: () => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  const line = async () => {
    while (!isOver()) {
      const next = await iterator.next()
      if (next.done) return
      await work(next.value)
    }
  }
  await Promise.all(Array.from({ length: lines }, line))
}

/** First in, first out; waits when it is empty and not yet closed. */
export class Queue<T> implements AsyncIterable<T> {
  readonly #items: T[] = []
  readonly #waiting: (() => void)[] = []
  #next = 0
  #isClosed = false

  push(item: T): void {
    this.#items.push(item)
    this.#waiting.shift()?.()
  }

  close(): void {
    this.#isClosed = true
    for (const wake of this.#waiting.splice(0)) wake()
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return { next: () => this.#take() }
  }

  async #take(): Promise<IteratorResult<T>> {
    while (this.#next >= this.#items.length && !this.#isClosed)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#next >= this.#items.length) return { done: true, value: undefined }
    return { done: false, value: this.#items[this.#next++] }
  }
}
