import type { FrameTables } from '../../domain/frame-tables'
import { atFrame, type Instance, type Series, type Study } from '../../domain/study'
import { formatOf } from './decoded-frame'
import { decodeFrame, prepareDecoder, type DecodedFrame } from './decoder'

/** The encoded bytes of one frame, their transfer syntax and tables. Handed in: the viewer opens no files. */
export type FrameBytes = (
  instance: Instance,
  frameNumber: number,
) => Promise<{ bytes: Uint8Array; TransferSyntaxUID: string; tables: FrameTables }>

/**
 * Decoded frames, the least recently shown forgotten first when they outgrow the budget. Each is known by the file it
 * comes from, so that files of two patients that share a UID never stand for one another.
 */
export class FrameStore {
  #frameBytes: FrameBytes
  /** Bytes of decoded pixels to keep. */
  budget: number
  #held = 0
  #decoded = new Map<string, DecodedFrame>()
  #decoding = new Map<string, Promise<DecodedFrame>>()

  /** @param budget bytes of decoded pixels to keep */
  constructor(frameBytes: FrameBytes, budget = 1.5e9) {
    this.#frameBytes = frameBytes
    this.budget = budget
  }

  /** Images are about to come. */
  prepare = prepareDecoder

  /** The frame if it is decoded already. */
  peek = (instance: Instance, frameNumber: number): DecodedFrame | undefined =>
    this.#peek(keyOf(instance, frameNumber))

  /**
   * @param urgent before the frames that are decoded ahead
   * @throws Error naming the file, when it has gone or cannot be decoded
   */
  frame = (instance: Instance, frameNumber: number, urgent = true): Promise<DecodedFrame> =>
    this.#get(keyOf(instance, frameNumber), async () => {
      try {
        const encoded = await this.#frameBytes(instance, frameNumber)
        return await decodeFrame(
          { ...encoded, instance: formatOf(atFrame(instance, frameNumber)), frameNumber },
          urgent,
        )
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown)
        throw new Error(`${instance.source.name}, ${reason}`)
      }
    })

  /** A picture that is in no file, if it is made already. */
  peekMade = (set: string, index: number): DecodedFrame | undefined => this.#peek(madeKey(set, index))

  /** A picture that is in no file, kept among the frames. @param set all that go together */
  made = (set: string, index: number, make: () => Promise<DecodedFrame>): Promise<DecodedFrame> =>
    this.#get(madeKey(set, index), make)

  /** Forgets the pictures of a set. */
  forgetMade(set: string): void {
    const prefix = madeKey(set, '')
    for (const key of [...this.#decoded.keys(), ...this.#decoding.keys()])
      if (key.startsWith(prefix)) this.#drop(key)
  }

  /** Gives back the memory of a study that was closed. */
  forget({ series }: Study): void {
    for (const { instances } of series)
      for (const instance of instances)
        for (let number = 1; number <= instance.NumberOfFrames; number++) this.#drop(keyOf(instance, number))
  }

  /** Gives back the memory of every other series. */
  forgetAllBut({ instances }: Series): void {
    const kept = new Set(instances.map(({ source }) => source.key))
    for (const key of [...this.#decoded.keys(), ...this.#decoding.keys()])
      if (!kept.has(key.slice(0, key.lastIndexOf(' ')))) this.#drop(key)
  }

  #peek(key: string): DecodedFrame | undefined {
    const frame = this.#decoded.get(key)
    if (frame) {
      this.#decoded.delete(key)
      this.#decoded.set(key, frame)
    }
    return frame
  }

  #get(key: string, make: () => Promise<DecodedFrame>): Promise<DecodedFrame> {
    const there = this.#peek(key)
    if (there) return Promise.resolve(there)
    return this.#decoding.get(key) ?? this.#start(key, make)
  }

  #start(key: string, make: () => Promise<DecodedFrame>): Promise<DecodedFrame> {
    const decoded = make()
    this.#decoding.set(key, decoded)
    // What was given back meanwhile is not kept.
    const isWanted = () => this.#decoding.get(key) === decoded && this.#decoding.delete(key)
    decoded.then(
      (frame) => isWanted() && this.#keep(key, frame),
      () => isWanted(),
    )
    return decoded
  }

  #keep(key: string, frame: DecodedFrame): void {
    this.#decoded.set(key, frame)
    this.#held += bytesOf(frame)
    for (const oldest of this.#decoded.keys()) {
      if (this.#held <= this.budget || oldest === key) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    this.#held -= bytesOf(this.#decoded.get(key))
    this.#decoded.delete(key)
    this.#decoding.delete(key)
  }
}

const keyOf = ({ source }: Instance, frameNumber: number): string => `${source.key} ${frameNumber}`

const madeKey = (set: string, index: number | ''): string => `made ${set} ${index}`

const bytesOf = (frame?: DecodedFrame): number =>
  (frame?.values.byteLength ?? 0) + (frame?.stored?.byteLength ?? 0)
