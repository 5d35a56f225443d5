/*
 * Storage classes whose objects are not opened as an image, by the start of their UID (PS3.6 annex A), longest
 * start first where one contains another. Any other class is an image if it has Rows, Columns and Pixel Data.
 */
const NOT_IMAGES: readonly (readonly [start: string, name: string])[] = [
  ['1.2.840.10008.1.3.10', 'DICOMDIR'],
  ['1.2.840.10008.5.1.4.1.1.88.59', 'Key Object Selection'],
  ['1.2.840.10008.5.1.4.1.1.88.', 'Structured Report'],
  ['1.2.840.10008.5.1.4.1.1.104.1', 'Encapsulated PDF'],
  ['1.2.840.10008.5.1.4.1.1.104.2', 'Encapsulated CDA'],
  ['1.2.840.10008.5.1.4.1.1.104.', 'Encapsulated Document'],
  ['1.2.840.10008.5.1.4.1.1.11.', 'Presentation State'],
  ['1.2.840.10008.5.1.4.1.1.9.', 'Waveform'],
  ['1.2.840.10008.5.1.4.1.1.66.1', 'Spatial Registration'],
  ['1.2.840.10008.5.1.4.1.1.66.2', 'Spatial Fiducials'],
  ['1.2.840.10008.5.1.4.1.1.66.3', 'Deformable Spatial Registration'],
  ['1.2.840.10008.5.1.4.1.1.66.5', 'Surface Segmentation'],
  ['1.2.840.10008.5.1.4.1.1.66.6', 'Tractography Results'],
  ['1.2.840.10008.5.1.4.1.1.66', 'Raw Data'],
  ['1.2.840.10008.5.1.4.1.1.67', 'Real World Value Mapping'],
  ['1.2.840.10008.5.1.4.1.1.4.2', 'MR Spectroscopy'],
  ['1.2.840.10008.5.1.4.1.1.30', 'Parametric Map'],
  ['1.2.840.10008.5.1.4.1.1.91.1', 'Microscopy Bulk Simple Annotations'],
  ['1.2.840.10008.5.1.4.1.1.481.3', 'RT Structure Set'],
  ['1.2.840.10008.5.1.4.1.1.481.4', 'RT Beams Treatment Record'],
  ['1.2.840.10008.5.1.4.1.1.481.5', 'RT Plan'],
  ['1.2.840.10008.5.1.4.1.1.481.6', 'RT Brachy Treatment Record'],
  ['1.2.840.10008.5.1.4.1.1.481.7', 'RT Treatment Summary Record'],
  ['1.2.840.10008.5.1.4.1.1.481.8', 'RT Ion Plan'],
  ['1.2.840.10008.5.1.4.1.1.481.9', 'RT Ion Beams Treatment Record'],
  ['1.2.840.10008.5.1.4.1.1.78.', 'Ophthalmic Measurements'],
  ['1.2.840.10008.5.1.4.1.1.79.1', 'Macular Grid Report'],
  ['1.2.840.10008.5.1.4.34.', 'Radiotherapy Worklist Object'],
  ['1.2.840.10008.5.1.4.38.', 'Hanging Protocol'],
  ['1.2.840.10008.5.1.4.39.', 'Colour Palette'],
  ['1.2.840.10008.5.1.4.45.', 'Implant Template'],
]

export const DICOMDIR_CLASS = '1.2.840.10008.1.3.10'

/** @returns the object's name when it is no image, undefined when it may be one */
export function nameOfNonImage(SOPClassUID: string): string | undefined {
  const match = NOT_IMAGES.find(
    ([start]) => SOPClassUID === start || (start.endsWith('.') && SOPClassUID.startsWith(start)),
  )
  return match?.[1]
}
