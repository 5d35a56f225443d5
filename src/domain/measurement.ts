import type { Findings, Focus } from './finding'
import { fociOf } from './finding'
import type { measurementSchema } from './finding-schema'
import type { Saved } from './saved'
import { newUid, type Uid } from './uid'

/** A length on an image: of a focus, or of something else, as the gap between two bones. As it is saved: see its schema. */
export type Measurement = Saved<typeof measurementSchema>
export type Measurements = readonly Measurement[]

/** What a reader draws on an image: a focus or a measurement. */
export type Mark = Focus | Measurement

/** @param belongsTo the focus it measures; without one it stands alone */
export function addMeasurement(
  measurements: Measurements,
  mark: Omit<Measurement, 'uid' | 'TrackingUID' | 'TrackingIdentifier' | 'belongsTo'>,
  belongsTo?: Uid,
): { measurements: Measurements; measurement: Measurement } {
  const measurement: Measurement = {
    ...mark,
    uid: newUid(),
    TrackingUID: newUid(),
    TrackingIdentifier: nextName(measurements),
    ...(belongsTo && { belongsTo }),
  }
  return { measurement, measurements: [...measurements, measurement] }
}

/** M1, M2 …: a number is not used again while a higher one is there. */
function nextName(measurements: Measurements): string {
  const numbers = measurements.map(({ TrackingIdentifier }) =>
    Number(/^M(\d+)$/.exec(TrackingIdentifier)?.[1] ?? 0),
  )
  return `M${Math.max(0, ...numbers) + 1}`
}

export const changeMeasurement = (
  measurements: Measurements,
  uid: Uid,
  change: Partial<Measurement>,
): Measurements => measurements.map((one) => (one.uid === uid ? { ...one, ...change } : one))

/** The focus it measures, or none. */
export const assign = (measurements: Measurements, uid: Uid, belongsTo: Uid | undefined): Measurements =>
  measurements.map((one) =>
    one.uid === uid ? { ...withoutFocus(one), ...(belongsTo && { belongsTo }) } : one,
  )

const withoutFocus = ({ belongsTo: _, ...alone }: Measurement): Measurement => alone

/** Those whose focus has gone stand alone from then on. */
export function withoutGone(measurements: Measurements, findings: Findings): Measurements {
  const uids = new Set(fociOf(findings).map(({ uid }) => uid))
  const gone = measurements.filter(({ belongsTo }) => belongsTo && !uids.has(belongsTo))
  return gone.reduce((left, { uid }) => assign(left, uid, undefined), measurements)
}
