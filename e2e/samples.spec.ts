import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from './app'

/*
 * Every sample case from its card: the images open, in the studies they belong to, without a problem, and are marked by
 * mouse in one language and by keys in the other.
 */

const SAMPLES = fileURLToPath(new URL('../sample-dicom/', import.meta.url))

interface CaseFile {
  readonly title: { readonly en: string }
  readonly modalities: readonly { readonly folder: string; readonly series: string }[]
}

const folders = readdirSync(SAMPLES)
  .filter((name) => /^case-\d\d$/.test(name))
  .sort()

for (const folder of folders) {
  const { title, modalities } = JSON.parse(readFileSync(`${SAMPLES}${folder}/case.json`, 'utf8')) as CaseFile
  const dates = new Set(modalities.map(({ folder: of }) => /^([a-d])\//.exec(of)?.[1] ?? ''))

  test(`${folder}: ${dates.size === 1 ? 'one study' : `${dates.size} studies of one patient`}`, async ({
    app,
  }) => {
    await app.page.getByRole('button', { name: title.en }).click()
    await app.seesImage()
    await expect(app.page.getByRole('group', { name: 'Opening files' })).toBeHidden()
    await expect(app.browser.getByRole('button', { name: /^Close/ })).toHaveCount(dates.size)
    await expect(app.browser.getByRole('heading')).toHaveCount(1)
    await expect(app.status.getByRole('button', { name: /problem/ })).toHaveCount(0)
    for (const name of new Set(modalities.map(({ series }) => series)))
      await expect(app.browser.getByRole('button', { name }).first()).toBeVisible()
    // Five pictures hang in a grid of six: the last viewport waits for a series.
    const waiting = app.page.locator('[role=application]').filter({ hasText: 'Choose a series' })
    const volumes = app.page.locator('[role=application][data-view=volume]')
    const [all, empty, seen] = await Promise.all([
      app.page.locator('[role=application]').count(),
      waiting.count(),
      volumes.count(),
    ])
    for (let number = 1; number <= all - empty - seen; number++) await app.seesImage(number)
    if (seen > 0) await expect(volumes).toHaveAttribute('data-drawn', /./)
    await expect(app.page.getByText('This image cannot be shown')).toHaveCount(0)
    await app.seesAllOpened()
    const listed = (label: string) => app.page.getByRole('button', { name: new RegExp(`^${label} `) })
    const { x, y, width, height } = await app.boxOf()
    await app.press('e')
    await app.drag([0.45, 0.55].map((share) => [x + share * width, y + share * height] as const))
    await app.press('Escape')
    await expect(listed('F1')).toBeVisible()
    await app.page.getByRole('button', { name: 'Spanish' }).click()
    await expect(app.page.locator('html')).toHaveAttribute('lang', 'es')
    await app.press('e', 'ArrowRight', 'Enter', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Enter', 'Escape')
    await expect(listed('F2')).toBeVisible()
  })
}
