import { ByteStore } from '../../src/dicom/byte-store'
import { FrameReader } from '../../src/dicom/frames'
import type { HeaderReader } from '../../src/dicom/header-reader'
import { importFiles, type ImportResult } from '../../src/dicom/import'
import { readFile } from '../../src/dicom/read-file'
import { addInstances } from '../../src/dicom/study-builder'
import { listTags } from '../../src/dicom/tag-list'
import { openZip } from '../../src/dicom/zip'
import { parseReading } from '../../src/domain/reading'
import { atFrame, type Instance } from '../../src/domain/study'
import { decode } from '../../src/viewer/decoding/decode'
import { defaultWindow, voiFunctionOf } from '../../src/viewer/picture/display'
import { paint, paintOverlays } from '../../src/viewer/picture/window-lut'
import type { Base } from './bases'
import { pick, randomNumbers } from './random'
import { fileOf, stepNamesFor, type Step } from './steps'

/** A file that is wrong in some way, as plain data: which base and which steps. */
export interface Mutant {
  readonly base: string
  readonly steps: readonly Step[]
}

/**
 * uncaught: something threw that never may. silent: the file is neither shown nor named. verdict: import opened it, and
 * its frame was not found. words: a message that gives no cause. values: a frame with other values than it should have.
 */
export interface Fault {
  readonly kind: 'uncaught' | 'silent' | 'verdict' | 'words' | 'values'
  readonly what: string
}

export interface Outcome {
  /** Frames that went through a decoder, whatever came of them. */
  readonly decoded: number
  /** Those of them that were drawn. */
  readonly drawn: number
  readonly isOpen: boolean
  readonly faults: readonly Fault[]
}

const MAX_STEPS = 4

export function mutantAt(bases: readonly Base[], seed: number, index: number): Mutant {
  const next = randomNumbers(Math.imul(seed, 0x9e3779b1) ^ index)
  const base = pick(bases, next())
  const names = stepNamesFor(base.make())
  const steps = Array.from({ length: 1 + (next() % MAX_STEPS) }, (): Step => [pick(names, next()), next(), next(), next()]) // prettier-ignore
  return { base: base.name, steps }
}

const inProcess = (): HeaderReader => ({
  read: ({ source, bytes, size, tail }) =>
    readFile({ bytes: new Uint8Array(bytes), size, tail: tail && new Uint8Array(tail) }, source),
  sizes: (blobs) => Promise.resolve(blobs.map(({ size }) => size)),
  close: () => undefined,
})

/** Opens the file as the program does, and draws what it holds. */
export async function tryMutant(bases: readonly Base[], { base, steps }: Mutant): Promise<Outcome> {
  const found = bases.find(({ name }) => name === base)
  if (!found) throw new Error(`expected a base, got ${base}`)
  const draft = found.make()
  const bytes = await fileOf(draft, steps)
  if (draft.kind === 'reading') return tryReading(bytes)
  const faults: Fault[] = []
  let [decoded, drawn, isOpen] = [0, 0, false]
  try {
    const store = new ByteStore()
    const result = await importFiles([{ name: 'IM.dcm', blob: new Blob([bytes]) }], { store, startReader: inProcess, openZip }) // prettier-ignore
    faults.push(...faultsOfImport(result))
    const frames = new FrameReader(store)
    const { studies } = addInstances([], result.instances)
    isOpen = studies.length > 0
    for (const instance of studies.flatMap(({ series }) => series.flatMap(({ instances }) => instances))) {
      await listTags(new Uint8Array(await (await store.blobOf(instance.source)).arrayBuffer()))
      if (instance.document) continue
      for (const number of new Set([1, instance.NumberOfFrames])) {
        decoded += 1
        const frame = await tryFrame(frames, instance, number)
        drawn += frame.isDrawn ? 1 : 0
        faults.push(...frame.faults)
      }
    }
  } catch (thrown) {
    faults.push({
      kind: 'uncaught',
      what: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    })
  }
  return { decoded, drawn, isOpen, faults }
}

function tryReading(bytes: Uint8Array): Outcome {
  try {
    const result = parseReading(new TextDecoder().decode(bytes))
    const isSaid = 'reading' in result || (result.problem.code && result.problem.expected)
    return { decoded: 0, drawn: 0, isOpen: 'reading' in result, faults: isSaid ? [] : [{ kind: 'words', what: JSON.stringify(result) }] } // prettier-ignore
  } catch (thrown) {
    return { decoded: 0, drawn: 0, isOpen: false, faults: [{ kind: 'uncaught', what: String(thrown) }] }
  }
}

const MEANS_NOTHING = /\[object|undefined|NaN|^\d+$/

function faultsOfImport({ instances, problems, skipped }: ImportResult): Fault[] {
  const said = [...problems, ...skipped]
  const isNamed = instances.length > 0 || said.some(({ source }) => source.startsWith('IM.dcm'))
  const unnamed = said.filter(({ code, expected, found }) => code === 'brokenHeader' && (expected === '—' || MEANS_NOTHING.test(found))) // prettier-ignore
  return [
    ...(isNamed ? [] : [{ kind: 'silent', what: JSON.stringify(said) } as const]),
    ...unnamed.map((flaw) => ({ kind: 'words', what: JSON.stringify(flaw) }) as const),
  ]
}

/** Drawn only where it is small: a picture of many pixels tells nothing more. */
const MAX_PAINTED = 1 << 20

interface TriedFrame {
  readonly isDrawn: boolean
  readonly faults: readonly Fault[]
}

const notDrawn = (...faults: readonly Fault[]): TriedFrame => ({ isDrawn: false, faults })

async function tryFrame(frames: FrameReader, instance: Instance, frameNumber: number): Promise<TriedFrame> {
  const encoded = await frames.read(instance, frameNumber).catch((thrown: unknown) => thrown)
  if (encoded instanceof Error) return notDrawn({ kind: 'verdict', what: encoded.message })
  const own = atFrame(instance, frameNumber)
  const given = encoded as Awaited<ReturnType<FrameReader['read']>>
  const decoded = await decode({ ...given, instance: own, frameNumber }).catch((thrown: unknown) => thrown)
  if (decoded instanceof Error) {
    const isCause = /^frame \d+ \([^)]+\): .*(expected|no decoder)/.test(decoded.message)
    const hasWords = isCause && !/\[object|undefined|NaN/.test(decoded.message)
    return hasWords && !decoded.message.includes('to start')
      ? notDrawn()
      : notDrawn({ kind: 'words', what: decoded.message })
  }
  const frame = decoded as Awaited<ReturnType<typeof decode>>
  const { columns, rows, components, values, minimum, maximum } = frame
  const window = defaultWindow(own, frame)
  const isSound =
    values.length === rows * columns * components &&
    Number.isFinite(minimum + maximum) &&
    Number.isFinite(window.center) &&
    window.width > 0
  if (columns * rows <= MAX_PAINTED) {
    const into = new Uint32Array(columns * rows)
    paint(frame, window, false, voiFunctionOf(own, frame), into)
    paintOverlays(frame, into)
  }
  if (isSound) return { isDrawn: true, faults: [] }
  const { center, width } = window
  const what = JSON.stringify({ columns, rows, length: values.length, minimum, maximum, center, width })
  return notDrawn({ kind: 'values', what })
}

/** The fewest steps with which the same kind of fault is still found. */
export async function shrink(bases: readonly Base[], mutant: Mutant, kind: Fault['kind']): Promise<Mutant> {
  for (let at = 0; at < mutant.steps.length; at++) {
    const fewer = { ...mutant, steps: mutant.steps.filter((_, index) => index !== at) }
    const { faults } = await tryMutant(bases, fewer)
    if (faults.some((fault) => fault.kind === kind)) return shrink(bases, fewer, kind)
  }
  return mutant
}
