import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { syntheticImage, type SyntheticElement } from './synthetic-dicom'

/** Opens a study of one patient, goes to Reason and unfolds the clinical context and its two parts. */
async function openContext(page: Page, age = '054Y', sex = 'F'): Promise<Locator> {
  await page.goto('/')
  await page.getByRole('button', { name: 'I understand' }).click()
  await openPatient(page, age, sex)
  await page.getByRole('tab', { name: 'Reason' }).click()
  return unfolded(page)
}

async function unfolded(page: Page): Promise<Locator> {
  const context = page
    .locator('details', { has: page.getByRole('heading', { name: 'Clinical context' }) })
    .first()
  for (const part of ['Clinical context', 'History', 'Laboratory']) {
    const heading = context.getByRole('heading', { name: part, exact: true })
    const isOpen = await heading.evaluate((node) => node.closest('details')?.open)
    if (!isOpen) await heading.click()
  }
  return context
}

async function openPatient(page: Page, age: string, sex: string) {
  const elements: SyntheticElement[] = [
    ['00100040', 'CS', sex],
    ['00101010', 'AS', age],
  ]
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open files' }).first().click()
  const buffer = Buffer.from(syntheticImage({ elements }))
  await (await choosing).setFiles([{ name: 'image.dcm', mimeType: 'application/dicom', buffer }])
  await expect(page.getByRole('tab', { name: 'Reason' })).toBeVisible()
}

const row = (context: Locator, test: string) => context.getByRole('group', { name: test, exact: true })
const valueOf = (context: Locator, test: string) => context.getByRole('textbox', { name: `${test}: value` })
const unitOf = (context: Locator, test: string) => context.getByRole('combobox', { name: `${test}: unit` })
const stateOf = (context: Locator, test: string) => context.getByRole('combobox', { name: `${test}: state` })
const unfold = (context: Locator, group: string) => context.getByRole('heading', { name: group }).click()

test.describe('age and sex', () => {
  test('come from the file, can be corrected and undone', async ({ page }) => {
    const context = await openContext(page)
    const age = context.getByRole('textbox', { name: 'Age' })
    await expect(age).toHaveValue('54')
    await expect(context.getByRole('combobox', { name: 'Sex' })).toHaveValue('F')
    await expect(age).toHaveAccessibleDescription('from the file')
    await age.fill('45,5')
    await age.press('Enter')
    await expect(age).toHaveValue('45.5')
    await expect(age).toHaveAccessibleDescription('in the file: 54 years')
    await page.keyboard.press('Control+z')
    await expect(age).toHaveValue('54')
    await expect(age).toHaveAccessibleDescription('from the file')
  })

  test('an infant’s age is in months, a newborn’s in days', async ({ page }) => {
    const context = await openContext(page, '006M')
    const unit = context.getByRole('combobox', { name: 'Age unit' })
    await expect(context.getByRole('textbox', { name: 'Age' })).toHaveValue('6')
    await expect(unit).toHaveValue('months')
    await unit.selectOption('years')
    await expect(context.getByRole('textbox', { name: 'Age' })).toHaveValue('0.5')
    await expect(context.getByRole('textbox', { name: 'Age' })).toHaveAccessibleDescription('from the file')
  })

  test('an age that is none is said and not taken', async ({ page }) => {
    const context = await openContext(page)
    const age = context.getByRole('textbox', { name: 'Age' })
    await age.fill('540')
    await age.press('Tab')
    await expect(age).toHaveAccessibleDescription(/at most 150.*“540”.*54 years is still used/)
    await expect(age).toHaveValue('540')
  })
})

test.describe('history', () => {
  test('is found without accents, recorded by keys, and listed on top', async ({ page }) => {
    const context = await openContext(page)
    const search = context.getByRole('searchbox')
    const recorded = context.getByRole('region', { name: 'Recorded' })
    await search.fill('dialisis')
    await search.press('Shift+Enter')
    await search.fill('raynaud')
    await search.press('Enter')
    await expect(recorded.getByRole('button', { name: 'Raynaud', pressed: true })).toBeVisible()
    await expect(recorded.getByRole('button', { name: 'Dialysis', pressed: true })).toHaveAccessibleName(
      'Dialysis / end-stage renal disease: absent',
    )
    await page.keyboard.press('Control+z')
    await expect(recorded.getByRole('button', { name: 'Raynaud' })).toHaveCount(0)
    await search.fill('')
    const complete = context.getByRole('checkbox', { name: 'History complete' })
    await complete.check()
    await expect(complete).toHaveAccessibleDescription(/counts as absent instead of unknown/)
  })
})

test.describe('laboratory', () => {
  test('a value is judged at once and converts when its unit is switched', async ({ page }) => {
    const context = await openContext(page)
    const calcium = 'Total calcium (albumin-corrected)'
    await unitOf(context, calcium).selectOption('mg/dL')
    await valueOf(context, calcium).fill('11,0')
    await expect(row(context, calcium)).toContainText('high')
    await expect(page.getByRole('status').filter({ hasText: `${calcium}: high` })).toBeAttached()
    await unitOf(context, calcium).selectOption('mmol/L')
    await expect(valueOf(context, calcium)).toHaveValue('2.745')
    await expect(row(context, calcium)).toContainText('high')
    await unitOf(context, calcium).selectOption('mg/dL')
    await expect(valueOf(context, calcium)).toHaveValue('11')
    // Two switches and what was typed before them: three steps.
    for (const value of ['2.745', '11', '']) {
      await page.keyboard.press('Control+z')
      await expect(valueOf(context, calcium)).toHaveValue(value)
    }
  })

  test('typing is one step of undo', async ({ page }) => {
    const context = await openContext(page)
    await valueOf(context, 'PTH (intact)').pressSequentially('12.5')
    await valueOf(context, 'Phosphate').pressSequentially('1.1')
    await page.keyboard.press('Control+z')
    await expect(valueOf(context, 'Phosphate')).toHaveValue('')
    await expect(valueOf(context, 'PTH (intact)')).toHaveValue('12.5')
    await page.keyboard.press('Control+z')
    await expect(valueOf(context, 'PTH (intact)')).toHaveValue('')
  })

  test('both ends of the interval are normal', async ({ page }) => {
    const context = await openContext(page)
    const phosphate = row(context, 'Phosphate')
    for (const [value, state] of [
      ['0.8', 'normal'],
      ['1.4', 'normal'],
      ['1.41', 'high'],
      ['0.79', 'low'],
    ]) {
      await valueOf(context, 'Phosphate').fill(value)
      await expect(phosphate).toContainText(state)
    }
  })

  test('a wrong entry stays in its field beside a sentence; the value before it counts', async ({ page }) => {
    const context = await openContext(page)
    const value = valueOf(context, 'PTH (intact)')
    await value.fill('8')
    await value.fill('8x')
    await expect(value).toHaveAccessibleDescription(/such as 2.5: “8x” is not one. 8 pmol\/L is still used/)
    await value.blur()
    await expect(value).toHaveValue('8x')
    await expect(row(context, 'PTH (intact)')).toContainText('high')
  })

  test('a minor’s phosphate and alkaline phosphatase are asked for', async ({ page }) => {
    const context = await openContext(page, '009Y')
    const interval = context.getByRole('button', { name: 'Phosphate: reference interval' })
    await expect(interval).toHaveCount(0)
    await valueOf(context, 'Phosphate').fill('1.9')
    await expect(row(context, 'Phosphate')).toContainText('No adult interval under 18 years')
    await interval.click()
    await context.getByRole('textbox', { name: 'Upper limit' }).fill('1.8')
    await expect(row(context, 'Phosphate')).toContainText('high')
    await context.getByRole('button', { name: 'Delete interval' }).click()
    await expect(stateOf(context, 'Phosphate')).toHaveValue('')
    await stateOf(context, 'Phosphate').selectOption('normal')
    await expect(stateOf(context, 'Phosphate')).toHaveValue('normal')
    await valueOf(context, 'Alkaline phosphatase').fill('300')
    await expect(row(context, 'Alkaline phosphatase')).toContainText('No adult interval under 18 years')
    await valueOf(context, 'PTH (intact)').fill('8')
    await expect(row(context, 'PTH (intact)')).toContainText('high')
  })

  test('albumin corrects calcium, and ionised calcium takes its place', async ({ page }) => {
    const context = await openContext(page)
    const calcium = 'Total calcium (albumin-corrected)'
    await unitOf(context, calcium).selectOption('mg/dL')
    await valueOf(context, calcium).fill('8')
    await expect(row(context, calcium)).toContainText('low')
    await unitOf(context, 'Albumin').selectOption('g/dL')
    await valueOf(context, 'Albumin').fill('2')
    await expect(row(context, calcium)).toContainText(
      'Corrected for albumin: 9.60 mg/dL. This value is used.',
    )
    await expect(row(context, calcium)).toContainText('normal')
    await stateOf(context, 'Ionised calcium').selectOption('high')
    await expect(row(context, calcium)).toContainText('Ionised calcium is used instead.')
    await expect(row(context, calcium)).not.toContainText('This value is used.')
  })

  test('either CRP or ESR makes both together high', async ({ page }) => {
    const context = await openContext(page)
    await unfold(context, 'Muscle and inflammation')
    const together = stateOf(context, 'CRP / ESR').locator('option:checked')
    await valueOf(context, 'C-reactive protein').fill('5')
    await expect(together).toHaveText('normal')
    await valueOf(context, 'Erythrocyte sedimentation rate').fill('40')
    await expect(together).toHaveText('high')
    await context.getByRole('button', { name: 'Erythrocyte sedimentation rate: clear' }).click()
    await expect(valueOf(context, 'Erythrocyte sedimentation rate')).toBeFocused()
    await expect(together).toHaveText('normal')
  })

  test('local laboratory interval is found again after a reload', async ({ page }) => {
    const context = await openContext(page)
    await context.getByRole('button', { name: 'PTH (intact): reference interval 1.6–6.9' }).click()
    const upper = context.getByRole('textbox', { name: 'Upper limit' })
    await upper.fill('1')
    await expect(upper).toHaveAccessibleDescription(/must not be below the lower one \(1.6\)/)
    await upper.fill('9')
    await expect(
      context.getByRole('button', { name: 'PTH (intact): reference interval 1.6–9' }),
    ).toBeVisible()

    await page.reload()
    await openPatient(page, '054Y', 'F')
    await page.getByRole('tab', { name: 'Reason' }).click()
    const again = await unfolded(page)
    await valueOf(again, 'PTH (intact)').fill('8')
    await expect(row(again, 'PTH (intact)')).toContainText('normal')
    await again.getByRole('button', { name: 'PTH (intact): reference interval 1.6–9' }).click()
    await again.getByRole('button', { name: 'Reset to 1.6–6.9' }).click()
    await expect(row(again, 'PTH (intact)')).toContainText('high')
  })

  test('a test without an interval is stated', async ({ page }) => {
    const context = await openContext(page)
    await unfold(context, 'Antibodies')
    await expect(valueOf(context, 'Anticentromere')).toHaveCount(0)
    await stateOf(context, 'Anticentromere').selectOption('positive')
    await expect(context.getByText('1 entered · 1 abnormal').first()).toBeVisible()
    await context.getByRole('button', { name: 'Anticentromere: clear' }).click()
    await expect(stateOf(context, 'Anticentromere')).toHaveValue('')
    await expect(stateOf(context, 'Anticentromere')).toBeFocused()
  })
})

for (const [language, theme] of [
  ['en', 'dark'],
  ['es', 'light'],
  ['en', 'light'],
  ['es', 'dark'],
])
  test(`the filled form is accessible, ${language}, ${theme}`, async ({ page }) => {
    await page.addInitScript(
      (chosen) => localStorage.setItem('calcimap.preferences', JSON.stringify({ theme: chosen })),
      theme,
    )
    const context = await openContext(page, '009Y')
    const calcium = 'Total calcium (albumin-corrected)'
    await valueOf(context, calcium).fill('2.9')
    await valueOf(context, 'Albumin').fill('30')
    await valueOf(context, 'Phosphate').fill('1.9')
    await valueOf(context, 'PTH (intact)').fill('8x')
    await context.getByRole('button', { name: `${calcium}: reference interval` }).click()
    await context.getByRole('searchbox').fill('renal')
    await context.getByRole('searchbox').press('Enter')
    if (language === 'es') await page.getByRole('button', { name: 'Spanish' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    const found = await new AxeBuilder({ page })
      .include('aside details')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })

test('with a finding the form stays unfolded while it is filled', async ({ page }) => {
  await openContext(page)
  await page.locator('[data-cell]').first().focus()
  await page.keyboard.press('KeyF')
  await expect(async () => {
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('tab', { name: 'Mark' })).not.toContainText('0 foci', { timeout: 1000 })
  }).toPass()
  await page.getByRole('tab', { name: 'Reason' }).click()
  await expect(page.getByRole('button', { name: 'Go to Mark' })).toHaveCount(0)
  const context = await unfolded(page)
  await valueOf(context, 'Phosphate').fill('1.9')
  await context.getByRole('combobox', { name: 'Sex' }).selectOption('M')
  await expect(row(context, 'Phosphate')).toBeVisible()
  await valueOf(context, 'PTH (intact)').fill('1.9')
  await expect(row(context, 'PTH (intact)')).toBeVisible()
})
