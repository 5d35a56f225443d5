import { attributeNames } from '../../i18n/attribute-name'
import type { TextKey, Translate } from '../../i18n/translate'
import type { Problem } from '../../state/workbench.svelte'

/** A problem as a sentence: of which file, what was expected and found, and what a reader has to do without. */
export function problemSentence(problem: Problem, t: Translate): string {
  const { code, severity, source: name, attribute, need, effect } = problem
  const inWords = (text: string) =>
    text === 'native' || text === 'encapsulated' ? t(`pixelForm.${text}`) : attributeNames(text)
  const [expected, found] = [problem.expected, problem.found].map(inWords)
  const said = need
    ? t(severity === 'error' ? 'problem.unusableValue' : 'problem.unusedValue', {
        ...{ name, found },
        attribute: attributeNames(attribute ?? ''),
        need: t(`need.${need}`, { expected }),
      })
    : t(`problem.${code}` as TextKey, { name, expected, found })
  return effect ? `${said} ${t(`effect.${effect}`)}` : said
}
