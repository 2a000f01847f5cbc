import type { Macro, MacroChange } from '../../../../contract/tickets/rules.ts';
import { openTicketPlaceholders } from '../../../../contract/tickets/templates.ts';
import { type Priority, priorityNames } from '../../../../contract/tickets/values.ts';
import { shortStatus } from '../ticket/ticket-words.ts';

/** How teams and colleagues are called. */
export interface MacroNames {
  team(id: string): string;
  person(account: string): string;
}

/** What a macro changes, each in a few words: `solved`, `to Night watch`, `+ billing`. */
export function changeWords(change: MacroChange, names: MacroNames): string[] {
  const { status, priority, teamId, assignee, addTags = [], removeTags = [] } = change;
  return [
    ...(status === undefined ? [] : [shortStatus[status]]),
    ...(priority === undefined ? [] : [`${priorityNames[priority as Priority].toLowerCase()} priority`]),
    ...(teamId === undefined ? [] : [teamId === null ? 'to no team' : `to ${names.team(teamId)}`]),
    ...(assignee === undefined
      ? []
      : [assignee === null ? 'to nobody in particular' : `to ${names.person(assignee)}`]),
    ...addTags.map((tag) => `+ ${tag}`),
    ...removeTags.map((tag) => `− ${tag}`),
  ];
}

/** What kind of text it brings; null where it has none. */
export function textKind({ body, asNote }: Pick<Macro, 'body' | 'asNote'>): 'reply' | 'note' | null {
  return body === null ? null : asNote ? 'note' : 'reply';
}

/** What the writer is left to fill: `asks for {amount}`; null where nothing is. */
export function askWords({ body }: Pick<Macro, 'body'>): string | null {
  const open = openTicketPlaceholders(body ?? '');
  return open.length === 0 ? null : `asks for ${open.map((name) => `{${name}}`).join(', ')}`;
}
