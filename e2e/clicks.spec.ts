import type { Locator, Page } from '@playwright/test'
import { termById, type TermId } from '../src/domain/vocabulary'
import { aetiologyById } from '../src/knowledge/scheme'
import { expect, test } from './app'
import { Reader } from './reader'
import { readSampleCase } from './sample-case'

/* How many clicks and keys a reader needs for case 5: from the library to the ranked candidates. */

const CASE = readSampleCase('case-05')
const PATTERN: readonly TermId[] = ['dist.periarticular', 'morph.ossified', 'site.hip']

/**
 * The same by the shortest way that commit offered: the case; Shift+F; three rows and, with Ctrl, the fourth candidate
 * on the image, so that keys act; Shift+A; Shift+2; Alt+2; Ossified; Site; Hip; its side, opened and chosen; Next.
 */
const BEFORE = { commit: '6d63e98', count: 15 }

/** What the reader's hands do, counted: a click, with or without a key held, and a chord are one each. */
class Hands {
  readonly done: string[] = []
  readonly #page: Page
  constructor(page: Page) {
    this.#page = page
  }

  async click(what: Locator, modifiers: ('Shift' | 'Control')[] = []): Promise<void> {
    this.done.push([...modifiers, (await what.innerText()).split('\n')[0]].join('+'))
    await what.click({ modifiers })
  }
  async press(chord: string): Promise<void> {
    this.done.push(chord)
    await this.#page.keyboard.press(chord)
  }
}

test(`case 5 is marked, tagged and weighed with fewer clicks and keys than on ${BEFORE.commit}`, async ({
  page,
}) => {
  const reader = new Reader(page, 'en')
  const hands = new Hands(page)
  const { t, step } = reader
  await reader.start()

  await hands.click(reader.card(CASE.title.en))
  await reader.seesImage()
  await reader.seesAllOpened()
  await expect(reader.viewport()).toBeFocused()

  await hands.press('Shift+KeyF')
  await expect(step.getByRole('status')).toContainText('7 to review')
  // The four deposits of the key stand first, by kind and then by size; what else touches bone is small.
  const row = (volume: string) => step.getByRole('button', { name: volume })
  await hands.click(row('6274 mm³'))
  await hands.click(row('10 032 mm³'), ['Shift'])
  await expect(step.getByRole('region', { name: t('found.severalSelected') })).toContainText('4 candidates')

  await hands.click(step.getByRole('button', { name: t('found.acceptAs', { name: 'Periarticular' }) }))
  await expect(step.getByRole('status')).toContainText('3 to review · 4 accepted')

  await hands.press('Alt+Digit2')
  const suggested = step.getByRole('group', { name: t('describe.suggested') })
  await expect(suggested).toContainText('Ossified')
  await expect(suggested).toContainText('Hip, left')
  await hands.click(suggested.getByRole('button', { name: t('describe.acceptSuggested') }))

  await hands.press('Alt+Digit3')
  const first = reader.candidates.first()
  await expect(first).toContainText(aetiologyById(CASE.key.aetiology).label.en)
  await expect(first).toBeInViewport()

  await reader.seesSaved()
  const [reading] = await reader.readings()
  expect(reading.findings).toHaveLength(1)
  const [finding] = reading.findings
  expect(finding.foci).toHaveLength(CASE.foci.length)
  for (const term of PATTERN) expect(finding.terms[term], termById(term).label.en).toBe('present')
  expect(Object.keys(finding.terms)).toHaveLength(PATTERN.length)
  expect(finding.laterality).toEqual({ 'site.hip': 'L' })

  expect(hands.done.length, hands.done.join(' · ')).toBeLessThan(BEFORE.count)
  expect(hands.done).toHaveLength(8)
  expect(reader.complaints).toEqual([])
})
