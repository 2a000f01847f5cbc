import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Ending } from '../../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { EntryId, type MemberId } from '../../../../contract/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { type Present, readStates } from '../../../members/actions/state.ts';

/** A sanction of a decision that nobody has said they know to end. */
export interface OpenEnding {
  readonly id: EntryId;
  readonly caseId: CaseId;
  readonly memberId: MemberId;
  readonly decisionId: EntryId;
  readonly kind: Ending['kind'];
  /** As the column has it. */
  readonly endsAt: string;
  readonly decidedBy: string;
}

/** Where a page ended: at which end, at which row. */
export const Place = z.tuple([z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/), EntryId]);
export type Place = z.infer<typeof Place>;

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly member_id: string;
  readonly decision_id: string;
  readonly kind: string;
  readonly ends_at: string;
  readonly actor: string;
}

/**
 * Those that end within a day, also those that have ended, soonest first; with `due`, those of which the staff was to be
 * reminded by now. By the index report_ending_open (open_mark, ends_at, id).
 */
export async function endingsWithinDay(
  db: Db,
  o: { readonly after: Place | null; readonly limit: number; readonly due: boolean },
  run?: Run,
): Promise<OpenEnding[]> {
  return select(
    db,
    sql`ending.ends_at <= UTC_TIMESTAMP(6) + INTERVAL 1 DAY
      ${o.due ? sql`AND ending.ends_at > UTC_TIMESTAMP(6) AND ending.remind_at <= UTC_TIMESTAMP(6)` : sql``}
      ${o.after === null ? sql`` : sql`AND ending.ends_at >= ${o.after[0]} AND (ending.ends_at > ${o.after[0]} OR ending.id > ${BigInt(o.after[1])})`}
      ORDER BY ending.ends_at, ending.id LIMIT ${o.limit}`,
    run,
  );
}

/** Those of which nobody was reminded yet and is to be. By the index report_ending_remind (open_mark, reminded_at, remind_at, id). */
export async function endingsToRemindOf(db: Db, limit: number, run?: Run): Promise<OpenEnding[]> {
  return select(
    db,
    sql`ending.reminded_at IS NULL AND ending.remind_at <= UTC_TIMESTAMP(6)
      ORDER BY ending.remind_at, ending.id LIMIT ${limit}`,
    run,
  );
}

async function select(db: Db, rest: RawBuilder<unknown>, run?: Run): Promise<OpenEnding[]> {
  const { rows } = await sql<Row>`
    SELECT ending.id, ending.case_id, ending.member_id, ending.decision_id, ending.kind, ending.ends_at, decision.actor
    FROM caretaker.report_ending AS ending
      JOIN caretaker.report_decision AS decision ON decision.id = ending.decision_id
    WHERE ending.open_mark = 1 AND ${rest}`.execute(db, run);
  return rows.map((row) => ({
    id: row.id as EntryId,
    caseId: row.case_id as CaseId,
    memberId: row.member_id as MemberId,
    decisionId: row.decision_id as EntryId,
    kind: row.kind === 'suspend' ? 'suspend' : 'mute',
    endsAt: row.ends_at,
    decidedBy: row.actor,
  }));
}

export function placeOf({ endsAt, id }: OpenEnding): Place {
  return [endsAt, id];
}

/**
 * Of these, at most a few hundred, those that the site still has as they were decided, with their members: what was taken
 * back, replaced by another or has ended is none.
 */
export async function inForce(
  db: Db,
  endings: readonly OpenEnding[],
  run?: Run,
): Promise<Map<OpenEnding, Present>> {
  if (endings.length === 0) return new Map();
  const states = await readStates(db, [...new Set(endings.map(({ memberId }) => memberId))], run);
  const byId = new Map(states.map((it) => [it.id, it]));
  return new Map(
    endings.flatMap((ending) => {
      const present = byId.get(ending.memberId);
      return present && isInForce(ending, present) ? [[ending, present] as const] : [];
    }),
  );
}

function isInForce({ kind, endsAt }: OpenEnding, { state, moment }: Present): boolean {
  const until = kind === 'mute' ? state.mutedUntil : state.suspendedUntil;
  return until === utcOf(endsAt) && until > moment && state.status !== 'deleted';
}
