/**
 * The keyword of an attribute as the name that DICOM gives it: `ImagePositionPatient` → `Image Position (Patient)`
 * (PS3.6 chapter 6). Text that is no keyword stays as it is.
 */
export const attributeNames = (text: string): string =>
  text.replace(/\b[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z0-9]*\b|\b[A-Z]{2,}[A-Z][a-z][A-Za-z0-9]*\b/g, nameOf)

const nameOf = (keyword: string): string =>
  EXCEPTIONS[keyword] ??
  keyword
    .replace(/^(VOI|Modality)?LUT(?=[A-Z])/, '$1 LUT ')
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .replace(/ (Of|The|To)(?= )/g, (word) => word.toLowerCase())
    .replace(/ {2,}/g, ' ')
    .trim()

const EXCEPTIONS: Readonly<Record<string, string>> = {
  ImagePositionPatient: 'Image Position (Patient)',
  ImageOrientationPatient: 'Image Orientation (Patient)',
  PerFrameFunctionalGroupsSequence: 'Per-Frame Functional Groups Sequence',
}
