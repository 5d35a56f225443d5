/** What is used of dcmjs, which brings no types of its own. */
declare module 'dcmjs' {
  interface DictionaryEntry {
    readonly name: string
    readonly vr: string
  }
  const dcmjs: {
    readonly data: {
      readonly DicomMetaDictionary: {
        readonly dictionary: Readonly<Record<string, DictionaryEntry | undefined>>
      }
    }
  }
  export default dcmjs
}
