import type { Plugin } from 'vite'

/** A module of its own: whatever lies in node_modules would be left to Node, which knows no such files. */
const MARK = '\0codec-file-'

/** The codecs' WebAssembly by its place on the disk, where no page serves it: under Node the codecs read it there. */
export const codecFiles = (): Plugin => ({
  name: 'codec-files',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith('decodewasm?url')) return undefined
    const found = await this.resolve(source.slice(0, -'?url'.length), importer)
    return found && MARK + Buffer.from(found.id).toString('hex')
  },
  load(id) {
    if (!id.startsWith(MARK)) return undefined
    return `export default ${JSON.stringify(Buffer.from(id.slice(MARK.length), 'hex').toString())}`
  },
})
