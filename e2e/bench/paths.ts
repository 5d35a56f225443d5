import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const HERE = fileURLToPath(new URL('.', import.meta.url))
/** Kept between runs, never committed: peers and images. */
export const CACHE = join(ROOT, 'node_modules/.cache/calcimap')
