/*
 * The order and meaning of a PDF's texts for those who have it read aloud: tagged PDF (ISO 32000-1 section 14.8).
 * pdfmake can declare a document tagged but marks none of its content, and a document that is declared tagged
 * with nothing marked reads as empty. So its texts and pictures are marked here while they are drawn.
 */

export type TagType =
  | 'Document'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'Span'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Figure'
  | 'Caption'

export interface Tag {
  readonly type: TagType
  readonly alt?: string
  readonly children: Tag[]
}

type StructureContent = object
interface StructureElement {
  add(child: StructureElement | StructureContent): unknown
  end(): unknown
}

interface TextOptions {
  readonly features?: readonly string[]
}

/** What is used of the document that pdfmake draws on, a document of PDFKit. */
export interface DrawnDocument {
  readonly page: object
  text: (text: string, x: number, y: number, options: TextOptions) => unknown
  image: (name: string, ...rest: unknown[]) => unknown
  /** The first thing done for a line or an area. */
  lineWidth: (width: number) => unknown
  addPage: (options: unknown) => unknown
  end: () => unknown
  markContent(tag: 'Artifact', options: { readonly type: 'Layout' }): unknown
  markStructureContent(tag: TagType): StructureContent
  endMarkedContent(): unknown
  struct(type: TagType, options: { readonly alt?: string }): StructureElement
  addStructure(element: StructureElement): unknown
}

interface Mark {
  readonly content: StructureContent
  readonly page: object
}

/** A tree of tags, and the texts and pictures that belong to each. */
export class PdfTags {
  readonly root: Tag = { type: 'Document', children: [] }
  readonly #byFeatures = new Map<readonly string[], Tag>()
  readonly #byImage = new Map<string, Tag>()
  readonly #marks = new Map<Tag, Mark[]>()
  #attached = false

  add(parent: Tag, type: TagType, alt?: string): Tag {
    const tag: Tag = { type, children: [], ...(alt ? { alt } : {}) }
    parent.children.push(tag)
    return tag
  }

  /**
   * The font features to give to the texts of a tag. pdfmake passes nothing of a text on to where it is drawn but
   * this very array, which therefore stands for the tag; kerning is on anyway.
   */
  featuresOf(tag: Tag): string[] {
    const features = ['kern']
    this.#byFeatures.set(features, tag)
    return features
  }

  nameImage(name: string, tag: Tag): void {
    this.#byImage.set(name, tag)
  }

  /** From now on all that is drawn is marked; the tree is written when the document ends. */
  attachOnce(document: DrawnDocument): void {
    if (this.#attached) return
    this.#attached = true
    const { text, image, lineWidth, addPage, end } = document
    let open: Tag | 'artifact' | undefined
    const close = () => {
      if (open) document.endMarkedContent()
      open = undefined
    }
    const mark = (tag: Tag | undefined) => {
      if (open === (tag ?? 'artifact')) return
      close()
      if (tag) this.#begin(document, tag)
      else document.markContent('Artifact', { type: 'Layout' })
      open = tag ?? 'artifact'
    }
    document.text = (words, x, y, options) => {
      mark(this.#unlessRepeated(options.features && this.#byFeatures.get(options.features), document.page))
      return text.call(document, words, x, y, options)
    }
    document.image = (name, ...rest) => {
      mark(this.#byImage.get(name))
      return image.call(document, name, ...rest)
    }
    document.lineWidth = (width) => {
      mark(undefined)
      return lineWidth.call(document, width)
    }
    document.addPage = (options) => {
      close()
      return addPage.call(document, options)
    }
    document.end = () => {
      close()
      document.addStructure(this.#element(document, this.root))
      return end.call(document)
    }
  }

  #begin(document: DrawnDocument, tag: Tag): void {
    const mark = { content: document.markStructureContent(tag.type), page: document.page }
    this.#marks.set(tag, [...(this.#marks.get(tag) ?? []), mark])
  }

  /** The heading of a column is read once, not again on each page that repeats it. */
  #unlessRepeated(tag: Tag | undefined, page: object): Tag | undefined {
    const [first] = (tag?.type === 'TH' && this.#marks.get(tag)) || []
    return first && first.page !== page ? undefined : tag
  }

  #element(document: DrawnDocument, tag: Tag): StructureElement {
    const element = document.struct(tag.type, tag.alt ? { alt: tag.alt } : {})
    for (const { content } of this.#marks.get(tag) ?? []) element.add(content)
    for (const child of tag.children) element.add(this.#element(document, child))
    element.end()
    return element
  }
}
