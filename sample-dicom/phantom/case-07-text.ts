import type { CaseText } from './focus'

export const case07Text: CaseText = {
  folder: 'case-07',
  title: {
    en: '67-year-old woman with a lump at the left elbow',
    es: 'Mujer de 67 años con una tumoración en el codo izquierdo',
  },
  history: {
    en: 'Lump on the ulnar side of the left elbow.',
    es: 'Tumoración en la región cubital del codo izquierdo.',
  },
  laboratory: [],
  input: {
    age: 67,
    sex: 'F',
    modality: ['MR', 'CR'],
    present: [
      'dist.subcutaneous',
      'dist.periarticular',
      'ext.circumscribed',
      'ext.tumoral',
      'morph.nodular',
      'site.elbow',
      'sign.no_enhancement',
      'sign.perilesional_oedema',
    ],
    absent: [],
    labs: {},
  },
  key: {
    aetiology: 'tumoral_calcinosis_primary',
    diagnosis: { en: 'Tumoral calcinosis', es: 'Calcinosis tumoral' },
    mechanism: 'idiopathic',
    mechanismText: {
      en: 'Lobulated calcium beside a joint; familial forms retain phosphate',
      es: 'Calcio lobulado junto a una articulación; las formas familiares retienen fosfato',
    },
    comment: {
      en: 'Eight nodules in the fat of the ulnar border, dark on T1, T2 and STIR and without enhancement, while the tissue around them is bright on STIR and enhances. The radiograph shows that the dark foci are calcium. Bone and joint space are preserved, and no nodule has a cortex. Phosphate, not given here, separates the primary form from the others.',
      es: 'Ocho nódulos en la grasa del borde cubital, oscuros en T1, T2 y STIR y sin realce, mientras el tejido que los rodea brilla en STIR y realza. La radiografía demuestra que los focos oscuros son calcio. Hueso y espacio articular están conservados y ningún nódulo tiene cortical. El fosfato, que no consta, separa la forma primaria de las demás.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '247-289',
    chosenWhereSilent: [
      {
        en: 'Number (8) and size (6–18 mm) of the nodules are chosen; no laboratory values are given.',
        es: 'El número (8) y el tamaño (6–18 mm) de los nódulos son elegidos; no constan valores de laboratorio.',
      },
    ],
    contradictions: [
      {
        en: 'The caption of the axial pictures names panels d, e and c; c stands twice, f is meant.',
        es: 'El pie de las imágenes axiales nombra los paneles d, e y c; la c se repite donde debía decir f.',
      },
    ],
  },
}
