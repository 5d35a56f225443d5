import type { CaseText } from './focus'

export const case08Text: CaseText = {
  folder: 'case-08',
  title: {
    en: '67-year-old man with a swollen right arm',
    es: 'Varón de 67 años con tumefacción de la extremidad superior derecha',
  },
  history: {
    en: 'Metabolic syndrome, chronic heart failure, gout. Oedema and swelling of the right arm.',
    es: 'Síndrome metabólico, insuficiencia cardiaca crónica, gota. Edema y tumefacción en la extremidad superior derecha.',
  },
  laboratory: [],
  input: {
    age: 67,
    sex: 'M',
    modality: ['US', 'CT'],
    present: [
      'dist.periarticular',
      'dist.intramuscular',
      'ext.tumoral',
      'ext.multifocal',
      'morph.irregular_coarse',
      'site.elbow',
      'site.wrist',
      'site.forearm',
      'sign.fluid_collection',
      'sign.doppler_flow',
      'hx.gout',
      'hx.diabetes',
    ],
    absent: [],
    labs: {},
  },
  key: {
    aetiology: 'gout_tophaceous',
    diagnosis: { en: 'Tophaceous gout', es: 'Gota tofácea' },
    mechanism: 'metastatic',
    mechanismText: {
      en: 'Urate tophi with calcium deposition',
      es: 'Tofos de urato con depósito de calcio',
    },
    comment: {
      en: 'Masses of about 160 HU in muscle and beside the elbow and wrist, with strands and dots of calcium rather than solid calcification; there is adjacent fluid and peripheral flow. Look at the bone: erosions with overhanging edges, joint spaces preserved.',
      es: 'Masas en el músculo y junto a codo y muñeca de unas 160 UH, con hebras y puntos de calcio y no una calcificación sólida; hay líquido adyacente y flujo periférico. Mire el hueso: erosiones con bordes sobresalientes y espacios articulares conservados.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '293-317',
    chosenWhereSilent: [
      {
        en: 'CT numbers, the erosions and the two days between ultrasound and CT are typical, not stated.',
        es: 'Los valores de TC, las erosiones y los dos días entre ecografía y TC son típicos, no constan.',
      },
    ],
    contradictions: [
      {
        en: 'The diagram of the poster lists tophaceous gout under the metastatic forms with altered laboratory values, while calcium in a tophus is dystrophic in mechanism.',
        es: 'El esquema del póster incluye la gota tofácea entre las formas metastásicas con analítica alterada, aunque el calcio de un tofo es de mecanismo distrófico.',
      },
    ],
  },
}
