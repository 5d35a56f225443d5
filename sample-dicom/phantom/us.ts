import type { Body } from './body'
import { readAt } from './grid'
import { fractalNoise } from './noise'
import { hashText, makeRandom } from './random'
import type { RowSampler } from './sampler'

/*
 * The imaging model of ultrasound with a linear probe: scatterers as a complex random field, blurred by the pulse
 * (Rayleigh speckle, mean / σ 1.91), interfaces as coherent lines, attenuation in dB on the way down and back,
 * shadows where calcium and cortex reflect and absorb, time gain, noise, compression to 60 dB. Backscatter in dB
 * relative to muscle.
 */

export interface UsPlane {
  /** `transverse`: the picture's width is patient x; `longitudinal`: it is z. Depth goes to the back. */
  readonly kind: 'transverse' | 'longitudinal'
  /** Middle of the probe: x and z; y is the skin. */
  readonly at: readonly [x: number, z: number]
  /** Seen from behind the patient: depth goes to the front. */
  readonly fromBehind?: boolean
}

export interface UsSettings {
  readonly widthMm: number
  readonly depthMm: number
  readonly megahertz: number
}

export const US_FRAME = { columns: 640, rows: 480 } as const
/** Where the picture lies in the frame, and pixels per mm. */
export function usArea({ widthMm, depthMm }: UsSettings) {
  const perMm = Math.min(600 / widthMm, 440 / depthMm)
  const [width, height] = [Math.round(widthMm * perMm), Math.round(depthMm * perMm)]
  return { x0: Math.round((US_FRAME.columns - width) / 2), y0: 20, width, height, perMm }
}

interface Medium {
  readonly across: number
  readonly down: number
  /** Backscatter amplitude, impedance in MRayl, attenuation in dB/cm/MHz, how much is calcium. */
  readonly scatter: Float32Array
  readonly impedance: Float32Array
  readonly loss: Float32Array
  readonly calcium: Float32Array
}

const COARSE_MM = 0.25
const LATERAL_MM = 0.12
const AXIAL_MM = 0.06

const amplitude = (db: number): number => 10 ** (db / 20)

/** Grey levels of the whole frame, black outside the picture. */
export function renderUs(
  sampler: RowSampler,
  body: Body,
  plane: UsPlane,
  settings: UsSettings,
  seed: string,
): Uint8Array {
  const medium = sampleMedium(sampler, body, plane, settings, seed)
  const lines = scan(medium, settings, seed)
  const area = usArea(settings)
  const frame = new Uint8Array(US_FRAME.columns * US_FRAME.rows)
  for (let v = 0; v < area.height; v++)
    for (let u = 0; u < area.width; u++) {
      const i = Math.min(lines.across - 1, Math.floor(u / area.perMm / LATERAL_MM))
      const j = Math.min(lines.down - 1, Math.floor(v / area.perMm / AXIAL_MM))
      frame[(area.y0 + v) * US_FRAME.columns + area.x0 + u] = lines.grey[j * lines.across + i]
    }
  return frame
}

/** Tissue under the probe on a grid of 0.25 mm: the skin is pressed flat against it. */
function sampleMedium(
  sampler: RowSampler,
  body: Body,
  plane: UsPlane,
  { widthMm, depthMm }: UsSettings,
  seed: string,
): Medium {
  const { parts } = sampler
  if (!parts) throw new Error('ultrasound needs a sampler made with its parts')
  const across = Math.round(widthMm / COARSE_MM)
  const down = Math.round(depthMm / COARSE_MM)
  const map = () => new Float32Array(across * down)
  const medium: Medium = { across, down, scatter: map(), impedance: map(), loss: map(), calcium: map() }
  const striae = fractalNoise(hashText(`${seed}/striae`), 2)
  const [px, pz] = plane.at
  const inward = plane.fromBehind ? -1 : 1
  for (let i = 0; i < across; i++) {
    const u = (i + 0.5 - across / 2) * COARSE_MM
    const [x, z] = plane.kind === 'transverse' ? [px + u, pz] : [px, pz - u]
    const surface = skinAt(body, x, z, inward)
    for (let j = 0; j < down; j++) {
      const depth = (j + 0.5) * COARSE_MM
      sampler.sample({ y: surface + inward * depth, z, x0: x, dx: COARSE_MM, count: 2 })
      const at = j * across + i
      const hu = parts.soft[0]
      const lean = hu < -400 ? 1 : Math.min(1, Math.max(0, (hu + 106) / 158))
      // Planes of connective tissue between the bundles, drawn out along the fibres.
      const stretch = plane.kind === 'longitudinal' ? 14 : 3.2
      const stripe = striae(u / stretch, depth / 1.3 + (plane.kind === 'longitudinal' ? u / 9 : 0), 0.5)
      const isSkin = depth < 1.7
      const calcium = Math.min(1, Math.max(0, sampler.added[0] - 180) / 380)
      const soft = Math.min(1, sampler.added[0] / 120) * (1 - calcium)
      const bone = Math.min(1, 1.6 * parts.cortex[0]) + parts.marrow[0]
      const fluid = parts.fluid[0]
      const inflamed = parts.reaction[0]
      const db =
        (isSkin
          ? 9
          : lean * (0 + 6 * Math.max(0, stripe)) + (1 - lean) * (-8 + 14 * Math.max(0, stripe - 0.25))) +
        inflamed * (4 - 4 * lean) +
        7 * soft +
        parts.tendon[0] * 9 -
        parts.nerve[0] * 1
      const quiet = Math.max(fluid, parts.blood[0])
      const mixed = 10 ** ((db * (1 - quiet) - 38 * quiet) / 20)
      medium.scatter[at] = mixed * (1 - Math.min(1, bone)) + calcium * amplitude(8)
      medium.impedance[at] =
        (1.39 + 0.29 * lean) * (1 - bone - calcium) + 5 * calcium + 6.2 * Math.min(1, bone) - 0.13 * fluid
      medium.loss[at] =
        (0.8 + 0.35 * lean) * (1 - quiet) + 0.05 * quiet + 8 * calcium + 9 * Math.min(1, bone) + 1.2 * soft
      medium.calcium[at] = Math.max(calcium, Math.min(1, bone))
    }
  }
  return medium
}

function skinAt(body: Body, x: number, z: number, inward: number): number {
  const { min, max } = body.box
  let y = inward > 0 ? min[1] : max[1]
  for (let step = 0; step < 2000 && readAt(body.skin, x, y, z, 9) > 0; step++) y += 0.25 * inward
  return y
}

/** Echo lines: speckle, interfaces, attenuation, shadows, compression. */
function scan(medium: Medium, { widthMm, depthMm, megahertz }: UsSettings, seed: string) {
  const across = Math.round(widthMm / LATERAL_MM)
  const down = Math.round(depthMm / AXIAL_MM)
  const random = makeRandom(hashText(`${seed}/speckle`))
  const real = new Float32Array(across * down)
  const imaginary = new Float32Array(across * down)
  const lines = new Float32Array(across * down)
  const gain = new Float32Array(across * down)
  const cell = (i: number, j: number) =>
    Math.min(medium.down - 1, Math.floor((j * AXIAL_MM) / COARSE_MM)) * medium.across +
    Math.min(medium.across - 1, Math.floor((i * LATERAL_MM) / COARSE_MM))
  for (let i = 0; i < across; i++) {
    let lossDb = 0
    let through = 1
    for (let j = 0; j < down; j++) {
      const at = cell(i, j)
      const before = cell(i, Math.max(0, j - 4))
      const index = j * across + i
      const [z1, z2] = [medium.impedance[before], medium.impedance[at]]
      const reflected = ((z2 - z1) / (z2 + z1)) ** 2
      lossDb += (2 * medium.loss[at] * megahertz * AXIAL_MM) / 10
      // The loss at an interface is spread over the four samples in which it is seen.
      through *= 1 - reflected / 4
      const tgc = 2 * 0.78 * megahertz * (j * AXIAL_MM) * 0.1
      gain[index] = 10 ** ((tgc - lossDb) / 20) * through * through
      const amount = medium.scatter[at]
      real[index] = amount * random.gaussian()
      imaginary[index] = amount * random.gaussian()
      lines[index] = 9 * Math.sqrt(reflected)
    }
  }
  const sigmaLateral = 0.28 / LATERAL_MM
  const sigmaAxial = 0.95 / megahertz / AXIAL_MM
  for (const field of [real, imaginary, lines]) smear(field, across, down, sigmaLateral, sigmaAxial)
  // Blurring a random field takes from its power; this gives it back.
  const power = 2 * Math.sqrt(Math.PI * sigmaLateral * sigmaAxial)
  const floor = amplitude(-44)
  const grey = new Uint8Array(across * down)
  for (let index = 0; index < grey.length; index++) {
    const depthGain = 1 + (2.5 * Math.floor(index / across)) / down
    const echo = Math.hypot(real[index] * power, imaginary[index] * power) + lines[index] * 2.2
    const noise = floor * depthGain * Math.hypot(random.gaussian(), random.gaussian())
    const db = 20 * Math.log10(echo * gain[index] + noise + 1e-6)
    grey[index] = Math.min(255, Math.max(0, (255 * (db + 38)) / 60))
  }
  return { across, down, grey }
}

function smear(field: Float32Array, across: number, down: number, lateral: number, axial: number): void {
  const blurLine = (start: number, stride: number, count: number, sigma: number) => {
    const reach = Math.max(1, Math.ceil(3 * sigma))
    const weights = Array.from({ length: 2 * reach + 1 }, (_, n) =>
      Math.exp(-((n - reach) ** 2) / (2 * sigma * sigma)),
    )
    const sum = weights.reduce((a, b) => a + b, 0)
    const line = new Float32Array(count)
    for (let n = 0; n < count; n++) line[n] = field[start + n * stride]
    for (let n = 0; n < count; n++) {
      let value = 0
      for (let tap = -reach; tap <= reach; tap++)
        value += weights[tap + reach] * line[Math.min(count - 1, Math.max(0, n + tap))]
      field[start + n * stride] = value / sum
    }
  }
  for (let i = 0; i < across; i++) blurLine(i, across, down, axial)
  for (let j = 0; j < down; j++) blurLine(j * across, 1, across, lateral)
}

// ---- colour Doppler ----

/** A small vessel in the plane: place in mm from the left edge and from the skin. */
export interface Flow {
  readonly uMm: number
  readonly depthMm: number
  readonly radiusMm: number
  /** cm/s along the beam, towards the probe positive. */
  readonly speed: number
}

/** The grey frame in RGB with red and blue where blood moves, inside a steered box. */
export function withDoppler(
  grey: Uint8Array,
  flows: readonly Flow[],
  settings: UsSettings,
  box: { readonly uMm: readonly [number, number]; readonly depthMm: readonly [number, number] },
  phase: number,
  seed: string,
): Uint8Array {
  const area = usArea(settings)
  const random = makeRandom(hashText(`${seed}/flow/${phase}`))
  const rgb = new Uint8Array(grey.length * 3)
  grey.forEach((value, index) => rgb.fill(value, 3 * index, 3 * index + 3))
  const set = (x: number, y: number, colour: readonly [number, number, number]) => {
    if (x >= 0 && y >= 0 && x < US_FRAME.columns && y < US_FRAME.rows)
      rgb.set(colour, 3 * (Math.round(y) * US_FRAME.columns + Math.round(x)))
  }
  const toPixel = (u: number, depth: number) =>
    [area.x0 + u * area.perMm, area.y0 + depth * area.perMm] as const
  const pulse = 0.65 + 0.35 * Math.cos(2 * Math.PI * phase)
  for (const { uMm, depthMm, radiusMm, speed } of flows) {
    const reach = radiusMm * area.perMm
    const [cx, cy] = toPixel(uMm, depthMm)
    const now = speed * pulse
    if (Math.abs(now) < 2) continue
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        const away = Math.hypot(dx, dy) / reach
        if (away > 1 || random.uniform() < 0.12) continue
        const value = Math.min(1, (Math.abs(now) / 12) * (1 - 0.5 * away * away))
        const bright = 90 + 165 * value
        set(cx + dx, cy + dy, now > 0 ? [bright, 70 * value * value + 10, 10] : [10, 60 * value + 10, bright])
      }
  }
  const lean = 0.18 * (box.depthMm[1] - box.depthMm[0])
  for (let t = 0; t <= 1; t += 0.002) {
    const [u0, u1] = box.uMm
    const [d0, d1] = box.depthMm
    for (const [u, d] of [
      [u0 + t * (u1 - u0), d0],
      [u0 + lean + t * (u1 - u0), d1],
      [u0 + t * lean, d0 + t * (d1 - d0)],
      [u1 + t * lean, d0 + t * (d1 - d0)],
    ] as const)
      // prettier-ignore
      set(...toPixel(u, d), [235, 235, 120])
  }
  colourBar(set)
  return rgb
}

function colourBar(set: (x: number, y: number, colour: readonly [number, number, number]) => void): void {
  for (let y = 0; y < 120; y++)
    for (let x = 0; x < 10; x++) {
      const value = 1 - y / 59.5
      const bright = 60 + 195 * Math.abs(value)
      set(616 + x, 30 + y, value > 0 ? [bright, 60 * value * value, 8] : [8, 50 * -value, bright])
    }
}
