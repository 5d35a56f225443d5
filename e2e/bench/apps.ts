import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'
import { HERE, ROOT } from './paths'
import { DWV, installDwv, installOhif, installVolview, OHIF, VOLVIEW } from './peers'
import type { Region } from './png'
import type { Site } from './serve'

/** How a user handles one viewer. Whatever a step needs and a viewer has not is left out of its column. */
export interface Viewer {
  readonly label: string
  /** @throws Error when it cannot be installed */
  readonly site: () => Promise<Site>
  /** Path and query of its first page. */
  readonly path: string
  /** Which of the two folders with the same pixels it opens. */
  readonly slices: 'ct' | 'mr'
  /** Where an image is, clear of text, and nothing like one before. */
  readonly region: Region
  /** The control that opens files is there. */
  readonly ready: (page: Page) => Promise<void>
  /** Up to the moment a folder can be handed over: a press on the button, the browser's picker open. */
  readonly choose: (page: Page, devtools: CDPSession) => Promise<FileInput>
  /** Files, not a folder: the viewer has no folder picker. */
  readonly takesFiles?: boolean
  /** What the user has to press between the folder and the image. */
  readonly openViewer?: (page: Page) => Promise<void>
  /** Names patients in a list. */
  readonly lists?: boolean
  /** Takes the open study away. */
  readonly close?: (page: Page) => Promise<void>
}

type FileInput = { readonly objectId: string } | { readonly backendNodeId: number }

/** The browser's own hand: the path goes straight to the input, as from its picker. */
export async function handOver(
  viewer: Viewer,
  devtools: CDPSession,
  input: FileInput,
  folder: string,
): Promise<void> {
  await devtools.send('DOM.setFileInputFiles', {
    ...input,
    files: viewer.takesFiles ? filesOf(folder) : [folder],
  })
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const DIALOG = 'I understand'

/** @param slices MR opens as one viewport, CT as planes and volume: a user chooses neither */
const calcimap = (label: string, dist: string, slices: 'ct' | 'mr'): Viewer => ({
  label,
  site: () => Promise.resolve({ folder: dist }),
  path: '/',
  slices,
  region:
    slices === 'ct'
      ? { x: 0.26, y: 0.16, width: 0.15, height: 0.18 }
      : { x: 0.33, y: 0.2, width: 0.17, height: 0.17 },
  ready: async (page) => {
    await page.getByRole('button', { name: DIALOG }).click()
    await page.getByRole('button', { name: 'Open folder…' }).first().waitFor()
  },
  choose: (page, devtools) =>
    pressed(devtools, () => page.getByRole('button', { name: 'Open folder…' }).first().click()),
  lists: true,
  close: async (page) => {
    await page
      .getByRole('button', { name: /^Close/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Sample cases' }).waitFor()
  },
})

const DIST = join(ROOT, 'dist')

export const VIEWERS: Readonly<Record<string, Viewer>> = {
  floor: {
    label: 'floor',
    site: () => Promise.resolve({ folder: join(HERE, 'pages/floor') }),
    path: '/',
    slices: 'mr',
    region: { x: 0.36, y: 0.35, width: 0.28, height: 0.35 },
    ready: (page) => page.locator('input').waitFor(),
    choose: (_, devtools) => found(devtools, 'input'),
    lists: true,
  },
  dwv: {
    label: `DWV ${DWV}`,
    site: async () => ({ folder: await installDwv() }),
    path: '/',
    slices: 'mr',
    region: { x: 0.36, y: 0.35, width: 0.28, height: 0.35 },
    ready: (page) => page.locator('input').waitFor(),
    choose: (_, devtools) => found(devtools, 'input'),
  },
  ohif: {
    label: `OHIF ${OHIF}`,
    site: async () => ({
      folder: await installOhif(),
      instead: { '/app-config.js': join(HERE, 'pages/ohif-config.js') },
    }),
    path: '/local',
    slices: 'mr',
    region: { x: 0.42, y: 0.33, width: 0.36, height: 0.4 },
    ready: (page) => page.getByText('Load folders').waitFor(),
    choose: (_, devtools) => found(devtools, 'input[webkitdirectory]'),
    openViewer: async (page) => {
      await page.getByText('PHANTOM').first().click()
      await page.getByRole('button', { name: 'Basic Viewer' }).click()
    },
    lists: true,
  },
  volview: {
    label: `VolView ${VOLVIEW}`,
    site: async () => ({
      folder: await installVolview(),
      instead: { '/bench.json': join(HERE, 'pages/volview.json') },
    }),
    path: '/?urls=[bench.json]',
    slices: 'mr',
    region: { x: 0.5, y: 0.35, width: 0.36, height: 0.35 },
    ready: (page) => page.getByText('Click to open local files').waitFor(),
    choose: (page, devtools) => pressed(devtools, () => page.getByText('Click to open local files').click()),
    takesFiles: true,
    lists: true,
  },
  ours: calcimap('Calcimap, one viewport', DIST, 'mr'),
  planes: calcimap('Calcimap, planes and volume', DIST, 'ct'),
}

/** The same program as it was built elsewhere, for a comparison in the same run. */
export const viewersBefore = (dist: string): Readonly<Record<string, Viewer>> => ({
  before: calcimap('before, one viewport', dist, 'mr'),
  planesBefore: calcimap('before, planes and volume', dist, 'ct'),
})

async function pressed(devtools: CDPSession, press: () => Promise<void>): Promise<FileInput> {
  await devtools.send('Page.enable')
  await devtools.send('Page.setInterceptFileChooserDialog', { enabled: true })
  const opened = new Promise<FileInput>((resolve) =>
    devtools.once('Page.fileChooserOpened', ({ backendNodeId = 0 }) => resolve({ backendNodeId })),
  )
  await press()
  return opened
}

async function found(devtools: CDPSession, selector: string): Promise<FileInput> {
  const expression = `document.querySelector(${JSON.stringify(selector)})`
  const { result } = await devtools.send('Runtime.evaluate', { expression })
  return { objectId: result.objectId ?? '' }
}
