import { fociOf, type Findings } from '../domain/finding'
import type { Study } from '../domain/study'
import { chooseKeyImages, type KeyImageChoice } from '../report/findings'
import type { KeyImage } from '../report/inputs'
import type { FrameStore } from '../viewer/frame-store'
import type { Volumes } from '../viewer/volumes'
import { patternOf } from './patterns'
import type { Viewports } from './viewports.svelte'

/** Takes the picture of each finding; one that has not changed since keeps the picture it has. */
export class KeyImages {
  #taken = new Map<string, Promise<KeyImage | undefined>>()

  /** Findings whose frame cannot be decoded have no picture. */
  async of(findings: Findings, study: Study, { frames, volumes }: Viewports): Promise<KeyImage[]> {
    const taken = new Map<string, Promise<KeyImage | undefined>>()
    for (const choice of chooseKeyImages(findings)) {
      const key = JSON.stringify([choice, findings.find(({ uid }) => uid === choice.finding)])
      taken.set(key, this.#taken.get(key) ?? take(choice, findings, study, frames, volumes))
    }
    this.#taken = taken
    const pictures = await Promise.all(taken.values())
    return pictures.filter((picture) => picture !== undefined)
  }
}

async function take(
  { finding: uid, SOPInstanceUID, frameNumber, foci, plane }: KeyImageChoice,
  findings: Findings,
  study: Study,
  frames: FrameStore,
  volumes: Volumes,
): Promise<KeyImage | undefined> {
  const series = study.series.find(({ instances }) =>
    instances.some((instance) => instance.SOPInstanceUID === SOPInstanceUID),
  )
  if (!series) return undefined
  const colour = resolved(patternOf(findings.find((finding) => finding.uid === uid)).colour)
  const marks = fociOf(findings)
    .filter((focus) => foci.includes(focus.uid))
    .map(({ imageRegion: region, TrackingIdentifier: label }) => ({ region, label, colour }))
  const instance = series.instances.find((it) => it.SOPInstanceUID === SOPInstanceUID)
  if (!instance) return undefined
  const { takeSnapshot } = await import('../viewer/snapshot')
  const decode = async () =>
    plane ? volumes.cut(series, plane) : { instance, frame: await frames.frame(instance, frameNumber) }
  const taken = await decode()
    .then((picture) => takeSnapshot({ series, ...picture }, marks))
    .catch(() => undefined)
  if (!taken) return undefined
  const window = { width: taken.window.width, level: taken.window.center }
  return { finding: uid, SOPInstanceUID, frameNumber, dataUrl: taken.dataUrl, window }
}

/** `var(--name)` → the colour it stands for: a canvas knows no custom properties. */
const resolved = (variable: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(variable.slice('var('.length, -1))
