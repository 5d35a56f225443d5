import type { CaseText } from './focus'

export const case11Text: CaseText = {
  folder: 'case-11',
  title: {
    en: '54-year-old woman with cold fingers and hard deposits in the fingertips',
    es: 'Mujer de 54 años con dedos fríos y depósitos duros en los pulpejos',
  },
  history: {
    en: 'Limited systemic sclerosis since 2009: Raynaud, sclerodactyly, oesophageal involvement, telangiectasias, deposits in the fingers. Migratory polyarthritis since 2006, myelodysplastic syndrome, paroxysmal atrial fibrillation. Takes acenocoumarol, prednisone, methotrexate, alendronate, calcium and vitamin D. Arthritis of the left thumb and index finger and the right thumb and middle finger; inflammation around the nails and deposits. Later, abscesses in fingers of the right hand, new plaques and ulcers of the pulps; four months after rituximab, no new ones.',
    es: 'Esclerosis sistémica limitada desde 2009: Raynaud, esclerodactilia, afectación esofágica, telangiectasias, depósitos en los dedos. Poliartritis migratoria desde 2006, síndrome mielodisplásico, fibrilación auricular paroxística. Toma acenocumarol, prednisona, metotrexato, alendronato, calcio y vitamina D. Artritis de 1.º y 2.º dedos izquierdos y 1.º y 3.º derechos; inflamación periungueal y alrededor de los depósitos. Después, celulitis abscesificada en dedos de la mano derecha, nuevas placas y úlceras en pulpejos; a los cuatro meses de rituximab, ninguna nueva.',
  },
  laboratory: [
    { test: 'calcium', value: 'normal', text: { en: 'Calcium normal', es: 'Calcio normal' } },
    { test: 'phosphate', value: 'normal', text: { en: 'Phosphate normal', es: 'Fosfato normal' } },
    {
      test: 'vitd25',
      value: 'normal',
      text: { en: '25-OH vitamin D normal', es: '25-OH vitamina D normal' },
    },
    { test: 'pth', value: 'normal', text: { en: 'PTH normal', es: 'PTH normal' } },
    { test: 'ck', value: 'normal', text: { en: 'CK and aldolase normal', es: 'CPK y aldolasa normales' } },
    { test: 'ana', value: 'pos', text: { en: 'ANA 1:320', es: 'ANA 1/320' } },
    {
      test: 'anti_centromere',
      value: 'pos',
      text: { en: 'Anticentromere antibodies positive', es: 'Anticentrómero positivos' },
    },
  ],
  input: {
    age: 54,
    sex: 'F',
    modality: ['CR', 'MR'],
    present: [
      'dist.subcutaneous',
      'ext.multifocal',
      'ext.bilateral_symmetric',
      'morph.plaque_sheet',
      'site.fingertip',
      'site.hand',
      'site.upper_arm',
      'sign.raynaud',
      'sign.arthritis',
      'sign.fever_pus',
      'sign.skin_ulcer',
      'hx.ssc_limited',
      'hx.calcium_vitd_treatment',
      'hx.warfarin',
      'hx.steroids',
    ],
    absent: [],
    labs: {
      calcium: 'normal',
      phosphate: 'normal',
      vitd25: 'normal',
      pth: 'normal',
      ck: 'normal',
      ana: 'pos',
      anti_centromere: 'pos',
    },
  },
  key: {
    aetiology: 'ssc_limited',
    diagnosis: {
      en: 'Limited systemic sclerosis (CREST)',
      es: 'Esclerodermia sistémica limitada (CREST)',
    },
    mechanism: 'dystrophic',
    mechanismText: {
      en: 'Calcium in poorly perfused tissue under pressure, with normal calcium and phosphate',
      es: 'Calcio en tejido mal irrigado y sometido a presión, con calcio y fosfato normales',
    },
    comment: {
      en: 'Calcifications cluster in the pulps from thumb to ring finger and over the knuckles, outside bone and joint; the tufts are pointed where they have been resorbed. MR shows signal voids, enhancing synovium in four fingers and normal marrow: arthritis without osteomyelitis. Compare the dates: new plaques on the second, none on the third.',
      es: 'Las calcificaciones se agrupan en los pulpejos del pulgar al anular y sobre los nudillos, fuera de hueso y articulación; los penachos son afilados donde se han reabsorbido. La RM muestra vacíos de señal, sinovial con realce en cuatro dedos y médula ósea normal: artritis sin osteomielitis. Compare las fechas: placas nuevas en la segunda, ninguna en la tercera.',
    },
  },
  source: {
    file: '003_868a9d65bb77542d.txt',
    lines: '1-4',
    chosenWhereSilent: [
      {
        en: 'The dates (six and ten months after the first), the number and places of the calcifications, and the plaques of the left arm are chosen; the source shows no pictures.',
        es: 'Las fechas (seis y diez meses tras la primera), el número y el lugar de las calcificaciones y las placas del brazo izquierdo son elegidos; la fuente no muestra imágenes.',
      },
      {
        en: 'Tuft resorption is typical and not stated.',
        es: 'La reabsorción de los penachos es típica y no consta.',
      },
    ],
    contradictions: [],
  },
}
