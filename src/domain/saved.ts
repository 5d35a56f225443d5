import type * as v from 'valibot'

/** What a schema gives, never to be changed in place. The schema is the only source: nothing else is saved. */
export type Saved<Schema extends v.GenericSchema> = Kept<v.InferOutput<Schema>>

type Kept<Value> = Value extends object ? { readonly [Key in keyof Value]: Kept<Value[Key]> } : Value
