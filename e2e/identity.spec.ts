import type { Locator } from '@playwright/test'
import { App, expect, test } from './app'
import { syntheticSeries, type SyntheticImage } from './synthetic-dicom'

/*
 * Two patients, each a CT of one value throughout: whatever viewport is looked at, its pixels are those of the patient
 * whose name it shows, or black. Looked at on the canvas, at every step on the way, while the workers are slow.
 */

interface Patient {
  readonly name: string
  readonly uid: string
  /** Stored value of the whole body. */
  readonly value: number
  /** How bright it is drawn with the window of the file. */
  readonly grey: number
}

const DARK: Patient = { name: 'Dark', uid: '2.25.71', value: 1024 + 100, grey: 64 }
const BRIGHT: Patient = { name: 'Bright', uid: '2.25.72', value: 1024 + 300, grey: 191 }
const COUNT = 20

const ct = ({ name, uid, value }: Patient, shared = false): ReturnType<typeof syntheticSeries> =>
  syntheticSeries(
    COUNT,
    (number): SyntheticImage => ({
      PatientName: `Patient^${name}`,
      PatientID: name,
      StudyInstanceUID: shared ? '2.25.70' : uid,
      SeriesInstanceUID: shared ? '2.25.70.1' : `${uid}.1`,
      SOPInstanceUID: `${uid}.1.${number}`,
      Rows: 32,
      Columns: 32,
      PixelSpacing: [1, 1],
      ImagePositionPatient: [0, 0, number],
      pixel: () => value,
      elements: [
        ['00281052', 'DS', '-1024'],
        ['00281053', 'DS', '1'],
        ['00281050', 'DS', '200'],
        ['00281051', 'DS', '400'],
      ],
    }),
  ).map((file) => ({ ...file, name: `${name}-${file.name}` }))

/** Makes every answer of a worker late by some milliseconds, in the order of the answers. */
const slowDown = (app: App, delayMs: number) =>
  app.page.addInitScript((delay) => {
    const Original = window.Worker
    window.Worker = class extends Original {
      override postMessage(...given: Parameters<Worker['postMessage']>): void {
        setTimeout(() => super.postMessage(...given), delay)
      }
    }
  }, delayMs)

/** Watches every painted frame from now on: what each viewport says of itself, and what its canvas shows. */
const watch = (app: App) =>
  app.page.evaluate(() => {
    interface Seen {
      readonly cell: string
      readonly identity: string
      readonly grey: number
    }
    const seen: Seen[] = []
    const greyOf = (canvas: HTMLCanvasElement): number => {
      if (getComputedStyle(canvas).visibility === 'hidden' || !canvas.width) return 0
      const copy = document.createElement('canvas')
      ;[copy.width, copy.height] = [1, 1]
      const context = copy.getContext('2d')!
      const { width, height } = canvas
      context.drawImage(canvas, width / 2 - 2, height / 2 - 2, 4, 4, 0, 0, 1, 1)
      return context.getImageData(0, 0, 1, 1).data[0]
    }
    const look = () => {
      for (const cell of document.querySelectorAll<HTMLElement>('[data-cell]')) {
        const canvas = cell.querySelector('canvas')
        if (!canvas) continue
        const identity = cell.querySelector('[data-identity]')?.textContent ?? ''
        seen.push({ cell: `${cell.dataset.cell} ${cell.dataset.view}`, identity, grey: greyOf(canvas) })
      }
      requestAnimationFrame(look)
    }
    look()
    Object.assign(window, { seen })
  })

const seenBy = (app: App) =>
  app.page.evaluate(() => (window as unknown as { seen: { cell: string; identity: string; grey: number }[] }).seen)

const studyOf = (app: App, { name }: Patient): Locator =>
  app.browser.locator('section, li, div').filter({ hasText: new RegExp(`Patient|${name}`) })

/** No frame on which a viewport showed the pixels of one patient and the name of the other, or no name. */
function expectOwnPixels(seen: readonly { cell: string; identity: string; grey: number }[], patients = [DARK, BRIGHT]) {
  const wrong = seen.filter(({ identity, grey, cell }) => {
    if (grey < 8 || cell.endsWith('volume')) return false
    const owner = patients.find((patient) => Math.abs(patient.grey - grey) <= 6)
    return !owner || !identity.includes(owner.name)
  })
  expect(wrong.slice(0, 3)).toEqual([])
}
