import { BusinessHours, Target, type TicketRules } from '../../../contract/tickets/rules.ts';
import type { Utc } from '../../../contract/values.ts';
import type { Db, Run } from '../../database/database.ts';
import { utcOf } from '../../database/time.ts';
import { OfficeHours } from './hours.ts';

/** Hours and targets, ready to be reckoned by. */
export interface Rules extends Readonly<TicketRules> {
  readonly version: number;
  readonly office: OfficeHours;
}

export interface SavedRules extends Rules {
  readonly savedAt: Utc;
  readonly savedBy: string;
}

/** What was read last with the row it was made of: the days it has reckoned stay for as long as the row is the same. */
let known: { row: string; rules: SavedRules } | null = null;

/** The rules that hold: the newest, by the primary key. */
export async function readRules(db: Db, run?: Run): Promise<SavedRules> {
  const newest = await newestRules(db).executeTakeFirst(run);
  if (!newest) throw new Error('ticket_rules lacks its row');
  const row = JSON.stringify(newest);
  if (known?.row === row) return known.rules;
  const rules = rulesOf(newest.version, {
    hours: BusinessHours.parse(JSON.parse(newest.hours)),
    targets: Target.array().parse(JSON.parse(newest.targets)),
    warnMinutes: newest.warn_minutes,
  });
  known = { row, rules: { ...rules, savedAt: utcOf(newest.saved_at), savedBy: newest.saved_by } };
  return known.rules;
}

export function newestRules(db: Db) {
  return db.selectFrom('caretaker.ticket_rules').selectAll().orderBy('version', 'desc').limit(1);
}

export function rulesOf(version: number, rules: TicketRules): Rules {
  return { ...rules, version, office: new OfficeHours(rules.hours) };
}

/** What is promised to tickets of a priority and team: the team's own, else everyone's. */
export function targetOf(
  { targets }: Pick<Rules, 'targets'>,
  { team_id, priority }: { readonly team_id: string | null; readonly priority: number },
): Pick<Target, 'first' | 'next' | 'solve'> {
  const of = (teamId: string | null) =>
    targets.find((it) => it.teamId === teamId && it.priority === Number(priority));
  const own = team_id === null ? undefined : of(team_id);
  return own ?? of(null) ?? { first: null, next: null, solve: null };
}
