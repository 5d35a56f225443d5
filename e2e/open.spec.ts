import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import type { Page } from '@playwright/test'
import { App, expect, test, type GivenFile } from './app'
import { realFiles, whereReal } from './real-dicom'
import { part10, syntheticImage, syntheticSeries } from './synthetic-dicom'

const text = (words: string) => new TextEncoder().encode(words)
const images = (app: App) => app.browser.getByRole('button', { name: /image/ })

async function zip(files: readonly GivenFile[], password?: string): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { password, useWebWorkers: false })
  for (const { name, bytes } of files) await writer.add(name, new Uint8ArrayReader(bytes))
  return writer.close()
}

/** Writes files below the test's own folder, which is emptied before each run. */
function onDisk(folder: string, files: readonly GivenFile[]): string {
  const root = test.info().outputPath(folder)
  for (const { name, bytes } of files) {
    mkdirSync(dirname(`${root}/${name}`), { recursive: true })
    writeFileSync(`${root}/${name}`, bytes)
  }
  return root
}

/** Slices that lie in the order 1, 2, 3 … and are numbered the other way round, in no order on the disk. */
const shuffled = (): GivenFile[] => {
  const files = syntheticSeries(5, (n) => ({ ImagePositionPatient: [0, 0, 10 - n] }))
  return [2, 0, 4, 1, 3].map((index) => files[index])
}

async function seesSlicesByPosition(app: App) {
  await expect(images(app)).toHaveText(/5 images/)
  for (const [key, slice] of [
    ['Home', 5],
    ['ArrowDown', 4],
    ['End', 1],
  ] as const) {
    await app.press(key)
    await expect(app.viewport()).toHaveAttribute('data-instance', `2.25.1.3.${slice}`)
  }
}

test.describe('ways in', () => {
  test('files without extension, in no order', async ({ app }) => {
    await app.openAndSee(shuffled())
    await seesSlicesByPosition(app)
  })

  test('a folder with folders in it', async ({ app }) => {
    const [a, b, ...rest] = shuffled()
    const deeper = rest.map(({ name, bytes }) => ({ name: `deep/deeper/${name}`, bytes }))
    await app.openFolder(onDisk('study', [a, b, ...deeper]))
    await app.seesImage()
    await seesSlicesByPosition(app)
  })

  test('a zip', async ({ app }) => {
    await app.openAndSee([{ name: 'study.zip', bytes: await zip(shuffled()) }])
    await seesSlicesByPosition(app)
  })

  test('files dropped on the page, and more of them while a study is open', async ({ app }) => {
    const [a, b, ...rest] = shuffled()
    await app.drop([a, b])
    await app.seesImage()
    await app.drop(rest)
    await seesSlicesByPosition(app)
  })

  test('a folder, a zip and a file dropped together', async ({ app }) => {
    const [a, b, c, ...rest] = shuffled()
    const root = onDisk('drop', [
      { name: `study/series/${a.name}`, bytes: a.bytes },
      { name: `study/${b.name}`, bytes: b.bytes },
      { name: 'rest.zip', bytes: await zip(rest) },
      c,
    ])
    await app.dropPaths(`${root}/study`, `${root}/rest.zip`, `${root}/${c.name}`)
    await app.seesImage()
    await seesSlicesByPosition(app)
  })
})

test('patients, their studies, series and number of images', async ({ app }) => {
  const image = (patient: string, study: string, series: string, n: number, more = {}) => ({
    name: `${patient}-${study}-${series}-${n}`,
    bytes: syntheticImage({
      PatientName: `${patient}^Given`,
      PatientID: `ID-${patient}`,
      StudyInstanceUID: `2.25.1.${study}`,
      SeriesInstanceUID: `2.25.2.${study}.${series}`,
      SOPInstanceUID: `2.25.3.${study}.${series}.${n}`,
      SeriesNumber: Number(series),
      InstanceNumber: n,
      elements: [
        ['00081030', 'LO', `Study ${study}`],
        ['0008103E', 'LO', `Series ${series}`],
        ['00080020', 'DA', `2026010${study}`],
      ],
      ...more,
    }),
  })
  await app.openAndSee([
    image('Beta', '3', '1', 1, { Modality: 'MR' }),
    image('Alpha', '2', '2', 1),
    image('Alpha', '2', '1', 1),
    image('Alpha', '2', '1', 2),
    image('Alpha', '1', '1', 1),
  ])
  await expect(app.browser.getByRole('heading')).toHaveCount(2)
  await expect(app.browser.getByRole('heading', { name: 'Alpha, Given ID-Alpha' })).toBeVisible()
  await expect(app.browser.getByRole('heading', { name: 'Beta, Given ID-Beta' })).toBeVisible()
  const alpha = app.browser.locator('section', { hasText: 'ID-Alpha' })
  await expect(alpha.getByRole('button', { name: /^Jan/ })).toHaveText([
    /Jan 1, 2026\s*Study 1/,
    /Jan 2, 2026\s*Study 2/,
  ])
  await expect(alpha.getByRole('button', { name: /image/ })).toHaveText([
    /Series 1\s*CT · 1 image\s*$/,
    /Series 1\s*CT · 2 images/,
    /Series 2\s*CT · 1 image\s*$/,
  ])
  const beta = app.browser.locator('section', { hasText: 'ID-Beta' })
  await beta.getByRole('button', { name: /image/ }).click()
  await expect(app.viewport().getByText('Beta, Given')).toBeVisible()
  await expect(app.viewport()).toHaveAttribute('data-instance', '2.25.3.3.1.1')
})

test('one image twice is one image', async ({ app }) => {
  const files = syntheticSeries(3)
  await app.openAndSee([...files, { name: 'copy', bytes: files[0].bytes }])
  await expect(images(app)).toHaveText(/3 images/)
  expect(await app.problems()).toContain('3 images opened; 1 duplicate skipped.')
})

test('fetching a sample case can be cancelled, and begun again', async ({ app }) => {
  const { page } = app
  let held = true
  await page.route('**/samples/case-09/ct/0075.dcm', (route) => (held ? undefined : route.continue()))
  await page.getByRole('button', { name: /^36-year-old woman/ }).click()
  await expect(page.getByText('Downloading images')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('Downloading images')).toBeHidden()
  await expect(page.getByRole('alert')).toBeHidden()
  held = false
  await page.getByRole('button', { name: /^36-year-old woman/ }).click()
  await app.seesImage()
})

/** A disk that hands out so many files and then no more until it is told to. */
async function slowDisk(page: Page, atOnce: number) {
  await page.addInitScript((atOnce) => {
    const go = new Promise((resolve) => addEventListener('disk-goes-on', resolve))
    const { value: read } = Object.getOwnPropertyDescriptor(Blob.prototype, 'arrayBuffer') as {
      value: (this: Blob) => Promise<ArrayBuffer>
    }
    const handedOut = new Set<Blob>()
    Blob.prototype.arrayBuffer = async function () {
      if (handedOut.size < atOnce) handedOut.add(this)
      if (this instanceof File && !handedOut.has(this)) await go
      return read.call(this)
    }
  }, atOnce)
  return { goOn: () => page.evaluate(() => dispatchEvent(new Event('disk-goes-on'))) }
}

test('the reader comes back to where the series began while the rest is read: it stays there', async ({
  page,
}) => {
  const disk = await slowDisk(page, 8)
  const app = new App(page)
  await app.start()
  await app.open(syntheticSeries(14))
  await app.seesImage()
  await expect(page.getByRole('group', { name: 'Opening files' })).toHaveText(/^\s*8 of 14 files/)
  const began = Number(await app.viewport().getAttribute('data-slice'))
  await app.press('End')
  await app.seesSlice(8)
  for (let slice = 8; slice > began; slice--) await app.press('ArrowUp')
  await app.seesSlice(began)
  await disk.goOn()
  await expect(app.browser.getByRole('button', { name: 'Synthetic series' })).toHaveText(/CT · 14 images/)
  await expect(page.getByRole('group', { name: 'Opening files' })).toBeHidden()
  await app.press('ArrowDown')
  await app.seesSlice(began + 1)
})

for (const touched of [false, true])
  test(`a study that finishes opening ${touched ? 'waits while the reader is busy with another' : 'comes to the front'}`, async ({
    page,
  }) => {
    const named = (name: string, count: number) =>
      syntheticSeries(count, (number) => ({
        StudyInstanceUID: `2.25.3.${name.length}`,
        SeriesInstanceUID: `2.25.4.${name.length}`,
        SOPInstanceUID: `2.25.5.${name.length}.${number}`,
        PatientName: name,
        PatientID: name,
      })).map(({ bytes }, index) => ({ name: `${name}-${index}`, bytes }))
    const disk = await slowDisk(page, 6)
    const app = new App(page)
    await app.start()
    await app.openAndSee(named('First', 3))
    const progress = page.getByRole('group', { name: 'Opening files' })
    await app.open(named('Second', 9))
    const second = app.browser.locator('section', { hasText: 'Second' }).getByRole('listitem')
    await expect(second).toHaveText(/CT · 3 images/)
    if (touched) await app.draw('Point', { columns: 16, rows: 16 }, [[5, 5]])
    await disk.goOn()
    await expect(progress).toBeHidden()
    await expect(second).toHaveText(/CT · 9 images/)
    const notice = page.getByRole('group', { name: /^Open: Second/ })
    if (touched) {
      await expect(notice).toBeVisible()
      await expect(app.viewport().getByText('First').first()).toBeVisible()
      await expect(app.row('F1')).toBeVisible()
      await notice.getByRole('button', { name: 'Show' }).click()
    }
    await expect(app.viewport().getByText('Second').first()).toBeVisible()
    await expect(notice).toBeHidden()
    expect(app.complaints).toEqual([])
  })

test('what the reader arranges before the remembered layout is read stays', async ({ page }) => {
  await page.addInitScript(() => {
    const go = new Promise((resolve) => addEventListener('storage-goes-on', resolve))
    const { value: get } = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'get') as {
      value: IDBObjectStore['get']
    }
    IDBObjectStore.prototype.get = function (key) {
      const request = get.call(this, key)
      if (this.name === 'layouts')
        Object.defineProperty(request, 'onsuccess', {
          set: (then: (event: Event) => void) =>
            request.addEventListener('success', (event) => {
              document.documentElement.dataset.layoutWaits = ''
              void go.then(() => {
                then.call(request, { ...event, target: request })
                requestIdleCallback(() => (document.documentElement.dataset.layoutRead = ''))
              })
            }),
        })
      return request
    }
  })
  const app = new App(page)
  await app.start()
  await app.openAndSee(syntheticSeries(20, (number) => ({ ImagePositionPatient: [0, 0, number] })))
  await expect(page.locator('[data-layout-waits]')).toBeAttached()
  await app.press('Shift+KeyM')
  const axial = page.locator('[role=application][data-view=axial]')
  await expect(axial).toHaveAttribute('data-slice', /./)
  await page.evaluate(() => dispatchEvent(new Event('storage-goes-on')))
  await expect(page.locator('[data-layout-read]')).toBeAttached()
  await expect(axial).toHaveAttribute('data-slice', /./)
})

test('the first image is there before the rest is read; Cancel stops; what has come stays', async ({
  page,
}) => {
  const [read, count] = [20, 200]
  const disk = await slowDisk(page, read)
  const app = new App(page)
  await app.start()
  const series = app.browser.getByRole('button', { name: 'Synthetic series' })
  const progress = page.getByRole('group', { name: 'Opening files' })
  await app.open(syntheticSeries(count))
  await app.seesImage()
  await expect(progress).toHaveText(/20 of 200 files · [\d.]+ KB of [\d.]+ KB/)
  await expect(series).toHaveText(/CT · 20 images/)
  await progress.getByRole('button', { name: 'Cancel' }).click()
  await expect(progress).toBeHidden()

  await disk.goOn()
  const other = { SeriesInstanceUID: '2.25.1.22', SOPInstanceUID: '2.25.9', SeriesNumber: 2 }
  await app.open([{ name: 'other', bytes: syntheticImage(other) }])
  await expect(images(app)).toHaveCount(2)
  await expect(series.first()).toHaveText(/CT · 20 images/)
  await app.press('End')
  await app.seesSlice(read)
})

test.describe('bad input', () => {
  const whole = syntheticImage({ InstanceNumber: 9 })
  const cut = (name: string, length: number) => ({ name, bytes: whole.slice(0, length) })
  const made = (name: string, image: Parameters<typeof syntheticImage>[0]) => ({
    name,
    bytes: syntheticImage({ InstanceNumber: 8, ...image }),
  })

  const BAD: readonly (readonly [GivenFile, RegExp])[] = [
    [
      { name: 'letter.dcm', bytes: text('Dear colleague, '.repeat(50)) },
      /^letter\.dcm is not a DICOM file: expected DICM at byte 128, found 44 65 61 72/,
    ],
    [{ name: 'empty.dcm', bytes: text('') }, /^empty\.dcm is empty \(0 bytes\)/],
    [cut('cut-header.dcm', 700), /^The header of cut-header\.dcm is broken: expected ≥ \d+ B, found 700 B/],
    [
      cut('cut-pixels.dcm', whole.length - 12),
      /^cut-pixels\.dcm is truncated: expected 512 B of pixels, found 500 B/,
    ],
    [
      made('no-rows.dcm', { without: ['00280010'] }),
      /^no-rows\.dcm cannot be shown: the attribute Rows is missing/,
    ],
    [
      made('no-bits.dcm', { without: ['00280100'] }),
      /^no-bits\.dcm cannot be shown: the attribute Bits Allocated is missing/,
    ],
    [
      made('video.dcm', { TransferSyntaxUID: '1.2.840.10008.1.2.4.100' }),
      /^video\.dcm cannot be shown: its transfer syntax .*MPEG-2.* is not supported/,
    ],
    [
      made('bad-spacing.dcm', { SOPInstanceUID: '2.25.1.3.81', elements: [['00280030', 'DS', 'wide\\0']] }),
      /^bad-spacing\.dcm: Pixel Spacing was not used: expected two numbers above 0, found wide\\0\. Lengths are in pixels\./,
    ],
    [
      made('wrong-vr.dcm', { elements: [['00280010', 'DA', 'sixteen']] }),
      /^wrong-vr\.dcm cannot be shown: expected Rows.*, found sixteen|the attribute Rows is missing/,
    ],
    [
      { name: 'state.dcm', bytes: part10([['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.11.1']]) },
      /^state\.dcm is not an image \(Presentation State\)/,
    ],
  ]

  test('each file is named, with what was expected and what came; the good ones open', async ({ app }) => {
    await app.openAndSee([...BAD.map(([file]) => file), ...syntheticSeries(3)])
    const sentences = await app.problems()
    for (const [{ name }, sentence] of BAD)
      expect(sentences.filter((line) => line.includes(name)).join('\n')).toMatch(sentence)
    await app.page.keyboard.press('Escape')
    await expect(app.page.getByRole('dialog')).toBeHidden()
    await expect(app.browser).toContainText('Synthetic, Patient')
    await app.press('End')
    await expect(app.viewport()).toHaveAttribute('data-instance', /./)
  })

  test('spacing that is missing: open, in pixels', async ({ app }) => {
    await app.openAndSee([made('no-spacing', { without: ['00280030'] })])
    await expect(app.viewport().getByText('px, not calibrated')).toBeVisible()
    await app.draw('Length', { columns: 16, rows: 16 }, [
      [2, 3],
      [5, 7],
    ])
    await expect(app.measure('Length')).toHaveText('5.0 px')
  })

  test('an archive in an archive, an encrypted one, a broken one', async ({ app }) => {
    const [good, ...rest] = syntheticSeries(3)
    const inner = await zip(rest)
    await app.openAndSee([
      { name: 'outer.zip', bytes: await zip([good, { name: 'inner.zip', bytes: inner }]) },
      { name: 'secret.zip', bytes: await zip(rest, 'password') },
      { name: 'half.zip', bytes: inner.slice(0, inner.length / 2) },
    ])
    await expect(images(app)).toHaveText(/1 image\s*$/)
    const sentences = (await app.problems()).join('\n')
    expect(sentences).toMatch(/outer\.zip\/inner\.zip is an archive inside the archive outer\.zip/)
    expect(sentences).toMatch(/secret\.zip\/IM2 is encrypted/)
    expect(sentences).toMatch(/half\.zip could not be unpacked: the archive is broken \(.+\)/)
  })

  test('a folder without images', async ({ app }) => {
    const notes = ['notes.txt', 'deep/more.txt'].map((name) => ({ name, bytes: text('nothing here') }))
    await app.openFolder(onDisk('holiday', notes))
    const sentences = (await app.problems()).join('\n')
    expect(sentences).toMatch(/No image to show in holiday \(files: 2\)/)
    expect(sentences).toMatch(/holiday\/notes\.txt is not a DICOM file/)
  })

  test('readings of a newer version, of another study, and no readings at all', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1))
    await app.draw('Point', { columns: 16, rows: 16 }, [[8.5, 8.5]])
    await app.seesSaved()
    const [reading] = await app.readings()
    const json = (name: string, change: object) => ({
      name,
      bytes: text(JSON.stringify({ ...reading, ...change })),
    })
    await app.open([
      json('newer.json', { version: 99 }),
      json('other.json', { StudyInstanceUID: '2.25.77' }),
      json('damaged.json', { findings: 'none' }),
      { name: 'prose.json', bytes: text('once upon a time') },
      { name: 'list.json', bytes: text('[1, 2]') },
    ])
    await expect(app.status.getByRole('button', { name: '5 problems' })).toBeVisible()
    const sentences = (await app.problems()).join('\n')
    expect(sentences).toMatch(
      /newer\.json was saved by a newer version: expected version \d+ or older, found 99/,
    )
    expect(sentences).toMatch(/other\.json is a reading of another study \(2\.25\.77\)/)
    expect(sentences).toMatch(/damaged\.json is damaged at findings: expected Array, found "none"/)
    expect(sentences).toMatch(/prose\.json is not a saved reading: expected JSON, found “once upon a time”/)
    expect(sentences).toMatch(/list\.json is not a saved reading: expected calcimap-reading in format/)
    await app.page.keyboard.press('Escape')
    await expect(app.row('F1')).toBeVisible()
  })
})

test.describe('text of a file stays text', () => {
  const wasRun = (app: App) => app.page.evaluate(() => '__xss' in window)

  test('names, descriptions, file names', async ({ app }) => {
    const markup = '<img src=x onerror=window.__xss=1>'
    const bytes = syntheticImage({
      PatientName: markup,
      PatientID: '<b>1</b>',
      elements: [
        ['00081030', 'LO', '<script>window.__xss=1</script>'],
        ['0008103E', 'LO', markup],
        ['00180015', 'CS', '<i>LEG</i>'],
        ['00200062', 'CS', 'R'],
      ],
    })
    await app.openAndSee([
      { name: 'image', bytes },
      { name: '<img src=x onerror=window.__xss=1>.dcm', bytes: text('no image') },
    ])
    await expect(app.viewport().getByText(markup).first()).toBeVisible()
    await expect(app.viewport().getByText('<script>window.__xss=1</script>')).toBeVisible()
    await expect(app.browser.getByText('<b>1</b>')).toBeVisible()
    expect((await app.problems()).join('\n')).toContain(
      '<img src=x onerror=window.__xss=1>.dcm is not a DICOM',
    )
    await app.page.keyboard.press('Escape')
    await app.page.getByRole('button', { name: 'Library' }).click()
    await expect(app.page.getByText('<script>window.__xss=1</script>')).toBeVisible()
    expect(await wasRun(app)).toBe(false)
  })

  for (const paths of whereReal([
    ['xss_0', 'xss_1', 'xss_2', 'xss_3', 'xss_4', 'html_named', 'bidi_nul_names', 'csv_formula'].map(
      (name) => `hostile/${name}.dcm`,
    ),
  ]))
    test('real files with markup in them', async ({ app }) => {
      await app.openAndSee(realFiles(...paths))
      await expect(app.browser.getByText('<script>window.__xss=1</script>').first()).toBeVisible()
      for (const series of await images(app).all()) {
        await series.click()
        await expect(series).toHaveAttribute('aria-pressed', 'true')
        await app.seesImage()
      }
      expect((await app.problems()).join('\n')).toContain('html_named.dcm is not a DICOM file')
      expect(await wasRun(app)).toBe(false)
    })
})
