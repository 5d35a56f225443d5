import { cache, imageLoader, metaData, utilities, type Types } from '@cornerstonejs/core'
import { framesOf, type Series } from '../../domain/study'
import type { DecodedFrame } from '../decoded-frame'
import { defaultWindow, isShownInverted, voiFunctionOf } from '../display'
import type { FrameStore } from '../frame-store'
import type { ShownFrame } from '../surface'
import { imageIdOf, SCHEME } from './image-id'
import { painterOf } from './painter'
import { planeFor } from './view-state'

/** Before the providers that Cornerstone brings. */
const PRIORITY = 10_000

/**
 * Our frames as Cornerstone's images. The domain's Instance is the only source of what is known of one, and the frame
 * store the only keeper of pixels: Cornerstone's cache holds an image only while it is shown.
 */
export class Images {
  #store: FrameStore
  #frames = new Map<string, { readonly of: ShownFrame; uses: number }>()
  #shown = new Map<string, { readonly image: Types.IImage; uses: number }>()

  constructor(store: FrameStore) {
    this.#store = store
    imageLoader.registerImageLoader(SCHEME, (imageId: string) => ({
      promise: this.#load(imageId),
    }))
    metaData.addProvider((type: string, imageId: unknown) => this.#said(type, imageId), PRIORITY)
  }

  /** Makes the frames of a series known. @returns their names, in their order; given back with `close` */
  open(series: Series, study?: string): string[] {
    return framesOf(series).map(({ instance, frameNumber }) => {
      const of = { study, series, instance, frameNumber }
      const imageId = imageIdOf(of)
      this.#frames.set(imageId, { of, uses: (this.#frames.get(imageId)?.uses ?? 0) + 1 })
      return imageId
    })
  }

  close(imageIds: readonly string[]): void {
    for (const imageId of imageIds) {
      const known = this.#frames.get(imageId)
      if (known && --known.uses === 0) this.#forget(imageId)
    }
  }

  frameOf(imageId: string): ShownFrame | undefined {
    return this.#frames.get(imageId)?.of
  }

  /** Puts a decoded frame where Cornerstone finds it at once. Give it back with `release`. */
  hold(imageId: string, decoded: DecodedFrame): void {
    const there = this.#shown.get(imageId)
    if (there) {
      there.uses++
      return
    }
    const image = imageOf(imageId, this.#frameBy(imageId), decoded)
    this.#dropFromCache(imageId)
    cache.putImageSync(imageId, image)
    this.#shown.set(imageId, { image, uses: 1 })
  }

  release(imageId: string): void {
    const shown = this.#shown.get(imageId)
    if (!shown || --shown.uses > 0) return
    this.#shown.delete(imageId)
    this.#dropFromCache(imageId)
  }

  /** Forgets a series that was closed. */
  forget({ SeriesInstanceUID }: Pick<Series, 'SeriesInstanceUID'>): void {
    for (const [imageId, { of }] of [...this.#frames])
      if (of.series.SeriesInstanceUID === SeriesInstanceUID) this.#forget(imageId)
  }

  #forget(imageId: string): void {
    this.#frames.delete(imageId)
    this.#shown.delete(imageId)
    this.#dropFromCache(imageId)
  }

  #dropFromCache(imageId: string): void {
    if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId)
  }

  /** @throws Error for a name that was not given here */
  #frameBy(imageId: string): ShownFrame {
    const of = this.frameOf(imageId)
    if (!of) throw new Error('expected an image of an open study')
    return of
  }

  async #load(imageId: string): Promise<Types.IImage> {
    const of = this.#frameBy(imageId)
    return imageOf(imageId, of, await this.#store.frame(of.instance, of.frameNumber))
  }

  #said(type: string, imageId: unknown): object | undefined {
    const of = typeof imageId === 'string' ? this.frameOf(imageId) : undefined
    return of && moduleOf(type, of)
  }
}

/** What Cornerstone asks of an image, by the names of its metadata modules. */
function moduleOf(type: string, { study, series, instance }: ShownFrame): object | undefined {
  const plane = planeFor(instance, series.SeriesInstanceUID)
  const isColour = instance.SamplesPerPixel > 1 || instance.PhotometricInterpretation === 'PALETTE COLOR'
  switch (type) {
    case 'imagePlaneModule':
      return {
        frameOfReferenceUID: plane.FrameOfReferenceUID || series.SeriesInstanceUID,
        rows: instance.Rows,
        columns: instance.Columns,
        imageOrientationPatient: [...plane.rowDirection, ...plane.columnDirection],
        rowCosines: [...plane.rowDirection],
        columnCosines: [...plane.columnDirection],
        imagePositionPatient: [...plane.ImagePositionPatient],
        rowPixelSpacing: plane.rowSpacingMm,
        columnPixelSpacing: plane.columnSpacingMm,
        pixelSpacing: [plane.rowSpacingMm, plane.columnSpacingMm],
        sliceThickness: instance.SliceThickness,
        sliceLocation: instance.SliceLocation,
        usingDefaultValues: !instance.plane && !instance.calibration,
      }
    case 'imagePixelModule':
      return {
        samplesPerPixel: isColour ? 3 : 1,
        photometricInterpretation: isColour ? 'RGB' : instance.PhotometricInterpretation,
        rows: instance.Rows,
        columns: instance.Columns,
        ...(isColour
          ? { bitsAllocated: 8, bitsStored: 8, highBit: 7, pixelRepresentation: 0 }
          : { bitsAllocated: 16, bitsStored: 16, highBit: 15, pixelRepresentation: 1 }),
      }
    case 'generalSeriesModule':
      return {
        modality: series.Modality,
        seriesInstanceUID: series.SeriesInstanceUID,
        seriesNumber: series.SeriesNumber,
        studyInstanceUID: study,
      }
    case 'voiLutModule': {
      const [window] = instance.windows
      return window ? { windowCenter: [window.center], windowWidth: [window.width] } : {}
    }
    case 'modalityLutModule':
      // Decoded frames hold modality values already.
      return { rescaleSlope: 1, rescaleIntercept: 0, rescaleType: instance.RescaleType }
    case 'sopCommonModule':
      return { sopClassUID: instance.SOPClassUID, sopInstanceUID: instance.SOPInstanceUID }
    default:
      return undefined
  }
}

function imageOf(imageId: string, of: ShownFrame, decoded: DecodedFrame): Types.IImage {
  const { series, instance } = of
  const { columns, rows, components, values } = decoded
  const window = defaultWindow(instance, decoded)
  const { columnSpacingMm, rowSpacingMm } = planeFor(instance, series.SeriesInstanceUID)
  const pixels = values as Types.PixelDataTypedArray
  return {
    imageId,
    render: painterOf(imageId),
    dataType: values.constructor.name as Types.PixelDataTypedArrayString,
    color: components === 3,
    rgba: false,
    numberOfComponents: components,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData: pixels,
      width: columns,
      height: rows,
      numberOfComponents: components,
    }),
    getPixelData: () => pixels,
    // Asked for by Cornerstone's own painters alone.
    getCanvas: () => document.createElement('canvas'),
    rows,
    columns,
    width: columns,
    height: rows,
    columnPixelSpacing: columnSpacingMm,
    rowPixelSpacing: rowSpacingMm,
    minPixelValue: decoded.minimum,
    maxPixelValue: decoded.maximum,
    slope: 1,
    intercept: 0,
    isPreScaled: true,
    preScale: {
      enabled: true,
      scaled: true,
      scalingParameters: { rescaleSlope: 1, rescaleIntercept: 0, modality: series.Modality },
    },
    windowCenter: window.center,
    windowWidth: window.width,
    voiLUTFunction: voiFunctionOf(instance, decoded) as Types.IImage['voiLUTFunction'],
    invert: isShownInverted(series, instance),
    photometricInterpretation: instance.PhotometricInterpretation,
    sizeInBytes: values.byteLength,
    sliceThickness: instance.SliceThickness,
    imageFrame: {} as Types.IImageFrame,
    FrameOfReferenceUID: instance.plane?.FrameOfReferenceUID,
  }
}
