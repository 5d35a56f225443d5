/*
 * One word for one thing, in English and Spanish. `GLOSSARY.md` is this list as a page; `glossary.test.ts` fails where
 * a synonym that is listed here comes back.
 */

/** A term and the synonyms it replaces. */
export interface GlossaryTerm {
  readonly en: string
  readonly es: string
  readonly meaning: string
  /** English synonyms, forbidden in the texts, the documents, and the names and comments of `src/`. */
  readonly not?: readonly string[]
  /** English synonyms that code may use, forbidden in the texts and the documents alone. */
  readonly notInTexts?: readonly string[]
  /** Spanish synonyms, forbidden in the Spanish texts. */
  readonly notEs?: readonly string[]
}

export const GLOSSARY: readonly GlossaryTerm[] = [
  // What is read
  { en: 'study', es: 'estudio', meaning: 'the images of one examination (DICOM)' },
  { en: 'series', es: 'serie', meaning: 'images of one acquisition or reconstruction (DICOM)' },
  { en: 'frame', es: 'fotograma', meaning: 'one image of a multi-frame file (DICOM)' },
  { en: 'slice', es: 'corte', meaning: 'an image of a stack or volume' },
  {
    en: 'volume',
    es: 'volumen',
    meaning: 'regularly spaced slices that can be reformatted',
    notInTexts: [
      'is no volume',
      'are no volume',
      'make no volume',
      'gathering voxels',
      'gathering the voxels',
    ],
    notEs: ['reuniendo'],
  },
  {
    en: 'reformatted plane',
    es: 'plano reformateado',
    meaning: 'a plane interpolated from the voxels of a volume',
    notInTexts: ['plane was cut', 'planes that were cut'],
    notEs: ['se cortó a través'],
  },
  {
    en: 'slab',
    es: 'bloque (slab)',
    meaning: 'a thick plane: MIP, MinIP or mean',
  },
  {
    en: 'rendering preset',
    es: 'preajuste de representación',
    meaning: 'colours and opacities of a volume rendering',
    not: ['look of the volume'],
    notEs: ['aspecto del volumen'],
  },
  {
    en: 'volume rendering',
    es: 'reconstrucción volumétrica',
    meaning: 'a volume seen from outside',
    notInTexts: ['show as a volume', 'volume from outside'],
    notEs: ['ver como volumen'],
  },
  {
    en: 'truncated',
    es: 'incompleto',
    meaning: 'of a file: shorter than its header declares',
    not: ['cut short'],
  },
  {
    en: 'Hounsfield units (HU)',
    es: 'unidades Hounsfield (UH)',
    meaning: 'values of a CT',
    notInTexts: ['no hounsfield units'],
    notEs: ['HU'],
  },
  // Viewing
  { en: 'viewport', es: 'visor', meaning: 'a frame of the window that shows a series or a document' },
  {
    en: 'active viewport, active tool',
    es: 'visor activo, herramienta activa',
    meaning: 'the one that keys and commands act on',
    not: ['viewport in hand', 'tool in hand'],
    notEs: ['herramienta elegida'],
  },
  {
    en: 'hanging protocol',
    es: 'protocolo de visualización',
    meaning: 'rules by which a study fills the viewports',
    not: ['hang anew', 'hang up', 'hung up', 'way of hanging', 'let hang'],
    notInTexts: ['arrange viewports for the study'],
    notEs: ['disponer los visores'],
  },
  {
    en: 'navigate',
    es: 'navegar',
    meaning: 'go to another slice, series or viewport',
    not: ['move about', 'moves about', 'moving about'],
    notEs: ['moverse'],
  },
  {
    en: 'forward, back 10 slices',
    es: 'avanzar, retroceder 10 cortes',
    meaning: 'navigation by ten slices',
    not: ['10 slices on'],
    notEs: ['10 cortes adelante', '10 cortes atrás'],
  },
  {
    en: 'link',
    es: 'vincular',
    meaning: 'let viewports scroll together',
    notInTexts: ['scroll viewports together', 'viewports that scroll together', 'linked by share'],
    notEs: ['vinculado por fracción'],
  },
  {
    en: 'window width, level',
    es: 'ancho, nivel de ventana',
    meaning: 'range of values shown from black to white',
    notInTexts: ['window as numbers'],
    notEs: ['ventana en cifras', 'anchura de ventana'],
  },
  {
    en: 'magnifying glass',
    es: 'lupa',
    meaning: 'tool that enlarges a part of the image',
    notInTexts: ['magnifying lens'],
  },
  { en: 'crosshair', es: 'cursor en cruz', meaning: 'a point shown in every plane of one volume' },
  {
    en: 'rotate',
    es: 'girar',
    meaning: 'turn an image or the planes of a volume',
    notInTexts: ['turn the planes', 'turned planes', 'planes turned'],
  },
  {
    en: 'display shutter',
    es: 'obturador de imagen',
    meaning: 'mask of the file that hides the image outside a shape (DICOM)',
  },
  // Acting
  {
    en: 'cancel',
    es: 'cancelar',
    meaning: 'end a tool, a search or an entry without effect',
    not: ['let go', 'lets go', 'letting go'],
    notEs: ['soltar herramienta', 'soltar la herramienta'],
  },
  {
    en: 'reset',
    es: 'restablecer',
    meaning: 'return to the default',
    notInTexts: ['restore all keys', 'straighten the planes'],
    notEs: ['restaurar todas las teclas', 'enderezar'],
  },
  {
    en: 'restore',
    es: 'restaurar',
    meaning: 'return something excluded or rejected to the list',
    not: ['take back', 'takes back', 'took back', 'taken back', 'taking back'],
    notEs: ['recuperar'],
  },
  {
    en: 'delete',
    es: 'eliminar',
    meaning: 'remove for good from this browser',
    notInTexts: ['forget it', 'forget all', 'forget them'],
    notEs: ['olvidar', 'olvidarlo', 'olvide'],
  },
  {
    en: 'applied',
    es: 'aplicado',
    meaning: 'of an entry: accepted and used',
    not: ['taken over'],
  },
  // Marking
  {
    en: 'mark',
    es: 'marca',
    meaning: 'a shape drawn on the image',
    notEs: ['distribución marcada'],
  },
  { en: 'focus, foci', es: 'foco, focos', meaning: 'one marked calcification' },
  { en: 'finding', es: 'hallazgo', meaning: 'one or more foci described together' },
  {
    en: 'add to finding',
    es: 'añadir al hallazgo',
    meaning: 'new marks belong to the selected finding',
    notInTexts: ['marks join'],
    notEs: ['las nuevas se unen'],
  },
  {
    en: 'region growing',
    es: 'crecimiento de región',
    meaning: 'a focus outlined from one click by its own contrast',
    notInTexts: ['grow a focus', 'a focus grows', 'focus grown', 'mark grows'],
    notEs: ['hacer crecer', 'la marca crece', 'una marca crece'],
  },
  {
    en: 'calibration line',
    es: 'línea de calibración',
    meaning: 'a line whose true length the reader enters',
    not: ['line of known length', 'lines of known length'],
    notEs: ['línea de longitud conocida'],
  },
  {
    en: 'key image',
    es: 'imagen clave',
    meaning: 'a frame selected for the report',
    notInTexts: ['take the star', 'star on or off', 'frames that were starred'],
    notEs: ['quitar la estrella'],
  },
  // Detection
  {
    en: 'candidate',
    es: 'candidato',
    meaning: 'a calcification found by the search and not yet accepted',
    notInTexts: ['marks or what was found'],
    notEs: ['lo hallado', 'hallado'],
  },
  {
    en: 'selected candidate',
    es: 'candidato seleccionado',
    meaning: 'the one that Accept and Reject act on',
    not: ['in hand'],
    notEs: ['en mano'],
  },
  {
    en: 'to review',
    es: 'por revisar',
    meaning: 'of a candidate: neither accepted nor rejected',
    notInTexts: ['to decide'],
    notEs: ['por decidir'],
  },
  {
    en: 'excluded',
    es: 'excluido',
    meaning: 'dense and not proposed: metal, contrast medium, bone',
    not: ['left aside', 'set aside', 'sets aside', 'leave aside', 'leaves aside', 'setting aside'],
    notEs: ['apartado', 'apartados', 'dejado aparte', 'dejados aparte'],
  },
  {
    en: 'skipped',
    es: 'omitido',
    meaning: 'of a file: not opened, because it is a duplicate or holds no image',
    notInTexts: ['was left out', 'were left out'],
  },
  {
    en: 'segmentation',
    es: 'segmentación',
    meaning: 'separating a structure, such as the skeleton, from the rest',
    not: ['take apart', 'takes apart', 'taken apart', 'taking the skeleton apart'],
    notEs: ['separando el esqueleto'],
  },
  {
    en: 'section',
    es: 'sección',
    meaning: 'what one slice shows of a calcification: an area, not a volume',
  },
  {
    en: 'confidence',
    es: 'confianza',
    meaning: 'estimated probability that a suggestion is right',
    notInTexts: ['% sure'],
    notEs: ['certeza'],
  },
  {
    en: 'indeterminate',
    es: 'indeterminado',
    meaning: 'the measurements do not support one answer',
    notInTexts: ['cannot tell'],
    notEs: ['no se puede decir'],
  },
  {
    en: 'burden of accepted foci',
    es: 'carga de los focos aceptados',
    meaning: 'number, volume and scores by site and pattern',
    not: ['burden of what'],
    notEs: ['carga de lo'],
  },
  // Describing
  {
    en: 'tag',
    es: 'etiquetar, etiqueta',
    meaning: 'a term of the vocabulary given to a finding',
    notEs: ['aceptar sin describir'],
  },
  { en: 'distribution', es: 'distribución', meaning: 'tissue or compartment of a finding' },
  { en: 'extent', es: 'extensión', meaning: 'circumscribed, multifocal, universal …' },
  {
    en: 'morphology',
    es: 'morfología',
    meaning: 'nodular, linear, zonal …',
    notInTexts: ['suggested form', 'distribution and form'],
    notEs: ['forma sugerida'],
  },
  {
    en: 'mottled',
    es: 'abigarrado',
    meaning: 'irregular, coarse, of unequal density',
    notInTexts: ['abigarrada', 'abigarradas', 'abigarrado'],
  },
  // Reasoning
  {
    en: 'candidate cause',
    es: 'causa candidata',
    meaning: 'an aetiology with its evidence for one finding',
    notInTexts: ['see the candidates'],
    notEs: ['ver las candidatas'],
  },
  {
    en: 'ranking',
    es: 'orden',
    meaning: 'candidate causes by points',
    notInTexts: ['would mislead'],
  },
  {
    en: 'do not miss',
    es: 'no pasar por alto',
    meaning: 'causes that are listed whatever their rank',
    notInTexts: ['not to be missed'],
    notEs: ['para no pasar'],
  },
  {
    en: 'unknown',
    es: 'desconocido, no consta',
    meaning: 'neither present nor absent, and never counted as absent',
    notInTexts: ['asked about everything', 'asked completely'],
  },
  {
    en: 'clinical signs',
    es: 'signos clínicos',
    meaning: 'signs found when examining the patient',
    notInTexts: ['signs of the patient'],
    notEs: ['signos del paciente'],
  },
  {
    en: 'laboratory results',
    es: 'analítica',
    meaning: 'values with their unit and reference interval',
  },
  // Reporting
  { en: 'reading', es: 'lectura', meaning: 'everything one reader saves about one study' },
  {
    en: 'reported by',
    es: 'informado por',
    meaning: 'the author of a report',
    notEs: ['lector'],
  },
  {
    en: 'patient identity withheld',
    es: 'identidad del paciente omitida',
    meaning: 'name, number and dates are not in the report',
    notInTexts: ['identity left out'],
  },
  // Names in code
  {
    en: 'format',
    es: 'formatear',
    meaning: 'turn a value into text',
    not: [
      'word age',
      'word heading',
      'word place',
      'word quantity',
      'word measure',
      'word cause',
      'word term',
    ],
  },
  {
    en: 'below noise',
    es: 'por debajo del ruido',
    meaning: 'of a seed: too faint to be measured',
    not: ['hopeless', 'glimpse'],
  },
  {
    en: 'complete',
    es: 'completar',
    meaning: 'add the missing end of a stream',
    not: ['mend', 'mends', 'mended', 'mending'],
  },
  {
    en: 'start, end a decoder',
    es: 'iniciar, terminar un decodificador',
    meaning: 'create and terminate a worker',
    not: ['hire', 'hires', 'hired'],
    notEs: ['descodifica', 'descodificada'],
  },
]
