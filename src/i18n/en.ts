/*
 * Interface text in English; `es.ts` must have the same keys. `{name}` is replaced by the value of that name.
 * A text with plural forms is an object keyed by the language's plural categories; its number is `{n}`.
 */
export const en = {
  app: {
    name: 'Calcimap',
  },
  problem: {},
} as const
