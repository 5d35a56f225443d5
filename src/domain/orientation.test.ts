import { expect, test } from 'vitest'
import { IDENTITY } from './affine'
import type { ImageOrientation } from './image-plane'
import { sidesOf } from './orientation'
import type { Instance } from './study'

const axial: ImageOrientation = {
  rowDirection: [1, 0, 0],
  columnDirection: [0, 1, 0],
}
const instance = (part: Partial<Instance>) => ({ PatientOrientation: [], ...part }) as unknown as Instance
const quarterTurn = { a: 0, b: 1, c: -1, d: 0, e: 0, f: 0 }
const eighthTurn = { a: 0.7, b: 0.7, c: -0.7, d: 0.7, e: 0, f: 0 }

test('an axial slice: right on the left, anterior on top', () => {
  expect(sidesOf(instance({ orientation: axial }), IDENTITY)).toEqual({
    left: 'R',
    right: 'L',
    top: 'A',
    bottom: 'P',
  })
})

test('the letters follow a turn and a flip', () => {
  const turned = sidesOf(instance({ orientation: axial }), quarterTurn)
  expect(turned).toEqual({ left: 'P', right: 'A', top: 'R', bottom: 'L' })
  const flipped = sidesOf(instance({ orientation: axial }), { ...IDENTITY, a: -1 })
  expect(flipped).toEqual({ left: 'L', right: 'R', top: 'A', bottom: 'P' })
})

test('an oblique plane names the stronger direction first', () => {
  const oblique = { ...axial, columnDirection: [0, 0.5, -Math.sqrt(0.75)] as const }
  expect(sidesOf(instance({ orientation: oblique }), IDENTITY).bottom).toBe('FP')
})

test('without a plane the letters are those of Patient Orientation, and vanish between quarters', () => {
  const radiograph = instance({ PatientOrientation: ['L', 'F'] })
  expect(sidesOf(radiograph, IDENTITY)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' })
  expect(sidesOf(radiograph, quarterTurn)).toEqual({ left: 'F', right: 'H', top: 'R', bottom: 'L' })
  expect(sidesOf(radiograph, eighthTurn)).toEqual({ left: '', right: '', top: '', bottom: '' })
  expect(sidesOf(instance({}), IDENTITY)).toEqual({ left: '', right: '', top: '', bottom: '' })
})
