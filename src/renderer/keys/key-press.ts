import { bindingOf, type CommandId, commandIds } from './key-map.ts';

/** What of a keyboard event decides what it means. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** AltGr, with which many keyboards type brackets: no modifier, though it reports Ctrl and Alt. */
  readonly altGraph: boolean;
}

/** A press as the key map writes it: `j`, `?`, `mod+k`, `Escape`, `shift+ArrowDown`; null for a modifier alone. */
export function nameOf(press: Press): string | null {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process'].includes(press.key)) return null;
  const printable = [...press.key].length === 1;
  const modified = !press.altGraph && (press.ctrlKey || press.metaKey);
  if (press.altKey && !press.altGraph) return null;
  if (modified) return `mod+${press.key.toLowerCase()}`;
  if (press.shiftKey && !printable) return `shift+${press.key}`;
  // A shifted sign (?) is a sign of its own; a shifted letter is not what the map means.
  if (press.shiftKey && press.key.toLowerCase() !== press.key.toUpperCase()) return null;
  return press.key;
}

export interface Reading {
  /** The commands that these presses name, if any. */
  readonly commands: readonly CommandId[];
  /** The first half of two presses, to be kept for the next. */
  readonly pending: string | null;
}

/** Reads a press after a pending one, among the commands that are available now. */
export function readPress(
  name: string,
  pending: string | null,
  available: (id: CommandId) => boolean,
): Reading {
  const whole = pending === null ? name : `${pending} ${name}`;
  const candidates = commandIds.filter(available);
  const commands = candidates.filter((id) => bindingOf(id).keys.includes(whole));
  if (commands.length > 0) return { commands, pending: null };
  const starts = candidates.some((id) => bindingOf(id).keys.some((keys) => keys.startsWith(`${whole} `)));
  if (starts) return { commands: [], pending: whole };
  // A second press that fits nothing may still mean something by itself.
  return pending === null ? { commands: [], pending: null } : readPress(name, null, available);
}

/** The keys of a command as people read them: `Ctrl K`, `g then m`. */
export function keyCaps(keys: string, mac: boolean): readonly string[] {
  const named: Record<string, string> = {
    ArrowDown: '↓',
    ArrowUp: '↑',
    ArrowLeft: '←',
    ArrowRight: '→',
    Backspace: '⌫',
    Escape: 'Esc',
    mod: mac ? '⌘' : 'Ctrl',
    shift: 'Shift',
    enter: 'Enter',
  };
  return keys.split(' ').flatMap((press) => {
    const parts = press === '+' ? [press] : press.split('+');
    return parts.map((part) => named[part] ?? (parts[0] === 'mod' ? part.toUpperCase() : part));
  });
}
