import type { CaseText } from './focus'

export const case04Text: CaseText = {
  folder: 'case-04',
  title: {
    en: '16-year-old boy with an injury to the right thigh, followed for one month',
    es: 'Varón de 16 años con traumatismo en el muslo derecho, seguido durante un mes',
  },
  history: {
    en: 'Severe haemophilia. Blow to the right thigh while playing basketball.',
    es: 'Hemofilia grave. Traumatismo en el muslo derecho jugando al baloncesto.',
  },
  laboratory: [],
  input: {
    age: 16,
    sex: 'M',
    modality: ['US', 'CR'],
    present: [
      'dist.intramuscular',
      'ext.focal',
      'site.thigh',
      'sign.haematoma_evolution',
      'hx.haemophilia',
      'hx.trauma',
    ],
    absent: [],
    labs: {},
  },
  key: {
    aetiology: 'myositis_ossificans',
    diagnosis: { en: 'Calcifying myositis', es: 'Miositis calcificante' },
    mechanism: 'dystrophic',
    mechanismText: {
      en: 'Calcium deposited at the border of an organising haematoma',
      es: 'Calcio depositado en el borde de un hematoma que se organiza',
    },
    comment: {
      en: 'The same site on three dates. Day 4: torn fibres of vastus intermedius with hypoechoic blood collections and no acoustic shadow. Day 13: smaller, grey, with a thin echogenic rim. Day 30: curved plates of calcium along the femur with clean acoustic shadowing. The radiograph confirms it: denser at the periphery than in the centre, with a lucent line between it and the bone, which is intact.',
      es: 'La misma localización en tres fechas. Día 4: rotura de fibras del vasto intermedio con colecciones hemáticas hipoecoicas y sin sombra acústica. Día 13: más pequeño, gris, con un fino borde ecogénico. Día 30: placas curvas de calcio a lo largo del fémur con sombra acústica limpia. La radiografía lo confirma: más densa en la periferia que en el centro, con una línea radiolucente que la separa del hueso, que está íntegro.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '173-201',
    chosenWhereSilent: [
      {
        en: 'The radiograph is dated day 34; size (about 28 × 15 × 55 mm) and density (110–630 HU) are typical. Day 0 is 5 June 2024.',
        es: 'La radiografía se fecha el día 34; el tamaño (unos 28 × 15 × 55 mm) y la densidad (110–630 UH) son típicos. El día 0 es el 5 de junio de 2024.',
      },
    ],
    contradictions: [],
  },
}
