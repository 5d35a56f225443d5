// The decoders of Cornerstone's image loader; their module exposes itself through comlink.
import '@cornerstonejs/dicom-image-loader/decoder'
