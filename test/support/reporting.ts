import type { Connection, RowDataPacket } from 'mysql2/promise';
import { Evidence } from '../../src/contract/reports/case.ts';
import type { Community } from './community.ts';

/** A subject as the demo's own tables name it. */
export type Reportable = 'User' | 'Status' | 'Photo' | 'Writing' | 'Comment' | 'Conversation';

export interface NewReport {
  readonly on: readonly [Reportable, number];
  readonly by?: number;
  /** Whom it is about; a member themselves without it. */
  readonly about?: number;
  readonly reason?: string;
  readonly note?: string | null;
  readonly minutesAgo?: number;
}

/** What members report, and what became of it. */
export function reporting(town: Pick<Community, 'sql'>) {
  async function rows<Row = RowDataPacket>(statement: string, values: unknown[] = []): Promise<Row[]> {
    return (await town.sql.query(statement, values))[0] as Row[];
  }

  return {
    rows,

    /** Has the intake begin with the reports after those of the demo itself. */
    async beginNow(): Promise<void> {
      await rows(
        'UPDATE caretaker.report_intake SET after_id = (SELECT MAX(id) FROM community_demo.reports)',
      );
    },

    /** A report as the site takes it; gives its id. */
    async report(o: NewReport, connection: Connection = town.sql): Promise<string> {
      const [type, id] = o.on;
      const [done] = await connection.query(
        `INSERT INTO community_demo.reports
           (reporter_id, reportable_type, reportable_id, reported_user_id, reason, note, created_at)
         VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6) - INTERVAL ? MINUTE)`,
        [
          o.by ?? 1,
          type,
          id,
          o.about ?? (type === 'User' ? id : 2),
          o.reason ?? 'spam',
          o.note ?? null,
          o.minutesAgo ?? 0,
        ],
      );
      return String((done as { insertId: number }).insertId);
    },

    /** The cases of a subject, the first first. */
    casesOf: (kind: string, id: number) =>
      rows('SELECT * FROM caretaker.report_case WHERE subject_kind = ? AND subject_id = ? ORDER BY id', [
        kind,
        id,
      ]),

    /** The one case of a subject. */
    async caseOf(kind: string, id: number): Promise<RowDataPacket> {
      const cases = await this.casesOf(kind, id);
      const [only] = cases;
      if (!only || cases.length > 1) throw new Error(`${kind} ${id} has ${cases.length} cases`);
      return only;
    },

    itemsOf: (caseId: string) =>
      rows('SELECT * FROM caretaker.report_item WHERE case_id = ? ORDER BY report_id', [caseId]),

    async evidenceOf(caseId: string): Promise<(RowDataPacket & { evidence: Evidence })[]> {
      const kept = await rows('SELECT * FROM caretaker.report_evidence WHERE case_id = ? ORDER BY id', [
        caseId,
      ]);
      return kept.map((row) => Object.assign(row, { evidence: Evidence.parse(JSON.parse(row.body)) }));
    },

    async eventsOf(caseId: string): Promise<string[]> {
      const events = await rows('SELECT kind FROM caretaker.report_event WHERE case_id = ? ORDER BY id', [
        caseId,
      ]);
      return events.map((row) => String(row.kind));
    },

    /** As a decision ends a case; `mutes`: repeats, as long as what was reported is as the newest evidence has it. */
    async end(caseId: string, o: { mutes?: boolean } = {}): Promise<void> {
      const muted = o.mutes
        ? '(SELECT subject_sha256 FROM caretaker.report_evidence WHERE case_id = report_case.id ORDER BY id DESC LIMIT 1)'
        : 'NULL';
      await rows(
        `UPDATE caretaker.report_case SET state = 'done', open_mark = NULL, decided_at = UTC_TIMESTAMP(6),
           outcome = 'dismissed', muted_sha256 = ${muted} WHERE id = ?`,
        [caseId],
      );
    },
  };
}

export type Reporting = ReturnType<typeof reporting>;
