import { isAllowed, type Bench, type Command } from '../../workflow/commands'
import type { MenuEntry } from '../kit/menu-entry'
import { describeKeys, keysOf } from './keys'

/** Commands as they stand in a menu, those that are not allowed now among them. */
export const menuEntries = (commands: readonly Command[], bench: Bench): MenuEntry[] =>
  commands.map((command) => {
    const [chord] = keysOf(command, bench.preferences)
    return {
      id: command.id,
      title: bench.preferences.t(command.title, { n: command.n ?? 0 }),
      icon: command.icon,
      keys: chord && describeKeys(chord),
      checked: command.active?.(bench),
      disabled: !isAllowed(command, bench),
      run: () => command.run(bench),
    }
  })
