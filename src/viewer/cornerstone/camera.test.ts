import { expect, test } from 'vitest'
import { apply } from '../../domain/affine'
import { pixelToPatient, type ImagePlane, type PixelPoint } from '../../domain/image-plane'
import { voxelToPatient, type VolumeGeometry } from '../../domain/volume-geometry'
import { FITTED, toScreen, type Presentation } from '../picture/presentation'
import { projectionOf } from '../volume/ray-cast'
import { cameraAbout, cameraOnto, seenAt } from './camera'

const plane: ImagePlane = {
  FrameOfReferenceUID: '1.2',
  ImagePositionPatient: [-40, 12, 7],
  rowDirection: [0.8, 0.6, 0],
  columnDirection: [0, 0, -1],
  rowSpacingMm: 0.9,
  columnSpacingMm: 0.9,
}
const sheet = { columns: 60, rows: 100, aspect: 1 }
const size = { width: 401, height: 333 }

test.each<Partial<Presentation>>([
  {},
  { zoom: 2.5, pan: [30, -12] },
  { rotation: 70 },
  { flippedHorizontally: true, rotation: 30, pan: [4, 9] },
  { flippedVertically: true },
  { flippedHorizontally: true, flippedVertically: true, rotation: 200 },
])('a camera shows a plane where the map lays it: %j', (presentation) => {
  const map = toScreen({ ...FITTED, ...presentation }, sheet, size)
  const camera = cameraOnto(plane, map, size, 500)
  for (const place of [
    [0, 0],
    [60, 0],
    [13.5, 77.5],
  ] as PixelPoint[]) {
    // prettier-ignore
    const [x, y] = seenAt(camera, size, pixelToPatient(plane, place))
    const [right, down] = apply(map, place)
    expect(Math.hypot(x - right, y - down)).toBeLessThan(1e-6)
  }
})

const geometry: VolumeGeometry = {
  FrameOfReferenceUID: '1.2',
  size: [40, 36, 30],
  origin: [-20, -30, 5],
  iStep: [0.8, 0, 0],
  jStep: [0, 0.9, 0],
  kStep: [0, 0, -1.5],
}

test.each([
  { azimuth: 0, elevation: 0, zoom: 1 },
  { azimuth: 130, elevation: -25, zoom: 1.7 },
])('a camera about a volume shows what the ray caster shows: %j', (angle) => {
  const camera = cameraAbout(geometry, angle, size, 500)
  const place = voxelToPatient(geometry, [3, 30, 21])
  const [across, down] = projectionOf(geometry, angle)(place)
  const [x, y] = seenAt(camera, size, place)
  const side = Math.min(size.width, size.height)
  expect(x).toBeCloseTo((size.width - side) / 2 + across * side, 6)
  expect(y).toBeCloseTo((size.height - side) / 2 + down * side, 6)
})
