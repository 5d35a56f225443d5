import { setTimeout as sleep } from 'node:timers/promises'
import type { Region } from './png'
import { processorTime } from './processes'
import { WINDOW, type Session } from './session'
import { percentile } from './statistics'

/** One notch of a wheel, CSS pixels. */
const NOTCH = 100
const NOTCHES = 50
const PACED = 100
const PACE_MS = 1000 / 30
/** What has not changed by then is the end of the stack, or a notch that was lost. */
const PATIENCE_MS = 2000
const AFTERWARDS_MS = 1500

/** Wheel notches over the image, one after the other and then at a steady pace. */
export async function scroll(session: Session, region: Region) {
  const at = {
    x: (region.x + region.width / 2) * WINDOW.width,
    y: (region.y + region.height / 2) * WINDOW.height,
  }
  await session.page.mouse.move(at.x, at.y)
  await sleep(300)
  const notch = (direction: number) =>
    void session.devtools
      .send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY: direction * NOTCH })
      .catch(() => undefined)
  const forward = await forwardOf(session, region, notch)
  if (forward === 0) return {}
  const before = await processorTime(session.browserDevtools)
  const forth = await oneByOne(session, region, notch, forward)
  const back = await oneByOne(session, region, notch, -forward)
  const after = await processorTime(session.browserDevtools)
  const delays = [...forth, ...back]
  return {
    scrollMedian: percentile(delays, 0.5),
    scrollLate: percentile(delays, 0.95),
    scrollProcessor: delays.length > 0 ? (after.renderer - before.renderer) / delays.length : undefined,
    pictures: await paced(session, region, notch, forward),
  }
}

type Notch = (direction: number) => void

/** Where there are slices to scroll to: some viewers begin with the last. 0 when the wheel changes nothing. */
async function forwardOf({ screen }: Session, region: Region, notch: Notch): Promise<number> {
  for (const direction of [1, -1]) {
    const before = screen.last?.look(region).hash
    const started = Date.now()
    notch(direction)
    if (await screen.changed(started, region, before, PATIENCE_MS)) return direction
  }
  return 0
}

/** From a notch to the frame that shows another slice, ms; then the next notch. */
async function oneByOne({ screen }: Session, region: Region, notch: Notch, direction: number) {
  const delays: number[] = []
  for (let count = 0; count < NOTCHES; count++) {
    screen.drop()
    const before = screen.last?.look(region).hash
    const started = Date.now()
    notch(direction)
    const frame = await screen.changed(started, region, before, PATIENCE_MS)
    if (frame) delays.push(frame.time - started)
  }
  return delays
}

/** How many different pictures reach the screen when nobody waits for them. */
async function paced({ screen }: Session, region: Region, notch: Notch, forward: number): Promise<number> {
  screen.drop()
  const started = Date.now()
  for (let count = 0; count < PACED; count++) {
    notch(forward)
    const due = started + (count + 1) * PACE_MS
    await sleep(Math.max(0, due - Date.now()))
  }
  await sleep(AFTERWARDS_MS)
  const shown = screen.since(started).map((frame) => frame.look(region).hash)
  return shown.filter((hash, index) => hash !== shown[index - 1]).length
}
