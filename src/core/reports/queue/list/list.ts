import type { CaseRow } from '../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { Cursor, Utc } from '../../../../contract/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import { idValue, packCursor, unpackCursor } from '../../../database/cursor.ts';
import { utcOf } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type CaseColumns, showCases } from '../../rows.ts';
import { type Asked, findCases, placeIn } from './find.ts';

/** A page of a view. */
export async function listCases(
  { database, person }: SignedIn,
  { cursor, limit, ...asked }: Asked & { cursor: Cursor | null; limit: number },
  signal: AbortSignal | undefined,
): Promise<{ rows: CaseRow[]; next: Cursor | null; asOf: Utc }> {
  const from = unpackCursor(cursor, placeIn(asked.view));
  // The primary: what was just claimed or decided must show.
  return database.readPrimary(signal, async (db, run) => {
    const page = { ...asked, user: person.user, from, limit: limit + 1 };
    const [found, moment] = await Promise.all([
      findCases<CaseColumns>(db, run, page, 'all'),
      serverMoment(db, run),
    ]);
    const last = found[limit - 1];
    const next = found.length > limit && last ? packCursor(last.place) : null;
    const rows = found.slice(0, limit).map(({ row }) => row);
    return { rows: await showCases(db, run, rows, moment), next, asOf: utcOf(moment) };
  });
}

/** Cases by their numbers, in no order. */
export async function casesById(
  { database }: SignedIn,
  { caseIds }: { caseIds: readonly CaseId[] },
  signal: AbortSignal | undefined,
): Promise<{ rows: CaseRow[]; asOf: Utc }> {
  return database.readPrimary(signal, async (db, run) => {
    const rows = await db
      .selectFrom('caretaker.report_case')
      .selectAll()
      .where('id', 'in', caseIds.map(idValue))
      .execute(run);
    const moment = await serverMoment(db, run);
    return { rows: await showCases(db, run, rows, moment), asOf: utcOf(moment) };
  });
}
