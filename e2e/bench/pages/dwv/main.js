import { App, AppOptions, ToolConfig, ViewConfig } from 'dwv'

// One view; the wheel scrolls.
const app = new App()
const options = new AppOptions({ '*': [new ViewConfig('layers')] })
options.tools = { Scroll: new ToolConfig() }
app.init(options)
app.addEventListener('load', () => app.setTool('Scroll'))
document.querySelector('input').addEventListener('change', ({ target }) => app.loadFiles([...target.files]))
window.addEventListener('resize', app.onResize)
