import '@kitware/vtk.js/Rendering/Profiles/Volume.js'
