/* `npm run pictures`: takes the picture of the first page of the README from the production build. */
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { preview } from 'vite'
import { App } from '../app'
import { BROWSER_ARGS, resolveBrowser } from '../setup/browser.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SHEET = { columns: 384, rows: 384 }

const server = await preview({
  configFile: `${ROOT}/vite.config.ts`,
  preview: { port: 4191, strictPort: false },
})
const { executablePath, env } = await resolveBrowser()
const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS, env })
const context = await browser.newContext({
  viewport: { width: 1440, height: 900 },
  baseURL: server.resolvedUrls?.local[0],
  locale: 'en-GB',
})
const app = new App(await context.newPage())
await app.start()
await app.page.getByRole('button', { name: /^36-year-old woman/ }).click()
await app.seesImage()
await app.page.getByRole('checkbox', { name: 'Add to selected finding' }).check()
await app.page.getByRole('navigation').getByText('CT · 75 images').waitFor()
await app.press('Home')
for (let slice = 0; slice < 37; slice++) await app.press('ArrowDown')
await app.seesSlice(38)
await app.draw('Freehand outline', SHEET, [
  [82, 264],
  [88, 261],
  [98, 268],
  [110, 270],
  [125, 274],
  [140, 272],
  [155, 270],
  [173, 270],
  [174, 289],
  [150, 293],
  [125, 292],
  [105, 287],
  [90, 282],
  [82, 275],
])
await app.draw('Freehand outline', SHEET, [
  [217, 276],
  [225, 274],
  [238, 280],
  [262, 276],
  [285, 272],
  [298, 271],
  [303, 278],
  [300, 288],
  [285, 296],
  [262, 298],
  [238, 294],
  [220, 288],
])
await app.draw('Ellipse', SHEET, [
  [318, 250],
  [337, 267],
])
await app.press('Escape')
await app.goTo('describe')
for (const term of ['Subcutaneous', 'Bilateral / symmetric', 'Nodular / rounded', 'Plaque / sheet-like'])
  await app.tag(term)
await app.goTo('reason')
const search = app.step.getByRole('searchbox')
if (!(await search.isVisible())) await app.step.getByRole('heading', { name: 'History' }).click()
await search.fill('systemic lupus')
await search.press('Enter')
await app.step.getByRole('heading', { name: 'Clinical context' }).click()
await app.step.getByRole('list', { name: 'Candidate causes' }).getByRole('button').first().click()
await app.page.mouse.move(4, 700)
await app.seesSaved()
await app.page.screenshot({ path: `${ROOT}/e2e/pictures/reading.png` })
await browser.close()
await server.close()
