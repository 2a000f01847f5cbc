import { sql } from 'kysely';
import type { TicketRow } from '../../contract/tickets/queue.ts';
import {
  Channel,
  type Priority,
  type TeamId,
  type TicketId,
  TicketStatus,
} from '../../contract/tickets/values.ts';
import { type MemberId, UserName } from '../../contract/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Db, Run } from '../database/database.ts';
import { utcOf, utcOrNull } from '../database/time.ts';
import { lookersOf } from '../looking/looking.ts';
import { nicknamesOf } from '../members/nicknames.ts';
import { staffNames } from '../staff/names.ts';
import { farAway, timeOf } from './clocks/clock.ts';
import { type Rules, readRules } from './clocks/rules.ts';
import type { TicketColumns } from './work.ts';

/** The most that is shown of each. */
const mostTags = 20;

/**
 * Rows as lists show them: with the names of members, teams and colleagues, tags, and who is at them. By primary keys,
 * however many rows, 200 at the most. `moment` by the server's clock says what is left of a deadline.
 */
export async function showTickets(
  db: Db,
  run: Run,
  rows: readonly TicketColumns[],
  { moment, user }: { readonly moment: string; readonly user: string },
): Promise<TicketRow[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [rules, nicknames, names, teams, tags, followed, lookers] = await Promise.all([
    readRules(db, run),
    nicknamesOf(
      db,
      run,
      rows.flatMap((row) => row.member_id ?? []),
    ),
    staffNames(
      db,
      run,
      rows.flatMap((row) => row.assignee ?? []),
    ),
    teamNames(
      db,
      run,
      rows.flatMap((row) => row.team_id ?? []),
    ),
    tagsOf(db, run, ids),
    followedOf(db, run, ids, user),
    lookersOf(db, run, 'ticket', ids),
  ]);
  return rows.map((row) => ({
    id: row.id as TicketId,
    subject: row.subject,
    status: TicketStatus.parse(row.status),
    priority: Number(row.priority) as Priority,
    channel: Channel.parse(row.channel),
    memberId: row.member_id as MemberId | null,
    from: (row.member_id === null ? undefined : nicknames.get(row.member_id)) ?? row.name,
    excerpt: row.excerpt,
    awaitsUs: Number(row.awaits_us) === 1,
    team:
      row.team_id === null
        ? null
        : { id: row.team_id as TeamId, name: teams.get(row.team_id) ?? 'a team that is gone' },
    assignee: UserName.safeParse(row.assignee).success
      ? { user: row.assignee ?? '', name: names.get(row.assignee ?? '') ?? row.assignee ?? '' }
      : null,
    tags: tags.get(row.id) ?? [],
    messages: row.messages,
    openedAt: utcOf(row.opened_at),
    lastAt: utcOf(row.last_at),
    snoozedUntil: utcOrNull(row.snoozed_until),
    deadline: deadlineOf(row, rules, moment),
    mergedInto: row.merged_into as TicketId | null,
    rating: row.rating,
    followed: followed.has(row.id),
    others: (lookers.get(row.id) ?? []).filter((it) => it.user !== user),
    version: row.version,
  }));
}

/** All deadlines of a ticket that run, the nearest first. */
export function deadlinesOf(
  row: TicketColumns,
  rules: Rules,
  moment: string,
): NonNullable<TicketRow['deadline']>[] {
  const of = (kind: 'first' | 'next' | 'solve', at: string | null) =>
    at === null ? [] : [{ kind, at: utcOf(at), left: leftUntil(at, rules, moment) }];
  return [
    ...of('first', row.first_due_at),
    ...of('next', row.next_due_at),
    ...of('solve', row.solve_due_at),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
}

function deadlineOf(row: TicketColumns, rules: Rules, moment: string): TicketRow['deadline'] {
  return row.due_at === farAway ? null : (deadlinesOf(row, rules, moment)[0] ?? null);
}

/** Minutes of business hours, negative past it. */
function leftUntil(at: string, { office }: Rules, moment: string): number {
  const [now, due] = [timeOf(moment), timeOf(at)];
  const seconds = due >= now ? office.between(now, due) : -office.between(due, now);
  return Math.trunc(seconds / 60);
}

/** Teams are few. */
async function teamNames(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, string>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const rows = await db
    .selectFrom('caretaker.team')
    .select(['id', 'name'])
    .where('id', 'in', distinct.map(idValue))
    .execute(run);
  return new Map(rows.map((row) => [row.id, row.name]));
}

export async function tagsOf(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('caretaker.ticket_tag')
    .select(['ticket_id', 'tag'])
    .where('ticket_id', 'in', ids.map(idValue))
    .orderBy('ticket_id')
    .orderBy('tag')
    .limit(ids.length * mostTags)
    .execute(run);
  const tags = new Map<string, string[]>();
  for (const row of rows) tags.set(row.ticket_id, [...(tags.get(row.ticket_id) ?? []), row.tag]);
  return tags;
}

/** By who follows each of them, who are few: what one person follows becomes ever more. */
async function followedOf(db: Db, run: Run, ids: readonly string[], user: string): Promise<Set<string>> {
  const { rows } = await sql<{ ticket_id: string }>`
    SELECT ticket_id FROM caretaker.ticket_follower FORCE INDEX (ticket_follower_ticket)
    WHERE ticket_id IN (${sql.join(ids.map(BigInt))}) AND user = ${user}`.execute(db, run);
  return new Set(rows.map((row) => row.ticket_id));
}
