import { mount } from 'svelte'
import '../../app.css'
import KitPage from './KitPage.svelte'

/* The page of the kit, `/kit` in development: `?theme=light&language=es`. It is no part of the production build. */

mount(KitPage, { target: document.getElementById('app') as HTMLElement })
