import type { Report } from './model'
import { pdfLayout } from './pdf-layout'

/** The report as a PDF file. pdfmake and its fonts, half a megabyte, are fetched when the first one is asked for. */
export async function reportPdf(report: Report): Promise<Blob> {
  const pdfmake = await loadPdfmake()
  return pdfmake.createPdf(pdfLayout(report)).getBlob()
}

async function loadPdfmake() {
  const [{ default: pdfmake }, { default: fonts }] = await Promise.all([
    import('pdfmake/build/pdfmake'),
    import('pdfmake/build/vfs_fonts'),
  ])
  pdfmake.addVirtualFileSystem(fonts)
  // a report is made of what it is given: nothing is fetched
  pdfmake.setUrlAccessPolicy(() => false)
  return pdfmake
}
