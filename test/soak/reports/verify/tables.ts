import type { Connection, RowDataPacket } from 'mysql2/promise';

export interface DecisionRow {
  readonly id: string;
  readonly requestId: string;
  readonly caseId: string;
  readonly actor: string;
  /** The kinds of its actions, in order. */
  readonly kinds: readonly string[];
  /** The request that took it back. */
  readonly undoneBy: string | null;
}

/** All that stands in the tables after the soak, as the database's administrator reads it. */
export interface Tables {
  readonly decisions: readonly DecisionRow[];
  readonly cases: ReadonlyMap<string, RowDataPacket>;
  /** By decision. */
  readonly steps: ReadonlyMap<string, RowDataPacket[]>;
  readonly messages: ReadonlyMap<string, RowDataPacket[]>;
  /** Entries of the record by their request. */
  readonly entries: ReadonlyMap<string, RowDataPacket>;
  /** Events of the cases by what they tell of: `decided 12`, `undone 12`. */
  readonly events: ReadonlyMap<string, number>;
  readonly memberDecisions: readonly RowDataPacket[];
  readonly memberUndos: readonly RowDataPacket[];
  /** What the site itself has on record since `before`, by request. */
  readonly siteActions: ReadonlyMap<string, RowDataPacket>;
  readonly notices: ReadonlyMap<string, number>;
  /** Who reported each case, the first first. */
  readonly reporters: ReadonlyMap<string, readonly string[]>;
  /** Members who have left, and are told nothing. */
  readonly gone: ReadonlySet<string>;
  /** Of each case, the decisions that close it and were not taken back. */
  readonly closing: ReadonlyMap<string, readonly DecisionRow[]>;
}

export async function readTables(sql: Connection, before: { siteAction: string }): Promise<Tables> {
  const rows = async (statement: string, values: unknown[] = []) =>
    (await sql.query<RowDataPacket[]>(statement, values))[0];
  const by = (them: RowDataPacket[], column: string) => Map.groupBy(them, (it) => String(it[column]));
  const once = (them: RowDataPacket[], column: string) => new Map(them.map((it) => [String(it[column]), it]));

  const decisions = await rows(
    `SELECT d.id, d.request_id, d.case_id, d.actor, d.actions, u.request_id AS undone_by
     FROM caretaker.report_decision d LEFT JOIN caretaker.report_undo u ON u.decision_id = d.id ORDER BY d.id`,
  );
  const entries = await rows(
    "SELECT request_id, action, subject_kind, subject_id, actor, detail FROM caretaker_audit.entry WHERE subject_kind IN ('case', 'content', 'member')",
  );
  const events = await rows(
    "SELECT kind, detail FROM caretaker.report_event WHERE kind IN ('decided', 'escalated', 'undone')",
  );
  const items = await rows('SELECT case_id, reporter_id FROM caretaker.report_item ORDER BY report_id');
  const gone = await rows("SELECT id FROM community_demo.users WHERE status = 'deleted'");
  const told = new Map<string, number>();
  for (const { kind, detail } of events) {
    const about = JSON.parse(detail) as { decision?: string; undone?: string };
    const name = kind === 'undone' ? `undone ${about.undone}` : `decided ${about.decision}`;
    told.set(name, (told.get(name) ?? 0) + 1);
  }
  const notices = await rows(
    'SELECT request_id, COUNT(*) AS count FROM community_demo.notices GROUP BY request_id',
  );
  const made = decisions.map(
    (row): DecisionRow => ({
      id: String(row.id),
      requestId: row.request_id,
      caseId: String(row.case_id),
      actor: row.actor,
      kinds: (JSON.parse(row.actions) as { kind: string }[]).map(({ kind }) => kind),
      undoneBy: row.undone_by,
    }),
  );
  const closing = made.filter((it) => it.undoneBy === null && !it.kinds.includes('escalate'));
  return {
    decisions: made,
    cases: once(await rows('SELECT * FROM caretaker.report_case'), 'id'),
    steps: by(await rows('SELECT * FROM caretaker.report_step'), 'decision_id'),
    messages: by(
      await rows('SELECT * FROM caretaker.outbox WHERE report_decision_id IS NOT NULL'),
      'report_decision_id',
    ),
    entries: once(entries, 'request_id'),
    events: told,
    memberDecisions: await rows('SELECT id, request_id, member_id, action FROM caretaker.member_decision'),
    memberUndos: await rows('SELECT decision_id, request_id FROM caretaker.member_undo'),
    siteActions: once(
      await rows('SELECT * FROM community_demo.moderation_actions WHERE id > ?', [before.siteAction]),
      'request_id',
    ),
    notices: new Map(notices.map((row) => [String(row.request_id), Number(row.count)])),
    reporters: new Map(
      [...by(items, 'case_id')].map(([id, those]) => [id, those.map((it) => String(it.reporter_id))]),
    ),
    gone: new Set(gone.map((row) => String(row.id))),
    closing: Map.groupBy(closing, (it) => it.caseId),
  };
}
