import type { EncodedFrame } from './decoded-frame'

/** How messages call the transfer syntaxes that there are decoders for. */
const NAMES: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.1': 'uncompressed',
  '1.2.840.10008.1.2.5': 'RLE Lossless',
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended',
  '1.2.840.10008.1.2.4.57': 'JPEG Lossless',
  '1.2.840.10008.1.2.4.70': 'JPEG Lossless SV1',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS Lossless',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS Near-Lossless',
  '1.2.840.10008.1.2.4.90': 'JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.91': 'JPEG 2000',
  '1.2.840.10008.1.2.4.201': 'HTJ2K Lossless',
  '1.2.840.10008.1.2.4.202': 'HTJ2K Lossless RPCL',
  '1.2.840.10008.1.2.4.203': 'HTJ2K',
}

/** What a message about a frame begins with. */
export const frameName = ({
  frameNumber,
  TransferSyntaxUID,
}: Pick<EncodedFrame, 'frameNumber' | 'TransferSyntaxUID'>): string =>
  `frame ${frameNumber} (${NAMES[TransferSyntaxUID] ?? TransferSyntaxUID})`
