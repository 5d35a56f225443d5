/** A DICOM unique identifier: digits and dots, at most 64 characters (PS3.5 section 9). */
export type Uid = string

/**
 * A new UID below 2.25, the arc for UUIDs (PS3.5 annex B.2).
 * @returns for example `2.25.329800735698586629295641978511506172918`
 */
export function newUid(): Uid {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`
}

export const isUid = (text: string): boolean =>
  text.length <= 64 && /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/.test(text)
