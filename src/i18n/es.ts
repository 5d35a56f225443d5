import type { Texts } from './translate'

export const es = {
  app: {
    name: 'Calcimap',
  },
  problem: {},
} satisfies Texts
