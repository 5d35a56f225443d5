/** A publication behind an entry. `verified`: the page was seen at its address. */
export interface Reference {
  readonly cite: string
  readonly url: string
  readonly verified: boolean
  readonly note?: string
}

export type ReferenceId = keyof typeof REFERENCES

export const REFERENCES = {
  banks2005: {
    cite: 'Banks KP, Bui-Mansfield LT, Chew FS, Collinson F. A compartmental approach to the radiographic evaluation of soft-tissue calcifications. Semin Roentgenol 2005;40:391-407',
    url: 'https://www.scribd.com/document/556783698/A-Compartmental-Approach-to-the-Radiographic-Evaluation-of-Soft-Tissue-Calcifications',
    verified: true,
  },
  freire2018: {
    cite: 'Freire V, Moser TP, Lepage-Saucier M. Radiological identification and analysis of soft tissue musculoskeletal calcifications. Insights Imaging 2018;9:477-492',
    url: 'https://insightsimaging.springeropen.com/articles/10.1007/s13244-018-0619-0',
    verified: true,
    note: 'Table 1 goes from location to differential: the closest published match to the poster’s “Patrón de distribución”',
  },
  olsen2006: {
    cite: 'Tumoral Calcinosis: Pearls, Polemics, and Alternative Possibilities. RadioGraphics 2006 (Olsen KM, Chew FS)',
    url: 'https://pubs.rsna.org/doi/10.1148/rg.263055099',
    verified: true,
    note: 'authors unconfirmed',
  },
  fathi2014: {
    cite: 'Fathi I, et al. Review of tumoral calcinosis: a rare clinico-pathological entity. World J Clin Cases 2014',
    url: 'https://pubmed.ncbi.nlm.nih.gov/25232542',
    verified: true,
  },
  actas2015: {
    cite: 'Jiménez-Gallo D, Ossorio-García L, Linares-Barrios M. Calcinosis cutis and calciphylaxis. Actas Dermosifiliogr 2015;106:785-794',
    url: 'https://actasdermo.org/en-calcinosis-cutis-calciphylaxis-articulo-S1578219015002802',
    verified: true,
  },
  actas2001: {
    cite: 'Urbina F, Pérez L, Sudy E, Misad C. Calcificación y osificación cutánea. Actas Dermosifiliogr 2001;92:255-269',
    url: 'https://actasdermo.org/es-calcificacion-osificacion-cutanea-articulo-13014799',
    verified: true,
  },
  jaad2011: {
    cite: 'Calcinosis cutis: part I. Diagnostic pathway. J Am Acad Dermatol 2011;65:1-12',
    url: 'https://pubmed.ncbi.nlm.nih.gov/21679810/',
    verified: true,
    note: 'authors unconfirmed',
  },
  faria2020: {
    cite: 'Faria LL, Babler F, Ferreira LC, et al. Soft tissue calcifications: a pictorial essay. Radiol Bras 2020;53:337-344',
    url: 'http://www.rb.org.br/detalhe_artigo.asp?id=3304&idioma=English',
    verified: true,
  },
  mayo2012: {
    cite: 'Balin SJ, Wetter DA, Andersen LK, Davis MDP. Calcinosis cutis occurring in association with autoimmune connective tissue disease (78 patients). Arch Dermatol 2012;148:455-462',
    url: 'http://archderm.jamanetwork.com/article.aspx?articleid=1150959',
    verified: true,
  },
  jamaderm_dm: {
    cite: 'Calcinosis in adults with dermatomyositis (Stanford cohort, 126 patients; NXP-2 OR 15.5). JAMA Dermatol',
    url: 'https://jamanetwork.com/journals/jamadermatology/fullarticle/1876054',
    verified: true,
    note: 'authors and year unconfirmed',
  },
  jdm2014: {
    cite: 'Hoeltzel MF, Oberle EJ, Robinson AB, Agarwal A, Rider LG. Calcinosis in juvenile dermatomyositis. Curr Rheumatol Rep 2014;16:467',
    url: 'https://pmc.ncbi.nlm.nih.gov/articles/PMC5118224',
    verified: true,
  },
  jdm2023: {
    cite: 'Calcinosis in juvenile dermatomyositis: a systematic review. Curr Rheumatol Rep (2023/24)',
    url: 'https://link.springer.com/article/10.1007/s11926-023-01126-5',
    verified: true,
  },
  reemo2002: {
    cite: 'Iglesias Gamarra A, Méndez Patarroyo P, Rondón Herrera F, et al. Calcinosis universal: una manifestación atípica de las colagenosis. REEMO 2002;11:50-58',
    url: 'http://www.elsevier.es/es-revista-reemo-70-articulo-calcinosis-universal-una-manifestacion-atipica-13028841',
    verified: true,
  },
  radiopaedia_cu: {
    cite: 'Radiopaedia: Calcinosis universalis',
    url: 'https://radiopaedia.org/articles/calcinosis-universalis',
    verified: true,
  },
  learnrad_cu: {
    cite: 'LearningRadiology: Calcinosis universalis',
    url: 'http://learningradiology.com/notes/bonenotes/calcinosisuniverpage.htm',
    verified: true,
  },
  learnrad_cvi: {
    cite: 'LearningRadiology: Chronic venous insufficiency',
    url: 'http://learningradiology.com/notes/bonenotes/venousinsuffcorrect.html',
    verified: true,
  },
  academic_calcinosis: {
    cite: 'Medical dictionary: calcinosis (circumscripta / universalis definitions)',
    url: 'https://medicine.en-academic.com/1259/Calcinosis',
    verified: true,
  },
  sctc2016: {
    cite: 'Valenzuela A, Baron M, Herrick AL, et al. Calcinosis is associated with digital ulcers and osteoporosis in patients with systemic sclerosis. Semin Arthritis Rheum 2016;46:344-349',
    url: 'https://pmc.ncbi.nlm.nih.gov/articles/PMC5500288',
    verified: true,
  },
  ssc2016baron: {
    cite: 'Baron M, Pope J, Robinson D, et al. Calcinosis is associated with digital ischaemia in systemic sclerosis. Rheumatology 2016;55:2148-2155',
    url: 'https://pmc.ncbi.nlm.nih.gov/articles/PMC5144666',
    verified: true,
  },
  mar2021: {
    cite: 'Mar D, Valenzuela A, Stevens KJ, Chung L, Fairchild RM. A narrative review of imaging in calcinosis associated with systemic sclerosis. Clin Rheumatol 2021',
    url: 'https://stanfordhealthcare.org/publications/807/807941.html',
    verified: true,
  },
  ssc_overlap2024: {
    cite: 'Achieng S, Harris J, Samaranayaka M, Herrick AL. A rare form of calcinosis in patients with SSc–myositis overlap: four cases. Rheumatol Adv Pract 2024',
    url: 'https://doi.org/10.1093/rap/rkae011',
    verified: true,
  },
  tokoro2009: {
    cite: 'Tokoro S, Satoh T, Okubo Y, Igawa K, Yokozeki H. Latent dystrophic subcutaneous calcification in patients with chronic venous insufficiency. Acta Derm Venereol 2009;89:505-508',
    url: 'https://medicaljournals.se/acta/content/html/10.2340/00015555-0680',
    verified: true,
  },
  shmidt2011: {
    cite: 'Shmidt E, Murthy NS, Knudsen JM, et al. Characterization of calciphylaxis using plain soft-tissue X-rays. RSNA 2011',
    url: 'https://archive.rsna.org/2011/11034203.html',
    verified: true,
  },
  bonchak2015: {
    cite: 'Bonchak JG, Park KK, Vethanayagamony T, Sheikh MM, Winterfield LS. Calciphylaxis: a case series and the role of radiology in diagnosis. Int J Dermatol 2015',
    url: 'https://www.scribd.com/document/706399373',
    verified: true,
  },
  jpm2022: {
    cite: 'Radiography and CT detection of intimal and medial calcifications in leg arteries in comparison to histology. J Pers Med 2022;12:711',
    url: 'https://mdpi.com/2075-4426/12/5/711',
    verified: true,
  },
  pacsde_monck: {
    cite: 'pacs.de: Mönckeberg medial calcific sclerosis',
    url: 'http://pacs.de/term/monckeberg-medial-calcific-sclerosis',
    verified: true,
  },
  radkey_soft: {
    cite: 'Radiology Key: Soft tissue imaging',
    url: 'https://radiologykey.com/soft-tissue-imaging',
    verified: true,
  },
  rsna2005: {
    cite: 'Vasireddy N, Curtis J. Soft tissue calcification: a pictorial review. RSNA 2005',
    url: 'https://archive.rsna.org/2005/4410244.html',
    verified: true,
  },
  uw_book: {
    cite: 'UW Radiology online musculoskeletal book: Soft tissue calcifications',
    url: 'https://rad.washington.edu/about-us/academic-sections/musculoskeletal-radiology/teaching-materials/online-musculoskeletal-radiology-book/soft-tissue-calcifications/',
    verified: true,
  },
  efort2021: {
    cite: 'Savvidou O, Papakonstantinou O, Lakiotaki E, et al. Post-traumatic myositis ossificans. EFORT Open Rev 2021;6:572-583',
    url: 'https://doi.org/10.1302/2058-5241.6.210002',
    verified: true,
  },
  ijri2012: {
    cite: 'Lacout A, Jarraya M, Marcy PY, Thariat J, Carlier RY. Myositis ossificans imaging: keys to successful diagnosis. Indian J Radiol Imaging 2012;22:35-39',
    url: 'http://www.ijri.org/article.asp?issn=0971-3026;year=2012;volume=22;issue=1;spage=35',
    verified: true,
  },
  skelrad2019: {
    cite: 'Calcified or ossified benign soft tissue lesions that may simulate malignancy. Skeletal Radiol 2019',
    url: 'https://link.springer.com/article/10.1007/s00256-019-03272-3',
    verified: true,
    note: 'title and authors unconfirmed',
  },
  skyscape_mo: {
    cite: 'Radiology Review Manual (Skyscape): Myositis ossificans circumscripta',
    url: 'https://download.skyscape.com/',
    verified: true,
  },
  bjr2017: {
    cite: 'Tao MJ, Probyn L, Poon M, et al. Potential discrepancy between plain films and CT scans in Brooker classification. Br J Radiol 2017;90:20170263',
    url: 'https://pmc.ncbi.nlm.nih.gov/articles/PMC6047644',
    verified: true,
  },
  mavrogenis2012: {
    cite: 'Mavrogenis AF, Guerra G, Staals EL, Bianchi G, Ruggieri P. A classification method for neurogenic heterotopic ossification of the hip. J Orthop Traumatol 2012',
    url: 'http://jorthoptraumatol.springeropen.com/articles/10.1007/s10195-012-0193-z',
    verified: true,
  },
  scire: {
    cite: 'SCIRE: Heterotopic ossification – diagnosis',
    url: 'https://scireproject.com/evidence/heterotopic-ossification/diagnosis/',
    verified: true,
  },
  dimmick2022: {
    cite: 'Dimmick S, Hayter C, Linklater J. Acute calcific periarthritis—a commonly misdiagnosed pathology. Skeletal Radiol 2022;51:1553-1561',
    url: 'https://doi.org/10.1007/s00256-022-04006-8',
    verified: true,
  },
  jacques_crystal: {
    cite: 'Jacques T, Michelin P, Badr S, et al. Conventional radiology in crystal arthritis: gout, calcium pyrophosphate deposition, and basic calcium phosphate crystals',
    url: 'https://ru.scribd.com/document/375990267/Conventional-Radiology-ARTHRITIS',
    verified: true,
    note: 'journal and year unconfirmed',
  },
  cureus_ccrf: {
    cite: 'Multimodality imaging of calcinosis of chronic renal failure. Cureus',
    url: 'https://www.cureus.com/articles/6600-multimodality-imaging-of-calcinosis-of-chronic-renal-failure',
    verified: true,
  },
  msd_hyperca: {
    cite: 'Merck/MSD Manual: Laboratory and clinical findings in some disorders causing hypercalcemia',
    url: 'https://merckmanuals.com/professional/multimedia/table/laboratory-and-clinical-findings-in-some-disorders-causing-hypercalcemia',
    verified: true,
  },
  vitd_hyperca: {
    cite: 'Vitamin D-mediated hypercalcemia: mechanisms, diagnosis, and treatment (review)',
    url: 'https://pmc.ncbi.nlm.nih.gov/articles/PMC5045493',
    verified: true,
    note: 'authors and journal unconfirmed',
  },
  wiki_metastatic: {
    cite: 'Wikipedia: Metastatic calcification',
    url: 'https://en.wikipedia.org/wiki/Metastatic_calcification',
    verified: true,
  },
  clinicalgate_cc: {
    cite: 'Clinical Gate: Calcinosis cutis',
    url: 'https://clinicalgate.com/calcinosis-cutis',
    verified: true,
  },
  markello2011: {
    cite: 'Markello TC, Pak LK, Hilaire C, et al. Vascular pathology of medial arterial calcifications in NT5E deficiency. Mol Genet Metab 2011;103:44-50',
    url: 'https://pmc.ncbi.nlm.nih.gov/articles/PMC3081917',
    verified: true,
  },
  radiopaedia_calja: {
    cite: 'Radiopaedia: Calcification of joints and arteries',
    url: 'https://radiopaedia.org/articles/calcification-of-joints-and-arteries',
    verified: true,
  },
  werner2008: {
    cite: 'Clinical outcome and mechanism of soft tissue calcification in Werner syndrome. Rejuvenation Res 2008;11:809-819',
    url: 'https://pubmed.ncbi.nlm.nih.gov/18729813/',
    verified: true,
    note: 'authors unconfirmed',
  },
  eds_scilit: {
    cite: 'Ehlers-Danlos syndrome with ectopic bone formation (abstract)',
    url: 'https://scilit.com/publications/54ece637a8089c8eaf1f0c0c4ced53c3',
    verified: true,
    note: 'authors, journal and year unconfirmed',
  },
  scfn2017: {
    cite: 'Onyiriuka AN, Utomi TE. Hypocalcemia associated with subcutaneous fat necrosis of the newborn: case report and literature review. Oman Med J 2017;32:518-521',
    url: 'https://www.omjournal.org/articleDetails.aspx?coType=1&aId=2060',
    verified: true,
  },
  isr_guinea: {
    cite: 'International Society of Radiology, Tropical Medicine ch. 27: guinea worm differential diagnosis',
    url: 'http://www.isradiology.org/tropical_deseases/tmcr/chapter27/differential.htm',
    verified: true,
  },
  radiopaedia_drac: {
    cite: 'Radiopaedia: Dracunculiasis',
    url: 'https://radiopaedia.org/articles/dracunculiasis',
    verified: true,
  },
  radkey_php: {
    cite: 'Radiology Key: 119 Pseudohypoparathyroidism',
    url: 'https://radiologykey.com/119-pseudohypoparathyroidism/',
    verified: true,
  },
  radiopaedia_inj: {
    cite: 'Radiopaedia: Gluteal injection site granuloma',
    url: 'https://images.radiopaedia.org/articles/gluteal-injection-site-granuloma',
    verified: true,
  },
  alkaissi2016: {
    cite: 'Al Kaissi A, Kenis V, Ben Ghachem M, et al. The diversity of the clinical phenotypes in patients with fibrodysplasia ossificans progressiva. J Clin Med Res 2016;8:246-253',
    url: 'https://jocmr.org/index.php/JOCMR/article/view/2465/1406',
    verified: true,
  },
  psc_hip2022: {
    cite: 'Primary synovial chondromatosis of the hip joint: a retrospective cohort analysis and review. J Clin Orthop Trauma 2022',
    url: 'https://doi.org/10.1016/j.jcot.2022.102068',
    verified: true,
    note: 'authors unconfirmed',
  },
  ishida_tpg: {
    cite: 'Ishida T, Dorfman HD, Bullough PG. Tophaceous pseudogout (tumoral calcium pyrophosphate dihydrate crystal deposition disease)',
    url: 'https://c.coek.info/pdf-tophaceous-pseudogout-tumoral-calcium-pyrophosphate-dihydrate-crystal-deposition.html',
    verified: true,
    note: 'journal and year unconfirmed',
  },
  somford2019: {
    cite: 'Somford MP, Janssen RPA, Meijer D, et al. The Pellegrini–Stieda lesion of the knee: an anatomical and radiological review. J Knee Surg 2019;32:637-641',
    url: 'https://thieme-connect.de/products/ejournals/html/10.1055/s-0038-1666867',
    verified: true,
  },
  nelson2021: {
    cite: 'Nelson J, Mousa MS, Diaz J, Bui MM, Caracciolo JT. Unusual presentation of widely metastatic extraskeletal osteosarcoma. J Radiol Case Rep 2021;15:7-16',
    url: 'https://doi.org/10.3941/jrcr.v15i4.4147',
    verified: true,
  },
  smj_imh: {
    cite: 'Imaging of intramuscular haemangiomas of the extremities (pictorial essay). Singapore Med J',
    url: 'http://www.smj.org.sg/article/imaging-intramuscular-haemangiomas-extremities',
    verified: true,
    note: 'authors and year unconfirmed',
  },
  padova_pseudotumoral: {
    cite: 'Pseudotumoral calcinosis in systemic sclerosis: data from systematic literature review and case series (Cochin and Padova)',
    url: 'https://www.research.unipd.it/handle/11577/3337666',
    verified: true,
    note: 'authors and journal unconfirmed',
  },
  sajr_sle: {
    cite: 'Suleman FE, Ally MMTM. Calcinosis cutis universalis – a rare manifestation of systemic lupus erythematosus. S Afr J Radiol',
    url: 'https://sajr.org.za/index.php/sajr/article/view/228/264',
    verified: true,
    note: 'year unconfirmed; in lupus, circumscribed calcinosis is the rule and universal the exception',
  },
  rafaelsen2014: {
    cite: 'Rafaelsen S, Johansson S, Ræder H, Bjerknes R. Long-term clinical outcome and phenotypic variability in HFTC and HHS. BMC Genet 2014;15:98',
    url: 'https://bmcgenomdata.biomedcentral.com/articles/10.1186/s12863-014-0098-3',
    verified: true,
  },
  amin2002: {
    cite: 'Amin R, Hamilton-Wood C, Silver D. Subcutaneous calcification following chest wall and breast irradiation: a late complication. Br J Radiol 2002;75:279-282',
    url: 'http://www.docstoc.com/docs/46003045/',
    verified: true,
  },
  suito_burn: {
    cite: 'Suito M, Yuzuriha S, Iwasawa M, et al. Therapeutic strategies for elbow ankylosis due to heterotopic ossification in patients with severe burns',
    url: 'https://pmc.ncbi.nlm.nih.gov/articles/PMC7061606',
    verified: true,
  },
  song2019: {
    cite: 'Song KS, Lee SW, Kim DH, Min KK, Yon CJ. Spontaneous resolution of iatrogenic calcinosis cutis after parenteral calcium gluconate therapy in neonates. J Korean Orthop Assoc 2019;54:192-196',
    url: 'https://www.koreamed.org/SearchBasic.php?RID=2444787',
    verified: true,
  },
  akj_cyst: {
    cite: 'Disseminated cysticercosis (case and review; rice-grain sign)',
    url: 'https://akjournals.com/view/journals/1647/14/2/article-p120.xml',
    verified: true,
    note: 'authors and year unconfirmed',
  },
  myonec_herniation: {
    cite: 'Calcific myonecrosis mimicking soft tissue sarcoma: a case report (two cases)',
    url: 'https://discovery.researcher.life/article/calcific-myonecrosis-mimicking-soft-tissue-sarcoma-a-case-report/c0ecd8fca1f836a58cad79253eba695b',
    verified: true,
    note: 'authors and year unconfirmed',
  },
  pilo_us: {
    cite: 'Pilomatricoma: ultrasonography case and review',
    url: 'https://pmc.ncbi.nlm.nih.gov/articles/PMC3553250',
    verified: true,
    note: 'authors and year unconfirmed',
  },
  ijp_mo_table: {
    cite: 'Myositis ossificans mimicking sarcoma: a not so rare bioptic diagnostic pitfall. Ital J Pediatr 2020 (Table 1: MO versus osteosarcoma)',
    url: 'https://ijponline.biomedcentral.com/articles/10.1186/s13052-020-00874-9/tables/1',
    verified: true,
    note: 'authors unconfirmed',
  },
} satisfies Record<string, Reference>
