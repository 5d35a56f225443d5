import { createContext } from 'svelte'
import type { Layout } from './layout.svelte'
import type { Library } from './library.svelte'
import type { Preferences } from './preferences.svelte'
import type { Workbench } from './workbench.svelte'

/** The state, handed from `App.svelte` to every component. */
export const [useWorkbench, provideWorkbench] = createContext<Workbench>()
export const [useLayout, provideLayout] = createContext<Layout>()
export const [usePreferences, providePreferences] = createContext<Preferences>()
export const [useLibrary, provideLibrary] = createContext<Library>()
