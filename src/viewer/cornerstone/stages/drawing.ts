import '@kitware/vtk.js/Rendering/Profiles/Geometry.js'
