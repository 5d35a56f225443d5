/**
 * Colours as DICOM stores them (PS3.3 section C.10.7.1.1): CIE L*a*b* under D50, each spread over 16 bits.
 * @returns sRGB (IEC 61966-2-1), 0–255
 */
export function cieLabToRgb([l, a, b]: readonly number[]): readonly [number, number, number] {
  const fy = ((l * 100) / 65535 + 16) / 116
  const fx = fy + ((a * 255) / 65535 - 128) / 500
  const fz = fy - ((b * 255) / 65535 - 128) / 200
  // White point of D50; the matrix takes it to the D65 of sRGB (Bradford).
  const [x, y, z] = [0.96422 * cubed(fx), cubed(fy), 0.82521 * cubed(fz)]
  return [
    gamma(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
    gamma(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
    gamma(0.0719453 * x - 0.2289914 * y + 1.4052427 * z),
  ]
}

const cubed = (t: number): number => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29))

function gamma(linear: number): number {
  const part = Math.min(Math.max(linear, 0), 1)
  return Math.round(255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055))
}
