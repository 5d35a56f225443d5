import type { CaseText } from './focus'

export const case01Text: CaseText = {
  folder: 'case-01',
  title: {
    en: 'Woman of 41 with an ulcer of the right ankle for two years',
    es: 'Mujer de 41 años con úlcera del tobillo derecho desde hace dos años',
  },
  history: {
    en: 'Chronic ulcer beside the right ankle for two years. Pain that nothing relieves.',
    es: 'Úlcera crónica junto al tobillo derecho desde hace dos años. Dolor que nada alivia.',
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
      en: 'Calcium in fat that long venous stasis has scarred',
      es: 'Calcio en una grasa cicatricial por estasis venosa prolongada',
    },
    comment: {
      en: 'The dark spots of the MR are round rings of calcium on the radiograph. They lie in a fibrous plate of the fat that takes in the superficial veins; bone and joint are free, but the periosteum of the tibia is wavy. The run explains it: the posterior tibial vein stays empty and the blood goes round through the small saphenous vein and a perforator.',
      es: 'Los puntos oscuros de la RM son anillos redondos de calcio en la radiografía. Están en una placa fibrosa de la grasa que engloba las venas superficiales; hueso y articulación están libres, pero el periostio de la tibia es ondulado. La flebografía lo explica: la vena tibial posterior no se llena y la sangre da un rodeo por la safena externa y una perforante.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '103-141',
    chosenWhereSilent: [
      {
        en: 'Number (19) and size (2–6 mm) of the foci, the ringed look of two in three and the wavy periosteum are typical, not stated.',
        es: 'El número (19) y el tamaño (2–6 mm) de los focos, el aspecto anular de dos de cada tres y el periostio ondulado son típicos, no constan.',
      },
    ],
    contradictions: [],
  },
}
