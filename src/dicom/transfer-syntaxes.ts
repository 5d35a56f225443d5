/** How a data set and its pixels are encoded (PS3.6 annex A; PS3.5 section 10 and annex A). */
export interface TransferSyntax {
  readonly name: string
  /** Decides which stream header the first fragment must have; `native` means not encapsulated. */
  readonly pixels: 'native' | 'RLE' | 'JPEG' | 'JPEG-LS' | 'JPEG 2000' | 'not shown'
  /** always: its coding loses values. possible: reversible or not, as Lossy Image Compression says. */
  readonly lossy?: 'always' | 'possible'
}

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2'
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
export const DEFLATED_LITTLE_ENDIAN = '1.2.840.10008.1.2.1.99'
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2'

const SYNTAXES: Readonly<Record<string, TransferSyntax>> = {
  [IMPLICIT_LITTLE_ENDIAN]: { name: 'Implicit VR Little Endian', pixels: 'native' },
  [EXPLICIT_LITTLE_ENDIAN]: { name: 'Explicit VR Little Endian', pixels: 'native' },
  [DEFLATED_LITTLE_ENDIAN]: { name: 'Deflated Explicit VR Little Endian', pixels: 'native' },
  [EXPLICIT_BIG_ENDIAN]: { name: 'Explicit VR Big Endian', pixels: 'native' },
  '1.2.840.10008.1.2.5': { name: 'RLE Lossless', pixels: 'RLE' },
  '1.2.840.10008.1.2.4.50': { name: 'JPEG Baseline', pixels: 'JPEG', lossy: 'always' },
  '1.2.840.10008.1.2.4.51': { name: 'JPEG Extended', pixels: 'JPEG', lossy: 'always' },
  '1.2.840.10008.1.2.4.57': { name: 'JPEG Lossless', pixels: 'JPEG' },
  '1.2.840.10008.1.2.4.70': { name: 'JPEG Lossless SV1', pixels: 'JPEG' },
  '1.2.840.10008.1.2.4.80': { name: 'JPEG-LS Lossless', pixels: 'JPEG-LS' },
  '1.2.840.10008.1.2.4.81': { name: 'JPEG-LS Near-Lossless', pixels: 'JPEG-LS', lossy: 'always' },
  '1.2.840.10008.1.2.4.90': { name: 'JPEG 2000 Lossless', pixels: 'JPEG 2000' },
  '1.2.840.10008.1.2.4.91': { name: 'JPEG 2000', pixels: 'JPEG 2000', lossy: 'possible' },
  '1.2.840.10008.1.2.4.201': { name: 'HTJ2K Lossless', pixels: 'JPEG 2000' },
  '1.2.840.10008.1.2.4.202': { name: 'HTJ2K Lossless RPCL', pixels: 'JPEG 2000' },
  '1.2.840.10008.1.2.4.203': { name: 'HTJ2K', pixels: 'JPEG 2000', lossy: 'possible' },
  '1.2.840.10008.1.2.4.92': { name: 'JPEG 2000 Part 2 Lossless', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.93': { name: 'JPEG 2000 Part 2', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.94': { name: 'JPIP Referenced', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.95': { name: 'JPIP Referenced Deflate', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.100': { name: 'MPEG-2 Main Level', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.101': { name: 'MPEG-2 High Level', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.102': { name: 'MPEG-4 High Profile', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.103': { name: 'MPEG-4 BD-compatible', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.104': { name: 'MPEG-4 High Profile 2D', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.105': { name: 'MPEG-4 High Profile 3D', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.106': { name: 'MPEG-4 Stereo', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.107': { name: 'HEVC Main', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.108': { name: 'HEVC Main 10', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.110': { name: 'JPEG XL Lossless', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.111': { name: 'JPEG XL JPEG Recompression', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.112': { name: 'JPEG XL', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.204': { name: 'JPIP HTJ2K Referenced', pixels: 'not shown' },
  '1.2.840.10008.1.2.4.205': { name: 'JPIP HTJ2K Referenced Deflate', pixels: 'not shown' },
  '1.2.840.10008.1.2.8.1': { name: 'Deflated Image Frame Compression', pixels: 'not shown' },
}

const SYNTAX_BY_UID = new Map(Object.entries(SYNTAXES))

/** @returns a syntax whose pixels are not shown for a UID not in the table, with the UID as its name */
export const transferSyntaxOf = (uid: string): TransferSyntax =>
  SYNTAX_BY_UID.get(uid) ?? { name: uid, pixels: 'not shown' }

export const isKnownTransferSyntax = (uid: string): boolean => SYNTAX_BY_UID.has(uid)

/** Lossy Image Compression (0028,2110) decides; without it, the syntax. */
export function isLossy(uid: string, LossyImageCompression: string): boolean {
  const { lossy } = transferSyntaxOf(uid)
  if (LossyImageCompression === '01' || lossy === 'always') return true
  return lossy === 'possible' && LossyImageCompression !== '00'
}
