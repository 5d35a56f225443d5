import type { CDPSession } from '@playwright/test'
import { decodePng, isImage, lookAt, type ImageStatistics, type Region } from './png'

/** One picture the compositor showed. */
export class ShownFrame {
  /** Milliseconds since 1970, of the compositor. */
  readonly time: number
  #png: Buffer
  #looks = new Map<Region, ImageStatistics>()

  constructor(time: number, png: Buffer) {
    this.time = time
    this.#png = png
  }

  look(region: Region): ImageStatistics {
    const known = this.#looks.get(region)
    if (known) return known
    const look = lookAt(decodePng(this.#png), region)
    this.#looks.set(region, look)
    return look
  }
}

const WIDTH = 640
const HEIGHT = 400
const MAX_FRAMES = 4000

/**
 * What is on the screen, and when. The browser sends a frame of its screencast when pixels of the page change, with
 * the time of its compositor: no event or global of any viewer is believed.
 */
export class Screen {
  #devtools: CDPSession
  #frames: ShownFrame[] = []
  #watchers = new Set<(frame: ShownFrame) => void>()

  constructor(devtools: CDPSession) {
    this.#devtools = devtools
    devtools.on('Page.screencastFrame', ({ sessionId, metadata, data }) => {
      void devtools.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
      this.#add(new ShownFrame((metadata.timestamp ?? 0) * 1000, Buffer.from(data, 'base64')))
    })
  }

  start = (): Promise<unknown> =>
    this.#devtools.send('Page.startScreencast', { format: 'png', maxWidth: WIDTH, maxHeight: HEIGHT })

  get last(): ShownFrame | undefined {
    return this.#frames.at(-1)
  }

  since = (time: number): ShownFrame[] => this.#frames.filter((frame) => frame.time > time)

  /** Forgets all frames but the last. */
  drop(): void {
    this.#frames = this.#frames.slice(-1)
  }

  /** The first frame after a time in which the region shows an image; undefined when none came. */
  painted = (since: number, region: Region, timeoutMs: number): Promise<ShownFrame | undefined> =>
    this.#until(since, (frame) => isImage(frame.look(region)), timeoutMs)

  /** The first frame after a time in which the region shows another image than before. */
  changed = (
    since: number,
    region: Region,
    before: string | undefined,
    timeoutMs: number,
  ): Promise<ShownFrame | undefined> =>
    this.#until(
      since,
      (frame) => frame.look(region).hash !== before && isImage(frame.look(region)),
      timeoutMs,
    )

  #add(frame: ShownFrame): void {
    this.#frames.push(frame)
    if (this.#frames.length > MAX_FRAMES) this.#frames.shift()
    for (const watch of [...this.#watchers]) watch(frame)
  }

  #until(since: number, accepts: (frame: ShownFrame) => boolean, timeoutMs: number) {
    const isIt = (frame: ShownFrame) => frame.time >= since && accepts(frame)
    const there = this.#frames.find(isIt)
    if (there) return Promise.resolve(there)
    return new Promise<ShownFrame | undefined>((resolve) => {
      const finish = (frame?: ShownFrame) => {
        clearTimeout(timer)
        this.#watchers.delete(watch)
        resolve(frame)
      }
      const watch = (frame: ShownFrame) => {
        if (isIt(frame)) finish(frame)
      }
      const timer = setTimeout(finish, timeoutMs)
      this.#watchers.add(watch)
    })
  }
}
