import type { Mechanism } from './aetiology'
import type { Label } from '../domain/vocabulary'
import type { AetiologyId } from './scheme'

/*
 * The poster's decision tree. The ids are stable links to the poster page. Lines are those of the poster's text.
 * Where its drawing can be read in more than one way, the note gives the reading that was taken.
 */

export type NodeId = keyof typeof NODES

export interface PosterNode {
  readonly kind: 'root' | 'decision' | 'mechanism' | 'branch' | 'leaves'
  readonly label: Label
  readonly posterLines: readonly number[]
  readonly mechanism?: Mechanism
  readonly edges?: readonly PosterEdge[]
  readonly aetiologies?: readonly AetiologyId[]
  /** How sure the reading is; high where nothing is said. */
  readonly confidence?: 'medium' | 'low'
  readonly note?: Label
}

export interface PosterEdge {
  readonly to: string
  readonly when: string
}

const NODES = {
  N0: {
    kind: 'root',
    label: { en: 'Calcinosis', es: 'Calcinosis' },
    posterLines: [318],
    edges: [{ to: 'N1', when: 'always' }],
  },
  N1: {
    kind: 'decision',
    label: { en: 'Biochemistry (Ca, P)', es: 'Analítica (Ca, P)' },
    posterLines: [357],
    edges: [
      { to: 'N2', when: 'altered' },
      { to: 'N3', when: 'normal' },
    ],
  },
  N2: {
    kind: 'mechanism',
    mechanism: 'metastatic',
    label: { en: 'Altered: metastatic', es: 'Alterada: metastásicas' },
    posterLines: [320, 330],
    edges: [
      { to: 'N2a', when: 'ca_normal_p_high' },
      { to: 'N2b', when: 'ca_high_or_other' },
      { to: 'N2c', when: 'table_only' },
    ],
  },
  N2a: {
    kind: 'branch',
    label: { en: 'Calcium normal, phosphate ↑', es: 'Calcio normal, fosfato ↑' },
    posterLines: [322, 323, 360, 361],
    aetiologies: ['hftc'],
    confidence: 'medium',
    note: {
      en: 'Read as tumoral calcinosis with high phosphate; the form with normal phosphate is idiopathic.',
      es: 'Se lee como calcinosis tumoral con fosfato alto; la forma con fosfato normal es idiopática.',
    },
  },
  N2b: {
    kind: 'branch',
    label: { en: 'Calcium ↑, phosphate ↑', es: 'Calcio ↑, fosfato ↑' },
    posterLines: [325, 326, 363, 364, 365, 366, 367],
    aetiologies: [
      'ckd_mbd',
      'hyperpth_primary',
      'hyperpth_secondary',
      'pseudohyperpth',
      'sarcoidosis',
      'gout_tophaceous',
    ],
    confidence: 'medium',
    note: {
      en: 'Read as any other alteration of Ca, P or PTH: primary hyperparathyroidism lowers phosphate, and renal disease seldom raises calcium.',
      es: 'Se lee como cualquier otra alteración de Ca, P o PTH: el hiperparatiroidismo primario baja el fosfato y la enfermedad renal rara vez sube el calcio.',
    },
  },
  N2c: {
    kind: 'branch',
    label: {
      en: 'In the table only, or added: hypoparathyroidism, massive osteolysis, vitamin D, milk-alkali, pseudohypoparathyroidism',
      es: 'Solo en la tabla, o añadidas: hipoparatiroidismo, osteólisis masiva, vitamina D, leche-alcalinos, pseudohipoparatiroidismo',
    },
    posterLines: [42, 43, 44, 45, 46, 47, 48],
    aetiologies: ['hypoparathyroidism', 'massive_osteolysis', 'hypervitaminosis_d', 'milk_alkali', 'poh_aho'],
  },
  N3: {
    kind: 'branch',
    label: { en: 'Normal', es: 'Normal' },
    posterLines: [330],
    edges: [
      { to: 'N4', when: 'iatrogenic_history' },
      { to: 'N5', when: 'tissue_damage_or_ctd' },
      { to: 'N6', when: 'no_cause_found' },
    ],
  },
  N4: {
    kind: 'mechanism',
    mechanism: 'iatrogenic',
    label: { en: 'Iatrogenic', es: 'Iatrogénicas' },
    posterLines: [328, 342, 343],
    aetiologies: ['injection_granuloma', 'calcium_extravasation', 'post_radiotherapy'],
    note: {
      en: 'The poster names injection granuloma here; extravasation is added, and irradiation is dystrophic in its table.',
      es: 'El póster nombra aquí el granuloma de inyección; se añade la extravasación, y la radioterapia es distrófica en su tabla.',
    },
  },
  N5: {
    kind: 'mechanism',
    mechanism: 'dystrophic',
    label: { en: 'Dystrophic', es: 'Distróficas' },
    posterLines: [328],
    edges: [
      { to: 'N5a', when: 'extent_universal_or_ctd' },
      { to: 'N5b', when: 'extent_circumscribed_or_other' },
    ],
  },
  N5a: {
    kind: 'branch',
    label: { en: 'Universal → connective-tissue disease', es: 'Universal → enfermedad del tejido conectivo' },
    posterLines: [332, 333, 335, 357, 358],
    aetiologies: [
      'jdm',
      'polymyositis',
      'dm_adult',
      'sle_cutis',
      'ssc_limited',
      'ssc_diffuse',
      'mctd_overlap',
    ],
    confidence: 'low',
    note: {
      en: 'The place of “Universal / Circunscrita” in the drawing is uncertain. It is taken as an extent under the dystrophic branch and never as a gate: lupus can be universal, dermatomyositis circumscribed.',
      es: 'El lugar de «Universal / Circunscrita» en el dibujo es incierto. Se toma como extensión dentro de las distróficas y nunca como filtro: el lupus puede ser universal y la dermatomiositis, circunscrita.',
    },
  },
  N5b: {
    kind: 'decision',
    label: { en: 'Circumscribed → distribution pattern', es: 'Circunscrita → patrón de distribución' },
    posterLines: [335, 339, 340],
    confidence: 'medium',
    edges: [
      { to: 'N5b1', when: 'dist.vascular' },
      { to: 'N5b2', when: 'dist.articular' },
      { to: 'N5b3', when: 'dist.soft' },
      { to: 'N5b4', when: 'dist.tendon_ligament' },
    ],
  },
  N5b1: {
    kind: 'leaves',
    label: { en: 'Vascular', es: 'Vasculares' },
    posterLines: [343],
    aetiologies: [
      'venous_chronic',
      'calciphylaxis_uraemic',
      'calciphylaxis_nonuraemic',
      'moenckeberg',
      'atherosclerosis',
      'venous_malformation',
      'acdc_cd73',
    ],
  },
  N5b2: {
    kind: 'leaves',
    label: { en: 'Articular: CPPD, bursitis', es: 'Articular: CPPD, bursitis' },
    posterLines: [345],
    aetiologies: [
      'cppd',
      'bursitis_calcific',
      'synovial_chondromatosis',
      'gout_tophaceous',
      'hadd_periarthritis',
    ],
  },
  N5b3: {
    kind: 'leaves',
    label: {
      en: 'Soft tissue: synovial sarcoma, myositis ossificans, infection, scleroderma',
      es: 'Partes blandas: sarcoma sinovial, MO, infección, escleroderma',
    },
    posterLines: [346, 348, 349],
    aetiologies: [
      'synovial_sarcoma',
      'myositis_ossificans',
      'infection_chronic',
      'ssc_limited',
      'ssc_diffuse',
      'cysticercosis',
      'trichinosis',
      'dracunculiasis',
      'filariasis_loa',
      'hydatid_soft',
      'extraskeletal_osteosarcoma',
      'extraskeletal_chondrosarcoma',
      'soft_tissue_chondroma',
      'lipoma_calcified',
      'pilomatricoma',
      'tumour_other',
      'ho_arthroplasty',
      'neurogenic_ho',
      'burns_ho',
      'calcific_myonecrosis',
      'fat_necrosis',
      'fop',
      'pxe',
      'eds',
      'werner',
      'scfn',
    ],
  },
  N5b4: {
    kind: 'leaves',
    label: {
      en: 'Tendon / ligament: calcific tendinitis, degenerative calcification, Pellegrini-Stieda',
      es: 'Tendón / ligamento: tendinitis calcificante, calcificación degenerativa, Pellegrini-Stieda',
    },
    posterLines: [351, 352, 353, 354],
    aetiologies: ['calcific_tendinitis', 'degenerative_tendon', 'pellegrini_stieda'],
  },
  N6: {
    kind: 'mechanism',
    mechanism: 'idiopathic',
    label: { en: 'Idiopathic', es: 'Idiopáticas' },
    posterLines: [337, 41, 42, 43, 45],
    aetiologies: [
      'tumoral_calcinosis_primary',
      'idiopathic_universalis',
      'idiopathic_circumscripta',
      'scrotal_idiopathic',
    ],
    confidence: 'medium',
    note: {
      en: 'Tumoral and universal come from the third column of the poster’s table; the circumscribed form is added.',
      es: 'La tumoral y la universal proceden de la tercera columna de la tabla del póster; la circunscrita se añade.',
    },
  },
} satisfies Record<string, PosterNode>

export const POSTER_ROOT: NodeId = 'N0'
export const POSTER_NODES: Readonly<Record<NodeId, PosterNode>> = NODES
