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
      en: 'This is bone, not calcium: each larger piece has a cortex and trabeculae inside. It lies in front of the proximal femur and the joint. One piece grows from the ilium past the joint and ends about 10 mm short of the femur: follow it in the sagittal plane. A gap of 10 mm is where Brooker’s grades II and III meet; no bridge is closed, though the report this case follows speaks of one. The dark band towards the other hip and the streaks belong to the metal.',
      es: 'Es hueso, no calcio: cada pieza mayor tiene cortical y trabéculas dentro. Está por delante del fémur proximal y de la articulación. Una pieza crece desde el ilion, pasa ante la articulación y acaba a unos 10 mm del fémur: sígala en el plano sagital. Con 10 mm se está en el límite entre los grados II y III de Brooker; ningún puente se cierra, aunque el informe que sigue este caso hable de ellos. La banda oscura hacia la otra cadera y las estrías son del metal.',
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
