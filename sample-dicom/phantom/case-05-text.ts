import type { CaseText } from './focus'

export const case05Text: CaseText = {
  folder: 'case-05',
  title: {
    en: '61-year-old man with a left hip prosthesis and stiffness',
    es: 'Varón de 61 años con prótesis de cadera izquierda y rigidez',
  },
  history: { en: 'Left hip prosthesis.', es: 'Prótesis de cadera izquierda.' },
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
      en: 'Bone formed in soft tissue after surgery',
      es: 'Hueso formado en partes blandas tras una intervención',
    },
    comment: {
      en: 'This is bone, not calcification: each larger piece has a cortex and internal trabeculae. It lies in front of the proximal femur and the joint. One piece grows from the ilium past the joint and ends about 10 mm short of the femur: follow it in the sagittal plane. A gap of 10 mm is the limit between Brooker grades II and III; no bridge is complete, although the report on which this case is based describes one. The dark band towards the other hip and the streaks are metal artefacts.',
      es: 'Es hueso, no calcificación: cada fragmento mayor tiene cortical y trabéculas internas. Está por delante del fémur proximal y de la articulación. Un fragmento crece desde el ilion, pasa ante la articulación y acaba a unos 10 mm del fémur: sígala en el plano sagital. Con 10 mm se está en el límite entre los grados II y III de Brooker; ningún puente es completo, aunque el informe en que se basa este caso los describe. La banda oscura hacia la otra cadera y las estrías son artefactos metálicos.',
    },
  },
  source: {
    file: '002_56c78ca92305923e.txt',
    lines: '205-216',
    chosenWhereSilent: [
      {
        en: 'The number and size of the pieces and the type of prosthesis (titanium stem and cup, cobalt–chromium head) are typical. The patient is drawn lying turned, so that the slices are oblique to his axes.',
        es: 'El número y tamaño de las piezas y la clase de prótesis (vástago y cotilo de titanio, cabeza de cromo-cobalto) son típicos. El paciente se dibuja girado, de modo que los cortes son oblicuos a sus ejes.',
      },
    ],
    contradictions: [],
  },
}
