import { priorityNames } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { listWords, momentWords } from '../../../members/actions/words.ts';
import { staffNames } from '../../../staff/names.ts';
import type { NewTicketEvent, TicketColumns } from '../../work.ts';
import { type Parts, tagOf } from './parts.ts';

/** Names of the accounts and teams that parts speak of. */
interface Names {
  readonly people: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, string>;
}

/** By which kind of event each column is told of. */
const kinds = {
  status: 'status',
  priority: 'priority',
  team_id: 'team',
  assignee: 'assigned',
  snoozed_until: 'snoozed',
  subject: 'subject',
} as const;
type Told = keyof typeof kinds;
const told = Object.keys(kinds) as Told[];

/** What each part is called in a sentence, and what it is where it is empty. */
const nouns: Record<Told, readonly [noun: string, without: string]> = {
  status: ['status', 'none'],
  priority: ['priority', 'none'],
  team_id: ['team', 'none'],
  assignee: ['assignee', 'nobody'],
  snoozed_until: ['sleep', 'none'],
  subject: ['subject', 'none'],
};

/**
 * The events of a change: of each column one, `{ from, to }` in words, null for nobody, no team or awake; of its tags one,
 * `{ added, removed }`.
 */
export async function eventsOf(db: Db, row: TicketColumns, after: Parts): Promise<NewTicketEvent[]> {
  const before: Parts = { ...row };
  const names = await namesIn(db, [before, after]);
  const columns = told.flatMap((part) =>
    part in after
      ? {
          ticketId: row.id,
          kind: kinds[part],
          detail: { from: valueWords(part, before[part], names), to: valueWords(part, after[part], names) },
        }
      : [],
  );
  const tags = (wanted: boolean) =>
    listWords(Object.entries(after).flatMap(([name, has]) => (has === wanted ? (tagOf(name) ?? []) : [])));
  const [added, removed] = [tags(true), tags(false)];
  if (added === '' && removed === '') return columns;
  return [...columns, { ticketId: row.id, kind: 'tags', detail: { added, removed } }];
}

/** `the status to “solved” and the assignee to nobody`: how these parts of a ticket are. */
export async function partsWords(db: Db, row: TicketColumns, parts: readonly string[]): Promise<string> {
  const now: Parts = { ...row };
  const names = await namesIn(db, [now]);
  return listWords(
    parts.flatMap((part) => {
      if (!(part in nouns)) return [];
      const [noun, without] = nouns[part as Told];
      const value = valueWords(part as Told, now[part], names);
      return `the ${noun} to ${value === null ? without : `“${value}”`}`;
    }),
  );
}

/** `the status`, `the tag “login”`. */
export function partWords(name: string): string {
  const tag = tagOf(name);
  return tag === null ? `the ${nouns[name as Told]?.[0] ?? name}` : `the tag “${tag}”`;
}

async function namesIn(db: Db, all: readonly Parts[]): Promise<Names> {
  const users = all.flatMap((it) => (typeof it.assignee === 'string' ? it.assignee : []));
  const teamIds = all.flatMap((it) => (typeof it.team_id === 'string' ? it.team_id : []));
  return { people: await staffNames(db, {}, users), teams: await teamNames(db, teamIds) };
}

async function teamNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('caretaker.team')
    .select(['id', 'name'])
    .where('id', 'in', ids.map(idValue))
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

function valueWords(part: Told, value: Parts[string] | undefined, { people, teams }: Names): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  if (part === 'priority') return priorityNames[value as keyof typeof priorityNames] ?? text;
  if (part === 'team_id') return teams.get(text) ?? 'a team that is gone';
  if (part === 'assignee') return people.get(text) ?? text;
  if (part === 'snoozed_until') return momentWords(utcOf(text));
  return text;
}
