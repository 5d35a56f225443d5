import { App, expect, test, type PagePoint, type PixelPoint, type Sheet } from './app'
import { realFiles, referenceGreys, whereReal } from './real-dicom'
import { syntheticSeries, type SyntheticElement, type SyntheticImage } from './synthetic-dicom'

const SHEET: Sheet = { columns: 64, rows: 64 }
/** Hounsfield units from −1024 to 3071 over the whole image. */
const RAMP: SyntheticImage = {
  Rows: 64,
  Columns: 64,
  pixel: (column, row) => Math.round(((row * 64 + column) * 4095) / (64 * 64 - 1)),
}
const BRIGHT: PixelPoint = [20, 41]
/** Air with one pixel of bone in it. */
const ONE_PIXEL: SyntheticImage = {
  Rows: 64,
  Columns: 64,
  pixel: (column, row) => (column === BRIGHT[0] && row === BRIGHT[1] ? 4095 : 0),
}
const MIDDLE_OF_BRIGHT: PixelPoint = [BRIGHT[0] + 0.5, BRIGHT[1] + 0.5]

const overlay = (app: App, text: string | RegExp) => app.viewport().getByText(text)
const side = (app: App, name: string) => app.viewport().locator(`[data-side=${name}]`)

async function seesLetters(app: App, left: string, right: string, top: string, bottom: string) {
  for (const [name, letters] of Object.entries({ left, right, top, bottom }))
    if (letters) await expect(side(app, name)).toHaveText(letters)
    else await expect(side(app, name)).toHaveCount(0)
}

/** Middle of the first viewport, and a place `right` and `down` of it. */
async function stroke(app: App, right: number, down: number): Promise<PagePoint[]> {
  const { x, y, width, height } = await app.boxOf()
  const from: PagePoint = [x + width / 2, y + height / 2]
  return [from, [from[0] + right, from[1] + down]]
}

async function expectLightAt(app: App, [x, y]: PagePoint) {
  await expect
    .poll(async () => {
      const [left, top] = await app.middleOfLight()
      return Math.hypot(left - x, top - y)
    })
    .toBeLessThan(0.5)
}

test.describe('slices', () => {
  test('wheel and keys go through them in order of position', async ({ app }) => {
    const files = syntheticSeries(24, (n) => ({ ImagePositionPatient: [0, 0, -n] }))
    await app.openAndSee(files)
    await app.seesSlice(13)
    // By position along the normal: the highest Instance Number lies lowest.
    await expect(app.viewport()).toHaveAttribute('data-instance', '2.25.1.3.12')

    const [middle] = await stroke(app, 0, 0)
    await app.page.mouse.move(...middle)
    for (const [notch, slice] of [
      [100, 14],
      [120, 15],
      [-100, 14],
      [-120, 13],
    ]) {
      await app.page.mouse.wheel(0, notch)
      await app.seesSlice(slice)
    }
    for (const [key, slice] of [
      ['ArrowDown', 14],
      ['ArrowUp', 13],
      ['Shift+ArrowDown', 23],
      ['Shift+ArrowUp', 13],
      ['End', 24],
      ['ArrowDown', 24],
      ['Home', 1],
      ['ArrowUp', 1],
    ] as const) {
      await app.press(key)
      await app.seesSlice(slice)
    }
    await app.take('Scroll slices')
    await app.drag(await stroke(app, 0, 80))
    await app.seesSlice(11)
  })

  test('series follow with Page Down and by click, the name of the viewport says what is shown', async ({
    app,
  }) => {
    const second = syntheticSeries(2, (n) => ({
      SeriesInstanceUID: '2.25.1.22',
      SeriesNumber: 2,
      SOPInstanceUID: `2.25.1.33.${n}`,
      elements: [['0008103E', 'LO', 'Second series']],
    }))
    await app.openAndSee([...syntheticSeries(3), ...second])
    await expect(app.viewport()).toHaveAccessibleName('Viewport 1: Synthetic series, slice 2 of 3')
    await app.press('PageDown')
    await expect(app.viewport()).toHaveAccessibleName('Viewport 1: Second series, slice 2 of 2')
    await app.press('PageUp')
    await expect(app.viewport()).toHaveAccessibleName('Viewport 1: Synthetic series, slice 2 of 3')
    await app.browser.getByRole('button', { name: 'Second series' }).click()
    await expect(app.viewport()).toHaveAccessibleName('Viewport 1: Second series, slice 2 of 2')
  })
})

test.describe('window', () => {
  test('left drag widens to the right and raises the level downwards; 0 is the window of the file', async ({
    app,
  }) => {
    await app.openAndSee(syntheticSeries(1, RAMP))
    await expect(overlay(app, 'W 400 · L 40')).toBeVisible()
    await app.drag(await stroke(app, 100, 50))
    // A pixel of travel is a thousandth of the range of 4095 HU.
    await expect(overlay(app, `W ${Math.round(400 + 409.5)} · L ${Math.round(40 + 204.75)}`)).toBeVisible()
    await app.press('0')
    await expect(overlay(app, 'W 400 · L 40')).toBeVisible()
  })

  test('keys 1 to 5 are the presets for CT, and the picture follows', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, RAMP))
    const place = await app.placeOf(SHEET, [32.5, 20.5])
    const value = ((20 * 64 + 32) * 4095) / (64 * 64 - 1) - 1024
    for (const [key, width, center] of [
      ['1', 400, 40],
      ['2', 1500, -600],
      ['3', 2500, 480],
      ['4', 80, 40],
      ['5', 150, 90],
      ['0', 400, 40],
    ] as const) {
      await app.press(key)
      await expect(overlay(app, `W ${width} · L ${center < 0 ? `−${-center}` : center}`)).toBeVisible()
      // PS3.3 C.11.2.1.2.1
      const grey = ((value - (center - 0.5)) / (width - 1) + 0.5) * 255
      const [seen] = await app.greysAt([place])
      expect(Math.abs(seen - Math.min(Math.max(grey, 0), 255))).toBeLessThanOrEqual(3)
    }
  })

  test('presets are offered for CT alone', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, { ...RAMP, Modality: 'DX' }))
    await expect(overlay(app, 'W 400 · L 40')).toBeVisible()
    await app.press('3')
    await app.press('KeyI')
    await expect(overlay(app, 'W 400 · L 40 · inverted')).toBeVisible()
    await expect(app.tools.getByRole('combobox', { name: 'Window' }).getByRole('option')).toHaveText([
      'Window from the file',
      'Window: full range',
      'Window: 1st to 99th percentile',
    ])
  })

  test('MONOCHROME1 is shown inverted, and invert turns it round', async ({ app }) => {
    const pixel = (column: number) => (column < 32 ? 0 : 4095)
    await app.openAndSee(
      syntheticSeries(1, { ...RAMP, pixel, elements: [['00280004', 'CS', 'MONOCHROME1']] }),
    )
    const places = [await app.placeOf(SHEET, [8, 32]), await app.placeOf(SHEET, [56, 32])]
    expect(await app.greysAt(places)).toEqual([255, 0])
    await app.press('KeyI')
    await expect(overlay(app, /inverted/)).toBeVisible()
    expect(await app.greysAt(places)).toEqual([0, 255])
  })
})

test.describe('place on the screen', () => {
  test('a single bright pixel is drawn where the view says, under every turn and flip', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, ONE_PIXEL))
    const [x, y] = await app.placeOf(SHEET, MIDDLE_OF_BRIGHT)
    const box = await app.boxOf()
    const middle: PagePoint = [box.x + box.width / 2, box.y + box.height / 2]
    const [right, down] = [x - middle[0], y - middle[1]]
    const at = (across: number, along: number): PagePoint => [middle[0] + across, middle[1] + along]

    await expectLightAt(app, at(right, down))
    for (const [key, across, along] of [
      ['r', -down, right],
      ['r', -right, -down],
      ['Shift+R', -down, right],
      ['h', down, right],
      ['v', down, -right],
      ['Space', right, down],
      ['h', -right, down],
      ['Space', right, down],
      ['v', right, -down],
      ['Space', right, down],
    ] as const) {
      await app.press(key)
      await expectLightAt(app, at(across, along))
    }
  })

  test('a mark lies on the pixel it was set on, also after turning, flipping and zooming', async ({
    app,
  }) => {
    await app.openAndSee(syntheticSeries(1, ONE_PIXEL))
    await app.draw('Point', SHEET, [MIDDLE_OF_BRIGHT])
    const mark = app.drawn('F1').locator('circle')
    for (const key of ['r', 'h', '+', 'r', 'v', '-', '=']) {
      await app.press(key)
      await expect
        .poll(async () => {
          const box = await mark.boundingBox()
          const light = await app.middleOfLight()
          return box ? Math.hypot(box.x + box.width / 2 - light[0], box.y + box.height / 2 - light[1]) : NaN
        })
        .toBeLessThan(1)
    }
  })

  test('unequal spacing: pixels are as tall as the patient is', async ({ app }) => {
    const sheet = { columns: 64, rows: 64, aspect: 2 }
    await app.openAndSee(syntheticSeries(1, { ...ONE_PIXEL, PixelSpacing: [1, 0.5] }))
    await expectLightAt(app, await app.placeOf(sheet, MIDDLE_OF_BRIGHT))
  })

  test('right drag zooms about its start, middle drag pans, Ctrl and Shift with left do the same', async ({
    app,
  }) => {
    await app.openAndSee(syntheticSeries(1, ONE_PIXEL))
    const fitted = Math.round((await app.fittedScale(SHEET)) * 100)
    const start = await app.placeOf(SHEET, MIDDLE_OF_BRIGHT)
    const up: PagePoint = [start[0], start[1] - 75]
    const zoomed = Math.round((await app.fittedScale(SHEET)) * Math.exp(0.5) * 100)

    await app.drag([start, up], { button: 'right' })
    await expect(overlay(app, `Zoom ${zoomed} %`)).toBeVisible()
    await expectLightAt(app, start)
    await app.press('=')
    await expect(overlay(app, `Zoom ${fitted} %`)).toBeVisible()
    await app.drag([start, up], { holding: ['Control'] })
    await expect(overlay(app, `Zoom ${zoomed} %`)).toBeVisible()
    await app.press('=')
    await expect(overlay(app, `Zoom ${fitted} %`)).toBeVisible()

    const aside: PagePoint = [start[0] + 60, start[1] - 35]
    await app.drag([start, aside], { button: 'middle' })
    await expectLightAt(app, aside)
    await app.press('Space')
    await expectLightAt(app, start)
    await app.drag([start, aside], { holding: ['Shift'] })
    await expectLightAt(app, aside)
  })

  test('tools in the bar: zoom, pan, fit, invert, rotate, flip, reset', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, ONE_PIXEL))
    const start = await app.placeOf(SHEET, MIDDLE_OF_BRIGHT)
    const button = (name: string) => app.tools.getByRole('button', { name, exact: true })
    await app.take('Pan')
    await app.drag([start, [start[0] + 40, start[1] + 40]])
    await expectLightAt(app, [start[0] + 40, start[1] + 40])
    await button('Fit to viewport').click()
    await expectLightAt(app, start)
    await app.take('Zoom')
    await app.drag([start, [start[0], start[1] - 75]])
    await expect(
      overlay(app, `Zoom ${Math.round((await app.fittedScale(SHEET)) * Math.exp(0.5) * 100)} %`),
    ).toBeVisible()
    await button('Reset view').click()
    await button('Invert').click()
    await expect(overlay(app, /inverted/)).toBeVisible()
    await button('Reset view').click()
    await expect(overlay(app, /inverted/)).toBeHidden()
    await button('Rotate right').click()
    await seesLetters(app, 'P', 'A', 'R', 'L')
    await button('Flip left–right').click()
    await seesLetters(app, 'A', 'P', 'R', 'L')
    await button('Flip top–bottom').click()
    await seesLetters(app, 'A', 'P', 'L', 'R')
    await button('Reset view').click()
    await seesLetters(app, 'R', 'L', 'A', 'P')
  })
})

test('the line below says value, unit and place under the pointer', async ({ app }) => {
  const pixel = (column: number, row: number) => 1000 + 10 * column + row
  await app.openAndSee(
    syntheticSeries(1, {
      Rows: 16,
      Columns: 16,
      PixelSpacing: [2, 2],
      pixel,
      ImagePositionPatient: [-10, 5, 30],
    }),
  )
  await app.page.mouse.move(...(await app.placeOf({ columns: 16, rows: 16 }, [3.5, 6.5])))
  await expect(app.status).toContainText('4, 7')
  await expect(app.status).toContainText('12 HU')
  await expect(app.status).toContainText('(−4.0 17.0 30.0 mm)')
})

test('windows of any modality: the full range, and all but the outermost hundredths', async ({ app }) => {
  const pixel = (column: number, row: number) => (column === 0 && row === 0 ? 4000 : 100 + column)
  await app.openAndSee(syntheticSeries(1, { Modality: 'MR', Rows: 32, Columns: 32, pixel }))
  await app.press('6')
  const wide = await app.viewport().getByText(/^W /).innerText()
  await app.press('7')
  await expect(app.viewport().getByText(/^W /)).not.toHaveText(wide)
  await app.press('0')
})

test.describe('orientation, scale and calibration', () => {
  const oriented = (cosines: string, more: readonly SyntheticElement[] = []): SyntheticImage => ({
    elements: [['00200037', 'DS', cosines], ...more],
  })

  test('axial CT: letters follow turn and flip; the scale bar is as long as it says', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, { ...RAMP, PixelSpacing: [0.5, 0.5] }))
    await seesLetters(app, 'R', 'L', 'A', 'P')
    await app.press('KeyR')
    await seesLetters(app, 'P', 'A', 'R', 'L')
    await app.press('KeyH')
    await seesLetters(app, 'A', 'P', 'R', 'L')
    await app.press('Space', 'KeyV')
    await seesLetters(app, 'R', 'L', 'P', 'A')

    const label = overlay(app, /^\d+ mm$/)
    const millimetres = parseFloat(await label.innerText())
    const bar = await label.locator('xpath=following-sibling::i').boundingBox()
    expect(bar?.width).toBeCloseTo((millimetres / 0.5) * (await app.fittedScale(SHEET)), 0)
    await expect(app.status.getByText('mm', { exact: true })).toBeVisible()
  })

  test('oblique plane: the stronger direction first, the weaker one after it', async ({ app }) => {
    // Rows 30° from left towards the back; columns towards the feet.
    await app.openAndSee(syntheticSeries(1, oriented('0.866025\\0.5\\0\\0\\0\\-1')))
    await seesLetters(app, 'RA', 'LP', 'H', 'F')
    await app.press('Shift+R')
    await seesLetters(app, 'H', 'F', 'LP', 'RA')
  })

  const projection = (elements: readonly SyntheticElement[]): SyntheticImage => ({
    Modality: 'DX',
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
    without: ['00200032', '00200037', '00200052', '00280030'],
    elements,
  })

  test('radiograph: letters of Patient Orientation follow turn and flip; mm at the detector', async ({
    app,
  }) => {
    await app.openAndSee(
      syntheticSeries(
        1,
        projection([
          ['00181164', 'DS', '0.2\\0.2'],
          ['00200020', 'CS', 'L\\F'],
          ['00200062', 'CS', 'R'],
        ]),
      ),
    )
    await seesLetters(app, 'R', 'L', 'H', 'F')
    await app.press('KeyR')
    await seesLetters(app, 'F', 'H', 'R', 'L')
    await app.press('KeyH')
    await seesLetters(app, 'H', 'F', 'R', 'L')
    await expect(overlay(app, /^\d+ mm \(detector\)$/)).toBeVisible()
    await expect(app.status.getByText('mm (detector)')).toBeVisible()
    await expect(app.viewport().getByTitle('Laterality in the file')).toHaveText('R')
  })

  test('nothing stated: no letters, no scale bar, no millimetres', async ({ app }) => {
    await app.openAndSee(syntheticSeries(1, projection([])))
    await seesLetters(app, '', '', '', '')
    await expect(overlay(app, 'px, not calibrated')).toBeVisible()
    await expect(overlay(app, /\d mm/)).toHaveCount(0)
  })
})

test.describe('viewports', () => {
  test('one to four, each with its series and its own window', async ({ app }) => {
    const second = syntheticSeries(2, (n) => ({
      SeriesInstanceUID: '2.25.1.22',
      SeriesNumber: 2,
      SOPInstanceUID: `2.25.1.33.${n}`,
      elements: [['0008103E', 'LO', 'Second series']],
    }))
    await app.openAndSee([...syntheticSeries(3), ...second])
    const viewports = app.page.getByRole('application')
    for (const [grid, count] of [
      ['2×1', 2],
      ['1×2', 2],
      ['2×2', 4],
    ] as const) {
      await app.tools.getByRole('combobox', { name: 'Layout' }).selectOption(grid)
      await expect(viewports).toHaveCount(count)
    }
    await app.viewport(3).click()
    await app.browser.getByRole('button', { name: 'Second series' }).click()
    await app.seesImage(3)
    await expect(app.viewport(3)).toHaveAccessibleName('Viewport 3: Second series, slice 2 of 2')
    await expect(app.viewport(2)).toHaveAccessibleName('Viewport 2: empty')

    await app.viewport(3).focus()
    await app.page.keyboard.press('3')
    await expect(app.viewport(3).getByText('W 2500 · L 480')).toBeVisible()
    await expect(app.viewport(1).getByText('W 400 · L 40')).toBeVisible()
    await app.page.keyboard.press('ArrowLeft')
    await expect(app.viewport(2)).toBeFocused()
    await app.page.keyboard.press('ArrowLeft')
    await expect(app.viewport(1)).toBeFocused()

    await app.viewport(3).dblclick({ position: { x: 100, y: 100 } })
    await expect(viewports).toHaveCount(1)
    await expect(app.viewport(3)).toHaveAccessibleName(/Second series/)
    await app.seesImage(3)
    await app.viewport(3).dblclick({ position: { x: 100, y: 100 } })
    await expect(viewports).toHaveCount(4)
    await expect(app.viewport(1)).toHaveAccessibleName(/Synthetic series/)
    await app.seesImage(1)
  })
})

test('overlays: all, without identity, none; the orientation stays', async ({ app }) => {
  await app.openAndSee(syntheticSeries(2))
  await expect(overlay(app, 'Synthetic, Patient')).toBeVisible()
  await app.press('KeyO')
  await expect(overlay(app, 'Synthetic, Patient')).toBeHidden()
  await expect(overlay(app, 'Slice 2/2')).toBeVisible()
  await app.press('KeyO')
  await expect(overlay(app, 'Slice 2/2')).toBeHidden()
  await seesLetters(app, 'R', 'L', 'A', 'P')
  await app.press('KeyO')
  await expect(overlay(app, 'Synthetic, Patient')).toBeVisible()
})

test('a Spanish keyboard: letters by their place, signs by what is printed on them', async ({ app }) => {
  await app.openAndSee(syntheticSeries(3, RAMP))
  const devtools = await app.devtools()
  /** @param modifiers 8 is Shift */
  const type = async (code: string, key: string, modifiers = 0) => {
    await app.viewport().focus()
    const event = { code, key, modifiers, text: modifiers === 0 && key.length === 1 ? key : undefined }
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key, modifiers })
  }
  const zoom = async () => parseFloat((await overlay(app, /^Zoom/).innerText()).slice('Zoom '.length))
  // Panels and viewports have their places: the picture is as large as it will be.
  await expect.poll(zoom).toBe(Math.round((await app.fittedScale(SHEET)) * 100))
  const fitted = await zoom()

  await type('BracketRight', '+')
  await expect.poll(zoom).toBe(Math.round((await app.fittedScale(SHEET)) * 125))
  await type('Slash', '-')
  await expect.poll(zoom).toBe(fitted)
  await type('BracketRight', '+')
  await expect.poll(zoom).toBeGreaterThan(fitted)
  // On this keyboard = is Shift and 0.
  await type('Digit0', '=', 8)
  await expect.poll(zoom).toBe(fitted)

  // Whatever is printed on the key at the place of I, R and 3.
  await type('KeyI', 'ι')
  await expect(overlay(app, /inverted/)).toBeVisible()
  await type('KeyR', 'ρ')
  await seesLetters(app, 'P', 'A', 'R', 'L')
  await type('Digit3', '"')
  await expect(overlay(app, /^W 2500 · L 480/)).toBeVisible()

  await type('Minus', '?', 8)
  const keys = app.page.getByRole('dialog')
  await expect(keys.getByText('Rotate right')).toBeVisible()
  await app.page.keyboard.press('Escape')
  await expect(keys).toBeHidden()
})

const DRAWN: readonly (readonly [path: string, sheet: Sheet])[] = [
  ['image/pydicom-data__RG3_J2KR.dcm', { columns: 1760, rows: 1760 }],
  ['image/highdicom__dx_image.dcm', { columns: 211, rows: 169, aspect: 1.2 / 1.201199999999 }],
  ['series/dcmqi-ct3/02.dcm', { columns: 512, rows: 512 }],
]

for (const [path, sheet] of whereReal(DRAWN))
  test(`${path} is drawn as another program draws it, and inverted by I`, async ({ app }) => {
    await app.openAndSee(realFiles(path))
    const probes = referenceGreys(path)
    const places = await Promise.all(
      probes.map(([row, column]) => app.placeOf(sheet, [column + 0.5, row + 0.5])),
    )
    // A screen pixel lies up to half of itself beside the middle of the image pixel, and mixes in the next one.
    const differences = async (inverted: boolean) => {
      const greys = await app.greysAt(places)
      return probes
        .map(([, , grey], index) => Math.abs((inverted ? 255 - greys[index] : greys[index]) - grey))
        .sort((a, b) => a - b)
    }
    const expectSame = async (inverted: boolean) => {
      const all = await differences(inverted)
      expect(all[Math.floor(all.length / 2)]).toBeLessThanOrEqual(1)
      expect(all.at(-1)).toBeLessThanOrEqual(24)
    }
    await expectSame(false)
    await app.press('KeyI')
    await expect(overlay(app, /inverted/)).toBeVisible()
    await expectSame(true)
  })
