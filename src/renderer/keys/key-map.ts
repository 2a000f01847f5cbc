/**
 * Every key of the console, once. The help overlay, the palette and the hints on buttons are made from this.
 * `mod` is Ctrl, or Command on a Mac. Two presses are written with a space between them. `shift` is written with a
 * named key only: a shifted sign is a sign of its own.
 */

export const keyGroups = [
  'Everywhere',
  'Lists',
  'Members',
  'A member',
  'Reports',
  'A case',
  'Record',
  'Settings',
  'Signing in',
] as const;
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
    label: 'Find a member, a case or a command',
    group: 'Everywhere',
    inFields: true,
  },
  'help.open': { keys: ['?'], label: 'Show all keys', group: 'Everywhere', inPalette: true },
  'go.members': { keys: ['g m'], label: 'Go to Members', group: 'Everywhere', inPalette: true },
  'go.reports': { keys: ['g p'], label: 'Go to Reports', group: 'Everywhere', inPalette: true },
  'go.record': { keys: ['g r'], label: 'Go to Record', group: 'Everywhere', inPalette: true },
  'go.settings': { keys: ['g s'], label: 'Go to Settings', group: 'Everywhere', inPalette: true },
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
  'undo.last': { keys: ['z'], label: 'Undo what was just done', group: 'Everywhere', inPalette: true },
  'form.send': { keys: ['mod+enter'], label: 'Send the form one writes in', group: 'Everywhere' },
  'search.focus': { keys: ['/'], label: 'Go to the search box or the first filter', group: 'Lists' },
  'list.next': { keys: ['j', 'ArrowDown'], label: 'Next row', group: 'Lists' },
  'list.previous': { keys: ['k', 'ArrowUp'], label: 'Previous row', group: 'Lists' },
  'list.open': { keys: ['Enter'], label: 'Open the row', group: 'Lists' },
  'view.back': { keys: ['Escape'], label: 'Clear the selection, or close the detail', group: 'Lists' },
  'open.next': { keys: [']'], label: 'Open the next row', group: 'Lists' },
  'open.previous': { keys: ['['], label: 'Open the previous row', group: 'Lists' },
  'filters.open': { keys: ['f'], label: 'Filters', group: 'Lists', inPalette: true },
  'filters.clear': { keys: ['d'], label: 'Drop all filters', group: 'Lists', inPalette: true },
  'views.open': { keys: ['v'], label: 'Saved views', group: 'Lists', inPalette: true },
  'select.toggle': { keys: ['x'], label: 'Select the row', group: 'Lists' },
  'select.down': { keys: ['shift+ArrowDown'], label: 'Select on downwards', group: 'Lists' },
  'select.up': { keys: ['shift+ArrowUp'], label: 'Select on upwards', group: 'Lists' },
  'select.all': {
    keys: ['mod+a'],
    label: 'Select all that are loaded',
    group: 'Lists',
    inPalette: true,
  },
  'select.act': { keys: ['b'], label: 'Act on the selected rows', group: 'Lists', inPalette: true },
  'search.help': { keys: ['h'], label: 'What the search box understands', group: 'Members', inPalette: true },
  'members.columns': { keys: ['l'], label: 'Choose the columns', group: 'Members', inPalette: true },
  'members.export': { keys: ['e'], label: 'Export as CSV', group: 'Members', inPalette: true },
  'members.stop-export': { keys: ['s'], label: 'Stop the export', group: 'Members', inPalette: true },
  'order.match': {
    keys: ['i m'],
    label: 'In order of the match, or newest first',
    group: 'Members',
    inPalette: true,
  },
  'order.nickname': { keys: ['i n'], label: 'In order of nickname', group: 'Members', inPalette: true },
  'order.joined': { keys: ['i j'], label: 'In order of joining', group: 'Members', inPalette: true },
  'order.active': { keys: ['i a'], label: 'In order of last activity', group: 'Members', inPalette: true },
  'order.reported': {
    keys: ['i r'],
    label: 'In order of times reported',
    group: 'Members',
    inPalette: true,
  },
  'member.copy-id': { keys: ['c i'], label: 'Copy the id', group: 'A member', inPalette: true },
  'member.copy-email': {
    keys: ['c e'],
    label: 'Copy the e-mail address',
    group: 'A member',
    inPalette: true,
  },
  'member.show-email': {
    keys: ['p e'],
    label: 'Show the e-mail address',
    group: 'A member',
    inPalette: true,
  },
  'member.show-addresses': {
    keys: ['p a'],
    label: 'Show the IP addresses',
    group: 'A member',
    inPalette: true,
  },
  'act.warn': { keys: ['a w'], label: 'Warn…', group: 'A member', inPalette: true },
  'act.mute': { keys: ['a m'], label: 'Mute…', group: 'A member', inPalette: true },
  'act.suspend': { keys: ['a s'], label: 'Suspend…', group: 'A member', inPalette: true },
  'act.ban': { keys: ['a b'], label: 'Ban…', group: 'A member', inPalette: true },
  'act.restore': { keys: ['a r'], label: 'Lift all sanctions…', group: 'A member', inPalette: true },
  'act.rename': { keys: ['a n'], label: 'Rename…', group: 'A member', inPalette: true },
  'act.sign-out': { keys: ['a o'], label: 'Sign out everywhere…', group: 'A member', inPalette: true },
  'act.reset-password': {
    keys: ['a p'],
    label: 'Make choose a new password…',
    group: 'A member',
    inPalette: true,
  },
  'note.write': { keys: ['n'], label: 'Write a note', group: 'A member', inPalette: true },
  'history.all': { keys: ['0'], label: 'History: all sources', group: 'A member' },
  'history.login': { keys: ['1'], label: 'History: sign-ins', group: 'A member' },
  'history.activity': { keys: ['2'], label: 'History: activity', group: 'A member' },
  'history.content': { keys: ['3'], label: 'History: writings', group: 'A member' },
  'history.report-by': { keys: ['4'], label: 'History: reports made', group: 'A member' },
  'history.report-against': { keys: ['5'], label: 'History: reports received', group: 'A member' },
  'history.action': { keys: ['6'], label: 'History: actions of the staff', group: 'A member' },
  'history.rename': { keys: ['7'], label: 'History: changes of name', group: 'A member' },
  'history.note': { keys: ['8'], label: 'History: notes', group: 'A member' },
  'queue.next': { keys: ['n'], label: 'Claim the next case', group: 'Reports', inPalette: true },
  'queue.show-new': { keys: ['.'], label: 'Bring the list up to date', group: 'Reports', inPalette: true },
  'queue.view.next': { keys: ['q n'], label: 'Show cases: next for me', group: 'Reports', inPalette: true },
  'queue.view.unclaimed': {
    keys: ['q u'],
    label: 'Show cases: unclaimed',
    group: 'Reports',
    inPalette: true,
  },
  'queue.view.mine': { keys: ['q m'], label: 'Show cases: mine', group: 'Reports', inPalette: true },
  'queue.view.held': { keys: ['q h'], label: 'Show cases: held', group: 'Reports', inPalette: true },
  'queue.view.escalated': {
    keys: ['q e'],
    label: 'Show cases: escalated',
    group: 'Reports',
    inPalette: true,
  },
  'queue.view.done': { keys: ['q d'], label: 'Show cases: done', group: 'Reports', inPalette: true },
  'queue.view.endings': {
    keys: ['q s'],
    label: 'Show sanctions ending soon',
    group: 'Reports',
    inPalette: true,
  },
  'ending.settle': { keys: ['l e'], label: 'Let the sanction end', group: 'Reports', inPalette: true },
  'ending.extend': {
    keys: ['l l'],
    label: 'Let the sanction last longer…',
    group: 'Reports',
    inPalette: true,
  },
  'case.claim': { keys: ['c'], label: 'Claim the case', group: 'A case', inPalette: true },
  'case.extend': { keys: ['e'], label: 'Extend the claim', group: 'A case', inPalette: true },
  'case.pass': { keys: ['p'], label: 'Give the case back and pass on', group: 'A case', inPalette: true },
  'case.hand-over': { keys: ['o'], label: 'Hand the case over…', group: 'A case', inPalette: true },
  'case.hold': { keys: ['h'], label: 'Hold the case until a date…', group: 'A case', inPalette: true },
  'case.resume': { keys: ['h'], label: 'Put the case back into the queue', group: 'A case', inPalette: true },
  'case.note': { keys: ['w'], label: 'Write a note', group: 'A case', inPalette: true },
  'case.decide': { keys: ['a'], label: 'Decide in full…', group: 'A case', inPalette: true },
  'preset.1': { keys: ['1'], label: 'Decide as on 1', group: 'A case' },
  'preset.2': { keys: ['2'], label: 'Decide as on 2', group: 'A case' },
  'preset.3': { keys: ['3'], label: 'Decide as on 3', group: 'A case' },
  'preset.4': { keys: ['4'], label: 'Decide as on 4', group: 'A case' },
  'preset.5': { keys: ['5'], label: 'Decide as on 5', group: 'A case' },
  'preset.6': { keys: ['6'], label: 'Decide as on 6', group: 'A case' },
  'preset.7': { keys: ['7'], label: 'Decide as on 7', group: 'A case' },
  'preset.8': { keys: ['8'], label: 'Decide as on 8', group: 'A case' },
  'preset.9': { keys: ['9'], label: 'Decide as on 9', group: 'A case' },
  'case.confirm': { keys: ['Enter'], label: 'Do what a digit asks about', group: 'A case' },
  'media.blur': { keys: ['s'], label: 'Media: sharp or blurred', group: 'A case', inPalette: true },
  'media.grey': { keys: ['y'], label: 'Media: in colour or grey', group: 'A case', inPalette: true },
  'media.mute': { keys: ['m'], label: 'Media: with or without sound', group: 'A case', inPalette: true },
  'record.load-new': { keys: ['n'], label: 'Load new entries', group: 'Record', inPalette: true },
  'record.export': { keys: ['e'], label: 'Export as CSV', group: 'Record', inPalette: true },
  'record.stop-export': { keys: ['s'], label: 'Stop the export', group: 'Record', inPalette: true },
  'settings.account': { keys: ['1'], label: 'My account', group: 'Settings', inPalette: true },
  'settings.staff': { keys: ['2'], label: 'Staff', group: 'Settings', inPalette: true },
  'settings.reports': { keys: ['3'], label: 'Rules for reports', group: 'Settings', inPalette: true },
  'rules.policies': { keys: ['p'], label: 'Policies', group: 'Settings', inPalette: true },
  'rules.weights': { keys: ['w'], label: 'Weights of the queue', group: 'Settings', inPalette: true },
  'rules.digits': { keys: ['y'], label: 'Decisions on digits', group: 'Settings', inPalette: true },
  'policies.add': { keys: ['n'], label: 'Add a policy', group: 'Settings', inPalette: true },
  'policies.edit': { keys: ['e'], label: 'Change the policy', group: 'Settings', inPalette: true },
  'policies.remove': {
    keys: ['d'],
    label: 'Take the policy out of use, or back into it',
    group: 'Settings',
    inPalette: true,
  },
  'policies.removed': {
    keys: ['f'],
    label: 'Show or fold policies out of use',
    group: 'Settings',
    inPalette: true,
  },
  'staff.add': { keys: ['n'], label: 'Add a person', group: 'Settings', inPalette: true },
  'staff.edit': { keys: ['e'], label: 'Change the person', group: 'Settings', inPalette: true },
  'staff.reset-password': {
    keys: ['p'],
    label: 'Give the person a new password',
    group: 'Settings',
    inPalette: true,
  },
  'staff.remove': { keys: ['d'], label: 'Remove the person', group: 'Settings', inPalette: true },
  'staff.teams': { keys: ['m'], label: 'Teams', group: 'Settings', inPalette: true },
  'staff.former': { keys: ['f'], label: 'Show or fold former staff', group: 'Settings', inPalette: true },
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
