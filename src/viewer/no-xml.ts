/** Stands in for xmlbuilder2, which only vtk.js' XML mesh files would need. */
const refuse = (): never => {
  throw new Error('XML meshes are not read here')
}
export { refuse as create, refuse as convert, refuse as fragment, refuse as builder }
export default { create: refuse, convert: refuse, fragment: refuse }
