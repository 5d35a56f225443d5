/**
 * Labels, most of them Spanish, that are corrected here and still stand as they were in the specification. Each is checked against it:
 * the one before is what the specification says, the one after what is shown.
 *
 * - spelling: accents and prefixes of the Academy (osteólisis, not osteolisis; tras, not post-).
 * - term: the word of Spanish reports (reabsorción ósea, TC de doble energía, centro radiolucente).
 * - complete: the Spanish said less than the English, so that one reader would record what the other would not.
 * - grammar: articles and verbs that were left out.
 */
export const CORRECTED_LABELS: readonly (readonly [before: string, after: string, reason: Reason])[] = [
  ['Acroosteolisis', 'Acroosteólisis', 'spelling'],
  // A Spanish word in the English label.
  ['Irregular, coarse, mottled (abigarrada)', 'Irregular, coarse, mottled', 'term'],
  [
    'Resorción subperióstica / tumor pardo',
    'Reabsorción subperióstica / tumor pardo / columna en jersey de rugby',
    'term',
  ],
  ['Flebolito (redondo, centro lucente)', 'Flebolito (redondo, centro radiolucente)', 'term'],
  [
    'Sustitución fusiforme del compartimento con calcificación periférica en placa',
    'Sustitución fusiforme del músculo o compartimento con calcificación periférica en placa',
    'complete',
  ],
  ['Curvilínea en origen del LLI', 'Curvilínea en el origen proximal del LLI', 'complete'],
  ['Algodonosa / en cola de cometa', 'Algodonosa / en cola de cometa, mal definida en un tendón', 'complete'],
  ['Ovoidea densa y homogénea', 'Ovoidea, densa, homogénea y bien definida en un tendón', 'complete'],
  [
    'En anillo / cáscara de huevo',
    'En anillo / en cáscara de huevo (borde alrededor de grasa o aceite)',
    'complete',
  ],
  ['Entesofito / lineal fina en inserción', 'Entesofito / lineal fina en la inserción', 'grammar'],
  ['Articular', 'Articular / intraarticular / bursal', 'complete'],
  ['Tendón / ligamento', 'Tendón / ligamento / entesis', 'complete'],
  ['Glúteo', 'Región glútea', 'term'],
  ['Cara medial de rodilla', 'Cara medial de la rodilla (LLI)', 'grammar'],
  ['Superficie extensora de gran articulación', 'Superficie extensora de una gran articulación', 'grammar'],
  ['Zona de infusión/venopunción', 'Zona de infusión o venopunción previa', 'complete'],
  ['Raíz de miembros', 'Raíz de los miembros', 'grammar'],
  ['Erosión paraarticular con borde en saliente', 'Erosión paraarticular con borde sobresaliente', 'term'],
  ['Colecciones periarticulares', 'Colecciones líquidas periarticulares', 'complete'],
  ['Úlcera cutánea', 'Úlcera cutánea sobre los depósitos o junto a ellos', 'complete'],
  ['Livedo, púrpura o necrosis', 'Livedo / púrpura / necrosis cutánea', 'complete'],
  [
    'Canales vasculares / masa T2 hiperintensa',
    'Canales vasculares serpiginosos / masa tabicada hiperintensa en T2',
    'term',
  ],
  ['Reacción perióstica ondulante', 'Reacción perióstica ondulante (pierna)', 'complete'],
  ['Hendidura radiolucente con la cortical', 'Hendidura radiolucente entre la lesión y la cortical', 'term'],
  ['Aumento de flujo Doppler', 'Aumento del flujo Doppler alrededor', 'complete'],
  [
    'Urato en TC dual o doble contorno',
    'Urato en TC de doble energía / doble contorno en ecografía / cristales de urato',
    'term',
  ],
  [
    'Cristales de PPCD / condrocalcinosis en otra localización',
    'Cristales de pirofosfato cálcico / condrocalcinosis en otra localización',
    'term',
  ],
  ['Captación en gammagrafía ósea', 'Aumento de captación en la gammagrafía ósea', 'complete'],
  ['Nefrocalcinosis / litiasis', 'Nefrocalcinosis / litiasis renal', 'complete'],
  ['Pápulas de Gottron / heliotropo', 'Pápulas de Gottron / exantema en heliotropo', 'term'],
  ['Contractura / limitación', 'Contractura articular / limitación de la movilidad', 'complete'],
  ['Pie caído / parálisis antigua', 'Pie caído / parálisis nerviosa antigua', 'complete'],
  [
    'Pápulas amarillas / estrías angioides',
    'Pápulas amarillas, piel laxa en los pliegues / estrías angioides',
    'complete',
  ],
  ['Hiperlaxitud cutánea / articular', 'Hiperextensibilidad cutánea / hiperlaxitud articular', 'term'],
  [
    'Metacarpianos cortos / fenotipo Albright',
    'Cuarto y quinto metacarpianos cortos / fenotipo de Albright',
    'complete',
  ],
  ['Calcificación de ganglios basales', 'Calcificación cerebral o de los ganglios basales', 'complete'],
  ['Envejecimiento prematuro', 'Envejecimiento prematuro (cataratas, canas, talla baja)', 'complete'],
  ['Esclerodermia difusa', 'Esclerodermia sistémica difusa', 'complete'],
  ['EMTC / solapamiento', 'EMTC / síndrome de solapamiento / conectivopatía indiferenciada', 'complete'],
  ['Diálisis', 'Diálisis / enfermedad renal terminal', 'complete'],
  ['Traumatismo local', 'Traumatismo / cirugía / hematoma en la zona', 'complete'],
  [
    'Lesión grave antigua / síndrome compartimental',
    'Lesión grave antigua de una extremidad / síndrome compartimental',
    'complete',
  ],
  ['Hemofilia', 'Hemofilia / trastorno de la coagulación', 'complete'],
  ['Inyecciones', 'Inyecciones intramusculares o subcutáneas', 'complete'],
  [
    'Extravasación de gluconato cálcico',
    'Infusión o extravasación de calcio (gluconato, cloruro) o fosfato',
    'complete',
  ],
  ['Artroplastia / cirugía articular', 'Artroplastia / cirugía articular en la zona', 'complete'],
  ['Lesión del SNC', 'Lesión del SNC (traumatismo craneal, lesión medular, ictus)', 'complete'],
  ['Insuficiencia venosa crónica', 'Insuficiencia venosa crónica / varices', 'complete'],
  ['Trombosis venosa previa', 'Trombosis venosa profunda previa', 'complete'],
  ['Gota', 'Gota / hiperuricemia', 'complete'],
  [
    'Osteolisis masiva / mieloma / metástasis',
    'Osteólisis extensa / mieloma / metástasis / Paget inmovilizado',
    'spelling',
  ],
  ['Antivitamina K', 'Warfarina / antagonista de la vitamina K', 'complete'],
  ['Ingesta alta de calcio/álcali', 'Ingesta alta de carbonato cálcico / álcalis / leche', 'complete'],
  ['Asfixia perinatal / hipotermia', 'Asfixia perinatal / hipotermia / parto traumático', 'complete'],
  ['Relleno cosmético / silicona', 'Relleno cosmético / silicona / aceite', 'complete'],
  ['Pérdida de peso / hepatopatía', 'Pérdida rápida de peso / hepatopatía', 'complete'],
  ['Calcificación post-radioterapia', 'Calcificación tras radioterapia', 'spelling'],
  ['Osteolisis masiva', 'Osteólisis masiva', 'spelling'],
  ['Necrosis grasa', 'Necrosis grasa traumática / grasa encapsulada', 'complete'],
  ['Aterosclerosis (íntima)', 'Calcificación arterial aterosclerótica (íntima)', 'complete'],
  ['Triquinosis', 'Triquinosis (quistes calcificados)', 'complete'],
  [
    'Uricemia, TC dual o aspiración con luz polarizada',
    'Uricemia, TC de doble energía o aspiración con luz polarizada',
    'term',
  ],
  ['Rx / ecografía; TC si cuello', 'Rx en rotaciones / ecografía; TC si es el cuello', 'term'],
  ['Clínico; Ca-P si atípico', 'Diagnóstico clínico; Ca-P si es atípica', 'grammar'],
  ['Estudio vascular si síntomas', 'Estudio vascular si hay síntomas', 'grammar'],
  [
    'Antecedente de inyecciones; sin más estudio si típico',
    'Antecedente de inyecciones; sin más estudio si es típico',
    'grammar',
  ],
  [
    'Comparar con campo de RT; biopsia si componente sólido',
    'Comparar con el campo de RT; biopsia si hay componente sólido',
    'grammar',
  ],
  ['RM; biopsia si atípico', 'RM (señal grasa, tabiques); biopsia si es atípico', 'complete'],
  ['Ecografía/RM', 'Ecografía/RM (señal grasa en una cápsula)', 'complete'],
]

type Reason = 'spelling' | 'term' | 'complete' | 'grammar'
