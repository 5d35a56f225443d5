import type { CaseText } from './focus'

export const case02Text: CaseText = {
  folder: 'case-02',
  title: { en: '86-year-old woman after a fall', es: 'Mujer de 86 años tras una caída' },
  history: { en: 'Accidental fall at home.', es: 'Caída accidental en su domicilio.' },
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
      en: 'An incidental finding: no fracture, but many smooth, pointed, rice-grain calcifications in both buttocks and proximal thighs. They lie along the muscle fibres, oblique in the buttock and vertical in the thigh, some with a lucent centre; they neither cluster nor follow vessels.',
      es: 'Hallazgo casual: no hay fractura, pero sí muchas calcificaciones lisas y afiladas en grano de arroz en ambas regiones glúteas y tercio proximal de los muslos. Siguen las fibras musculares, oblicuos en el glúteo y verticales en el muslo, algunos con centro lucente; no se agrupan ni siguen trayectos vasculares.',
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
