/*
 * Interface text in English; `es.ts` must have the same keys. `{name}` is replaced by the value of that name.
 * A text with plural forms is an object keyed by the language's plural categories; its number is `{n}`.
 */
export const en = {
  app: {
    name: 'Calcimap',
  },
  problem: {
    notDicom: '{name} is not a DICOM file: expected {expected} at byte 128, found {found}. It was left out.',
    emptyFile: '{name} is empty (0 bytes). Copy it again from its source.',
    unreadableFile:
      '{name} could not be read from the disk ({found}). It may have been moved or changed: choose it again.',
    brokenHeader:
      'The header of {name} is broken: expected {expected}, found {found}. Copy the file again from its source.',
    nestedTooDeep: '{name} was left out: its sequences are nested deeper than any real study needs.',
    tooManyElements: '{name} was left out: its header holds more elements than any real study needs.',
    headerTooLong: '{name} was left out: its header is longer than {expected}.',
    readerStopped: '{name} was left out: reading its header took longer than expected ({expected}).',
    brokenDeflate:
      '{name} is deflated and its compressed data are broken after {found}. Copy the file again from its source.',
    inflatesTooFar:
      '{name} was left out: it would inflate beyond what a browser can hold (expected {expected}, found {found}).',
    missingAttribute: '{name} cannot be shown: the attribute {expected} is missing.',
    invalidAttribute: '{name} cannot be shown: expected {expected}, found {found}.',
    ignoredValue: '{name} is open without one of its values: expected {expected}, found {found}.',
    assumedValue:
      '{name} does not say its {expected}; {found} was assumed. Check that the image looks right.',
    derivedUid:
      '{name} lacks {expected}. It is open under identifiers made from its content; marks stay with this exact file.',
    unsupportedTransferSyntax:
      '{name} cannot be shown: its transfer syntax {found} is not supported. Export it again uncompressed.',
    objectNotShown: '{name} is no image ({found}): this type of object is not shown yet.',
    dicomdirNotUsed: '{name} is an index of files. The files beside it were read directly.',
    noPixelData: '{name} holds no image: expected {expected}, found {found}.',
    truncatedPixelData:
      '{name} is cut short: expected {expected} of pixels, found {found}. Copy the file again from its source.',
    truncatedFrames: '{name} is cut short: expected {expected} frames, {found} are complete and shown.',
    brokenPixelData:
      'The pixels of {name} do not match its header: expected {expected}, found {found}. Export the image again.',
    duplicateDiffers:
      '{name} has the same SOP Instance UID as {found} but other content. Only {found} is open.',
    otherPatient:
      '{name} has the same Study Instance UID as a study of another patient. It is shown as a study of its own: check whose it is.',
    zipBroken:
      '{name} could not be unpacked: the archive is broken ({found}). Copy it again from its source.',
    zipEncrypted: '{name} is encrypted. Unpack it with its password and open the folder.',
    zipInZip: '{name} is an archive inside the archive {found}. Unpack it and open it by itself.',
    zipTooLarge:
      '{name} was left out: unpacked it is larger than a browser can hold (expected {expected}, found {found}).',
    noImages: 'No image to show in {name} ({found} files). Choose a folder or archive with DICOM images.',
  },
} as const
