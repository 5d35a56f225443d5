/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits (FIPS 180-4). Synchronous, and the same everywhere. */
export function sha256(text: string): string {
  const words = paddedWords(new TextEncoder().encode(text))
  const hash = Int32Array.from(INITIAL)
  for (let block = 0; block < words.length; block += 16) compress(hash, words.subarray(block, block + 16))
  return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The first 32 bits of the fractional part. Exact for roots of small primes: 53 bits are enough. */
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32) | 0

const PRIMES = firstPrimes(64)
const INITIAL = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)))

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate++)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  return primes
}

/** Section 5.1.1: a single 1 bit, zeros, and the length in bits as 64 bits, big-endian. */
function paddedWords(bytes: Uint8Array): Int32Array {
  const padded = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64))
  new Uint8Array(padded.buffer).set(bytes)
  padded.setUint8(bytes.length, 0x80)
  padded.setUint32(padded.byteLength - 8, Math.floor(bytes.length / 2 ** 29))
  padded.setUint32(padded.byteLength - 4, (bytes.length * 8) >>> 0)
  return Int32Array.from({ length: padded.byteLength / 4 }, (_, index) => padded.getInt32(index * 4))
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits))

/** Section 6.2.2. */
function compress(hash: Int32Array, block: Int32Array): void {
  const schedule = scheduleOf(block)
  let [a, b, c, d, e, f, g, h] = hash
  for (let round = 0; round < 64; round++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + ROUND[round] + schedule[round]) | 0
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, index) => (hash[index] += word))
}

function scheduleOf(block: Int32Array): Int32Array {
  const schedule = new Int32Array(64)
  schedule.set(block)
  for (let t = 16; t < 64; t++) {
    const [early, late] = [schedule[t - 15], schedule[t - 2]]
    const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    schedule[t] = schedule[t - 16] + sigma0 + schedule[t - 7] + sigma1
  }
  return schedule
}
