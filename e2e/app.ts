import { test as base, expect, type CDPSession, type Locator, type Page } from '@playwright/test'

/** A file as it lies on the reader's disk. */
export interface GivenFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Columns and rows of the frame shown, and the height of its pixels divided by their width. */
export interface Sheet {
  readonly columns: number
  readonly rows: number
  readonly aspect?: number
}

export type PixelPoint = readonly [column: number, row: number]
export interface DragOptions {
  readonly button?: 'left' | 'middle' | 'right'
  /** Keys held down meanwhile: `Control`, `Shift`. */
  readonly holding?: readonly string[]
}
/** CSS pixels from the top left of the page. */
export type PagePoint = readonly [x: number, y: number]

/** Text of the interface that the page object itself has to find, as the reader sees it. */
const WORDS = {
  openFiles: 'Open files…',
  openFolder: 'Open folder…',
  accept: 'I understand',
  problems: /problem|skipped/,
  saved: 'Saved in this browser',
  panel: 'Reading',
  tools: 'Tools',
  browser: 'Open studies',
  steps: { mark: /Mark/, describe: /Describe/, reason: /Reason/ },
} as const

export type StepName = keyof typeof WORDS.steps

/** The program as its reader meets it: by role and name, with mouse and keys. */
export class App {
  readonly page: Page
  /** Errors that nobody caught, and what the page's policy refused. */
  readonly complaints: string[] = []

  constructor(page: Page) {
    this.page = page
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.complaints.push(message.text())
    })
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: WORDS.panel })
  }
  /** What the panel shows of the step that is open; the other steps are hidden, and still there. */
  get step(): Locator {
    return this.panel.getByRole('tabpanel')
  }
  get browser(): Locator {
    return this.page.getByRole('navigation', { name: WORDS.browser })
  }
  get tools(): Locator {
    return this.page.getByRole('toolbar', { name: WORDS.tools })
  }
  get status(): Locator {
    return this.page.getByRole('contentinfo')
  }
  /** @param number from 1, as the viewport calls itself */
  viewport(number = 1): Locator {
    return this.page.locator(`[role=application][data-cell="${number - 1}"]`)
  }

  /** What a new browser remembers. */
  protected async beforeStart({ toured = true }: { readonly toured?: boolean }): Promise<void> {
    if (!toured) return
    await this.page.addInitScript(() => {
      // A page of another origin, such as about:blank, keeps nothing.
      if (location.protocol === 'http:' && !localStorage.getItem('calcimap.preferences'))
        localStorage.setItem('calcimap.preferences', JSON.stringify({ toured: true }))
    })
  }

  /** @param toured the tour has been seen, and does not come */
  async start(options: { readonly toured?: boolean } = {}): Promise<void> {
    await this.beforeStart(options)
    await this.page.goto('/')
    await this.page.getByRole('dialog').getByRole('button', { name: WORDS.accept }).click()
    await expect(this.page.getByRole('dialog')).toBeHidden()
  }

  async open(files: readonly GivenFile[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await this.page.getByRole('button', { name: WORDS.openFiles }).first().click()
    await (await chooser).setFiles(files.map(asPayload))
  }

  async openFolder(path: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await this.page.getByRole('button', { name: WORDS.openFolder }).click()
    await (await chooser).setFiles(path)
  }

  /** Drops files on the page as the browser hands them over from a file manager. */
  async drop(files: readonly GivenFile[]): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      (given) => {
        const made = new DataTransfer()
        for (const [name, text] of given)
          made.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name))
        return made
      },
      files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('base64')] as const),
    )
    for (const type of ['dragenter', 'dragover', 'drop'])
      await this.page.dispatchEvent('body', type, { dataTransfer: transfer })
  }

  /** Drops files and folders of the disk, as a mouse does. */
  async dropPaths(...paths: readonly string[]): Promise<void> {
    const devtools = await this.devtools()
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', {
        type,
        x: 700,
        y: 400,
        data: { items: [], files: [...paths], dragOperationsMask: 1 },
      })
  }

  /** All of the files are there: the image, the panels, and slices to scroll to. */
  async openAndSee(files: readonly GivenFile[]): Promise<void> {
    await this.open(files)
    await this.seesImage()
    await expect(this.panel.getByRole('tab').first()).toBeVisible()
    await this.seesAllOpened()
  }

  /** Nothing is read any more, and every viewport shows what came of it. */
  async seesAllOpened(): Promise<void> {
    await expect(this.status.getByRole('progressbar')).toBeHidden()
    await expect(this.page.locator('[role=application][data-settled=false]')).toHaveCount(0)
  }

  async seesImage(number = 1): Promise<void> {
    await expect(this.viewport(number).locator(':scope > canvas[data-series]').first()).toBeAttached()
  }

  async seesSlice(slice: number, number = 1): Promise<void> {
    await expect(this.viewport(number)).toHaveAttribute('data-slice', String(slice))
  }

  /** Where a pixel position lies on the page while the picture is fitted, neither turned nor flipped. */
  async placeOf(
    { columns, rows, aspect = 1 }: Sheet,
    [column, row]: PixelPoint,
    number = 1,
  ): Promise<PagePoint> {
    const { x, y, width, height } = await this.boxOf(number)
    const scale = Math.min(width / columns, height / (rows * aspect))
    return [
      x + width / 2 + (column - columns / 2) * scale,
      y + height / 2 + (row - rows / 2) * aspect * scale,
    ]
  }

  /** CSS pixels per column while the picture is fitted. */
  async fittedScale({ columns, rows, aspect = 1 }: Sheet, number = 1): Promise<number> {
    const { width, height } = await this.boxOf(number)
    return Math.min(width / columns, height / (rows * aspect))
  }

  async boxOf(number = 1) {
    return this.viewport(number).evaluate((element) => {
      const { x, y } = element.getBoundingClientRect()
      return { x, y, width: element.clientWidth, height: element.clientHeight }
    })
  }

  /** Clicks the tool's button in the bar. */
  async take(tool: string): Promise<void> {
    const button = this.tools.getByRole('button', { name: tool, exact: true })
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click()
    await expect(button).toHaveAttribute('aria-pressed', 'true')
  }

  /** @param through places between the first and the last */
  async drag(
    [from, ...through]: readonly PagePoint[],
    { button = 'left', holding = [] }: DragOptions = {},
  ): Promise<void> {
    const { mouse, keyboard } = this.page
    for (const key of holding) await keyboard.down(key)
    await mouse.move(...from)
    await mouse.down({ button })
    for (const to of through) await mouse.move(...to)
    await mouse.up({ button })
    for (const key of [...holding].reverse()) await keyboard.up(key)
  }

  /** Draws with a tool from pixel to pixel on the fitted picture. */
  async draw(tool: string, sheet: Sheet, points: readonly PixelPoint[]): Promise<void> {
    await this.take(tool)
    const places = await Promise.all(points.map((point) => this.placeOf(sheet, point)))
    if (places.length > 1) await this.drag(places)
    else await this.page.mouse.click(...places[0])
  }

  /** Presses keys while the viewport has focus. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.viewport().focus()
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async goTo(step: StepName): Promise<void> {
    await this.panel.getByRole('tab', { name: WORDS.steps[step] }).click()
  }

  /** The chip of a term or of an item of the history. */
  chip(label: string): Locator {
    return this.step.getByRole('group', { name: label, exact: true })
  }

  async tag(label: string): Promise<void> {
    await this.chip(label).getByRole('button', { name: label }).first().click()
  }

  /** A measure of the selected mark as it is written. */
  measure(name: string): Locator {
    return this.step.locator('dt').getByText(name, { exact: true }).locator('xpath=following-sibling::dd[1]')
  }

  /** The row of a mark in the list. */
  row(name: string): Locator {
    return this.panel.getByRole('button', { name: new RegExp(`^${name} `) })
  }

  /** A mark as it is drawn on the image. */
  drawn(name: string): Locator {
    return this.page.locator(`[data-focus="${name}"]`)
  }

  async seesSaved(): Promise<void> {
    await expect(this.status.getByText(WORDS.saved)).toBeVisible()
  }

  /** Opens the list of problems, and gives its sentences. */
  async problems(): Promise<string[]> {
    await this.status.getByRole('button', { name: WORDS.problems }).click()
    const dialog = this.page.getByRole('dialog')
    await expect(dialog).toBeVisible()
    return dialog.locator('li p').allInnerTexts()
  }

  /** The grey of the drawn picture at places of the page. */
  async greysAt(places: readonly PagePoint[], number = 1): Promise<number[]> {
    const { x, y } = await this.boxOf(number)
    return this.viewport(number)
      .locator(':scope > canvas')
      .evaluate(
        (canvas: HTMLCanvasElement, points) => {
          const density = canvas.width / canvas.clientWidth
          const context = canvas.getContext('2d') as CanvasRenderingContext2D
          return points.map(
            ([left, top]) =>
              context.getImageData(Math.floor(left * density), Math.floor(top * density), 1, 1).data[0],
          )
        },
        places.map(([left, top]) => [left - x, top - y] as const),
      )
  }

  /** The middle of all that is brighter than half, on the page; the whole pixel counts, not its top left corner. */
  async middleOfLight(number = 1): Promise<PagePoint> {
    const { x, y } = await this.boxOf(number)
    const [left, top] = await this.viewport(number)
      .locator(':scope > canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext('2d') as CanvasRenderingContext2D
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
        let [columns, rows, count] = [0, 0, 0]
        for (let at = 0; at < data.length / 4; at++) {
          if (data[4 * at] < 128) continue
          columns += (at % canvas.width) + 0.5
          rows += Math.floor(at / canvas.width) + 0.5
          count++
        }
        const density = canvas.width / canvas.clientWidth
        return [columns / count / density, rows / count / density]
      })
    return [x + left, y + top]
  }

  /** What the browser keeps, read past the program. */
  readings(): Promise<StoredReading[]> {
    return this.page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('calcimap')
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(new Error(opening.error?.message))
      })
      const all = database.transaction('readings').objectStore('readings').getAll()
      return new Promise((resolve, reject) => {
        all.onsuccess = () => resolve(all.result)
        all.onerror = () => reject(new Error(all.error?.message))
        database.close()
      })
    })
  }

  devtools(): Promise<CDPSession> {
    return this.page.context().newCDPSession(this.page)
  }
}

/** The parts of a saved reading that tests look at. */
export interface StoredReading {
  readonly uid: string
  readonly StudyInstanceUID: string
  readonly modified: string
  readonly findings: readonly {
    readonly terms: Record<string, string>
    readonly laterality: Record<string, string>
    readonly foci: readonly {
      readonly TrackingIdentifier: string
      readonly imageRegion: { readonly shape: string; readonly points: readonly PixelPoint[] }
      readonly spatialRegion?: { readonly points: readonly (readonly number[])[] }
      readonly measures: readonly { readonly quantity: string; readonly value: number }[]
    }[]
  }[]
}

const asPayload = ({ name, bytes }: GivenFile) => ({
  name,
  mimeType: '',
  buffer: Buffer.from(bytes),
})

/** Every journey ends without an error that nobody caught. */
export const test = base.extend<{ app: App }>({
  app: async ({ page }, use) => {
    const app = new App(page)
    await app.start()
    await use(app)
    expect(app.complaints).toEqual([])
  },
})

export { expect }
