import { sql } from 'kysely';
import type { CaseEvent } from '../../contract/reports/case.ts';
import type { CaseId } from '../../contract/reports/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Db, Run, Trx } from '../database/database.ts';
import { utcOf } from '../database/time.ts';
import { Refused } from '../errors.ts';
import { momentWords } from '../members/actions/words.ts';
import { staffNames } from '../staff/names.ts';
import type { CaseColumns } from './rows.ts';

/** A case and the moment by the server's clock, which decides what of it has lapsed. */
export interface CaseAtMoment {
  readonly row: CaseColumns;
  /** As a column has it. */
  readonly moment: string;
}

/** @throws NOT_FOUND */
export async function readCase(db: Db, caseId: CaseId, run?: Run): Promise<CaseAtMoment> {
  return atMoment(caseId, await theCase(db, caseId).executeTakeFirst(run));
}

/** Locks the case against every other console until the transaction ends. @throws NOT_FOUND */
export async function lockCase(trx: Trx, caseId: CaseId): Promise<CaseAtMoment> {
  return atMoment(caseId, await theCase(trx, caseId).forUpdate().executeTakeFirst());
}

/** With the clock on the wall, which is read once the row is locked: UTC_TIMESTAMP() is from before the wait for it. */
function theCase(db: Db, caseId: CaseId) {
  return db
    .selectFrom('caretaker.report_case')
    .selectAll()
    .select(sql<string>`SYSDATE(6)`.as('moment'))
    .where('id', '=', idValue(caseId));
}

function atMoment(caseId: CaseId, found: (CaseColumns & { moment: string }) | undefined): CaseAtMoment {
  if (!found) throw new Refused('NOT_FOUND', `There is no case ${caseId}.`);
  const { moment, ...row } = found;
  return { row, moment };
}

/** Who holds the case at that moment; null where nobody does. */
export function holderAt({ row, moment }: CaseAtMoment): string | null {
  return row.holder !== null && row.claimed_until > moment ? row.holder : null;
}

/** @throws CONFLICT where a colleague holds the case, with who and until when. */
export async function refuseIfAnothers(db: Db, at: CaseAtMoment, user: string, run: Run = {}): Promise<void> {
  const holder = holderAt(at);
  if (holder === null || holder === user) return;
  const names = await staffNames(db, run, [holder]);
  throw new Refused(
    'CONFLICT',
    `${names.get(holder) ?? holder} holds this case until ${momentWords(utcOf(at.row.claimed_until))}. Nothing was changed; what you typed is kept.`,
  );
}

export interface NewEvent {
  readonly caseId: CaseId;
  readonly kind: string;
  readonly detail?: CaseEvent['detail'];
  /** Done by a job, in nobody's name. */
  readonly byJob?: boolean;
}

/** Writes into the history of a case, in the transaction of what happened. */
export async function addEvent(trx: Trx, event: NewEvent): Promise<void> {
  await addEvents(trx, [event]);
}

/** Writes into the histories of cases; at most some hundreds at once. */
export async function addEvents(trx: Trx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ caseId, kind, detail = {}, byJob = false }) => ({
    case_id: idValue(caseId),
    kind,
    by_job: Number(byJob),
    detail: JSON.stringify(detail),
  }));
  await trx.insertInto('caretaker.report_event').values(rows).execute();
}
