import { metaData } from '@cornerstonejs/core'
import type { ImagePlane } from '../domain/image-plane'
import type { Instance, Series } from '../domain/study'

/*
 * Answers Cornerstone's questions from the domain's study, so that a header is read once and one file never
 * means two things. An image id is `frame:<SOPInstanceUID>:<frame number>`.
 */

export interface KnownFrame {
  readonly series: Series
  readonly instance: Instance
  readonly frameNumber: number
}

export const SCHEME = 'frame'
const known = new Map<string, { series: Series; instance: Instance }>()

export const imageIdOf = (SOPInstanceUID: string, frameNumber: number): string =>
  `${SCHEME}:${SOPInstanceUID}:${frameNumber}`

export function frameOfImageId(imageId: string): KnownFrame | undefined {
  const [scheme, uid, frameNumber] = imageId.split(':')
  const owner = scheme === SCHEME ? known.get(uid) : undefined
  return owner && { ...owner, frameNumber: Number(frameNumber) }
}

/** Makes a series known; its image ids in reading order. */
export function registerSeries(series: Series): string[] {
  return series.instances.flatMap((instance) => {
    known.set(instance.SOPInstanceUID, { series, instance })
    return Array.from({ length: instance.NumberOfFrames }, (_, index) =>
      imageIdOf(instance.SOPInstanceUID, index + 1),
    )
  })
}

export function forgetSeries(series: Series): void {
  for (const instance of series.instances) known.delete(instance.SOPInstanceUID)
}

/**
 * The plane Cornerstone draws on. A frame without one gets a flat sheet with square millimetres when it is
 * calibrated, else one unit per pixel: only its proportions are used, never its lengths.
 */
export function drawingPlane(instance: Instance): ImagePlane {
  if (instance.plane) return instance.plane
  const { rowSpacingMm = 1, columnSpacingMm = 1 } = instance.calibration ?? {}
  return {
    FrameOfReferenceUID: `sheet:${instance.SOPInstanceUID}`,
    ImagePositionPatient: [0, 0, 0],
    rowDirection: [1, 0, 0],
    columnDirection: [0, 1, 0],
    rowSpacingMm,
    columnSpacingMm,
  }
}

type Answer = (frame: KnownFrame) => unknown

const ANSWERS: Record<string, Answer> = {
  imagePixelModule: ({ instance }) => ({
    samplesPerPixel: instance.SamplesPerPixel,
    photometricInterpretation: instance.PhotometricInterpretation,
    planarConfiguration: instance.PlanarConfiguration,
    rows: instance.Rows,
    columns: instance.Columns,
    bitsAllocated: instance.BitsAllocated,
    bitsStored: instance.BitsStored,
    highBit: instance.HighBit,
    pixelRepresentation: instance.PixelRepresentation,
  }),
  imagePlaneModule: ({ instance }) => {
    const plane = drawingPlane(instance)
    return {
      frameOfReferenceUID: plane.FrameOfReferenceUID,
      rows: instance.Rows,
      columns: instance.Columns,
      imageOrientationPatient: [...plane.rowDirection, ...plane.columnDirection],
      rowCosines: [...plane.rowDirection],
      columnCosines: [...plane.columnDirection],
      imagePositionPatient: [...plane.ImagePositionPatient],
      pixelSpacing: [plane.rowSpacingMm, plane.columnSpacingMm],
      rowPixelSpacing: plane.rowSpacingMm,
      columnPixelSpacing: plane.columnSpacingMm,
      sliceThickness: instance.SliceThickness,
      sliceLocation: instance.SliceLocation,
      usingDefaultValues: !instance.plane,
    }
  },
  modalityLutModule: ({ instance }) => ({
    rescaleSlope: instance.RescaleSlope ?? 1,
    rescaleIntercept: instance.RescaleIntercept ?? 0,
    rescaleType: instance.RescaleType,
  }),
  voiLutModule: ({ instance }) => ({
    windowCenter: instance.windows.map(({ center }) => center),
    windowWidth: instance.windows.map(({ width }) => width),
    voiLUTFunction: instance.VOILUTFunction || undefined,
  }),
  generalSeriesModule: ({ series }) => ({
    modality: series.Modality,
    seriesInstanceUID: series.SeriesInstanceUID,
    seriesNumber: series.SeriesNumber,
  }),
  sopCommonModule: ({ instance }) => ({
    sopClassUID: instance.SOPClassUID,
    sopInstanceUID: instance.SOPInstanceUID,
  }),
  transferSyntax: ({ instance }) => ({ transferSyntaxUID: instance.TransferSyntaxUID }),
}

export const answerFromStudies = (): void =>
  metaData.addProvider((type: string, imageId: unknown) => {
    const frame = typeof imageId === 'string' ? frameOfImageId(imageId) : undefined
    return frame && ANSWERS[type]?.(frame)
  }, 10_000)
