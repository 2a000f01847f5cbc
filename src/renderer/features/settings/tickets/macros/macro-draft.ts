import { problemOfTemplate } from '../../../../../contract/templates.ts';
import { type Macro, type MacroChange, MacroDraft } from '../../../../../contract/tickets/rules.ts';
import { type Priority, priorityNames, type TeamId } from '../../../../../contract/tickets/values.ts';
import type { MacroNames } from '../../../tickets/macros/macro-words.ts';
import { statusWords } from '../../../tickets/ticket/ticket-words.ts';

/** What stands in the fields of the form. What a macro leaves as it is, is undefined. */
export interface MacroText {
  readonly name: string;
  /** Null for everyone. */
  readonly forTeam: TeamId | null;
  readonly status: MacroChange['status'];
  readonly priority: MacroChange['priority'];
  readonly team: MacroChange['teamId'];
  readonly assignee: MacroChange['assignee'];
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  readonly body: string;
  readonly asNote: boolean;
}
export type MacroPart = keyof MacroText;

/** The parts of a macro as people call them, in the order in which they are read. */
export const macroParts: Record<MacroPart, string> = {
  name: 'name',
  forTeam: 'for whom',
  status: 'status',
  priority: 'priority',
  team: 'team',
  assignee: 'with',
  addTags: 'tags put on',
  removeTags: 'tags taken off',
  body: 'text',
  asNote: 'kind of text',
};
const partNames = Object.keys(macroParts) as MacroPart[];

export type MacroErrors = Partial<Record<MacroPart, string>>;

/** A macro as it is changed: the version that the person saw, and what they made of it. */
export interface KeptMacro {
  /** Null for a new one. */
  readonly seen: Macro | null;
  readonly text: MacroText;
}

export function keptOf(macro: Macro | null): KeptMacro {
  return { seen: macro, text: textOf(macro ?? blank) };
}

const blank: MacroDraft = { name: '', teamId: null, change: {}, body: 'Hello {nickname}, ', asNote: false };

export function textOf({ name, teamId, change, body, asNote }: MacroDraft): MacroText {
  return {
    name,
    forTeam: teamId,
    status: change.status,
    priority: change.priority,
    team: change.teamId,
    assignee: change.assignee,
    addTags: change.addTags ?? [],
    removeTags: change.removeTags ?? [],
    body: body ?? '',
    asNote,
  };
}

/** The macro to save, or what is wrong, by part. */
export function readMacro(
  text: MacroText,
): { ok: true; macro: MacroDraft } | { ok: false; errors: MacroErrors } {
  const parsed = MacroDraft.safeParse(asDraft(text));
  const problem = problemOfTemplate(text.body);
  const errors: MacroErrors = {};
  if (text.name.trim() === '') errors.name = 'Give it a name';
  if (text.addTags.some((tag) => text.removeTags.includes(tag))) {
    errors.removeTags = 'A tag is put on and taken off';
  }
  if (problem !== null) errors.body = problem.charAt(0).toUpperCase() + problem.slice(1);
  else if (!parsed.success && errors.name === undefined) errors.body = 'Write a text, or change something';
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, macro: parsed.data }
    : { ok: false, errors };
}

function asDraft({ name, forTeam, body, asNote, ...text }: MacroText): unknown {
  const { status, priority, team, assignee, addTags, removeTags } = text;
  return {
    name,
    teamId: forTeam,
    change: {
      ...(status !== undefined && { status }),
      ...(priority !== undefined && { priority }),
      ...(team !== undefined && { teamId: team }),
      ...(assignee !== undefined && { assignee }),
      ...(addTags.length > 0 && { addTags }),
      ...(removeTags.length > 0 && { removeTags }),
    },
    body: body.trim() === '' ? null : body,
    asNote,
  };
}

/** The parts in which two states of a macro differ. */
export function changedParts(before: MacroText, after: MacroText): MacroPart[] {
  return partNames.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
}

/**
 * The same changes on top of what someone saved meanwhile: parts that the person changed stay theirs, the others become
 * what they are now.
 */
export function rebased({ seen, text }: KeptMacro, newest: Macro): KeptMacro {
  const mine = seen === null ? [] : changedParts(textOf(seen), text);
  return {
    seen: newest,
    text: { ...textOf(newest), ...Object.fromEntries(mine.map((part) => [part, text[part]])) },
  };
}

/** A part of a macro in words. */
export function partWords(text: MacroText, part: MacroPart, names: MacroNames): string {
  const left = 'as it is';
  switch (part) {
    case 'name':
    case 'body':
      return text[part] === '' ? 'none' : text[part];
    case 'forTeam':
      return text.forTeam === null ? 'everyone' : names.team(text.forTeam);
    case 'status':
      return text.status === undefined ? left : statusWords[text.status];
    case 'priority':
      return text.priority === undefined ? left : priorityNames[text.priority as Priority];
    case 'team':
      return text.team === undefined ? left : text.team === null ? 'none' : names.team(text.team);
    case 'assignee':
      if (text.assignee === undefined) return left;
      return text.assignee === null ? 'nobody' : names.person(text.assignee);
    case 'addTags':
    case 'removeTags':
      return text[part].length === 0 ? 'none' : text[part].join(', ');
    case 'asNote':
      return text.asNote ? 'note among colleagues' : 'reply to the member';
  }
}
