import { test as base } from '@playwright/test'
import { expect } from './app'
import { Reader } from './reader'
import { readSampleCase } from './sample-case'

/* What a reader who knows nothing of the program comes upon first: on the sample case of both hips. */

const HIPS = readSampleCase('case-05')
const OSSIFICATION = HIPS.placeOf('')

const test = base.extend<{ reader: Reader }>({
  reader: async ({ page }, use) => {
    const reader = new Reader(page, 'en')
    await reader.start()
    await use(reader)
    expect(reader.complaints).toEqual([])
  },
})

/** Both hips in one viewport, at the slice of the largest ossification. */
async function openHips(reader: Reader): Promise<void> {
  await reader.card(HIPS.title.en).click()
  await reader.seesImage()
  await expect(reader.browser).toContainText(reader.t('browser.images', { n: HIPS.slices }))
  await expect(reader.viewport()).toHaveAttribute('data-slice', /./)
  await reader.press('Home')
  await reader.seesSlice(1)
  for (let at = 1; at < OSSIFICATION.slice; at++) {
    await reader.press('ArrowDown')
    await reader.seesSlice(at + 1)
  }
}

test('side and site come from the images as suggested, and become the reader’s when accepted', async ({
  reader,
}) => {
  const { step } = reader
  await openHips(reader)
  await reader.draw('Ellipse', HIPS.sheet, OSSIFICATION.corners)
  await expect(reader.row('F1')).toBeVisible()

  await reader.goTo('describe')
  const suggested = step.getByRole('group', { name: 'Suggested by the images' })
  await expect(suggested).toContainText(
    'Hip, left (Anatomic Region Sequence, Laterality of the image, side of the midline on the CT)',
  )
  await expect(reader.chip('Hip').getByRole('button').first()).toHaveAttribute('aria-pressed', 'false')

  await reader.tab('report').click()
  await expect(reader.preview).toContainText('Suggested site (not confirmed)')
  await expect(reader.preview).not.toContainText('side not stated')

  await reader.goTo('describe')
  await reader.tag('Hip')
  const side = step.getByRole('combobox', { name: 'Hip' })
  await expect(side.locator('option:checked')).toHaveText('Suggested: left')
  await suggested.getByRole('button', { name: 'Accept' }).click()
  await expect(side.locator('option:checked')).toHaveText('Left')
  await expect(suggested).toBeHidden()
  await side.selectOption({ label: 'Right' })
  await expect(step).toContainText(
    'The images suggest another side: left (Laterality of the image, side of the midline on the CT).',
  )
})

test('a slice is called by one number in the list, on the image and in the report', async ({ reader }) => {
  await openHips(reader)
  await reader.draw('Ellipse', HIPS.sheet, OSSIFICATION.corners)
  const row = reader.row('F1')
  const reference = /\d+:\d+/.exec(await row.innerText())?.[0] ?? 'none'
  await expect(reader.viewport().getByText(new RegExp(`^Slice .* ${reference}$`))).toBeVisible()
  await reader.tab('report').click()
  await expect(reader.preview.getByRole('cell', { name: reference, exact: true })).toBeVisible()
  await expect(reader.preview.getByRole('figure')).toContainText(`(${reference})`)
})
