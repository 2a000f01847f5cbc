/**
 * Every key of the console, once. The help overlay, the palette and the hints on buttons are made from this.
 * `mod` is Ctrl, or Command on a Mac. Two presses are written with a space between them.
 */

export const keyGroups = ['Everywhere', 'Lists', 'A member', 'Record', 'Signing in'] as const;
export type KeyGroup = (typeof keyGroups)[number];

export interface Binding {
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: KeyGroup;
  /** Works while typing in a field too. Never for a key that could be part of a text. */
  readonly inFields?: true;
  /** Offered by the palette, where it is available. */
  readonly inPalette?: true;
}

export const keyMap = {
  'palette.open': {
    keys: ['mod+k'],
    label: 'Find a member or a command',
    group: 'Everywhere',
    inFields: true,
  },
  'help.open': { keys: ['?'], label: 'Show all keys', group: 'Everywhere', inPalette: true },
  'go.members': { keys: ['g m'], label: 'Go to Members', group: 'Everywhere', inPalette: true },
  'go.record': { keys: ['g r'], label: 'Go to Record', group: 'Everywhere', inPalette: true },
  'view.refresh': { keys: ['r'], label: 'Ask the database again', group: 'Everywhere', inPalette: true },
  'theme.next': {
    keys: ['t'],
    label: 'Next theme: light, dark, system',
    group: 'Everywhere',
    inPalette: true,
  },
  'zone.switch': {
    keys: ['u'],
    label: 'Switch between UTC and local time',
    group: 'Everywhere',
    inPalette: true,
  },
  'session.sign-out': { keys: ['g o'], label: 'Sign out', group: 'Everywhere', inPalette: true },
  'search.focus': { keys: ['/'], label: 'Go to the search box or the first filter', group: 'Lists' },
  'list.next': { keys: ['j', 'ArrowDown'], label: 'Next row', group: 'Lists' },
  'list.previous': { keys: ['k', 'ArrowUp'], label: 'Previous row', group: 'Lists' },
  'list.open': { keys: ['Enter'], label: 'Open the row', group: 'Lists' },
  'view.back': { keys: ['Escape'], label: 'Close the detail', group: 'Lists' },
  'open.next': { keys: [']'], label: 'Open the next row', group: 'Lists' },
  'open.previous': { keys: ['['], label: 'Open the previous row', group: 'Lists' },
  'member.copy-id': { keys: ['c i'], label: 'Copy the id', group: 'A member', inPalette: true },
  'member.copy-email': {
    keys: ['c e'],
    label: 'Copy the e-mail address',
    group: 'A member',
    inPalette: true,
  },
  'history.all': { keys: ['0'], label: 'History: all sources', group: 'A member' },
  'history.login': { keys: ['1'], label: 'History: sign-ins', group: 'A member' },
  'history.activity': { keys: ['2'], label: 'History: activity', group: 'A member' },
  'history.content': { keys: ['3'], label: 'History: writings', group: 'A member' },
  'history.report-by': { keys: ['4'], label: 'History: reports made', group: 'A member' },
  'history.report-against': { keys: ['5'], label: 'History: reports received', group: 'A member' },
  'record.load-new': { keys: ['n'], label: 'Load new entries', group: 'Record', inPalette: true },
  'record.clear': { keys: ['x'], label: 'Clear all filters', group: 'Record', inPalette: true },
  'record.export': { keys: ['e'], label: 'Export as CSV', group: 'Record', inPalette: true },
  'record.stop-export': { keys: ['s'], label: 'Stop the export', group: 'Record', inPalette: true },
  'demo.1': { keys: ['1'], label: 'Sign in as the first person', group: 'Signing in' },
  'demo.2': { keys: ['2'], label: 'Sign in as the second person', group: 'Signing in' },
  'demo.3': { keys: ['3'], label: 'Sign in as the third person', group: 'Signing in' },
  'demo.4': { keys: ['4'], label: 'Sign in as the fourth person', group: 'Signing in' },
  'connection.add': { keys: ['a'], label: 'Add a connection', group: 'Signing in' },
} as const satisfies Record<string, Binding>;

export type CommandId = keyof typeof keyMap;

export const commandIds = Object.keys(keyMap) as CommandId[];

/** A binding with its optional parts visible to the type checker. */
export function bindingOf(id: CommandId): Binding {
  return keyMap[id];
}
