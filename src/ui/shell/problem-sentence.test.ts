import { expect, test } from 'vitest'
import { attributeNames } from '../../i18n/attribute-name'
import { en } from '../../i18n/en'
import { es } from '../../i18n/es'
import { translator } from '../../i18n/translate'
import type { Problem } from '../../state/workbench.svelte'
import { problemSentence } from './problem-sentence'

test.each([
  ['ImageOrientationPatient', 'Image Orientation (Patient)'],
  ['SOPInstanceUID', 'SOP Instance UID'],
  ['VOILUTSequence', 'VOI LUT Sequence'],
  ['ModalityLUTSequence', 'Modality LUT Sequence'],
  ['DistanceSourceToDetector', 'Distance Source to Detector'],
  ['CenterOfCircularShutter', 'Center of Circular Shutter'],
  ['VerticesOfThePolygonalShutter', 'Vertices of the Polygonal Shutter'],
  ['PerFrameFunctionalGroupsSequence 2', 'Per-Frame Functional Groups Sequence 2'],
  ['PhysicalDeltaX\\PhysicalDeltaY', 'Physical Delta X\\Physical Delta Y'],
  ['Rows 1–32767', 'Rows 1–32767'],
  ['YBR_FULL_422 | RGB', 'YBR_FULL_422 | RGB'],
])('%s is called %s', (text, name) => expect(attributeNames(text)).toBe(name))

test('a problem names the attribute as DICOM does, what it has to be, and what that means', () => {
  const problem: Problem = {
    ...{ code: 'ignoredValue', severity: 'warning', source: 'IM1', expected: '—', found: '1\\0\\0' },
    ...{ attribute: 'ImageOrientationPatient', need: 'unitVectors', effect: 'noDirections' },
  }
  expect(problemSentence(problem, translator('en', en))).toBe(
    'IM1: Image Orientation (Patient) was not used: expected two perpendicular unit vectors, found 1\\0\\0. There are no direction letters and no planes.',
  )
  expect(problemSentence(problem, translator('es', es))).toContain('dos vectores unitarios perpendiculares')
})
