import { sql } from 'kysely';
import type { CaseEvent, CaseReport } from '../../../contract/reports/case.ts';
import { type CaseId, caseStates } from '../../../contract/reports/values.ts';
import type { EntryId, MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database, Db, Run } from '../../database/database.ts';
import { utcOf } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import { nicknamesOf } from '../../members/nicknames.ts';
import { readMember } from '../../members/page/member.ts';
import { detailOf } from '../../record/detail.ts';
import type { SignedIn } from '../../session/open.ts';
import { decisionsOf } from '../decisions/decided.ts';
import { readWeights, scoredOf } from '../policies/weights.ts';
import { type CaseColumns, showCases } from '../rows.ts';
import { termsOf } from '../score.ts';
import { readCase } from '../work.ts';
import { keptEvidence, readEvidence } from './evidence.ts';

const mostReports = 50;
const mostEvents = 100;
const mostOthers = 10;

/** All that the screen of one case needs: two rounds of statements by key, each over several connections at once. */
export async function getCase(signedIn: SignedIn, caseId: CaseId, signal: AbortSignal | undefined) {
  const { database } = signedIn;
  // The primary: what was just done to a case must show.
  const read = <T>(work: (db: Db, run: Run) => Promise<T>) => database.readPrimary(signal, work);
  const [{ row, moment }, { weights }, evidence, reports, events, decisions] = await Promise.all([
    read((db, run) => readCase(db, caseId, run)),
    read(readWeights),
    read((db, run) => readEvidence(db, caseId, run)),
    read((db, run) => readReports(db, caseId, run)),
    read((db, run) => readEvents(db, caseId, run)),
    decisionsOf(signedIn, caseId, signal),
  ]);
  const [author, [shown, ...otherCases]] = await Promise.all([
    readAuthor(signedIn, row, signal),
    readOthers(database, row, signal).then((others) =>
      read((db, run) => showCases(db, run, [row, ...others], moment)),
    ),
  ]);
  if (shown === undefined) throw new Error('a case that was read is not shown');
  return {
    row: shown,
    terms: termsOf(scoredOf(row), weights),
    evidence: evidence.map(keptEvidence),
    reports,
    author,
    otherCases,
    events,
    decisions,
    asOf: utcOf(moment) as Utc,
  };
}

/** By the index report_item_case (case_id, report_id). */
async function readReports(db: Db, caseId: CaseId, run: Run): Promise<CaseReport[]> {
  const rows = await db
    .selectFrom('caretaker.report_item as item')
    .leftJoin('caretaker.reporter as reporter', 'reporter.member_id', 'item.reporter_id')
    .select(['item.report_id', 'item.reporter_id', 'item.at', 'item.reason', 'item.note', 'item.weight'])
    .select(['reporter.right_count', 'reporter.wrong_count'])
    .where('item.case_id', '=', idValue(caseId))
    .orderBy('item.report_id', 'desc')
    .limit(mostReports)
    .execute(run);
  const nicknames = await nicknamesOf(
    db,
    run,
    rows.map((row) => row.reporter_id),
  );
  return rows.map((row) => ({
    reportId: row.report_id as EntryId,
    reporterId: row.reporter_id as MemberId,
    reporter: nicknames.get(row.reporter_id) ?? null,
    at: utcOf(row.at),
    reason: row.reason,
    note: row.note,
    right: row.right_count ?? 0,
    wrong: row.wrong_count ?? 0,
    weight: Number(row.weight),
  }));
}

/** By the index report_event_case (case_id, id). */
async function readEvents(db: Db, caseId: CaseId, run: Run): Promise<CaseEvent[]> {
  const rows = await db
    .selectFrom('caretaker.report_event')
    .select(['id', 'at', 'actor', 'kind', 'by_job', 'detail'])
    .where('case_id', '=', idValue(caseId))
    .orderBy('id', 'desc')
    .limit(mostEvents)
    .execute(run);
  return rows.toReversed().map((row) => ({
    id: row.id as EntryId,
    at: utcOf(row.at),
    actor: Number(row.by_job) === 1 ? null : row.actor,
    kind: row.kind,
    detail: detailOf(row.detail),
  }));
}

async function readAuthor(signedIn: SignedIn, { author_id }: CaseColumns, signal: AbortSignal | undefined) {
  if (author_id === null) return null;
  try {
    return (await readMember(signedIn, author_id as MemberId, signal)).member;
  } catch (error) {
    if (error instanceof Refused && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** Of the same author, the open ones first; each state by the index report_case_author (author_id, state, score, id). */
async function readOthers(
  database: Database,
  { id, author_id: author }: CaseColumns,
  signal: AbortSignal | undefined,
): Promise<CaseColumns[]> {
  if (author === null) return [];
  return database.readPrimary(signal, async (db, run) => {
    const parts = caseStates.map(
      (state) => sql`(SELECT * FROM caretaker.report_case FORCE INDEX (report_case_author)
        WHERE author_id = ${idValue(author)} AND state = ${state} ORDER BY score DESC, id LIMIT ${sql.lit(mostOthers + 1)})`,
    );
    const { rows } = await sql<CaseColumns>`${sql.join(parts, sql` UNION ALL `)}`.execute(db, run);
    const rank = (state: string) => (caseStates as readonly string[]).indexOf(state);
    return rows
      .filter((row) => row.id !== id)
      .toSorted((a, b) => rank(a.state) - rank(b.state) || b.score - a.score)
      .slice(0, mostOthers);
  });
}
