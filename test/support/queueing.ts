import { randomUUID } from 'node:crypto';
import type { RowDataPacket } from 'mysql2/promise';
import { QueueFilter } from '../../src/contract/reports/queue.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { claimNext } from '../../src/core/reports/queue/claims/next.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, personNamed } from './community.ts';
import { addCase } from './report-cases.ts';

export const everything = QueueFilter.parse({});
export const filtered = (filter: Partial<QueueFilter>) => QueueFilter.parse(filter);

/** Signs in a moderator of this name, whose account is made for it; closed with the test's own scope. */
export function moderatorNamed(
  town: Community,
  user: string,
  port?: number,
): Promise<SignedIn & AsyncDisposable> {
  return personNamed(town, 'moderator', user, port);
}

/** What a test of the queue does and looks at. */
export function queueing(town: Pick<Community, 'sql'>) {
  async function rows<Row = RowDataPacket>(statement: string, values: unknown[] = []): Promise<Row[]> {
    return (await town.sql.query(statement, values))[0] as Row[];
  }

  return {
    rows,
    /** Empties the queue, so that a test has the cases to itself. */
    async clear(): Promise<void> {
      for (const table of ['report_case', 'report_event', 'looking'])
        await rows(`DELETE FROM caretaker.${table}`);
    },
    /** Opens a case with this score, in points. */
    open: (score: number, columns: Parameters<typeof addCase>[1] = {}): Promise<CaseId> =>
      addCase(town, { ...columns, columns: { score: score * 100, ...columns.columns } }),
    async row(caseId: CaseId): Promise<RowDataPacket> {
      const [row] = await rows('SELECT * FROM caretaker.report_case WHERE id = ?', [caseId]);
      if (!row) throw new Error(`there is no case ${caseId}`);
      return row;
    },
    /** Moves the end of a claim, as time would. */
    async lapse(caseId: CaseId, secondsAgo = 1): Promise<void> {
      await rows(
        'UPDATE caretaker.report_case SET claimed_until = UTC_TIMESTAMP(6) - INTERVAL ? SECOND WHERE id = ?',
        [secondsAgo, caseId],
      );
    },
    async events(caseId: CaseId): Promise<{ kind: string; actor: string; byJob: number; detail: unknown }[]> {
      const found = await rows('SELECT * FROM caretaker.report_event WHERE case_id = ? ORDER BY id', [
        caseId,
      ]);
      return found.map((row) => ({
        kind: row.kind,
        actor: row.actor,
        byJob: row.by_job,
        detail: JSON.parse(row.detail),
      }));
    },
    async record(caseId: CaseId): Promise<{ action: string; actor: string; detail: unknown }[]> {
      const found = await rows(
        "SELECT * FROM caretaker_audit.entry WHERE subject_kind = 'case' AND subject_id = ? ORDER BY id",
        [caseId],
      );
      return found.map((row) => ({ action: row.action, actor: row.actor, detail: JSON.parse(row.detail) }));
    },
    /** What the change feed told of a case since. */
    async told(topic: 'case' | 'looking', caseId: CaseId): Promise<number> {
      const [found] = await rows<{ told: number }>(
        'SELECT COUNT(*) AS told FROM caretaker.change_feed WHERE topic = ? AND subject_id = ?',
        [topic, caseId],
      );
      return Number(found?.told);
    },
    next: (who: SignedIn, o: { filter?: Partial<QueueFilter>; passed?: CaseId[]; claimId?: string } = {}) =>
      claimNext(who, {
        claimId: o.claimId ?? randomUUID(),
        filter: filtered(o.filter ?? {}),
        passed: o.passed ?? [],
      }),
  };
}

export type Queueing = ReturnType<typeof queueing>;
