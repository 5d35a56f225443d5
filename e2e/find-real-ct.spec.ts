import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test, type App } from './app'
import { hasRealFiles, realFiles, whereReal } from './real-dicom'

/* Every real CT is searched, one after another: each ends with candidates or with the reason why there are none. */

const manifest = fileURLToPath(new URL('../../shared/dicom/manifest.json', import.meta.url))

interface Manifest {
  readonly files: readonly { readonly file: string; readonly modality?: string; readonly bytes: number }[]
}

/** Folders of series at once; single images alone, for some are the same image in another transfer syntax. */
function groupsOf(path: string): string[][] {
  const { files } = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const groups = new Map<string, string[]>()
  for (const { file, modality } of files) {
    if (modality !== 'CT') continue
    const [kind] = file.split('/')
    const isSeries = kind === 'series' || kind === 'dicomdir' || kind === 'fuzz'
    const key = isSeries ? file.slice(0, file.lastIndexOf('/')) : file
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  return [...groups.values()]
}

function largestOf(path: string): string[] {
  const { files } = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const bytes = new Map(files.map((file) => [file.file, file.bytes]))
  const size = (group: readonly string[]) => group.reduce((sum, file) => sum + (bytes.get(file) ?? 0), 0)
  return groupsOf(path)
    .filter(([file]) => file.startsWith('series/'))
    .reduce((best, group) => (size(group) > size(best) ? group : best))
}

async function search(app: App): Promise<string> {
  const { step } = app
  // The Reading of the study is there, which takes what is found.
  await expect(app.status.getByText(/\d findings?/)).toBeVisible()
  await app.press('Shift+KeyF')
  await expect(step.getByRole('alert').or(step.getByRole('status')).first()).toBeVisible()
  const why = (await step.getByRole('alert').allInnerTexts()).join(' ')
  if ((await step.getByRole('status').count()) > 0) return why ? 'slice by slice' : 'as a volume'
  expect(why).toMatch(/^This series cannot be searched\. \S.* You can still mark by hand\.$/)
  return why.replace(/^This series cannot be searched\. (.*) You can still mark by hand\.$/, '$1')
}

for (const groups of whereReal([hasRealFiles ? groupsOf(manifest) : []]))
  test('every real CT ends with a result or with the reason why there is none', async ({ app }, {
    annotations,
  }) => {
    test.setTimeout(900_000)
    const outcomes = new Map<string, number>()
    for (const files of groups) {
      await app.page.goto('/')
      await app.open(realFiles(...files))
      const series = app.browser.locator('button.series').filter({ hasText: /^\s*\S.*CT/s })
      const problems = app.status.getByRole('button', { name: /problem|skipped/ })
      await expect(series.or(problems).first()).toBeVisible()
      await expect(app.page.locator('progress')).toHaveCount(0)
      for (const one of await series.all()) {
        await one.click()
        await expect(one).toHaveAttribute('aria-pressed', 'true')
        const outcome = await search(app)
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }
    for (const [outcome, count] of outcomes) annotations.push({ type: outcome, description: String(count) })
    expect(outcomes.get('as a volume')).toBeGreaterThan(1)
    expect(outcomes.get('slice by slice')).toBeGreaterThan(1)
  })

for (const files of whereReal([hasRealFiles ? largestOf(manifest) : []]))
  test('the search of the largest real CT is stopped, and can be made again', async ({ app }) => {
    await app.openAndSee(realFiles(...files))
    await app.page.evaluate(() => {
      // Real series are short: a reader's hand would come too late.
      const watch = new MutationObserver(() => {
        const cancel = [...document.querySelectorAll('button')].find(
          ({ textContent }) => textContent === 'Cancel',
        )
        if (!cancel) return
        watch.disconnect()
        cancel.click()
        document.body.dataset.stopped = 'yes'
      })
      watch.observe(document.body, { childList: true, subtree: true })
    })
    await app.press('Shift+KeyF')
    await expect(app.page.locator('body')).toHaveAttribute('data-stopped', 'yes')
    await expect(app.step.getByText('Searches the CT in the active viewport')).toBeVisible()
    await expect(app.step.getByRole('status')).toHaveCount(0)
    expect(await search(app)).not.toBe('')
  })
