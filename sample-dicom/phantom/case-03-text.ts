import type { CaseText } from './focus'

export const case03Text: CaseText = {
  folder: 'case-03',
  title: {
    en: '73-year-old woman with hard plaques under the skin',
    es: 'Mujer de 73 años con placas duras bajo la piel',
  },
  history: {
    en: 'Dermatomyositis, in remission.',
    es: 'Dermatomiositis en remisión.',
  },
  laboratory: [],
  input: {
    age: 73,
    sex: 'F',
    modality: ['CR'],
    present: [
      'dist.subcutaneous',
      'ext.multifocal',
      'ext.bilateral_symmetric',
      'morph.irregular_coarse',
      'site.buttock',
      'site.upper_arm',
      'site.thigh',
      'hx.dm_adult',
    ],
    absent: [],
    labs: {},
  },
  key: {
    aetiology: 'dm_adult',
    diagnosis: { en: 'Dermatomyositis', es: 'Dermatomiositis' },
    mechanism: 'dystrophic',
    mechanismText: {
      en: 'Calcium in fat and fascia damaged by inflammation',
      es: 'Calcio en grasa y fascia dañadas por la inflamación',
    },
    comment: {
      en: 'Mottled calcium in the fat of both buttocks, on the lateral side of the middle third of both arms and along both femoral shafts: clumps, and sheets that follow the fascia, a veil seen face-on and a dense line seen edge-on. It is roughly symmetrical and spares the muscle bellies.',
      es: 'Calcio abigarrado en la grasa de ambas regiones glúteas, en la cara lateral del tercio medio de ambos brazos y junto a las diáfisis femorales: grumos y láminas que siguen la fascia, velo de frente y línea densa de canto. Es aproximadamente simétrico y respeta los vientres musculares.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '157-169',
    chosenWhereSilent: [
      {
        en: 'That part of the calcium forms sheets on the fascia is typical; the source says mottled calcium in fat.',
        es: 'Que parte del calcio forme láminas sobre la fascia es típico; la fuente habla de calcificaciones abigarradas en la grasa.',
      },
    ],
    contradictions: [],
  },
}
