import type { CaseText } from './focus'

export const case06Text: CaseText = {
  folder: 'case-06',
  title: {
    en: '61-year-old woman with chronic ulcers of both legs',
    es: 'Mujer de 61 años con úlceras crónicas en ambas piernas',
  },
  history: {
    en: 'Systemic lupus erythematosus and antiphospholipid syndrome. Chronic ulcers of both legs.',
    es: 'Lupus eritematoso sistémico y síndrome antifosfolípido. Úlceras crónicas en ambas piernas.',
  },
  laboratory: [],
  input: {
    age: 61,
    sex: 'F',
    modality: ['CR'],
    present: [
      'dist.vascular',
      'ext.bilateral_symmetric',
      'site.leg',
      'sign.leg_ulcer_chronic',
      'hx.sle',
      'hx.antiphospholipid',
    ],
    absent: [],
    labs: {},
  },
  key: {
    aetiology: 'calciphylaxis_nonuraemic',
    diagnosis: { en: 'Calciphylaxis', es: 'Calcifilaxis' },
    mechanism: 'calciphylaxis',
    mechanismText: {
      en: 'Calcification of the walls of small arteries with occlusion and necrosis of the skin they feed',
      es: 'Calcificación de la pared de arterias pequeñas, con oclusión y necrosis de la piel que irrigan',
    },
    comment: {
      en: 'Follow the calcium: it lies in lines that branch and taper. The larger arteries show two parallel edges, the small ones in the fat a beaded network that is densest above each ulcer. There are no round phleboliths and no calcified plaques in the fat. Renal function is not stated; it decides between the uraemic and the non-uraemic form.',
      es: 'Siga el calcio: dibuja líneas que se ramifican y se afinan. Las arterias mayores muestran dos bordes paralelos; las pequeñas de la grasa, una red arrosariada que es más densa por encima de cada úlcera. No hay flebolitos redondos ni placas cálcicas en la grasa. No consta la función renal, que decide entre la forma urémica y la no urémica.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '220-243',
    chosenWhereSilent: [
      {
        en: 'The site of the ulcers (above each medial malleolus), calibre of the calcified arteries (0.7–4 mm) and calcium of 900–1400 HU are typical, not stated.',
        es: 'La situación de las úlceras (sobre cada maléolo medial), el calibre de las arterias calcificadas (0,7–4 mm) y la densidad de 900–1400 UH son típicos, no constan.',
      },
    ],
    contradictions: [
      {
        en: 'The source places the calcium in the media; histology of calciphylaxis also shows it in intima and interstitium. A radiograph cannot tell: the wall is drawn.',
        es: 'La fuente sitúa el calcio en la media; la histología lo muestra también en íntima e intersticio. La radiografía no lo distingue: se dibuja la pared.',
      },
    ],
  },
}
