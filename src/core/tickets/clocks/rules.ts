import { BusinessHours, Target } from '../../../contract/tickets/rules.ts';
import type { Db, Run } from '../../database/database.ts';
import { OfficeHours } from './hours.ts';

/** Hours and targets that hold. */
export interface Rules {
  readonly version: number;
  readonly hours: BusinessHours;
  readonly office: OfficeHours;
  readonly targets: readonly Target[];
  readonly warnMinutes: number;
}

/** What was read last, and is the same for as long as its version is. */
let known: Rules | null = null;

/** The newest rules, by the primary key. */
export async function readRules(db: Db, run?: Run): Promise<Rules> {
  const newest = await db
    .selectFrom('caretaker.ticket_rules')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst(run);
  if (!newest) throw new Error('ticket_rules lacks its row');
  if (known?.version === newest.version && known.warnMinutes === newest.warn_minutes) return known;
  const hours = BusinessHours.parse(JSON.parse(newest.hours));
  known = {
    version: newest.version,
    hours,
    office: new OfficeHours(hours),
    targets: Target.array().parse(JSON.parse(newest.targets)),
    warnMinutes: newest.warn_minutes,
  };
  return known;
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
