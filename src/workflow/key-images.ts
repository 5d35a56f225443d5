import { findingOf, fociOf, type Findings } from '../domain/finding'
import type { Measurements } from '../domain/measurement'
import type { Reading } from '../domain/reading'
import { atFrame, holdsFrame, studyKey, type Study } from '../domain/study'
import { chooseKeyImages, chooseStarred, type KeyImageChoice } from '../report/findings'
import type { KeyImage } from '../report/inputs'
import { acquiredImage } from '../domain/shown-image'
import { snapshots, type FrameStore, type Volumes } from '../viewer/port'
import { patternOf } from './patterns'
import type { Viewports } from './viewports.svelte'

/** Takes the picture of each finding and of each starred frame; one that has not changed since keeps the picture it has. */
export class KeyImages {
  #taken = new Map<string, Promise<KeyImage | undefined>>()

  /** Frames that cannot be decoded have no picture. */
  async of(
    reading: Pick<Reading, 'findings' | 'keyImages' | 'measurements'>,
    study: Study,
    { frames, volumes }: Viewports,
  ): Promise<KeyImage[]> {
    const { findings, measurements } = reading
    const taken = new Map<string, Promise<KeyImage | undefined>>()
    for (const choice of [...chooseKeyImages(findings), ...chooseStarred(reading)]) {
      const shown = findings.filter(({ foci }) => foci.some(({ uid }) => choice.foci.includes(uid)))
      const measured = measurements.filter(({ uid }) => choice.foci.includes(uid))
      const key = JSON.stringify([studyKey(study), choice, shown, measured])
      taken.set(key, this.#taken.get(key) ?? take(choice, findings, measured, study, frames, volumes))
    }
    this.#taken = taken
    const pictures = await Promise.all(taken.values())
    return pictures.filter((picture) => picture !== undefined)
  }
}

async function take(
  { finding, SOPInstanceUID, frameNumber, foci, plane, window: seen }: KeyImageChoice,
  findings: Findings,
  measurements: Measurements,
  study: Study,
  frames: FrameStore,
  volumes: Volumes,
): Promise<KeyImage | undefined> {
  const series = study.series.find((one) => holdsFrame(one, { SOPInstanceUID, frameNumber }))
  if (!series) return undefined
  const marks = [...fociOf(findings), ...measurements]
    .filter((focus) => foci.includes(focus.uid))
    .map(({ uid, imageRegion: region, TrackingIdentifier: label }) => {
      return { region, label, colour: patternOf(findingOf(findings, uid)).colour }
    })
  const instance = series.instances.find((it) => it.SOPInstanceUID === SOPInstanceUID)
  if (!instance) return undefined
  const { takeSnapshot } = await snapshots()
  const decode = async () =>
    plane
      ? volumes.cut(studyKey(study), series, plane)
      : {
          image: acquiredImage(atFrame(instance, frameNumber), frameNumber),
          frame: await frames.frame(instance, frameNumber),
        }
  const taken = await decode()
    .then((picture) => takeSnapshot({ series, ...picture }, marks, seen))
    .catch(() => undefined)
  if (!taken) return undefined
  const window = { width: taken.window.width, level: taken.window.center }
  return { ...(finding && { finding }), SOPInstanceUID, frameNumber, dataUrl: taken.dataUrl, window }
}
