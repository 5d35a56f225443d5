/** Pseudo-classes that a page cannot set, and what has them within `<div data-pin="hover">` or `"focus"`. */
const PINNED = [
  [':hover', '[data-pin=hover] *'],
  [':focus-visible', '[data-pin=focus] :is(button, input, select, summary)'],
] as const

/** Copies every rule of a pinned state, so that a picture shows it without mouse and focus. */
export function pinStates(): void {
  const pinned = new CSSStyleSheet()
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules])
  for (const rule of rules) {
    if (!(rule instanceof CSSStyleRule)) continue
    for (const [pseudo, places] of PINNED) {
      if (!rule.selectorText.includes(pseudo)) continue
      const selector = rule.selectorText.replaceAll(pseudo, `:is(${places})`)
      pinned.insertRule(`${selector} { ${rule.style.cssText} }`, pinned.cssRules.length)
    }
  }
  document.adoptedStyleSheets = [pinned]
}
