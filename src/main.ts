import { mount } from 'svelte'
import App from './App.svelte'
import { Preferences } from './state/preferences.svelte'
import './ui/app.css'

const preferences = await Preferences.restore(window.innerWidth)
mount(App, { target: document.getElementById('app') as HTMLElement, props: { preferences } })
