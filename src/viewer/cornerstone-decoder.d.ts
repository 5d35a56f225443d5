/** The loader's worker by an alias of vite.config.ts: the package exports it only inside its whole bundle. */
declare module '@cornerstonejs/dicom-image-loader/decoder'
