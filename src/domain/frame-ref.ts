/** One frame of one instance; the frame number starts at 1, as in DICOM. */
export interface FrameRef {
  readonly SOPInstanceUID: string
  readonly frameNumber: number
}
