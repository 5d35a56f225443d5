import { mount } from 'svelte'
import { LANGUAGES } from '../../../i18n/translate'
import { Preferences } from '../../../state/preferences.svelte'
import '../../app.css'
import KitPage from './KitPage.svelte'

/* The page of the kit, `/kit` in development: `?theme=light&language=es`. It is no part of the production build. */

const asked = new URLSearchParams(location.search)
const preferences = await Preferences.restore(window.innerWidth)
preferences.setTheme(asked.get('theme') === 'light' ? 'light' : 'dark')
await preferences.setLanguage(LANGUAGES.find((language) => language === asked.get('language')) ?? 'en')
mount(KitPage, { target: document.getElementById('app') as HTMLElement, props: { preferences } })
