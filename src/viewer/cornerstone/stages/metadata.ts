export { metaData } from '@cornerstonejs/metadata'
