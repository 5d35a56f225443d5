/** CSS pixels of a button, and of the line between two groups. */
interface Widths {
  readonly button: number
  readonly gap: number
}

/**
 * The buttons of a bar that fit into its room, from the first on, in their groups. Where not all do, room is left for
 * the button of the menu that has the others.
 */
export function fitting<Item>(
  groups: readonly (readonly Item[])[],
  roomPx: number,
  { button, gap }: Widths,
): Item[][] {
  const all = groups.reduce((sum, group) => sum + group.length * button + gap, 0)
  if (all <= roomPx) return groups.map((group) => [...group])
  let left = roomPx - button
  const shown: Item[][] = []
  for (const group of groups) {
    const count = Math.min(group.length, Math.floor((left - gap) / button))
    if (count <= 0) break
    shown.push(group.slice(0, count))
    if (count < group.length) break
    left -= count * button + gap
  }
  return shown
}
