import { expect, test, type Locator } from '@playwright/test'
import { historyItemById } from '../src/domain/clinical'
import { LABORATORY_GROUPS, laboratoryTestById } from '../src/domain/laboratory'
import { LATERALITIES, termById, type TermId } from '../src/domain/vocabulary'
import type { Language } from '../src/i18n/translate'
import { aetiologyById } from '../src/knowledge/scheme'
import type { Step } from '../src/state/layout.svelte'
import { Reader } from './reader'
import { readSampleCase, type Place } from './sample-case'
import { syntheticSeries } from './synthetic-dicom'

/*
 * From the library to the PDF on a sample case, as a reader does it: by mouse and by keys alone, in both languages,
 * on a large and on the smallest supported window.
 */

const LARGE = { width: 1440, height: 900 }
const SMALL = { width: 1024, height: 768 }
const CASE = readSampleCase('case-09')
const DEPOSITS = ['nodule 8', 'nodule 10']
const TERMS: readonly TermId[] = ['dist.subcutaneous', 'ext.multifocal', 'morph.nodular', 'site.buttock']

/** How a reader does each thing: with the mouse, or with keys. */
interface Hands {
  readonly press: (element: Locator) => Promise<void>
  readonly showSeries: (name: string) => Promise<void>
  readonly goToSlice: (slice: number) => Promise<void>
  readonly drawEllipse: (place: Place) => Promise<void>
  readonly check: (box: Locator) => Promise<void>
  readonly choose: (select: Locator, label: string) => Promise<void>
  readonly type: (field: Locator, text: string) => Promise<void>
  readonly goTo: (step: Step) => Promise<void>
}

const byMouse = (reader: Reader): Hands => ({
  press: (element) => element.click(),
  showSeries: (name) => reader.browser.getByRole('button', { name }).click(),
  async goToSlice(slice) {
    await reader.viewport().hover()
    for (let at = await sliceShown(reader); at !== slice; at += Math.sign(slice - at)) {
      await reader.page.mouse.wheel(0, Math.sign(slice - at) * 120)
      await reader.seesSlice(at + Math.sign(slice - at))
    }
  },
  drawEllipse: ({ corners }) => reader.draw(reader.t('command.tool_ellipse'), CASE.sheet, corners),
  check: (box) => box.check(),
  choose: async (select, label) => void (await select.selectOption({ label })),
  async type(field, text) {
    await field.click()
    await field.pressSequentially(text)
  },
  goTo: (step) => reader.tab(step).click(),
})

const byKeys = (reader: Reader): Hands => {
  const { keyboard } = reader.page
  const STEPS: readonly Step[] = ['mark', 'describe', 'reason', 'report']
  return {
    async press(element) {
      await reader.tabTo(element)
      await keyboard.press('Enter')
    },
    async showSeries(name) {
      await reader.tabTo(reader.viewport())
      await keyboard.press('PageDown')
      await expect(reader.viewport()).toHaveAccessibleName(new RegExp(name))
    },
    async goToSlice(slice) {
      await reader.tabTo(reader.viewport())
      for (let at = await sliceShown(reader); at !== slice; at = await sliceShown(reader)) {
        const step = Math.sign(slice - at) * (Math.abs(slice - at) >= 10 ? 10 : 1)
        await keyboard.press(`${Math.abs(step) > 1 ? 'Shift+' : ''}${step > 0 ? 'ArrowDown' : 'ArrowUp'}`)
        await reader.seesSlice(at + step)
      }
    },
    async drawEllipse({ corners: [from, to] }) {
      await reader.tabTo(reader.viewport())
      await keyboard.press('e')
      for (const corner of [from, to]) {
        await reader.moveCrosshairTo(corner)
        await keyboard.press('Enter')
      }
      await keyboard.press('Escape')
    },
    async check(box) {
      await reader.tabTo(box)
      await keyboard.press('Space')
      await expect(box).toBeChecked()
    },
    async choose(select, label) {
      await reader.tabTo(select)
      await keyboard.type(label)
    },
    async type(field, text) {
      await reader.tabTo(field)
      await keyboard.type(text)
    },
    goTo: (step) => keyboard.press(`Alt+Digit${STEPS.indexOf(step) + 1}`),
  }
}

const instanceShown = async (reader: Reader) => (await reader.viewport().getAttribute('data-instance')) ?? ''
const sliceShown = async (reader: Reader) => Number(await reader.viewport().getAttribute('data-slice'))

for (const [hands, language, window] of [
  ['mouse', 'en', LARGE],
  ['keys', 'es', LARGE],
  ['mouse', 'es', SMALL],
  ['keys', 'en', SMALL],
] as const)
  test.describe(`by ${hands}, ${language}, ${window.width}×${window.height}`, () => {
    test.use({ locale: language, viewport: window, contextOptions: { reducedMotion: 'reduce' } })
    test('library, mark, describe, context, reason, report, PDF', async ({ page }) => {
      const reader = new Reader(page, language)
      await page.addInitScript(() => {
        for (const type of ['mousedown', 'pointerdown', 'wheel'])
          addEventListener(type, () => document.documentElement.setAttribute('data-mouse', 'used'), true)
      })
      await goThrough(reader, hands === 'mouse' ? byMouse(reader) : byKeys(reader), language)
      expect(await page.locator('html').getAttribute('data-mouse')).toBe(hands === 'mouse' ? 'used' : null)
      expect(reader.complaints).toEqual([])
    })
  })

test('what is cut off would be seen', async ({ page }) => {
  const reader = new Reader(page, 'en')
  await reader.start()
  await reader.openAndSee(syntheticSeries(1))
  expect(await reader.clipped()).toEqual([])
  await reader.tab('report').evaluate((tab) => (tab.style.transform = 'translateX(30px)'))
  expect((await reader.clipped())[0]).toMatch(/Report.* is cut off by/)
  await reader.tab('report').evaluate((tab) => (tab.style.transform = ''))
  await reader.step.locator('.empty').evaluate((text) => (text.style.width = '500px'))
  expect((await reader.clipped()).join('\n')).toContain('is wider than its place')
})

async function goThrough(reader: Reader, hands: Hands, language: Language) {
  const { t } = reader
  const nothingClipped = async (screen: string) =>
    expect(await reader.clipped(), `cut off in ${screen}`).toEqual([])

  await reader.page.goto('/')
  await expect(reader.page.getByRole('dialog')).toBeVisible()
  await nothingClipped('intended use')
  await hands.press(reader.page.getByRole('dialog').getByRole('button', { name: t('use.accept') }))
  await expect(reader.card(CASE.title[language])).toBeVisible()
  await nothingClipped('library')
  await hands.press(reader.card(CASE.title[language]))
  await reader.seesImage()
  await reader.seesAllOpened()
  for (const step of ['report', 'reason', 'describe', 'mark'] as const) {
    await hands.goTo(step)
    await expect(reader.tab(step)).toHaveAttribute('aria-selected', 'true')
    await nothingClipped(`${step}, empty`)
  }

  await mark(reader, hands)
  await nothingClipped('mark')
  await describe(reader, hands, language)
  await nothingClipped('describe')
  await giveContext(reader, hands, language)
  await nothingClipped('clinical context')
  await reason(reader, hands, language)
  await nothingClipped('reason')
  await report(reader, hands, language)
  await nothingClipped('report')
}

async function mark(reader: Reader, hands: Hands) {
  const { t } = reader
  await expect(reader.browser).toContainText(t('browser.images', { n: CASE.slices }))
  await hands.showSeries(CASE.seriesOf('CT').series)
  await expect(reader.viewport()).toHaveAccessibleName(new RegExp(CASE.seriesOf('CT').series))
  await reader.seesAllOpened()
  await expect.poll(() => sliceShown(reader)).toBe(CASE.sliceOf(await instanceShown(reader)))
  for (const [index, label] of DEPOSITS.entries()) {
    const place = CASE.placeOf(label)
    await hands.goToSlice(place.slice)
    await hands.drawEllipse(place)
    await expect(reader.row(`F${index + 1}`)).toBeVisible()
    const longest = parseFloat(
      (await reader.measure(t('quantity.longestDiameter')).innerText()).replace(',', '.'),
    )
    // The box was rounded to whole pixels of about a millimetre; a mouse lies within a pixel of where it was sent.
    expect(Math.abs(longest - place.longestMm)).toBeLessThan(2)
    expect(
      parseFloat((await reader.measure(t('quantity.mean')).innerText()).replace('−', '-')),
    ).toBeGreaterThan(200)
    if (index === 0) await hands.check(reader.step.getByRole('checkbox', { name: t('mark.joining') }))
  }
  await expect(reader.status).toContainText(
    `${t('status.findings', { n: 1 })} · ${t('status.foci', { n: 2 })}`,
  )
}

async function describe(reader: Reader, hands: Hands, language: Language) {
  const { t } = reader
  await hands.press(reader.button(t('mark.next', { label: '1' })))
  await expect(reader.tab('describe')).toHaveAttribute('aria-selected', 'true')
  for (const id of TERMS) {
    const { group, label } = termById(id)
    await reader.unfold(t(`group.${group}`), hands.press)
    const chip = reader.chip(label[language]).getByRole('button').first()
    await hands.press(chip)
    await expect(chip).toHaveAttribute('aria-pressed', 'true')
  }
  const right = LATERALITIES.find(({ id }) => id === 'R')?.label[language] ?? ''
  const side = reader.step.getByRole('combobox', { name: termById('site.buttock').label[language] })
  await hands.choose(side, right)
  await expect(side.locator('option:checked')).toHaveText(right)
}

async function giveContext(reader: Reader, hands: Hands, language: Language) {
  const { t } = reader
  await hands.press(reader.button(t('describe.next')))
  await expect(reader.tab('reason')).toHaveAttribute('aria-selected', 'true')
  for (const chapter of ['clinical.title', 'clinical.history', 'clinical.laboratory'] as const)
    await reader.unfold(t(chapter), hands.press)
  await expect(reader.step.getByRole('textbox', { name: t('clinical.age') })).toHaveValue('36')

  const lupus = historyItemById('hx.sle').label[language]
  await hands.type(reader.step.getByRole('searchbox'), lupus)
  const chip = reader.chip(lupus).last().getByRole('button').first()
  await hands.press(chip)
  await expect(reader.step.getByRole('region', { name: t('clinical.recorded') })).toContainText(lupus)

  await reader.unfold(LABORATORY_GROUPS.antibodies.label[language], hands.press)
  const test = laboratoryTestById('ana').label[language]
  const state = reader.step.getByRole('combobox', { name: t('laboratory.state', { test }), exact: true })
  await hands.choose(state, t('state.pos'))
  await expect(state.locator('option:checked')).toHaveText(t('state.pos'))
}

async function reason(reader: Reader, hands: Hands, language: Language) {
  const cause = aetiologyById(CASE.key.aetiology).label[language]
  const first = reader.candidates.first().getByRole('button')
  await expect(first).toContainText(cause)
  await hands.press(first)
  await expect(first).toHaveAttribute('aria-expanded', 'true')
  await expect(reader.candidates.first()).toContainText(aetiologyById(CASE.key.aetiology).nextTest[language])
  await expect(reader.step.getByRole('region', { name: reader.t('reason.wouldChange') })).not.toContainText(
    reader.t('reason.weighing'),
  )
}

async function report(reader: Reader, hands: Hands, language: Language) {
  const { t } = reader
  await hands.press(reader.button(t('reason.next')))
  await expect(reader.tab('report')).toHaveAttribute('aria-selected', 'true')
  const author = reader.step.getByRole('textbox', { name: t('reportPanel.author') })
  await hands.type(author, 'R. Reader')
  await reader.page.keyboard.press('Tab')
  const own = reader.step.getByRole('textbox', {
    name: t('reportPanel.ownIn', { section: t('report.indication') }),
  })
  await hands.type(own, 'Hard lumps.')
  await expect(reader.preview).toContainText(t('report.finding', { label: '1' }))
  await expect(reader.preview).toContainText(aetiologyById(CASE.key.aetiology).label[language])
  await expect(reader.preview).toContainText(termById('site.buttock').label[language])
  await expect(reader.preview.getByRole('figure').getByRole('img')).toBeVisible()
  const pdf = await reader.downloadPdf(async (button) => hands.press(button))
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(pdf.length).toBeGreaterThan(20_000)
  await expect(reader.step.getByText(t('reportPanel.made'))).toBeVisible()
}
