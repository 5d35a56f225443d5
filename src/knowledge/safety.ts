import type { Label } from '../domain/vocabulary'

/** Shown wherever a ranking is: screen, PDF, structured report, FHIR. */
export const SAFETY_STATEMENT: Label = {
  en: 'Ranks candidate causes for the radiologist to consider. It is not a diagnosis, has not been clinically validated, and the shares are relative weights of evidence, not probabilities of disease.',
  es: 'Ordena causas candidatas para que las valore el radiólogo. No es un diagnóstico ni está validado clínicamente; los pesos no son probabilidades de enfermedad.',
}

/** The poster’s own warning, and why a single answer is never shown. */
export const NO_PATHOGNOMONIC_SIGN: Label = {
  en: 'No single imaging finding establishes the cause: weigh distribution and site, associated signs, history, clinical and laboratory data together.',
  es: 'Ningún hallazgo de imagen establece por sí solo la causa: valore en conjunto distribución y localización, signos asociados, antecedentes, clínica y analítica.',
}
