/** One row of the table; its id is that of a value in a run. */
export interface Row {
  readonly id: string
  readonly title: string
  readonly unit: string
  /** More is better. */
  readonly isMore?: boolean
  /** Drawn in the picture. */
  readonly isDrawn?: boolean
}

export const ROWS: readonly Row[] = [
  { id: 'ready', title: 'page ready', unit: 'ms', isDrawn: true },
  { id: 'script', title: 'JavaScript by then, gzip', unit: 'KB' },
  { id: 'firstImage', title: '300 slices: folder → first image', unit: 'ms', isDrawn: true },
  { id: 'settled', title: '300 slices: all loaded and settled', unit: 'ms', isDrawn: true },
  { id: 'processor', title: '300 slices: processor time until then', unit: 'ms', isDrawn: true },
  { id: 'longestTask', title: '300 slices: longest task of the main thread', unit: 'ms' },
  { id: 'peak', title: '300 slices: peak memory of the renderer', unit: 'MB', isDrawn: true },
  { id: 'scrollMedian', title: 'notch → new slice, p50', unit: 'ms', isDrawn: true },
  { id: 'scrollLate', title: 'notch → new slice, p95', unit: 'ms' },
  { id: 'scrollProcessor', title: 'processor time of the renderer per slice', unit: 'ms', isDrawn: true },
  { id: 'pictures', title: 'pictures of 100 notches at 30/s', unit: '', isMore: true, isDrawn: true },
  { id: 'radiograph', title: 'radiograph → image', unit: 'ms', isDrawn: true },
  { id: 'list', title: '3,000 files → ten patients listed', unit: 'ms', isDrawn: true },
  { id: 'listSettled', title: '3,000 files → settled', unit: 'ms' },
  { id: 'heapFirst', title: 'heap after one study was closed', unit: 'MB' },
  { id: 'heapLast', title: 'heap after ten were closed', unit: 'MB' },
]
