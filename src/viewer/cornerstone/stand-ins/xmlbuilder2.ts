/* In place of `xmlbuilder2`, which VTK's reader and writer of XML import: they are reached by nothing used here. */

const refuse = (): never => {
  throw new Error('XML is not read or written here')
}

export const create = refuse
export const convert = refuse
export const fragment = refuse
export const builder = refuse
export default { create, convert, fragment, builder }
