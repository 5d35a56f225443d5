import type { CaseText } from './focus'

export const case05Text: CaseText = {
  folder: 'case-05',
  title: {
    en: 'Man of 61 with a stiff left hip prosthesis',
    es: 'Varón de 61 años con rigidez de una prótesis de cadera izquierda',
  },
  history: { en: 'Prosthesis of the left hip.', es: 'Prótesis de cadera izquierda.' },
  laboratory: [],
  input: {
    age: 61,
    sex: 'M',
    modality: ['CT'],
    present: ['dist.periarticular', 'morph.ossified', 'site.hip', 'sign.bridging_bone', 'hx.arthroplasty'],
    absent: [],
    labs: {},
  },
  key: {
    aetiology: 'ho_arthroplasty',
    diagnosis: {
      en: 'Heterotopic ossification, Brooker III–IV',
      es: 'Osificación heterotópica, Brooker III-IV',
    },
    mechanism: 'dystrophic',
    mechanismText: {
      en: 'Bone formed in soft tissue after an operation',
      es: 'Hueso formado en partes blandas tras una intervención',
    },
    comment: {
      en: 'This is bone, not calcium: each larger piece has a cortex and trabeculae inside. It lies in front of the proximal femur and the joint, and one piece bridges from ilium to femur: follow it in the sagittal plane. The dark band towards the other hip and the streaks belong to the metal.',
      es: 'Es hueso, no calcio: cada pieza mayor tiene cortical y trabéculas dentro. Está por delante del fémur proximal y de la articulación, y una pieza hace puente del ilion al fémur: sígala en el plano sagital. La banda oscura hacia la otra cadera y las estrías son del metal.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '205-216',
    chosenWhereSilent: [
      {
        en: 'Number and size of the pieces and the make of the prosthesis (titanium stem and cup, cobalt–chromium head) are typical. The patient is drawn lying turned, so that the slices are oblique to his axes.',
        es: 'El número y tamaño de las piezas y la clase de prótesis (vástago y cotilo de titanio, cabeza de cromo-cobalto) son típicos. El paciente se dibuja girado, de modo que los cortes son oblicuos a sus ejes.',
      },
    ],
    contradictions: [],
  },
}
