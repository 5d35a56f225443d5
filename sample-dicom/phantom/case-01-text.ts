import type { CaseText } from './focus'

export const case01Text: CaseText = {
  folder: 'case-01',
  title: {
    en: '41-year-old woman with a right ankle ulcer for two years',
    es: 'Mujer de 41 años con úlcera en el tobillo derecho desde hace dos años',
  },
  history: {
    en: 'Chronic ulcer beside the right ankle for two years. Pain refractory to treatment.',
    es: 'Úlcera crónica junto al tobillo derecho desde hace dos años. Dolor refractario al tratamiento.',
  },
  laboratory: [],
  input: {
    age: 41,
    sex: 'F',
    modality: ['MR', 'CR', 'XA'],
    present: [
      'dist.subcutaneous',
      'ext.circumscribed',
      'morph.nodular',
      'site.ankle',
      'sign.leg_ulcer_chronic',
      'sign.pain_severe',
      'sign.encases_veins',
      'sign.venous_occlusion',
    ],
    absent: [],
    labs: {},
  },
  key: {
    aetiology: 'venous_chronic',
    diagnosis: { en: 'Chronic venous thrombosis', es: 'Trombosis venosa crónica' },
    mechanism: 'dystrophic',
    mechanismText: {
      en: 'Calcium in fat scarred by long-standing venous stasis',
      es: 'Calcio en una grasa cicatricial por estasis venosa prolongada',
    },
    comment: {
      en: 'The dark foci on MR are round rings of calcium on the radiograph. They lie in a fibrous plaque in the fat that encases the superficial veins; bone and joint are spared, but the periosteum of the tibia is wavy. The phlebography explains it: the posterior tibial vein does not fill, and blood is diverted through the small saphenous vein and a perforator.',
      es: 'Los focos oscuros de la RM son anillos redondos de calcio en la radiografía. Están en una placa fibrosa de la grasa que engloba las venas superficiales; hueso y articulación están respetados, pero el periostio de la tibia es ondulado. La flebografía lo explica: la vena tibial posterior no se rellena y la sangre se desvía por la safena externa y una perforante.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '103-141',
    chosenWhereSilent: [
      {
        en: 'Number (19) and size (2–6 mm) of the foci, the ring shape of two in three and the wavy periosteum are typical, not stated.',
        es: 'El número (19) y el tamaño (2–6 mm) de los focos, el aspecto anular de dos de cada tres y el periostio ondulado son típicos, no constan.',
      },
    ],
    contradictions: [],
  },
}
