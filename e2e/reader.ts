import { en } from '../src/i18n/en'
import { es } from '../src/i18n/es'
import { translator, type Language, type Translate } from '../src/i18n/translate'
import type { Step } from '../src/state/layout.svelte'
import { App, expect, type GivenFile, type PixelPoint } from './app'
import type { Locator, Page } from '@playwright/test'

const DICTIONARIES = { en, es }

/** The program in either language, all the way to the report. */
export class Reader extends App {
  readonly language: Language
  readonly t: Translate

  /** @param language that of the browser: the page follows it */
  constructor(page: Page, language: Language) {
    super(page)
    this.language = language
    this.t = translator(language, DICTIONARIES[language])
  }

  override get panel(): Locator {
    return this.page.getByRole('complementary', { name: this.t('step.panel') })
  }
  override get browser(): Locator {
    return this.page.getByRole('navigation', { name: this.t('browser.title') })
  }
  override get tools(): Locator {
    return this.page.getByRole('toolbar', { name: this.t('bar.tools') })
  }
  get preview(): Locator {
    return this.step.getByRole('region', { name: this.t('reportPanel.preview') })
  }
  get candidates(): Locator {
    return this.step.getByRole('list', { name: this.t('reason.candidates') }).getByRole('listitem')
  }

  override async start(options: { readonly toured?: boolean } = {}): Promise<void> {
    await this.beforeStart(options)
    await this.page.goto('/')
    await this.page
      .getByRole('dialog')
      .getByRole('button', { name: this.t('use.accept') })
      .click()
    await expect(this.page.getByRole('dialog')).toBeHidden()
  }

  override async open(files: readonly GivenFile[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await this.page
      .getByRole('button', { name: this.t('command.open') })
      .first()
      .click()
    await (
      await chooser
    ).setFiles(files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })))
  }

  card(title: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name: title })
  }

  tab(step: Step): Locator {
    return this.panel.getByRole('tab', { name: this.t(`step.${step}`) })
  }

  /** A button of the step that is open, by the start of its name. */
  button(name: string): Locator {
    return this.step.getByRole('button', { name })
  }

  /** Opens a chapter that is closed. */
  async unfold(name: string, press: (summary: Locator) => Promise<void>): Promise<void> {
    const heading = this.step.getByRole('heading', { name, exact: true })
    const chapter = heading.locator('xpath=ancestor::details[1]')
    if ((await chapter.getAttribute('open')) !== null) return
    await press(heading.locator('xpath=ancestor::summary[1]'))
    await expect(chapter).toHaveAttribute('open')
  }

  /** Tabs on until the element has focus; fails when it is out of reach. */
  async tabTo(element: Locator): Promise<void> {
    await element.waitFor()
    for (let presses = 0; presses < 250; presses++) {
      if (await element.evaluate((it) => it === document.activeElement)) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`expected focus on ${String(element)} within 250 presses of Tab`)
  }

  /** Moves the crosshair of the keyboard; where it is, the page says itself. */
  async moveCrosshairTo([column, row]: PixelPoint): Promise<void> {
    const { keyboard } = this.page
    await keyboard.press('ArrowRight')
    const [atColumn, atRow] = await this.crosshair()
    for (const [pixels, forward, back] of [
      [Math.floor(column) + 1 - atColumn, 'ArrowRight', 'ArrowLeft'],
      [Math.floor(row) + 1 - atRow, 'ArrowDown', 'ArrowUp'],
    ] as const) {
      const key = pixels > 0 ? forward : back
      for (let left = Math.abs(pixels); left > 0; left -= left >= 10 ? 10 : 1)
        await keyboard.press(left >= 10 ? `Shift+${key}` : key)
    }
    expect(await this.crosshair()).toEqual([Math.floor(column) + 1, Math.floor(row) + 1])
  }

  /** Column and row from 1, as announced. */
  async crosshair(): Promise<number[]> {
    const [before, , after] = this.t('viewport.position', { column: '\0', row: '\0' }).split('\0')
    const pattern = new RegExp(`^${before}(\\d+).*?(\\d+)${after}$`)
    const announced = this.viewport().locator('[aria-live]').getByText(pattern)
    const [, column, row] = pattern.exec(await announced.innerText()) ?? []
    return [Number(column), Number(row)]
  }

  /** Presses the button of the PDF, by mouse or keys, and takes what is downloaded. */
  async downloadPdf(press: (button: Locator) => Promise<void>): Promise<Buffer> {
    const downloading = this.page.waitForEvent('download')
    await press(this.step.getByRole('button', { name: this.t('reportPanel.pdf'), exact: true }))
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(/^report-\d{4}-\d\d-\d\d\.pdf$/)
    const parts: Buffer[] = []
    for await (const part of await download.createReadStream()) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }

  /**
   * Controls and texts that cannot be brought into view: cut off by what lies around them, outside the window, or
   * reached only by scrolling sideways. Tables of the report alone may be wider than their place.
   */
  clipped(): Promise<string[]> {
    return this.page.evaluate(() => {
      const TOLERANCE = 1
      const named = (element: Element) =>
        `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`
      const isShown = (element: Element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest('.hidden, [role=application]')
      /** What cuts the element off; a box that scrolls takes its place from there on. */
      const cutBy = (element: Element): Element | undefined => {
        let { left, right, top, bottom } = element.getBoundingClientRect()
        for (let box = element.parentElement; box; box = box.parentElement) {
          const { overflowX, overflowY, position } = getComputedStyle(box)
          if (overflowX === 'visible' && overflowY === 'visible' && box !== document.documentElement) continue
          const place = box.getBoundingClientRect()
          const scrollsDown = overflowY === 'auto' || overflowY === 'scroll'
          const scrollsAcross = (overflowX === 'auto' || overflowX === 'scroll') && box.matches('.table')
          if (scrollsAcross) [left, right] = [place.left, place.right]
          if (scrollsDown) [top, bottom] = [place.top, place.bottom]
          const isCut =
            left < place.left - TOLERANCE ||
            right > place.right + TOLERANCE ||
            top < place.top - TOLERANCE ||
            bottom > place.bottom + TOLERANCE
          if (isCut) return box
          if (position === 'fixed') break
        }
        return undefined
      }
      const controls = [
        ...document.querySelectorAll(
          'button, select, input, textarea, a[href], summary, [role=tab], h1, h2, h3',
        ),
      ]
      const cut = controls.filter(isShown).flatMap((element) => {
        const box = cutBy(element)
        return box ? [`${named(element)} is cut off by ${named(box)}`] : []
      })
      const overflowing = [...document.querySelectorAll('*')].filter((element) => {
        if (
          !(element instanceof HTMLElement) ||
          !isShown(element) ||
          element.matches('.table, input, select')
        )
          return false
        const { overflowX, textOverflow } = getComputedStyle(element)
        if (overflowX === 'visible' || textOverflow === 'ellipsis') return false
        return element.clientWidth > 0 && element.scrollWidth > element.clientWidth + TOLERANCE
      })
      return [...cut, ...overflowing.map((element) => `${named(element)} is wider than its place`)]
    })
  }
}
