import type { TicketChange } from '../../../../contract/tickets/queue.ts';
import { ticketWorkers } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { workersOf } from '../../../staff/workers.ts';
import {
  type NewTicketEvent,
  saveTicket,
  type TicketAtMoment,
  type TicketColumns,
  type TicketSet,
} from '../../work.ts';
import { applyTags, columnsOf, type Parts, partsOf, wantedBy } from './parts.ts';
import { eventsOf } from './words.ts';

const kept = 'Nothing was changed; what you typed is kept.';
const yearMs = 366 * 86_400_000;

/** What a change does to a ticket, to be done together with whatever else is done to it. */
export interface Step {
  /** Columns to save; none where only tags change. */
  readonly set: TicketSet;
  /** What to write into its history. */
  readonly events: readonly NewTicketEvent[];
  /** What the parts that change were, and what they become; both empty where all is as wanted. */
  readonly before: Parts;
  readonly after: Parts;
  /** Sets the tags. */
  applyTags(): Promise<void>;
}

/**
 * What a change does to a ticket that is locked, in the same transaction.
 * @throws CONFLICT for a ticket that was merged or is closed, INVALID_INPUT for what cannot be set
 */
export async function setOf(trx: Trx, at: TicketAtMoment, change: TicketChange): Promise<Step> {
  refuseUnlessOpen(at.row, change);
  const wanted = wantedBy(change);
  const names = Object.keys(wanted);
  const now = await partsOf(trx, at.row, names);
  const after = only(wanted, (name) => now[name] !== wanted[name]);
  await refuseWhatCannotBe(trx, at, after);
  return {
    set: columnsOf(after),
    events: await eventsOf(trx, at.row, after),
    before: only(now, (name) => name in after),
    after,
    applyTags: () => applyTags(trx, at.row.id, after),
  };
}

/** Does all of a step. @returns the ticket as it is then */
export async function takeStep(trx: Trx, at: TicketAtMoment, step: Step): Promise<TicketColumns> {
  await step.applyTags();
  return saveTicket(trx, at, step.set);
}

function only(parts: Parts, wanted: (name: string) => boolean): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([name]) => wanted(name)));
}

function refuseUnlessOpen(row: TicketColumns, change: TicketChange): void {
  if (row.merged_into !== null) {
    throw new Refused('CONFLICT', `This ticket was merged into ${row.merged_into}. ${kept}`);
  }
  const isEnded = row.status === 'closed' && change.status !== 'open';
  if (isEnded && (change.status !== undefined || change.snoozedUntil != null)) {
    throw new Refused('CONFLICT', `This ticket is closed; open it again first. ${kept}`);
  }
}

async function refuseWhatCannotBe(trx: Trx, at: TicketAtMoment, after: Parts): Promise<void> {
  const problems = [
    ...snoozeProblems(at, after),
    ...(await assigneeProblems(trx, after)),
    ...(await teamProblems(trx, after)),
  ];
  const [first] = problems;
  if (first)
    throw new Refused(
      'INVALID_INPUT',
      `${first.sentence} ${kept}`,
      problems.map(({ path, problem }) => ({ path, problem })),
    );
}

interface Problem {
  readonly path: string;
  readonly problem: string;
  readonly sentence: string;
}

function snoozeProblems({ row, moment }: TicketAtMoment, after: Parts): Problem[] {
  const until = after.snoozed_until;
  if (typeof until !== 'string') return [];
  const path = 'change.snoozedUntil';
  const from = Date.parse(utcOf(moment));
  const to = Date.parse(utcOf(until));
  if (to <= from || to > from + yearMs) {
    return [
      {
        path,
        problem: 'not within a year from now',
        sentence: 'A ticket sleeps until a moment within a year.',
      },
    ];
  }
  const status = after.status ?? row.status;
  return status === 'solved' || status === 'closed'
    ? [{ path, problem: 'solved', sentence: 'A ticket that is solved is not put to sleep.' }]
    : [];
}

async function assigneeProblems(trx: Trx, { assignee }: Parts): Promise<Problem[]> {
  if (typeof assignee !== 'string') return [];
  const people = await workersOf(trx, {}, ticketWorkers);
  if (people.some((it) => it.user === assignee)) return [];
  return [
    {
      path: 'change.assignee',
      problem: 'not a colleague who answers members',
      sentence: `Nobody who answers members has the account “${assignee}”, or no longer.`,
    },
  ];
}

async function teamProblems(trx: Trx, { team_id: teamId }: Parts): Promise<Problem[]> {
  if (typeof teamId !== 'string') return [];
  const team = await trx
    .selectFrom('caretaker.team')
    .select('id')
    .where('id', '=', idValue(teamId))
    .executeTakeFirst();
  return team
    ? []
    : [{ path: 'change.teamId', problem: 'no such team', sentence: 'There is no such team any more.' }];
}
