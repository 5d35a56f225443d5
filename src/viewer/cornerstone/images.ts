import { cache, imageLoader, metaData, utilities, type Types } from '@cornerstonejs/core'
import { isColour, isSameSeries, type SeriesRef } from '../../domain/study'
import type { DecodedFrame } from '../decoding/decoded-frame'
import { defaultWindow, isShownInverted, voiFunctionOf } from '../picture/display'
import { knownRange } from '../picture/series-range'
import type { Stack } from '../stack'
import { imageIdOf, SCHEME } from './image-id'
import { painterOf } from './painter'
import { planeFor } from './view-state'

/** Before the providers that Cornerstone brings. */
const PRIORITY = 10_000

/** An image of a stack. */
interface Place {
  readonly stack: Stack
  readonly index: number
}

/**
 * Our images as Cornerstone's. The stack is the only source of what is known of one, and the frame store behind it the
 * only keeper of pixels: Cornerstone's cache holds an image only while it is shown.
 */
export class Images {
  #places = new Map<string, { readonly of: Place; uses: number }>()
  #shown = new Map<string, { readonly image: Types.IImage; uses: number }>()

  constructor() {
    imageLoader.registerImageLoader(SCHEME, (imageId: string) => ({
      promise: this.#load(imageId),
    }))
    metaData.addProvider((type: string, imageId: unknown) => this.#said(type, imageId), PRIORITY)
  }

  /** Makes the images of a stack known. @returns their names, in their order; given back with `close` */
  open(stack: Stack): string[] {
    return stack.images.map((_, index) => {
      const imageId = imageIdOf(stack, index)
      this.#places.set(imageId, { of: { stack, index }, uses: (this.#places.get(imageId)?.uses ?? 0) + 1 })
      return imageId
    })
  }

  close(imageIds: readonly string[]): void {
    for (const imageId of imageIds) {
      const known = this.#places.get(imageId)
      if (known && --known.uses === 0) this.#forget(imageId)
    }
  }

  placeOf(imageId: string): Place | undefined {
    return this.#places.get(imageId)?.of
  }

  /** Puts a decoded frame where Cornerstone finds it at once. Give it back with `release`. */
  hold(imageId: string, decoded: DecodedFrame): void {
    const there = this.#shown.get(imageId)
    if (there) {
      there.uses++
      return
    }
    const image = imageOf(imageId, this.#placeBy(imageId), decoded)
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
  forget(series: SeriesRef): void {
    for (const [imageId, { of }] of [...this.#places])
      if (isSameSeries(of.stack.of, series)) this.#forget(imageId)
  }

  #forget(imageId: string): void {
    this.#places.delete(imageId)
    this.#shown.delete(imageId)
    this.#dropFromCache(imageId)
  }

  #dropFromCache(imageId: string): void {
    if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId)
  }

  /** @throws Error for a name that was not given here */
  #placeBy(imageId: string): Place {
    const of = this.placeOf(imageId)
    if (!of) throw new Error('expected an image of an open study')
    return of
  }

  async #load(imageId: string): Promise<Types.IImage> {
    const of = this.#placeBy(imageId)
    return imageOf(imageId, of, await of.stack.frame(of.index))
  }

  #said(type: string, imageId: unknown): object | undefined {
    const of = typeof imageId === 'string' ? this.placeOf(imageId) : undefined
    return of && moduleOf(type, of)
  }
}

/** What Cornerstone asks of an image, by the names of its metadata modules. */
function moduleOf(type: string, { stack, index }: Place): object | undefined {
  const { series, of } = stack
  const image = stack.images[index]
  const { attributes } = image
  const plane = planeFor(image, series.SeriesInstanceUID)
  switch (type) {
    case 'imagePlaneModule':
      return {
        frameOfReferenceUID: plane.FrameOfReferenceUID || series.SeriesInstanceUID,
        rows: image.rows,
        columns: image.columns,
        imageOrientationPatient: [...plane.rowDirection, ...plane.columnDirection],
        rowCosines: [...plane.rowDirection],
        columnCosines: [...plane.columnDirection],
        imagePositionPatient: [...plane.ImagePositionPatient],
        rowPixelSpacing: plane.rowSpacingMm,
        columnPixelSpacing: plane.columnSpacingMm,
        pixelSpacing: [plane.rowSpacingMm, plane.columnSpacingMm],
        sliceThickness: image.thicknessMm,
        sliceLocation: image.locationMm,
        usingDefaultValues: !image.plane && !image.calibration,
      }
    case 'imagePixelModule':
      return {
        samplesPerPixel: isColour(attributes) ? 3 : 1,
        photometricInterpretation: isColour(attributes) ? 'RGB' : attributes.PhotometricInterpretation,
        rows: image.rows,
        columns: image.columns,
        ...(isColour(attributes)
          ? { bitsAllocated: 8, bitsStored: 8, highBit: 7, pixelRepresentation: 0 }
          : { bitsAllocated: 16, bitsStored: 16, highBit: 15, pixelRepresentation: 1 }),
      }
    case 'generalSeriesModule':
      return {
        modality: series.Modality,
        seriesInstanceUID: series.SeriesInstanceUID,
        seriesNumber: series.SeriesNumber,
        studyInstanceUID: of.study,
      }
    case 'voiLutModule': {
      const [window] = attributes.windows
      return window ? { windowCenter: [window.center], windowWidth: [window.width] } : {}
    }
    case 'modalityLutModule':
      // Decoded frames hold modality values already.
      return { rescaleSlope: 1, rescaleIntercept: 0, rescaleType: attributes.RescaleType }
    case 'sopCommonModule':
      return image.kind === 'acquired'
        ? { sopClassUID: image.instance.SOPClassUID, sopInstanceUID: image.instance.SOPInstanceUID }
        : undefined
    default:
      return undefined
  }
}

function imageOf(imageId: string, { stack, index }: Place, decoded: DecodedFrame): Types.IImage {
  const { series } = stack
  const image = stack.images[index]
  const { attributes } = image
  const { columns, rows, components, values } = decoded
  const window = defaultWindow(attributes, decoded, knownRange(series))
  const { columnSpacingMm, rowSpacingMm } = planeFor(image, series.SeriesInstanceUID)
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
    voiLUTFunction: voiFunctionOf(attributes, decoded) as Types.IImage['voiLUTFunction'],
    invert: isShownInverted(series, attributes),
    photometricInterpretation: attributes.PhotometricInterpretation,
    sizeInBytes: values.byteLength,
    sliceThickness: image.thicknessMm,
    imageFrame: {} as Types.IImageFrame,
    FrameOfReferenceUID: image.plane?.FrameOfReferenceUID,
  }
}
