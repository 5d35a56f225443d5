/** A button that shows a picture and nothing to read: no letter or digit that can be seen. */
export function isIconAlone(element: Element): boolean {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode as Text
    // Text for screen readers alone is one pixel wide.
    if (/[\p{L}\p{N}]/u.test(data) && (parentElement?.offsetWidth ?? 0) > 1) return false
  }
  return element.matches('button, a, summary, [role=button]')
}
