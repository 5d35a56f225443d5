/*
 * The attributes that are read from a file, by keyword: tag as dicom-parser writes it, and how the value is
 * stored when the file does not say or says something improbable (PS3.6 chapter 6).
 *
 * text: decoded by Specific Character Set. code: ASCII. number: decimal or integer string. ushort: 16 bits.
 * ulong: 32 bits. double: 64-bit float. tag: group and element as one number.
 */
export const ATTRIBUTES = {
  SpecificCharacterSet: ['x00080005', 'code'],
  ImageType: ['x00080008', 'code'],
  SOPClassUID: ['x00080016', 'code'],
  SOPInstanceUID: ['x00080018', 'code'],
  StudyDate: ['x00080020', 'code'],
  SeriesDate: ['x00080021', 'code'],
  AcquisitionDate: ['x00080022', 'code'],
  AcquisitionDateTime: ['x0008002a', 'code'],
  StudyTime: ['x00080030', 'code'],
  AcquisitionTime: ['x00080032', 'code'],
  AccessionNumber: ['x00080050', 'text'],
  Modality: ['x00080060', 'code'],
  InstitutionName: ['x00080080', 'text'],
  StudyDescription: ['x00081030', 'text'],
  SeriesDescription: ['x0008103e', 'text'],
  PatientName: ['x00100010', 'text'],
  PatientID: ['x00100020', 'text'],
  PatientBirthDate: ['x00100030', 'code'],
  PatientSex: ['x00100040', 'code'],
  PatientAge: ['x00101010', 'code'],
  BodyPartExamined: ['x00180015', 'code'],
  /** Of the first item of Anatomic Region Sequence; at the top of a file it has no meaning. */
  CodeValue: ['x00080100', 'code'],
  CineRate: ['x00180040', 'number'],
  SliceThickness: ['x00180050', 'number'],
  SpacingBetweenSlices: ['x00180088', 'number'],
  RepetitionTime: ['x00180080', 'number'],
  EchoTime: ['x00180081', 'number'],
  EchoNumbers: ['x00180086', 'number'],
  TriggerTime: ['x00181060', 'number'],
  EffectiveEchoTime: ['x00189082', 'double'],
  DiffusionBValue: ['x00189087', 'double'],
  NominalCardiacTriggerDelayTime: ['x00209153', 'double'],
  ProtocolName: ['x00181030', 'text'],
  FrameTime: ['x00181063', 'number'],
  FrameTimeVector: ['x00181065', 'number'],
  DistanceSourceToDetector: ['x00181110', 'number'],
  DistanceSourceToPatient: ['x00181111', 'number'],
  EstimatedRadiographicMagnificationFactor: ['x00181114', 'number'],
  ImagerPixelSpacing: ['x00181164', 'number'],
  NominalScannedPixelSpacing: ['x00182010', 'number'],
  RecommendedDisplayFrameRate: ['x00082144', 'number'],
  RegionSpatialFormat: ['x00186012', 'ushort'],
  RegionDataType: ['x00186014', 'ushort'],
  RegionFlags: ['x00186016', 'ulong'],
  RegionLocationMinX0: ['x00186018', 'ulong'],
  RegionLocationMinY0: ['x0018601a', 'ulong'],
  RegionLocationMaxX1: ['x0018601c', 'ulong'],
  RegionLocationMaxY1: ['x0018601e', 'ulong'],
  PhysicalUnitsXDirection: ['x00186024', 'ushort'],
  PhysicalUnitsYDirection: ['x00186026', 'ushort'],
  PhysicalDeltaX: ['x0018602c', 'double'],
  PhysicalDeltaY: ['x0018602e', 'double'],
  ShutterShape: ['x00181600', 'code'],
  ShutterLeftVerticalEdge: ['x00181602', 'number'],
  ShutterRightVerticalEdge: ['x00181604', 'number'],
  ShutterUpperHorizontalEdge: ['x00181606', 'number'],
  ShutterLowerHorizontalEdge: ['x00181608', 'number'],
  CenterOfCircularShutter: ['x00181610', 'number'],
  RadiusOfCircularShutter: ['x00181612', 'number'],
  VerticesOfThePolygonalShutter: ['x00181620', 'number'],
  ShutterPresentationValue: ['x00181622', 'ushort'],
  ShutterOverlayGroup: ['x00181623', 'ushort'],
  ViewPosition: ['x00185101', 'code'],
  StudyInstanceUID: ['x0020000d', 'code'],
  SeriesInstanceUID: ['x0020000e', 'code'],
  StudyID: ['x00200010', 'text'],
  SeriesNumber: ['x00200011', 'number'],
  InstanceNumber: ['x00200013', 'number'],
  PatientOrientation: ['x00200020', 'code'],
  ImagePositionPatient: ['x00200032', 'number'],
  TemporalPositionIdentifier: ['x00200100', 'number'],
  StackID: ['x00209056', 'text'],
  InStackPositionNumber: ['x00209057', 'ulong'],
  TemporalPositionIndex: ['x00209128', 'ulong'],
  ImageOrientationPatient: ['x00200037', 'number'],
  FrameOfReferenceUID: ['x00200052', 'code'],
  Laterality: ['x00200060', 'code'],
  ImageLaterality: ['x00200062', 'code'],
  FrameLaterality: ['x00209072', 'code'],
  SliceLocation: ['x00201041', 'number'],
  SamplesPerPixel: ['x00280002', 'ushort'],
  PhotometricInterpretation: ['x00280004', 'code'],
  PlanarConfiguration: ['x00280006', 'ushort'],
  NumberOfFrames: ['x00280008', 'number'],
  FrameIncrementPointer: ['x00280009', 'tag'],
  Rows: ['x00280010', 'ushort'],
  Columns: ['x00280011', 'ushort'],
  PixelSpacing: ['x00280030', 'number'],
  PixelAspectRatio: ['x00280034', 'number'],
  BitsAllocated: ['x00280100', 'ushort'],
  BitsStored: ['x00280101', 'ushort'],
  HighBit: ['x00280102', 'ushort'],
  PixelRepresentation: ['x00280103', 'ushort'],
  PixelPaddingValue: ['x00280120', 'ushort'],
  PixelPaddingRangeLimit: ['x00280121', 'ushort'],
  PixelSpacingCalibrationType: ['x00280a02', 'code'],
  WindowCenter: ['x00281050', 'number'],
  WindowWidth: ['x00281051', 'number'],
  RescaleIntercept: ['x00281052', 'number'],
  RescaleSlope: ['x00281053', 'number'],
  RescaleType: ['x00281054', 'text'],
  WindowCenterWidthExplanation: ['x00281055', 'text'],
  VOILUTFunction: ['x00281056', 'code'],
  LossyImageCompression: ['x00282110', 'code'],
  ModalityLUTType: ['x00283004', 'text'],
  Units: ['x00541001', 'code'],
  SliceVector: ['x00540080', 'ushort'],
  DoseUnits: ['x30040002', 'code'],
  GridFrameOffsetVector: ['x3004000c', 'number'],
  DoseGridScaling: ['x3004000e', 'number'],
} as const

const SHUTTER = [
  'ShutterShape',
  'ShutterLeftVerticalEdge',
  'ShutterRightVerticalEdge',
  'ShutterUpperHorizontalEdge',
  'ShutterLowerHorizontalEdge',
  'CenterOfCircularShutter',
  'RadiusOfCircularShutter',
  'VerticesOfThePolygonalShutter',
  'ShutterPresentationValue',
] as const

/**
 * Functional groups of a multi-frame object (PS3.3 section C.7.6.16.2) and the attributes taken from them.
 * Of each group the item shared by all frames is read, else that of each frame.
 */
export const FUNCTIONAL_GROUPS = [
  ['x00289110', ['PixelSpacing', 'SliceThickness']],
  // Of Enhanced XA and XRF: Frame Pixel Data Properties, X-Ray Isocenter Reference, Projection Pixel Calibration.
  ['x00289443', ['ImagerPixelSpacing']],
  ['x00189472', SHUTTER],
  ['x00209111', ['StackID', 'InStackPositionNumber', 'TemporalPositionIndex']],
  ['x00189114', ['EffectiveEchoTime']],
  ['x00189117', ['DiffusionBValue']],
  ['x00189118', ['NominalCardiacTriggerDelayTime']],
  ['x00209071', ['FrameLaterality']],
  ['x00209113', ['ImagePositionPatient']],
  ['x00209116', ['ImageOrientationPatient']],
  ['x00289145', ['RescaleIntercept', 'RescaleSlope', 'RescaleType']],
  ['x00289132', ['WindowCenter', 'WindowWidth', 'WindowCenterWidthExplanation', 'VOILUTFunction']],
] as const satisfies readonly (readonly [sequence: string, keywords: readonly Keyword[]])[]

/** Sequences of which the first item is read: the first detector of a scintigram says where its first slice lies. */
export const FIRST_ITEMS = [
  ['x00082218', ['CodeValue']],
  ['x00283000', ['ModalityLUTType']],
  ['x00540022', ['ImagePositionPatient', 'ImageOrientationPatient']],
] as const satisfies readonly (readonly [sequence: string, keywords: readonly Keyword[]])[]

/** Sequence of Ultrasound Regions, and what is read of each item. */
export const ULTRASOUND_REGIONS = [
  'x00186011',
  [
    'RegionSpatialFormat',
    'RegionDataType',
    'RegionFlags',
    'RegionLocationMinX0',
    'RegionLocationMinY0',
    'RegionLocationMaxX1',
    'RegionLocationMaxY1',
    'PhysicalUnitsXDirection',
    'PhysicalUnitsYDirection',
    'PhysicalDeltaX',
    'PhysicalDeltaY',
  ],
] as const satisfies readonly [sequence: string, keywords: readonly Keyword[]]

export const SHARED_FUNCTIONAL_GROUPS = 'x52009229'
export const PER_FRAME_FUNCTIONAL_GROUPS = 'x52009230'

export type Keyword = keyof typeof ATTRIBUTES
export type ValueKind = (typeof ATTRIBUTES)[Keyword][1]

/**
 * What one file says. Absent: not in the file, or without a value. A number that could not be read as one is
 * NaN, and its text is under `unread`. Plain data: crosses a worker's border.
 */
export type Attributes = {
  readonly [K in Keyword]?: (typeof ATTRIBUTES)[K][1] extends 'number' | 'ushort' | 'ulong' | 'double' | 'tag'
    ? readonly number[]
    : readonly string[]
} & {
  readonly unread?: Readonly<Record<string, string>>
  /** What each frame says of itself, from its functional groups; absent when there are none. */
  readonly frames?: readonly Attributes[]
  /** Of an ultrasound image; absent when there are none. */
  readonly regions?: readonly Attributes[]
}
