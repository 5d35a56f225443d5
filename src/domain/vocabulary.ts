/*
 * The coded terms a reader tags a finding with. Base rate: how often the term is present among all findings
 * with soft-tissue calcification, an expert estimate. Asking cost: 1 look again at the image, 2 ask the
 * patient, 3 an ordinary bedside or laboratory test, 4 to 6 a special test.
 */

export interface Label {
  readonly en: string
  readonly es: string
}
export type LabelLanguage = keyof Label

export type TermGroup = 'distribution' | 'extent' | 'morphology' | 'site' | 'sign'
export const TERM_GROUPS: readonly TermGroup[] = ['distribution', 'extent', 'morphology', 'site', 'sign']

export interface Term {
  readonly id: TermId
  readonly group: TermGroup
  readonly label: Label
  /** 0 to 1. */
  readonly baseRate: number
  readonly askingCost: number
  /** The poster's own word for it. */
  readonly posterTerm?: string
  /** A morphology so particular that it counts against a cause that does not list it. */
  readonly specific?: boolean
  /** Signs: seen on the image of that finding, or a property of the patient. */
  readonly scope?: SignScope
  /** Sites: takes a laterality. */
  readonly paired?: boolean
}

export type SignScope = 'image' | 'bedside'

export type DistributionId = (typeof DISTRIBUTIONS)[number]['id']
export type ExtentId = (typeof EXTENTS)[number]['id']
export type MorphologyId = (typeof MORPHOLOGIES)[number]['id']
export type SiteId = (typeof SITES)[number]['id']
export type SignId = (typeof SIGNS)[number]['id']
export type TermId = DistributionId | ExtentId | MorphologyId | SiteId | SignId

interface Row {
  readonly id: string
  readonly en: string
  readonly es: string
  readonly base?: number
  readonly cost?: number
  readonly posterTerm?: string
  readonly specific?: boolean
  readonly scope?: SignScope
  readonly paired?: boolean
}

/** The tissue or compartment in which the calcium lies. */
const DISTRIBUTIONS = [
  {
    id: 'dist.subcutaneous',
    en: 'Subcutaneous',
    es: 'Subcutánea (tejido celular subcutáneo)',
    posterTerm: 'tejido celular subcutáneo',
  },
  { id: 'dist.periarticular', en: 'Periarticular', es: 'Periarticular', posterTerm: 'periarticular' },
  {
    id: 'dist.vascular',
    en: 'Vascular (arterial or venous wall/lumen)',
    es: 'Vascular',
    posterTerm: 'Vasculares',
  },
  { id: 'dist.intramuscular', en: 'Intramuscular', es: 'Intramuscular', posterTerm: 'intramusculares' },
  {
    id: 'dist.articular',
    en: 'Articular / intra-articular / bursal',
    es: 'Articular / intraarticular / bursal',
    posterTerm: 'Articular',
  },
  {
    id: 'dist.tendon_ligament',
    en: 'Tendon / ligament / enthesis',
    es: 'Tendón / ligamento / entesis',
    posterTerm: 'Tendón/ligamento',
  },
  { id: 'dist.dermal', en: 'Dermal / skin', es: 'Dérmica / cutánea', posterTerm: 'tejido cutáneo' },
] as const satisfies readonly Row[]

const EXTENTS = [
  { id: 'ext.focal', en: 'Single focus', es: 'Foco único' },
  {
    id: 'ext.circumscribed',
    en: 'Circumscribed (several foci, one region)',
    es: 'Circunscrita',
    posterTerm: 'Circunscrita',
  },
  { id: 'ext.multifocal', en: 'Multifocal (several regions, not confluent)', es: 'Multifocal' },
  {
    id: 'ext.universal',
    en: 'Universal (widespread, confluent bands/sheets)',
    es: 'Universal',
    posterTerm: 'Universal',
  },
  { id: 'ext.tumoral', en: 'Tumoral (bulky calcified mass)', es: 'Tumoral (masa cálcica voluminosa)' },
  { id: 'ext.bilateral_symmetric', en: 'Bilateral / symmetric', es: 'Bilateral / simétrica' },
] as const satisfies readonly Row[]

const MORPHOLOGIES = [
  { id: 'morph.amorphous', en: 'Amorphous / cloud-like', es: 'Amorfa / en nube', base: 0.25 },
  {
    id: 'morph.irregular_coarse',
    en: 'Irregular, coarse, mottled',
    es: 'Irregular, grosera, abigarrada',
    base: 0.2,
    posterTerm: 'abigarradas',
  },
  {
    id: 'morph.nodular',
    en: 'Nodular / rounded',
    es: 'Nodular / redondeada',
    base: 0.25,
    posterTerm: 'redondeadas',
  },
  {
    id: 'morph.linear',
    en: 'Linear / band-like',
    es: 'Lineal / en banda',
    base: 0.1,
    posterTerm: 'morfología lineal',
  },
  { id: 'morph.plaque_sheet', en: 'Plaque / sheet-like', es: 'En placa / lámina', base: 0.1 },
  {
    id: 'morph.fascial',
    en: 'Along fascial / intermuscular planes',
    es: 'Siguiendo planos fasciales',
    base: 0.1,
  },
  {
    id: 'morph.multilobular_cystic',
    en: 'Multilobular, cystic',
    es: 'Multilobular y quística',
    base: 0.1,
    posterTerm: 'multilobular y quística',
  },
  {
    id: 'morph.sedimentation',
    en: 'Sedimentation sign (fluid-calcium level)',
    es: 'Signo de sedimentación (nivel líquido-calcio)',
    base: 0.03,
    specific: true,
  },
  {
    id: 'morph.zonal_rim',
    en: 'Zonal: mature peripheral rim, lucent centre',
    es: 'Zonal: anillo periférico maduro, centro radiolucente',
    base: 0.05,
    specific: true,
  },
  {
    id: 'morph.central_mineralisation',
    en: 'Central / eccentric ill-defined mineralisation in a mass',
    es: 'Mineralización central o excéntrica mal definida en una masa',
    base: 0.05,
  },
  {
    id: 'morph.peripheral_plaque_muscle',
    en: 'Fusiform muscle/compartment replacement with peripheral plaque-like calcification',
    es: 'Sustitución fusiforme del músculo o compartimento con calcificación periférica en placa',
    base: 0.03,
    specific: true,
  },
  {
    id: 'morph.tram_track',
    en: 'Tram-track / pipe-stem (circumferential medial arterial)',
    es: 'En vía de tranvía / tubular',
    base: 0.05,
    specific: true,
  },
  {
    id: 'morph.patchy_intimal',
    en: 'Patchy discontinuous arterial plaques',
    es: 'Placas arteriales parcheadas',
    base: 0.05,
  },
  {
    id: 'morph.phlebolith',
    en: 'Phlebolith (round, lucent centre)',
    es: 'Flebolito (redondo, centro radiolucente)',
    base: 0.05,
    specific: true,
  },
  {
    id: 'morph.rice_grain',
    en: 'Rice-grain / cigar-shaped along muscle fibres',
    es: 'En grano de arroz / cigarro siguiendo fibras musculares',
    base: 0.03,
    specific: true,
  },
  {
    id: 'morph.arc_ring',
    en: 'Arc-and-ring (chondroid)',
    es: 'En arcos y anillos (condroide)',
    base: 0.03,
    specific: true,
  },
  { id: 'morph.reticular', en: 'Reticular / net-like / trabecular', es: 'Reticular / en red', base: 0.05 },
  { id: 'morph.punctate', en: 'Punctate / finely speckled', es: 'Puntiforme / moteado fino', base: 0.15 },
  {
    id: 'morph.ossified',
    en: 'Ossified (cortex and trabeculae)',
    es: 'Osificada (cortical y trabéculas)',
    base: 0.08,
    specific: true,
  },
  {
    id: 'morph.comet_fluffy',
    en: 'Fluffy / comet-tail, ill-defined in tendon',
    es: 'Algodonosa / en cola de cometa, mal definida en un tendón',
    base: 0.05,
  },
  {
    id: 'morph.dense_ovoid',
    en: 'Dense homogeneous well-defined ovoid in tendon',
    es: 'Ovoidea, densa, homogénea y bien definida en un tendón',
    base: 0.05,
  },
  {
    id: 'morph.chondrocalcinosis',
    en: 'Thin linear in fibro-/hyaline cartilage',
    es: 'Lineal fina en cartílago',
    base: 0.04,
    specific: true,
  },
  {
    id: 'morph.serpiginous',
    en: 'Serpiginous / coiled thread-like',
    es: 'Serpiginosa / en ovillo',
    base: 0.02,
    specific: true,
  },
  {
    id: 'morph.ring_eggshell',
    en: 'Ring / eggshell (rim around lucent fat or oil)',
    es: 'En anillo / en cáscara de huevo (borde alrededor de grasa o aceite)',
    base: 0.05,
  },
  {
    id: 'morph.loose_bodies',
    en: 'Multiple similar-size round bodies in a joint/bursa',
    es: 'Múltiples cuerpos redondeados similares intraarticulares',
    base: 0.03,
    specific: true,
  },
  {
    id: 'morph.spicule_flame_mcl',
    en: 'Curvilinear at proximal MCL origin',
    es: 'Curvilínea en el origen proximal del LLI',
    base: 0.02,
    specific: true,
  },
  {
    id: 'morph.enthesophyte',
    en: 'Enthesophyte / fine linear at insertion',
    es: 'Entesofito / lineal fina en la inserción',
    base: 0.06,
  },
] as const satisfies readonly Row[]

const SITES = [
  { id: 'site.scalp_face', en: 'Scalp / face', es: 'Cuero cabelludo / cara' },
  { id: 'site.pinna', en: 'Pinna', es: 'Pabellón auricular', paired: true },
  { id: 'site.neck', en: 'Neck', es: 'Cuello' },
  {
    id: 'site.longus_colli',
    en: 'Prevertebral longus colli (C1–C2)',
    es: 'Músculo largo del cuello (C1-C2)',
  },
  { id: 'site.shoulder', en: 'Shoulder', es: 'Hombro', paired: true },
  { id: 'site.axilla', en: 'Axilla', es: 'Axila', paired: true },
  { id: 'site.upper_arm', en: 'Upper arm', es: 'Brazo', paired: true },
  { id: 'site.elbow', en: 'Elbow', es: 'Codo', paired: true },
  { id: 'site.forearm', en: 'Forearm', es: 'Antebrazo', paired: true },
  { id: 'site.wrist', en: 'Wrist', es: 'Muñeca', paired: true },
  { id: 'site.hand', en: 'Hand', es: 'Mano', paired: true },
  {
    id: 'site.fingertip',
    en: 'Fingertips / terminal phalanges',
    es: 'Pulpejos / falanges distales',
    paired: true,
  },
  { id: 'site.chest_wall', en: 'Chest wall', es: 'Pared torácica', paired: true },
  { id: 'site.breast', en: 'Breast', es: 'Mama', paired: true },
  { id: 'site.abdominal_wall', en: 'Abdominal wall', es: 'Pared abdominal' },
  { id: 'site.trunk', en: 'Trunk', es: 'Tronco' },
  { id: 'site.paraspinal', en: 'Paraspinal', es: 'Paravertebral', paired: true },
  { id: 'site.pelvis', en: 'Pelvis', es: 'Pelvis' },
  { id: 'site.buttock', en: 'Buttock / gluteal', es: 'Región glútea', paired: true },
  { id: 'site.hip', en: 'Hip', es: 'Cadera', paired: true },
  { id: 'site.thigh', en: 'Thigh', es: 'Muslo', paired: true },
  { id: 'site.knee', en: 'Knee', es: 'Rodilla', paired: true },
  { id: 'site.knee_medial', en: 'Medial knee (MCL)', es: 'Cara medial de la rodilla (LLI)', paired: true },
  { id: 'site.leg', en: 'Leg / calf / pretibial', es: 'Pierna', paired: true },
  { id: 'site.ankle', en: 'Ankle / perimalleolar', es: 'Tobillo / perimaleolar', paired: true },
  { id: 'site.heel', en: 'Heel', es: 'Talón', paired: true },
  { id: 'site.foot', en: 'Foot', es: 'Pie', paired: true },
  { id: 'site.scrotum', en: 'Scrotum', es: 'Escroto' },
  {
    id: 'site.extensor_surface',
    en: 'Extensor surface of a large joint',
    es: 'Superficie extensora de una gran articulación',
    paired: true,
  },
  { id: 'site.pressure_points', en: 'Pressure points', es: 'Puntos de presión' },
  { id: 'site.visceral', en: 'Visceral (lung, kidney, stomach)', es: 'Visceral (pulmón, riñón, estómago)' },
  {
    id: 'site.infusion_site',
    en: 'Site of previous infusion/venepuncture',
    es: 'Zona de infusión o venopunción previa',
    paired: true,
  },
  { id: 'site.proximal_limbs', en: 'Proximal limb girdles', es: 'Raíz de los miembros', paired: true },
] as const satisfies readonly Row[]

const SIGNS = [
  {
    id: 'sign.erosion_overhanging',
    scope: 'image',
    en: 'Para-articular erosion with overhanging edge',
    es: 'Erosión paraarticular con borde sobresaliente',
    base: 0.04,
  },
  {
    id: 'sign.joint_erosion',
    scope: 'image',
    en: 'Joint erosion (any)',
    es: 'Erosión articular',
    base: 0.08,
  },
  {
    id: 'sign.fluid_collection',
    scope: 'image',
    en: 'Periarticular fluid collections',
    es: 'Colecciones líquidas periarticulares',
    base: 0.08,
  },
  {
    id: 'sign.bridging_bone',
    scope: 'image',
    en: 'Bridging bone / ankylosis',
    es: 'Puentes óseos / anquilosis',
    base: 0.04,
    posterTerm: 'puentes óseos',
  },
  {
    id: 'sign.skin_ulcer',
    scope: 'bedside',
    en: 'Skin ulcer over or near the deposits',
    es: 'Úlcera cutánea sobre los depósitos o junto a ellos',
    base: 0.08,
    posterTerm: 'úlcera',
  },
  {
    id: 'sign.leg_ulcer_chronic',
    scope: 'bedside',
    en: 'Chronic leg ulcer',
    es: 'Úlcera crónica de pierna',
    base: 0.08,
    posterTerm: 'Úlcera crónica perimaleolar',
  },
  {
    id: 'sign.necrosis_livedo',
    scope: 'bedside',
    en: 'Livedo / purpura / skin necrosis',
    es: 'Livedo / púrpura / necrosis cutánea',
    base: 0.04,
    posterTerm: 'placas violáceas, purpúricas',
  },
  {
    id: 'sign.pain_severe',
    scope: 'bedside',
    en: 'Severe / intractable pain',
    es: 'Dolor incoercible',
    base: 0.08,
    posterTerm: 'Dolor incoercible',
  },
  {
    id: 'sign.pain_acute',
    scope: 'bedside',
    en: 'Acute onset pain with inflammation',
    es: 'Dolor agudo inflamatorio',
    base: 0.1,
  },
  {
    id: 'sign.painless_mass',
    scope: 'bedside',
    en: 'Painless slow-growing mass',
    es: 'Masa indolora de crecimiento lento',
    base: 0.15,
    posterTerm: 'masa periarticular indolora',
  },
  {
    id: 'sign.chalky_discharge',
    scope: 'bedside',
    en: 'Chalky / milky discharge',
    es: 'Expulsión de material cálcico',
    base: 0.08,
  },
  {
    id: 'sign.perilesional_oedema',
    scope: 'image',
    en: 'Perilesional oedema / reactive inflammation',
    es: 'Edema / componente inflamatorio perilesional',
    base: 0.15,
    posterTerm: 'edema perilesional',
  },
  {
    id: 'sign.solid_enhancement',
    scope: 'image',
    en: 'Solid enhancing non-calcified component',
    es: 'Componente sólido con realce',
    base: 0.08,
  },
  {
    id: 'sign.no_enhancement',
    scope: 'image',
    en: 'No enhancement of the lesion',
    es: 'Sin realce patológico',
    base: 0.1,
    posterTerm: 'no presentan realce patológico',
  },
  {
    id: 'sign.bone_destruction',
    scope: 'image',
    en: 'Adjacent bone destruction',
    es: 'Destrucción ósea adyacente',
    base: 0.04,
  },
  { id: 'sign.acroosteolysis', scope: 'image', en: 'Acro-osteolysis', es: 'Acroosteólisis', base: 0.03 },
  {
    id: 'sign.osteitis_rim',
    scope: 'image',
    en: 'Subperiosteal resorption / brown tumour / rugger-jersey spine',
    es: 'Reabsorción subperióstica / tumor pardo / columna en jersey de rugby',
    base: 0.03,
  },
  {
    id: 'sign.venous_occlusion',
    scope: 'image',
    en: 'Venous thrombosis / reflux / collaterals (Doppler, phlebography)',
    es: 'Trombosis venosa / reflujo / colaterales',
    base: 0.05,
    posterTerm: 'trombosis venosa crónica',
  },
  {
    id: 'sign.encases_veins',
    scope: 'image',
    en: 'Fibrotic plaque around superficial veins',
    es: 'Placa fibrótica que engloba venas superficiales',
    base: 0.03,
    posterTerm: 'engloba estructuras venosas',
  },
  {
    id: 'sign.periosteal_undulating',
    scope: 'image',
    en: 'Undulating periosteal reaction (leg)',
    es: 'Reacción perióstica ondulante (pierna)',
    base: 0.04,
  },
  {
    id: 'sign.vascular_mass',
    scope: 'image',
    en: 'Serpiginous vascular channels / T2-bright septated mass',
    es: 'Canales vasculares serpiginosos / masa tabicada hiperintensa en T2',
    base: 0.04,
  },
  {
    id: 'sign.haematoma_evolution',
    scope: 'image',
    en: 'Haematoma evolving to calcification on follow-up',
    es: 'Hematoma que evoluciona a calcificación',
    base: 0.03,
    posterTerm: 'organización de los hematomas',
  },
  {
    id: 'sign.cleft_to_bone',
    scope: 'image',
    en: 'Radiolucent cleft between lesion and cortex',
    es: 'Hendidura radiolucente entre la lesión y la cortical',
    base: 0.04,
  },
  { id: 'sign.rapid_growth', scope: 'bedside', en: 'Rapid growth', es: 'Crecimiento rápido', base: 0.08 },
  {
    id: 'sign.shrinks',
    scope: 'image',
    en: 'Matures/shrinks on follow-up',
    es: 'Madura o disminuye en el control',
    base: 0.04,
  },
  {
    id: 'sign.doppler_flow',
    scope: 'image',
    en: 'Increased Doppler flow around',
    es: 'Aumento del flujo Doppler alrededor',
    base: 0.08,
    posterTerm: 'aumento del flujo Doppler',
  },
  {
    id: 'sign.urate_dect',
    scope: 'image',
    en: 'Urate on dual-energy CT / double contour on US / urate crystals',
    es: 'Urato en TC de doble energía / doble contorno en ecografía / cristales de urato',
    base: 0.03,
    cost: 3,
  },
  {
    id: 'sign.cppd_crystals',
    scope: 'bedside',
    en: 'CPP crystals on aspiration / chondrocalcinosis elsewhere',
    es: 'Cristales de pirofosfato cálcico / condrocalcinosis en otra localización',
    base: 0.04,
    cost: 3,
  },
  {
    id: 'sign.bone_scan_uptake',
    scope: 'image',
    en: 'Increased uptake on bone scan',
    es: 'Aumento de captación en la gammagrafía ósea',
    base: 0.2,
    cost: 3,
    posterTerm: 'aumento de captación',
  },
  {
    id: 'sign.arterial_calc_coexist',
    scope: 'image',
    en: 'Co-existing arterial calcification',
    es: 'Calcificación arterial coexistente',
    base: 0.08,
  },
  {
    id: 'sign.nephrocalcinosis',
    scope: 'bedside',
    en: 'Nephrocalcinosis / renal stones',
    es: 'Nefrocalcinosis / litiasis renal',
    base: 0.04,
  },
  {
    id: 'sign.hallux_malformation',
    scope: 'bedside',
    en: 'Malformed great toe',
    es: 'Malformación del hallux',
    base: 0.01,
  },
  {
    id: 'sign.raynaud',
    scope: 'bedside',
    en: 'Raynaud / sclerodactyly / telangiectasia',
    es: 'Raynaud / esclerodactilia / telangiectasias',
    base: 0.05,
    cost: 2,
  },
  {
    id: 'sign.gottron_heliotrope',
    scope: 'bedside',
    en: 'Gottron papules / heliotrope rash',
    es: 'Pápulas de Gottron / exantema en heliotropo',
    base: 0.03,
    cost: 2,
  },
  {
    id: 'sign.muscle_weakness',
    scope: 'bedside',
    en: 'Proximal muscle weakness',
    es: 'Debilidad muscular proximal',
    base: 0.05,
    cost: 2,
  },
  {
    id: 'sign.contracture',
    scope: 'bedside',
    en: 'Joint contracture / limited motion',
    es: 'Contractura articular / limitación de la movilidad',
    base: 0.08,
  },
  {
    id: 'sign.foot_drop',
    scope: 'bedside',
    en: 'Foot drop / old nerve palsy',
    es: 'Pie caído / parálisis nerviosa antigua',
    base: 0.02,
    cost: 2,
  },
  {
    id: 'sign.yellow_papules',
    scope: 'bedside',
    en: 'Yellow papules, lax flexural skin / angioid streaks',
    es: 'Pápulas amarillas, piel laxa en los pliegues / estrías angioides',
    base: 0.02,
    cost: 2,
  },
  {
    id: 'sign.hyperlaxity',
    scope: 'bedside',
    en: 'Skin hyperextensibility / joint hypermobility',
    es: 'Hiperextensibilidad cutánea / hiperlaxitud articular',
    base: 0.03,
    cost: 2,
  },
  {
    id: 'sign.short_metacarpals',
    scope: 'bedside',
    en: 'Short 4th/5th metacarpals / Albright phenotype',
    es: 'Cuarto y quinto metacarpianos cortos / fenotipo de Albright',
    base: 0.02,
  },
  {
    id: 'sign.fever_pus',
    scope: 'bedside',
    en: 'Fever / pus / abscess',
    es: 'Fiebre / pus / absceso',
    base: 0.08,
  },
  {
    id: 'sign.granuloma_fat',
    scope: 'image',
    en: 'Lipid / fat density inside',
    es: 'Densidad grasa interna',
    base: 0.06,
  },
  {
    id: 'sign.basal_ganglia_calc',
    scope: 'bedside',
    en: 'Basal ganglia / brain calcification',
    es: 'Calcificación cerebral o de los ganglios basales',
    base: 0.03,
  },
  {
    id: 'sign.brain_cysts',
    scope: 'bedside',
    en: 'Calcified/cystic brain nodules',
    es: 'Nódulos quísticos o calcificados cerebrales',
    base: 0.02,
  },
  {
    id: 'sign.claudication',
    scope: 'bedside',
    en: 'Claudication / ischaemia',
    es: 'Claudicación / isquemia',
    base: 0.06,
    cost: 2,
  },
  {
    id: 'sign.arthritis',
    scope: 'bedside',
    en: 'Inflammatory arthritis',
    es: 'Artritis inflamatoria',
    base: 0.1,
    cost: 2,
  },
  {
    id: 'sign.premature_ageing',
    scope: 'bedside',
    en: 'Premature ageing (cataract, grey hair, short stature)',
    es: 'Envejecimiento prematuro (cataratas, canas, talla baja)',
    base: 0.01,
    cost: 2,
  },
  {
    id: 'sign.incidental',
    scope: 'bedside',
    en: 'Incidental finding, asymptomatic',
    es: 'Hallazgo incidental asintomático',
    base: 0.25,
  },
] as const satisfies readonly Row[]

/** Every term, group after group. */
export const TERMS: readonly Term[] = [
  ...termsFrom('distribution', DISTRIBUTIONS, 0.2),
  ...termsFrom('extent', EXTENTS, 0.25),
  ...termsFrom('morphology', MORPHOLOGIES),
  ...termsFrom('site', SITES, 0.1),
  ...termsFrom('sign', SIGNS),
]

/** @param baseRate of every row that gives none of its own */
function termsFrom(group: TermGroup, rows: readonly Row[], baseRate = NaN): Term[] {
  return rows.map(({ id, en, es, base = baseRate, cost = 1, ...rest }) => ({
    id: id as TermId,
    group,
    label: { en, es },
    baseRate: base,
    askingCost: cost,
    ...rest,
  }))
}

const BY_ID = new Map<string, Term>(TERMS.map((term) => [term.id, term]))

export const isTermId = (id: string): id is TermId => BY_ID.has(id)

export const termById = (id: TermId): Term => BY_ID.get(id) as Term

const BY_GROUP = new Map(TERM_GROUPS.map((group) => [group, TERMS.filter((term) => term.group === group)]))

export const termsOf = (group: TermGroup): readonly Term[] => BY_GROUP.get(group) ?? []

/** A site on one side of the body, or on both. */
export const takesLaterality = (site: SiteId): boolean => termById(site).paired === true

/**
 * Terms whose label, in either language, holds every word of the query. Case and accents do not matter.
 * Best first: the label begins with the query, a word of it does, the rest; the shown language before the other.
 */
export const searchTerms = (query: string, language: LabelLanguage): Term[] =>
  searchByLabel(TERMS, query, language)

export function searchByLabel<Item extends { readonly label: Label }>(
  items: readonly Item[],
  query: string,
  language: LabelLanguage,
): Item[] {
  const words = plain(query).split(' ').filter(Boolean)
  if (words.length === 0) return []
  const other = language === 'en' ? 'es' : 'en'
  return items
    .map((item) => ({
      item,
      place: Math.min(placeOf(words, item.label[language]), placeOf(words, item.label[other]) + 0.5),
    }))
    .filter(({ place }) => place < Infinity)
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

/** 0 at the start of the label, 1 at the start of a word, 2 within one, Infinity when a word is missing. */
function placeOf(words: readonly string[], label: string): number {
  const text = plain(label)
  if (!words.every((word) => text.includes(word))) return Infinity
  if (text.startsWith(words.join(' '))) return 0
  return words.every((word) => ` ${text}`.includes(` ${word}`)) ? 1 : 2
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** As in DICOM: right, left, both. */
export type Laterality = 'R' | 'L' | 'B'

export const LATERALITIES: readonly { readonly id: Laterality; readonly label: Label }[] = [
  { id: 'R', label: { en: 'Right', es: 'Lado derecho' } },
  { id: 'L', label: { en: 'Left', es: 'Lado izquierdo' } },
  { id: 'B', label: { en: 'Both sides', es: 'Ambos lados' } },
]

export type StructureKind = 'muscle' | 'nerve' | 'vessel' | 'tendon'

export interface Structure {
  readonly id: StructureId
  readonly kind: StructureKind
  readonly label: Label
}

export type StructureId = (typeof STRUCTURE_ROWS)[number]['id']

/** What a calcification involves or encases: the kind, or a structure by name. Carries no weight. */
const STRUCTURE_ROWS = [
  { id: 'muscle', kind: 'muscle', en: 'Muscle', es: 'Músculo' },
  { id: 'nerve', kind: 'nerve', en: 'Nerve', es: 'Nervio' },
  { id: 'vessel', kind: 'vessel', en: 'Vessel', es: 'Vaso' },
  { id: 'tendon', kind: 'tendon', en: 'Tendon', es: 'Tendón' },
  { id: 'deltoid', kind: 'muscle', en: 'Deltoid', es: 'Deltoides' },
  { id: 'gluteal_muscles', kind: 'muscle', en: 'Gluteal muscles', es: 'Músculos glúteos' },
  { id: 'iliopsoas', kind: 'muscle', en: 'Iliopsoas', es: 'Iliopsoas' },
  { id: 'quadriceps', kind: 'muscle', en: 'Quadriceps', es: 'Cuádriceps' },
  { id: 'hamstrings', kind: 'muscle', en: 'Hamstrings', es: 'Isquiotibiales' },
  { id: 'adductors', kind: 'muscle', en: 'Adductors', es: 'Aductores' },
  { id: 'calf_muscles', kind: 'muscle', en: 'Calf muscles', es: 'Músculos de la pantorrilla' },
  { id: 'brachial_plexus', kind: 'nerve', en: 'Brachial plexus', es: 'Plexo braquial' },
  { id: 'radial_nerve', kind: 'nerve', en: 'Radial nerve', es: 'Nervio radial' },
  { id: 'median_nerve', kind: 'nerve', en: 'Median nerve', es: 'Nervio mediano' },
  { id: 'ulnar_nerve', kind: 'nerve', en: 'Ulnar nerve', es: 'Nervio cubital' },
  { id: 'femoral_nerve', kind: 'nerve', en: 'Femoral nerve', es: 'Nervio femoral' },
  { id: 'sciatic_nerve', kind: 'nerve', en: 'Sciatic nerve', es: 'Nervio ciático' },
  { id: 'tibial_nerve', kind: 'nerve', en: 'Tibial nerve', es: 'Nervio tibial' },
  { id: 'common_peroneal_nerve', kind: 'nerve', en: 'Common peroneal nerve', es: 'Nervio peroneo común' },
  { id: 'brachial_vessels', kind: 'vessel', en: 'Brachial vessels', es: 'Vasos braquiales' },
  { id: 'femoral_vessels', kind: 'vessel', en: 'Femoral vessels', es: 'Vasos femorales' },
  { id: 'popliteal_vessels', kind: 'vessel', en: 'Popliteal vessels', es: 'Vasos poplíteos' },
  { id: 'tibial_vessels', kind: 'vessel', en: 'Tibial vessels', es: 'Vasos tibiales' },
  { id: 'saphenous_veins', kind: 'vessel', en: 'Saphenous veins', es: 'Venas safenas' },
  { id: 'rotator_cuff', kind: 'tendon', en: 'Rotator cuff', es: 'Manguito rotador' },
  { id: 'biceps_tendon', kind: 'tendon', en: 'Biceps tendon', es: 'Tendón del bíceps' },
  { id: 'triceps_tendon', kind: 'tendon', en: 'Triceps tendon', es: 'Tendón del tríceps' },
  { id: 'gluteal_tendons', kind: 'tendon', en: 'Gluteal tendons', es: 'Tendones glúteos' },
  { id: 'quadriceps_tendon', kind: 'tendon', en: 'Quadriceps tendon', es: 'Tendón del cuádriceps' },
  { id: 'patellar_tendon', kind: 'tendon', en: 'Patellar tendon', es: 'Tendón rotuliano' },
  { id: 'achilles_tendon', kind: 'tendon', en: 'Achilles tendon', es: 'Tendón de Aquiles' },
] as const satisfies readonly { id: string; kind: StructureKind; en: string; es: string }[]

export const STRUCTURES: readonly Structure[] = STRUCTURE_ROWS.map(({ id, kind, en, es }) => ({
  id,
  kind,
  label: { en, es },
}))

export interface GradeScale {
  readonly id: GradeScaleId
  readonly label: Label
  readonly source: string
  readonly grades: readonly { readonly value: string; readonly definition: Label }[]
}

export type GradeScaleId = 'brooker'

/** Grades describe; they carry no weight. */
export const GRADE_SCALES: readonly GradeScale[] = [
  {
    id: 'brooker',
    label: {
      en: 'Brooker, heterotopic ossification of the hip',
      es: 'Brooker, osificación heterotópica de cadera',
    },
    source: 'Brooker AF et al. J Bone Joint Surg Am 1973;55:1629-1632',
    grades: [
      {
        value: 'I',
        definition: {
          en: 'Separate islands of bone in the soft tissues around the hip.',
          es: 'Islotes óseos aislados en las partes blandas que rodean la cadera.',
        },
      },
      {
        value: 'II',
        definition: {
          en: 'Spurs from the pelvis or the proximal femur, with a gap of 1 cm or more between facing bone.',
          es: 'Espolones desde la pelvis o el fémur proximal, con 1 cm o más entre superficies enfrentadas.',
        },
      },
      {
        value: 'III',
        definition: {
          en: 'Spurs from the pelvis or the proximal femur that leave a gap of less than 1 cm.',
          es: 'Espolones desde la pelvis o el fémur proximal que dejan menos de 1 cm de separación.',
        },
      },
      {
        value: 'IV',
        definition: {
          en: 'Bone appears to bridge pelvis and femur, as in ankylosis.',
          es: 'El hueso parece unir pelvis y fémur, como en una anquilosis.',
        },
      },
    ],
  },
]
