import type { CaseText } from './focus'

export const case02Text: CaseText = {
  folder: 'case-02',
  title: { en: 'Woman of 86 after a fall', es: 'Mujer de 86 años tras una caída' },
  history: { en: 'Fell by accident at home.', es: 'Sufre una caída casual.' },
  laboratory: [],
  input: {
    age: 86,
    sex: 'F',
    modality: ['CR'],
    present: [
      'dist.subcutaneous',
      'ext.multifocal',
      'ext.bilateral_symmetric',
      'morph.linear',
      'site.buttock',
      'site.thigh',
      'sign.incidental',
    ],
    absent: [],
    labs: {},
  },
  key: {
    aetiology: 'cysticercosis',
    diagnosis: { en: 'Cysticercosis', es: 'Cisticercosis' },
    mechanism: 'dystrophic',
    mechanismText: {
      en: 'Calcium in dead larvae of the pork tapeworm',
      es: 'Calcio en larvas muertas de la tenia del cerdo',
    },
    comment: {
      en: 'An incidental finding: no fracture, but many smooth pointed grains like rice in both buttocks and thigh roots. They lie along the muscle fibres, oblique in the buttock and upright in the thigh, some with a lucent core; nothing clusters, nothing follows a vessel.',
      es: 'Hallazgo casual: no hay fractura, pero sí muchos granos lisos y afilados como arroz en ambas regiones glúteas y raíces de los muslos. Siguen las fibras musculares, oblicuos en el glúteo y verticales en el muslo, algunos con centro lucente; no se agrupan ni siguen vasos.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '145-153',
    chosenWhereSilent: [
      {
        en: 'Number (124), size (6–14 mm) and lucent cores are typical. The source says subcutaneous tissue and soft parts; four of five grains are drawn along muscle fibres, as is usual.',
        es: 'El número (124), el tamaño (6–14 mm) y los centros lucentes son típicos. La fuente dice tejido subcutáneo y partes blandas; cuatro de cada cinco granos se dibujan según las fibras musculares, como es habitual.',
      },
    ],
    contradictions: [],
  },
}
