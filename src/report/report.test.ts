import { describe, expect, test } from 'vitest'
import { EMPTY_CLINICAL_CONTEXT, setLaboratoryResult, type ClinicalContext } from '../domain/clinical'
import { addFocus, type Finding } from '../domain/finding'
import { imageRegion } from '../domain/region'
import { finaliseReport, setKeyImageShown, type ReportText } from '../domain/report-draft'
import { en } from '../i18n/en'
import { es } from '../i18n/es'
import { translator } from '../i18n/translate'
import { knowledgeIdentity } from '../knowledge/identity'
import { SAFETY_STATEMENT } from '../knowledge/safety'
import { formatAge } from './age'
import { exampleInputs, GREY_PNG } from './example'
import { chooseKeyImages, chooseStarred } from './findings'
import type { Block, Report, Table } from './model'
import { buildReport, type ReportInputs } from './report'
import { reportText } from './text'

const [t, tEs] = [translator('en', en), translator('es', es)]
const english = (inputs: ReportInputs) => buildReport(inputs, t, 'en')
const section = (report: Report, id: ReportText) => report.sections.find((section) => section.id === id)!
const textOf = (blocks: readonly Block[]): string => JSON.stringify(blocks)
const tables = (report: Report, id: ReportText) =>
  section(report, id).blocks.filter((block): block is Table => block.kind === 'table')
const words = (table: Table) =>
  table.rows.map((row) => row.map((cell) => cell.map(({ text }) => text).join(', ')))

const inputs = exampleInputs()
const withClinical = (clinical: ClinicalContext): ReportInputs => ({
  ...inputs,
  reading: { ...inputs.reading, clinical },
})
const withFindings = (findings: readonly Finding[]): ReportInputs => ({
  ...inputs,
  reading: { ...inputs.reading, findings },
})
const [, , thigh] = inputs.reading.findings

describe('header', () => {
  test('names patient, study, reader, program and knowledge', () => {
    const { identity, running, footer } = english(inputs)
    expect(identity.flat().map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Patient: Núñez <b>de</b> la O, Inés',
      'Patient ID: C-1042',
      'Date of birth: May 2, 1971',
      'Sex: Female',
      'Age: 54 years',
      'Reported by: M. Lector',
      'Study: Thigh and pelvis',
      'Modality: CT, DX, CR',
      'Study date: Mar 14, 2026',
      'Accession number: A-99',
      'Institution: Hospital General',
      expect.stringMatching(/^Status: Draft, last changed Mar 14, 2026/),
    ])
    expect(running.patient).toBe('Núñez <b>de</b> la O, Inés · C-1042 · May 2, 1971')
    const { version, sha256 } = knowledgeIdentity()
    expect(footer).toBe(`Not for diagnosis · Calcimap 0.1.0 · knowledge ${version} (${sha256.slice(0, 12)})`)
  })

  test('leaves every identifying word and date out when it is to', () => {
    const all = JSON.stringify(english({ ...inputs, showsIdentity: false }))
    for (const word of ['Núñez', 'C-1042', '1971', 'A-99', 'Hospital', 'Mar 14, 2026 ·', 'Nov 22'])
      expect(all).not.toContain(word)
    expect(all).toContain('Patient identity withheld')
    expect(all).toContain('54 years')
    expect(all).toContain('112 days earlier')
  })

  test('says when it is final, and by whom', () => {
    const report = finaliseReport(inputs.reading.report, new Date('2026-03-15T09:00:00Z'))
    const { final, status } = english({ ...inputs, reading: { ...inputs.reading, report } })
    expect(final).toBe(true)
    expect(status).toMatch(/^Final: M\. Lector, Mar 15, 2026, /)
    expect(english(inputs).final).toBe(false)
  })
})

describe('technique and comparison', () => {
  test('come from the files, with how sizes were found', () => {
    expect(section(english(inputs), 'technique').blocks).toEqual([
      {
        kind: 'list',
        items: [
          'Series 2: CT · Soft tissue 1.5 mm · THIGH · 80 images · slice thickness 1.5 mm · slice spacing 1.5 mm · sizes in mm (in the patient)',
          'Series 3: DX · Pelvis AP · PELVIS · 1 image · view AP · sizes in mm (at the detector)',
          'Series 4: CR · Hand · HAND · 1 image · view AP · no calibration, sizes in pixels',
        ],
      },
    ])
  })

  test('name other studies of the same patient alone', () => {
    const [study, earlier] = inputs.studies!
    const other = { ...earlier, StudyInstanceUID: '9', patient: { ...earlier.patient, PatientID: 'X' } }
    const nameless = { ...earlier, StudyInstanceUID: '8', patient: { ...earlier.patient, PatientID: '' } }
    const twin = {
      ...earlier,
      StudyInstanceUID: '7',
      patient: { ...earlier.patient, PatientBirthDate: '19990101' },
    }
    const named = english({ ...inputs, studies: [other, nameless, twin, study, earlier] })
    expect(section(named, 'comparison').blocks).toEqual([
      { kind: 'list', items: ['Nov 22, 2025 · CT · Thigh · 112 days earlier'] },
    ])
    expect(textOf(section(english({ ...inputs, studies: [study] }), 'comparison').blocks)).toContain(
      'No other study of this patient is open.',
    )
  })
})

describe('clinical context', () => {
  test('lists results with unit, interval and state; calcium with albumin is corrected', () => {
    const [laboratory] = tables(english(inputs), 'clinical')
    expect(words(laboratory)).toEqual([
      ['Total calcium (albumin-corrected), uncorrected', '2.1 mmol/L', '–', '–'],
      [
        'Total calcium (albumin-corrected), corrected for an albumin of 30 g/L',
        '2.3 mmol/L',
        '2.2–2.6 mmol/L (adults)',
        'normal',
      ],
      ['Phosphate', '1.9 mmol/L', '0.87–1.45 mmol/L (local laboratory)', 'high'],
      ['Creatinine', '71 µmol/L', '45–110 µmol/L (adults)', 'normal'],
      ['ANA', '–', '–', 'positive'],
      ['Albumin', '30 g/L', '35–50 g/L (adults)', 'low'],
    ])
  })

  test('gives a child no interval of adults', () => {
    const child = setLaboratoryResult(
      { ...EMPTY_CLINICAL_CONTEXT, ageYears: 7 },
      { id: 'phosphate', value: 1.7, unit: 'mmol/L' },
    )
    expect(words(tables(english(withClinical(child)), 'clinical')[0])).toEqual([
      ['Phosphate', '1.7 mmol/L', '–', 'not classified: the adult interval does not apply under 18 years'],
    ])
  })

  test('tells apart what was asked and what was not', () => {
    const history = (context: ClinicalContext) =>
      textOf(section(english(withClinical(context)), 'clinical').blocks)
    expect(history(inputs.reading.clinical)).toContain(
      'Present: Systemic lupus erythematosus. Absent: Chronic kidney disease. Items not listed were not asked about.',
    )
    expect(history({ ...EMPTY_CLINICAL_CONTEXT, historyComplete: true })).toContain(
      '"History complete: nothing else relevant."',
    )
    expect(history(EMPTY_CLINICAL_CONTEXT)).toContain('{"label":"History","value":"not stated"}')
  })

  test('words the age of infants in months and days', () => {
    const age = (years: number) => formatAge(years, { t, language: 'en' })
    expect([age(54), age(1.5), age(7 / 12), age(5 / 365.25), age(2)]).toEqual([
      '54 years',
      '18 months',
      '7 months',
      '5 days',
      '2 years',
    ])
  })
})

describe('findings', () => {
  const report = english(inputs)

  describe('a side and a site that the files suggest', () => {
    const [hand, pelvis] = inputs.reading.findings
    const wordsOf = (given: { laterality?: string; PatientOrientation?: string[] }, finding: Finding) => {
      const series = inputs.study.series.map((one) => ({
        ...one,
        instances: one.instances.map((instance) => ({ ...instance, ...given })),
      }))
      const study = { ...inputs.study, series }
      const reading = { ...inputs.reading, findings: [finding] }
      return textOf(section(english({ ...inputs, study, reading }), 'findings').blocks)
    }

    test('are named with what they rest on, and not as what the reader said', () => {
      const all = wordsOf({ laterality: 'L' }, pelvis)
      expect(all).toContain(
        '{"label":"Site","value":"Hip (left; suggested by laterality of the image, not confirmed)"}',
      )
      expect(all).not.toContain('side not stated')
      expect(all).not.toContain('Hip (left)')
    })

    test('take no place of what the reader said, and are named where they contradict it', () => {
      expect(wordsOf({ laterality: 'R' }, thigh)).toContain('"value":"Thigh (right)"')
      expect(wordsOf({ laterality: 'L' }, thigh)).toContain(
        '"value":"Thigh (right); against it: left by laterality of the image"',
      )
    })

    test('are a field of their own while the reader has said no site', () => {
      const seen = { ...hand, foci: hand.foci.slice(0, 1) }
      expect(wordsOf({ laterality: 'R' }, seen)).toContain(
        '{"label":"Suggested site (not confirmed)","value":"Hand, right (body part in the file, laterality of the image)"}',
      )
    })

    test('are not one side where the sources differ', () => {
      const foci = pelvis.foci.map((focus) => ({ ...focus, sideOfMidline: 'R' as const }))
      expect(wordsOf({ laterality: 'L' }, { ...pelvis, foci })).toContain(
        'Hip (the sources for the side differ: left (laterality of the image) or right (side of the midline on the CT))',
      )
    })
  })

  test('stand in the order of their sites, those without one last', () => {
    const headings = section(report, 'findings').blocks.flatMap((block) =>
      block.kind === 'heading' ? [block.text] : [],
    )
    expect(headings).toEqual([
      'Finding 2: Periarticular · Ossified (cortex and trabeculae) · Hip',
      'Finding 1: Subcutaneous · Multifocal (several regions, not confluent) · Nodular / rounded · Thigh (right)',
      'Finding 3: Dermal / skin',
    ])
  })

  test('name what is present, what is absent, the side, structures and grade', () => {
    const all = textOf(section(report, 'findings').blocks)
    expect(all).toContain('{"label":"Site","value":"Hip (side not stated)"}')
    expect(all).toContain('{"label":"Site","value":"Thigh (right)"}')
    expect(all).toContain('Zonal: mature peripheral rim, lucent centre; Skin ulcer over or near the deposits')
    expect(all).toContain('{"label":"Structures involved","value":"Quadriceps; Saphenous veins"}')
    expect(all).toContain('Brooker, heterotopic ossification of the hip: II. Spurs from')
  })

  test('give each measure with its unit, and how its millimetres were found', () => {
    const [pelvis, thighTable, hand] = tables(report, 'findings')
    expect(thighTable.columns.map(({ title }) => title)).toEqual([
      'Focus',
      'Shape',
      'Series:image',
      'Longest diameter',
      'Area',
      'Mean',
      'SD',
      'Minimum',
      'Maximum',
      'Calibration',
    ])
    expect(words(thighTable)[0]).toEqual([
      'F1',
      'Ellipse',
      '2:31',
      '16.0 mm',
      '100.5 mm²',
      expect.stringMatching(/^\d+ HU$/),
      expect.stringMatching(/^\d+ HU$/),
      expect.stringMatching(/^\d+ HU$/),
      expect.stringMatching(/^\d+ HU$/),
      'in the patient',
    ])
    expect(pelvis.columns.map(({ title }) => title)).toContain('Value (no unit)')
    expect(words(pelvis)[0]).toEqual(['F100', 'Length', '3:1', '4.2 mm', '–', 'at the detector'])
    expect(words(hand)[0]).toEqual(expect.arrayContaining(['33.5 px', '320.0 px²', 'none: pixels']))
    expect(words(hand)[1][2]).toBe('image not open')
    expect(textOf([hand])).not.toContain('mm')
  })

  test('are followed by lengths, which are no foci and have no key image', () => {
    const [, { foci }] = inputs.reading.findings
    const [length] = foci
    const measurements = [
      { ...length, uid: '2.25.71', TrackingIdentifier: 'M1' },
      { ...length, uid: '2.25.72', TrackingIdentifier: 'M2', belongsTo: thigh.foci[0].uid },
    ]
    const reading = { ...inputs.reading, findings: [thigh], measurements, keyImages: [] }
    const measured = english({ ...inputs, reading })
    expect(words(tables(measured, 'findings').at(-1)!)).toEqual([
      ['M1', '–', '3:1', '4.2 mm', 'at the detector'],
      ['M2', 'F1', '3:1', '4.2 mm', 'at the detector'],
    ])
    expect(chooseKeyImages(reading.findings)).toHaveLength(1)
    const star = { SOPInstanceUID: '1.2.3.1', frameNumber: 1 }
    expect(chooseStarred({ ...reading, keyImages: [star] })[0].foci).toEqual(['2.25.71', '2.25.72'])
  })

  test('show a key image with place, window and calibration unless it is left out', () => {
    const pictures = (from: Report) =>
      section(from, 'findings').blocks.flatMap((block) => (block.kind === 'fields' && block.picture) || [])
    expect(pictures(report)).toEqual([
      expect.objectContaining({
        of: { finding: thigh.uid },
        caption: 'Key image of finding 1 (2:31) · W 400 / L −40 · sizes in mm (in the patient)',
      }),
    ])
    const leftOut = setKeyImageShown(inputs.reading.report, thigh.uid, false)
    expect(pictures(english({ ...inputs, reading: { ...inputs.reading, report: leftOut } }))).toEqual([])
  })

  test.each([
    [
      'en',
      t,
      'Key images',
      [
        'Key image (2:31) · F1 · W 400 / L −40 · sizes in mm (in the patient)',
        'Key image (4:1) · F110 · no calibration, sizes in pixels',
      ],
    ],
    [
      'es',
      tEs,
      'Imágenes clave',
      [
        'Imagen clave (2:31) · F1 · W 400 / L −40 · tamaños en mm (en el paciente)',
        'Imagen clave (4:1) · F110 · sin calibración, tamaños en píxeles',
      ],
    ],
  ] as const)(
    'are followed by the frames that were starred: %s',
    (language, words, title, [first, second]) => {
      const report = buildReport(inputs, words, language)
      const { keyImages } = inputs.reading
      expect(section(report, 'findings').blocks.at(-1)).toEqual({
        ...{ kind: 'pictures', title },
        pictures: [
          { of: { frame: keyImages[0] }, dataUrl: GREY_PNG, caption: first, alt: first },
          { of: { frame: keyImages[1] }, dataUrl: '', caption: second, alt: second },
        ],
      })
      expect(reportText(report)).toContain(`${title}:\n[${first}]\n[${second}]`)
    },
  )

  test('that are none leave the starred frames', () => {
    const keyImages = [{ SOPInstanceUID: '1.2.2.31', frameNumber: 1 }]
    const reading = { ...inputs.reading, findings: [], keyImages }
    const { blocks } = section(english({ ...inputs, reading, keyImages: [] }), 'findings')
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'pictures'])
  })

  test('have the frame with most foci as key image', () => {
    const [first, second] = thigh.foci
    const third = { ...second, uid: '2.25.999' }
    expect(chooseKeyImages([{ ...thigh, foci: [first, second, third] }])).toEqual([
      { finding: thigh.uid, SOPInstanceUID: '1.2.2.32', frameNumber: 1, foci: [second.uid, third.uid] },
    ])
    expect(chooseKeyImages([{ ...thigh, foci: [] }])).toEqual([])
  })

  test('say that nothing was marked', () => {
    const empty = english(withFindings([]))
    for (const id of ['findings', 'candidates', 'impression'] as const)
      expect(textOf(section(empty, id).blocks)).toContain('No calcification was marked.')
  })
})

describe('candidates', () => {
  test('are ranked with band, points and at most three reasons each way', () => {
    const ranked = tables(english(inputs), 'candidates')[1]
    expect(words(ranked)[0].slice(0, 4)).toEqual([
      '1',
      'Calcinosis cutis in systemic lupus erythematosus, Dystrophic',
      'Leading',
      expect.stringMatching(/^\+\d+\.\d$/),
    ])
    for (const row of ranked.rows) for (const cell of row.slice(4)) expect(cell.length).toBeLessThanOrEqual(3)
    expect(textOf([ranked])).toContain('Systemic lupus erythematosus: present (+5.0)')
    expect(textOf([ranked])).toContain('(−2.0)')
  })

  test('never drop what must not be missed: it is in the table or listed apart, with its warning', () => {
    const all = textOf(section(english(inputs), 'candidates').blocks)
    expect(all).toContain('Do not miss, whatever the rank')
    expect(all).toContain('Synovial sarcoma (−')
    expect(all).toContain('speak to the referring team today')
  })

  test('give way to the poster’s list, with the reason, when a distribution is all that is known', () => {
    const bare = { ...thigh, terms: { 'dist.vascular': 'present' } } as const
    const poor = withFindings([bare])
    const report = english({ ...poor, reading: { ...poor.reading, clinical: EMPTY_CLINICAL_CONTEXT } })
    const all = textOf(section(report, 'candidates').blocks)
    expect(tables(report, 'candidates')).toEqual([])
    expect(all).toContain('No ranking: the distribution alone would be misleading.')
    expect(all).toContain('Not described yet: morphology, site, extent, associated signs, history.')
    expect(section(report, 'candidates').blocks).toContainEqual(
      expect.objectContaining({
        kind: 'list',
        items: expect.arrayContaining([expect.stringMatching(/venous|arter/i)]),
      }),
    )
    expect(textOf(section(report, 'impression').blocks)).toContain('Causes not ranked yet')
  })
})

describe('impression', () => {
  test('comes after the reader’s own words, numbered, with causes to consider', () => {
    const { readerText, blocks } = section(english(inputs), 'impression')
    expect(readerText).toBe('Calcinosis of the right thigh, stable.\nClinical correlation is advised.')
    expect(blocks).toEqual([expect.objectContaining({ kind: 'list', ordered: true })])
    expect(textOf(blocks)).toContain(
      'Thigh (right); 3 foci, largest 20.8 mm (in the patient). Causes to consider, best supported first: Calcinosis cutis in systemic lupus erythematosus.',
    )
  })

  test('compares no sizes that were found in different ways', () => {
    const [hand, pelvis] = inputs.reading.findings
    const mixed = english(withFindings([{ ...thigh, foci: [...thigh.foci, ...pelvis.foci, ...hand.foci] }]))
    expect(textOf(section(mixed, 'impression').blocks)).toContain('7 foci. ')
  })
})

describe('in Spanish', () => {
  const text = reportText(buildReport(inputs, tEs, 'es'))

  test.each([
    'INFORME DE CALCIFICACIONES DE PARTES BLANDAS',
    'Borrador, último cambio 14 mar 2026',
    'Hallazgo 1: Subcutánea (tejido celular subcutáneo) · Multifocal · Nodular / redondeada · Muslo (lado derecho)',
    'Diámetro mayor 16,0 mm',
    'Calibración en el paciente',
    'Calcinosis cutis por lupus eritematoso sistémico',
    SAFETY_STATEMENT.es,
    'No apto para diagnóstico',
  ])('says %s', (words) => expect(text).toContain(words))

  test('says nothing of it in English', () => {
    const english = /\b(finding|focus|present|leading|diameter|calibration|unlikely|years|mean|not|the)\b/i
    const { indication = '', impression = '' } = inputs.reading.report.texts
    const computed = text.replace(indication, '').replace(impression, '')
    expect(computed.match(english)).toBeNull()
  })
})

test('a key image is in the window in which it was starred, or its mark was drawn', () => {
  const window = { center: 510, width: 60 }
  const frame = { SOPInstanceUID: '1.2', frameNumber: 1 }
  expect(chooseStarred({ keyImages: [{ ...frame, window }], findings: [] })).toMatchObject([{ window }])
  const { findings } = addFocus(
    [],
    {
      imageRegion: imageRegion({ shape: 'point', SOPClassUID: '1.3', points: [[1, 1]], ...frame }),
      window,
      measures: [],
    },
    { focus: 'F', finding: '' },
  )
  expect(chooseKeyImages(findings)).toMatchObject([{ window }])
})
