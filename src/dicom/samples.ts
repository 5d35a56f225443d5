import type { NamedBlob } from './import'

/** A synthetic case that is served beside the program. Its key is not in here. */
export interface SampleCase {
  readonly folder: string
  readonly title: { readonly en: string; readonly es: string }
  readonly modalities: readonly string[]
  readonly images: number
  readonly thumbnail: string
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
}

const AT_ONCE = 8
const ROOT = 'samples'

/** @throws Error when the list is not served */
export async function listCases(): Promise<SampleCase[]> {
  const { cases } = (await (await get('index.json')).json()) as { cases: SampleCase[] }
  return cases
}

/**
 * Fetches the images of a case, a few at once, in the order of the list.
 * @param onBytes called with the bytes that have come so far
 * @throws Error when a file is not served; the signal's reason when it is aborted
 */
export async function fetchCase(
  { folder, files }: SampleCase,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<NamedBlob[]> {
  const blobs: NamedBlob[] = []
  let bytes = 0
  const queue = [...files.entries()]
  const next = async (): Promise<void> => {
    const item = queue.shift()
    if (!item) return
    const [index, { path }] = item
    const blob = await (await get(`${folder}/${path}`, signal)).blob()
    blobs[index] = { name: `${folder}/${path}`, blob }
    onBytes((bytes += blob.size))
    return next()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return blobs
}

/** Address of a file of a case, for pictures. */
export const sampleUrl = (folder: string, path: string): string => `${ROOT}/${folder}/${path}`

async function get(path: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(`${ROOT}/${path}`, { signal })
  if (!response.ok) throw new Error(`${path}: expected 200, got ${response.status}`)
  return response
}
