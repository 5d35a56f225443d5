/** Where the codes of the entries were looked up. */
export const CODE_SOURCES = {
  icd10cm2018: 'ICD-10-CM 2018 category table (k4m1113/ICD-10-CSV categories.csv)',
  mondo: 'Mondo SSSOM exactMatch SCTID, release 2026-08-04 (monarch-initiative/mondo@fad2512b)',
  mondoIcd10: 'Mondo SSSOM ICD10CM exactMatch',
  diseaseOntologyIcd10: 'Disease Ontology xref ICD10CM',
  diseaseOntologySnomed:
    'Disease Ontology allXREFinDO.tsv (SNOMEDCT_US_2025_09_01), DiseaseOntology@9fbefd66',
  diseaseExpert: 'disease.expert page "Calcinosis cutis ICD-10 L94.2" (secondary source)',
  calcinosisCutis: 'as calcinosis cutis',
  unconfirmed: 'not confirmed',
} as const

export type CodeSource = keyof typeof CODE_SOURCES
