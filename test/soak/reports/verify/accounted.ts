import type { Connection, RowDataPacket } from 'mysql2/promise';

export interface Account {
  /** Cases by their state. */
  readonly states: Readonly<Record<string, number>>;
  readonly cases: number;
  readonly problems: readonly string[];
}

/** Every case is in one of the four states, and was opened once; every report is in one case. */
export async function account(sql: Connection, before: { cases: number }): Promise<Account> {
  const rows = async (statement: string) => (await sql.query<RowDataPacket[]>(statement))[0];
  const found = await rows('SELECT state, COUNT(*) AS count FROM caretaker.report_case GROUP BY state');
  const states = Object.fromEntries(found.map((row) => [String(row.state), Number(row.count)]));
  const of = (...names: string[]) => names.reduce((sum, name) => sum + (states[name] ?? 0), 0);
  const [[opened], unread, astray, unopened] = await Promise.all([
    rows("SELECT COUNT(DISTINCT case_id) AS count FROM caretaker.report_event WHERE kind = 'opened'"),
    rows(
      `SELECT r.id FROM community_demo.reports r LEFT JOIN caretaker.report_item i ON i.report_id = r.id
       WHERE i.report_id IS NULL AND r.id > (SELECT MIN(report_id) FROM caretaker.report_item) LIMIT 20`,
    ),
    rows(
      `SELECT i.report_id AS id FROM caretaker.report_item i LEFT JOIN caretaker.report_case c ON c.id = i.case_id
       WHERE c.id IS NULL LIMIT 20`,
    ),
    rows(
      `SELECT c.id FROM caretaker.report_case c
       WHERE NOT EXISTS (SELECT 1 FROM caretaker.report_event e WHERE e.case_id = c.id AND e.kind = 'opened') LIMIT 20`,
    ),
  ]);
  const all = of(...Object.keys(states));
  return {
    states,
    cases: all,
    problems: [
      ...(of('open', 'held', 'escalated', 'done') === all
        ? []
        : ['there are cases in none of the four states']),
      ...(all >= before.cases && Number(opened?.count) === all
        ? []
        : [`there were ${before.cases} cases and ${opened?.count} were opened, and there are ${all}`]),
      ...unread.map((row) => `report ${row.id} is in no case`),
      ...astray.map((row) => `report ${row.id} is in a case that there is not`),
      ...unopened.map((row) => `nobody knows how case ${row.id} was opened`),
    ],
  };
}
