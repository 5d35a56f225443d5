import type { CaseText } from './focus'

export const case04Text: CaseText = {
  folder: 'case-04',
  title: {
    en: 'Boy of 16 with a blow to the right thigh, followed for a month',
    es: 'Varón de 16 años con traumatismo del muslo derecho, seguido un mes',
  },
  history: {
    en: 'Severe haemophilia. A blow to the right thigh at basketball.',
    es: 'Hemofilia severa. Traumatismo en el muslo derecho jugando a baloncesto.',
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
      en: 'Calcium laid down at the border of an organising haematoma',
      es: 'Calcio depositado en el borde de un hematoma que se organiza',
    },
    comment: {
      en: 'The same place on three dates. Day 4: torn fibres of vastus intermedius with dark pools of blood and nothing that casts a shadow. Day 13: smaller, grey, with a thin bright rim. Day 30: curved plates of calcium along the femur with a clean shadow. The radiograph confirms it: denser at the border than within, and a lucent line to the bone, which is whole.',
      es: 'El mismo lugar en tres fechas. Día 4: rotura de fibras del vasto intermedio con colecciones hemáticas oscuras y nada que dé sombra. Día 13: más pequeño, gris, con un fino borde brillante. Día 30: placas curvas de calcio a lo largo del fémur con sombra limpia. La radiografía lo confirma: más densa en la periferia que en el centro y una línea lucente hasta el hueso, que está íntegro.',
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
