import type { TeachingCase } from './case'

/** Words of case 9: title, history, laboratory, key, comment, and what its source says or leaves open. */
export const case09Text: Pick<
  TeachingCase,
  'folder' | 'title' | 'patient' | 'history' | 'laboratory' | 'input' | 'key' | 'source' | 'licence'
> = {
  folder: 'case-09',
  title: {
    en: '36-year-old woman with hard lumps in the buttocks and thighs and an ulcer',
    es: 'Mujer de 36 años con nódulos duros en glúteos y muslos y una úlcera',
  },
  patient: { age: 36, sex: 'F' },
  history: {
    en: 'Systemic lupus erythematosus for 21 years, with blood, skin and joint involvement. For 10 years, hard subcutaneous nodules of the trunk and limbs that have merged into large plaques in the buttocks, hips and thighs. For a year, a growing ulcer with serous discharge over those of the right thigh; culture grew Staphylococcus aureus. Diltiazem has not helped.',
    es: 'Lupus eritematoso sistémico desde hace 21 años, con afectación hematológica, cutánea y articular. Desde hace 10 años, nódulos subcutáneos duros en tronco y extremidades que han confluido en grandes placas en glúteos, caderas y muslos. Desde hace un año, úlcera de tamaño creciente con exudado seroso sobre las del muslo derecho; en el cultivo creció Staphylococcus aureus. Sin mejoría con diltiazem.',
  },
  laboratory: [
    {
      test: 'ana',
      value: 'pos',
      text: {
        en: 'Antinuclear antibodies 1:1000, homogeneous',
        es: 'Anticuerpos antinucleares 1:1000, patrón homogéneo',
      },
    },
    { test: 'anti_dsdna', value: 'pos', text: { en: 'Anti-DNA positive', es: 'Anti-ADN positivo' } },
    {
      test: 'anti_ssa',
      value: 'pos',
      text: { en: 'Anti-ENA and anti-Ro (SSA) positive', es: 'Anti-ENA y anti-Ro (SSA) positivos' },
    },
  ],
  input: {
    age: 36,
    sex: 'F',
    modality: ['CR', 'CT'],
    present: [
      'dist.subcutaneous',
      'ext.multifocal',
      'morph.nodular',
      'morph.plaque_sheet',
      'site.trunk',
      'site.buttock',
      'site.hip',
      'site.thigh',
      'sign.skin_ulcer',
      'sign.fever_pus',
      'hx.sle',
    ],
    absent: [],
    labs: { ana: 'pos', anti_dsdna: 'pos', anti_ssa: 'pos' },
  },
  key: {
    aetiology: 'sle_cutis',
    diagnosis: {
      en: 'Calcinosis cutis in systemic lupus erythematosus',
      es: 'Calcinosis cutis en lupus eritematoso sistémico',
    },
    mechanism: 'dystrophic',
    mechanismText: {
      en: 'Dystrophic: calcium salts in damaged tissue, calcium and phosphate metabolism undisturbed',
      es: 'Distrófico: sales de calcio en tejido dañado, sin alteración del metabolismo fosfocálcico',
    },
    comment: {
      en: 'All the calcium lies between skin and investing fascia: nodules of 5–20 mm that merge into plaques curved like the skin, bilateral but asymmetrical. Muscles, tendons, vessels and joints are spared, which speaks against tumoral calcinosis, calciphylaxis and the fascial sheets of dermatomyositis. Over the plaque of the right thigh the skin is open and thickened, and a fluid tract leads from the ulcer to the calcium: the usual complication, here infected. Two small rings in the pelvis are phleboliths and have no bearing on the diagnosis. On the radiograph the plaques of the buttocks, seen face-on, are only a mottled veil; those of hips and thighs, seen edge-on, stand out.',
      es: 'Todo el calcio se encuentra entre la piel y la fascia profunda: nódulos de 5–20 mm que confluyen en placas curvas como la piel, bilaterales pero asimétricas. Músculos, tendones, vasos y articulaciones están respetados, lo que va en contra de la calcinosis tumoral, la calcifilaxis y las láminas fasciales de la dermatomiositis. Sobre la placa del muslo derecho la piel está abierta y engrosada, y un trayecto líquido une la úlcera con el calcio: la complicación habitual, aquí infectada. Dos pequeños anillos en la pelvis son flebolitos y no influyen en el diagnóstico. En la radiografía, las placas glúteas, vistas de frente, son solo un velo moteado; las de caderas y muslos, vistas de perfil, destacan.',
    },
  },
  source: {
    file: '000_4a59e1239f522026.txt',
    lines: '1-34',
    chosenWhereSilent: [
      {
        en: 'Number, size, density (600–1400 HU) and exact place of the nodules; depth and thickness of the plaques.',
        es: 'Número, tamaño, densidad (600–1400 UH) y lugar exacto de los nódulos; profundidad y grosor de las placas.',
      },
      {
        en: 'Body build, bladder and bowel filling, two phleboliths, the ulcer’s size (32 × 8 mm) and its track.',
        es: 'Constitución, llenado de vejiga e intestino, dos flebolitos, tamaño de la úlcera (32 × 8 mm) y su trayecto.',
      },
      {
        en: 'Extent of the CT (L4 to upper thighs), technique without contrast, and all dates.',
        es: 'Extensión de la TC (L4 a muslos proximales), técnica sin contraste y todas las fechas.',
      },
    ],
    contradictions: [
      {
        en: 'The text calls the radiograph figure 1 and the tomography figure 2; the captions name figure 1 the tomography and figure 2 the radiograph. Both examinations are made here, so nothing depends on it.',
        es: 'El texto llama figura 1 a la radiografía y figura 2 a la tomografía; los pies de figura lo hacen al revés. Aquí se han hecho ambas exploraciones, de modo que nada depende de ello.',
      },
      {
        en: 'A tomography “of the abdomen” is captioned as a slice of the pelvic floor; the series here covers both.',
        es: 'La tomografía «de abdomen» se describe como un corte del suelo pélvico; esta serie abarca ambos.',
      },
    ],
  },
  licence: {
    images: 'CC0-1.0',
    texts: 'CC0-1.0',
    statement: {
      en: 'Synthetic images of no real person, computed from a description of tissues. Free of rights (CC0 1.0).',
      es: 'Imágenes sintéticas que no son de ninguna persona, calculadas a partir de una descripción de tejidos. Libres de derechos (CC0 1.0).',
    },
  },
}
