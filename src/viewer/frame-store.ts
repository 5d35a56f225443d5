import type { FrameTables } from '../domain/frame-tables'
import { atFrame, type Instance, type Series, type Study } from '../domain/study'
import { decodeFrame, prepareDecoder, type DecodedFrame } from './decoder'

/** The encoded bytes of one frame, their transfer syntax and tables. Handed in: the viewer opens no files. */
export type FrameBytes = (
  instance: Instance,
  frameNumber: number,
) => Promise<{ bytes: Uint8Array; TransferSyntaxUID: string; tables: FrameTables }>

/** Decoded frames, the least recently shown forgotten first when they outgrow the budget. */
export class FrameStore {
  #frameBytes: FrameBytes
  /** Bytes of decoded pixels to keep. */
  budget: number
  #held = 0
  #decoded = new Map<string, DecodedFrame>()
  #decoding = new Map<string, Promise<DecodedFrame>>()
  #providers = new Map<string, (instance: Instance) => Promise<DecodedFrame>>()

  /** @param budget bytes of decoded pixels to keep */
  constructor(frameBytes: FrameBytes, budget = 1.5e9) {
    this.#frameBytes = frameBytes
    this.budget = budget
  }

  /** Frames that no file holds are made by the one who provides them. @param key of their byte source */
  provide(key: string, make: (instance: Instance) => Promise<DecodedFrame>): void {
    this.#providers.set(key, make)
  }

  /** Forgets the frames of providers whose keys begin like this, and the providers. */
  withdraw(prefix: string): void {
    for (const key of [...this.#providers.keys()]) if (key.startsWith(prefix)) this.#providers.delete(key)
    for (const key of [...this.#decoded.keys(), ...this.#decoding.keys()])
      if (key.startsWith(prefix)) this.#drop(key)
  }

  /** Images are about to come. */
  prepare = prepareDecoder

  /** The frame if it is decoded already. */
  peek(instance: Instance, frameNumber: number): DecodedFrame | undefined {
    const key = keyOf(instance, frameNumber)
    const frame = this.#decoded.get(key)
    if (frame) {
      this.#decoded.delete(key)
      this.#decoded.set(key, frame)
    }
    return frame
  }

  /**
   * @param urgent before the frames that are decoded ahead
   * @throws Error when the file has gone or cannot be decoded
   */
  frame(instance: Instance, frameNumber: number, urgent = true): Promise<DecodedFrame> {
    const there = this.peek(instance, frameNumber)
    if (there) return Promise.resolve(there)
    const key = keyOf(instance, frameNumber)
    return this.#decoding.get(key) ?? this.#start(key, instance, frameNumber, urgent)
  }

  #start(key: string, instance: Instance, frameNumber: number, urgent: boolean): Promise<DecodedFrame> {
    const decoded = this.#decode(instance, frameNumber, urgent)
    this.#decoding.set(key, decoded)
    // What was given back meanwhile is not kept.
    const isWanted = () => this.#decoding.get(key) === decoded && this.#decoding.delete(key)
    decoded.then(
      (frame) => isWanted() && this.#keep(key, frame),
      () => isWanted(),
    )
    return decoded
  }

  /** Gives back the memory of a study that was closed. */
  forget({ series }: Study): void {
    for (const { instances } of series)
      for (const instance of instances)
        for (let number = 1; number <= instance.NumberOfFrames; number++) this.#drop(keyOf(instance, number))
  }

  /** Gives back the memory of every other series. */
  forgetAllBut({ instances }: Series): void {
    const kept = new Set(instances.map(({ SOPInstanceUID }) => SOPInstanceUID))
    for (const key of [...this.#decoded.keys(), ...this.#decoding.keys()])
      if (!kept.has(key.slice(0, key.lastIndexOf(' ')))) this.#drop(key)
  }

  async #decode(instance: Instance, frameNumber: number, urgent: boolean): Promise<DecodedFrame> {
    const provided = await this.#providers.get(instance.source.key)?.(instance)
    if (provided) return provided
    const encoded = await this.#frameBytes(instance, frameNumber)
    const own = atFrame(instance, frameNumber)
    return decodeFrame({ ...encoded, instance: own, frameNumber }, urgent)
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

const keyOf = ({ SOPInstanceUID }: Instance, frameNumber: number): string =>
  `${SOPInstanceUID} ${frameNumber}`

const bytesOf = (frame?: DecodedFrame): number =>
  (frame?.values.byteLength ?? 0) + (frame?.stored?.byteLength ?? 0)
