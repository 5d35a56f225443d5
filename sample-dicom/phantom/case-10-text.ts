import type { CaseText } from './focus'

export const case10Text: CaseText = {
  folder: 'case-10',
  title: {
    en: '66-year-old woman with pain in both hips, recurring after three months',
    es: 'Mujer de 66 años con dolor en ambas caderas y, a los tres meses, en el muslo',
  },
  history: {
    en: 'No relevant history. Pain in the back, both hips and groins for months; unable to walk for the last 24 hours. No fever. Improved on steroids; three months later, after stopping them, severe pain in the groin and the back of the left thigh.',
    es: 'Sin antecedentes de interés. Dolor dorsolumbar, de ambas caderas e ingles desde hace meses; en las últimas 24 horas no puede caminar. Afebril. Mejoró con corticoides; a los tres meses, tras suspenderlos, dolor intenso inguinal y en la cara posterior del muslo izquierdo.',
  },
  laboratory: [
    { test: 'calcium', value: 'normal', text: { en: 'Calcium normal', es: 'Calcio normal' } },
    { test: 'phosphate', value: 'normal', text: { en: 'Phosphate normal', es: 'Fosfato normal' } },
    { test: 'pth', value: 'normal', text: { en: 'PTH normal', es: 'PTH normal' } },
    { test: 'ana', value: 'neg', text: { en: 'Autoimmunity negative', es: 'Autoinmunidad negativa' } },
    {
      test: 'creatinine',
      value: 'normal',
      text: { en: 'Blood tests normal', es: 'Analítica sin alteraciones' },
    },
  ],
  input: {
    age: 66,
    sex: 'F',
    modality: ['CR', 'MR', 'NM', 'CT'],
    present: [
      'dist.periarticular',
      'dist.intramuscular',
      'ext.tumoral',
      'ext.multifocal',
      'ext.bilateral_symmetric',
      'morph.irregular_coarse',
      'morph.nodular',
      'site.hip',
      'site.buttock',
      'site.thigh',
      'sign.perilesional_oedema',
      'sign.bone_scan_uptake',
      'sign.pain_severe',
    ],
    absent: ['sign.fever_pus'],
    historyComplete: true,
    labs: { calcium: 'normal', phosphate: 'normal', pth: 'normal', ana: 'neg', creatinine: 'normal' },
  },
  key: {
    aetiology: 'tumoral_calcinosis_primary',
    diagnosis: { en: 'Tumoral calcinosis', es: 'Calcinosis tumoral' },
    mechanism: 'idiopathic',
    mechanismText: {
      en: 'Lobulated calcium beside joints with normal calcium, phosphate and PTH, without another cause',
      es: 'Calcio lobulado periarticular con calcio, fosfato y PTH normales, sin otra causa',
    },
    comment: {
      en: 'Massive lobulated calcium around both hips with lucent septa and neither cortex nor marrow; joints and bone are preserved. MR shows signal voids with oedema in gluteus medius and quadratus femoris and around the sciatic nerves; the bone scan shows uptake where the radiograph is dense, most behind the left thigh. The new mass appears there at three months; excision confirmed its nature.',
      es: 'Calcificación masiva y lobulada en ambas caderas, con tabiques lucentes y sin cortical ni médula; articulación y hueso conservados. La RM muestra vacíos de señal con edema en glúteo medio y cuadrado femoral y alrededor de los ciáticos; la gammagrafía capta donde la radiografía es densa, sobre todo detrás del muslo izquierdo. Allí aparece a los tres meses la nueva masa, cuya naturaleza confirmó la resección.',
    },
  },
  source: {
    file: '001_7463627e79cc400b.txt',
    lines: '37-116',
    chosenWhereSilent: [
      {
        en: 'Sex follows the feminine participle of the source; size and side differences of the masses are chosen. The chest and abdominal CT without findings is not drawn.',
        es: 'El sexo se deduce del participio femenino de la fuente; tamaño y diferencias entre lados son elegidos. La TC toracoabdominal sin hallazgos no se dibuja.',
      },
    ],
    contradictions: [],
  },
}
