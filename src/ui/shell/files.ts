import { chosenFiles, type DroppedFile } from './dropped-files'

const choose = (folder: boolean): Promise<DroppedFile[] | undefined> =>
  new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.webkitdirectory = folder
    input.addEventListener('change', () => resolve(input.files ? chosenFiles(input.files) : undefined))
    input.addEventListener('cancel', () => resolve(undefined))
    input.click()
  })

/** The browser's own picker; undefined when the reader chooses nothing. */
export const chooseFiles = (): Promise<DroppedFile[] | undefined> => choose(false)
export const chooseFolder = (): Promise<DroppedFile[] | undefined> => choose(true)

/** Hands a file to the reader through the browser's downloads. */
export function download(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export const downloadText = (name: string, text: string): void =>
  download(name, new Blob([text], { type: 'application/json' }))
