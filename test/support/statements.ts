import type { RowDataPacket } from 'mysql2/promise';
import type { Community } from './community.ts';

export interface StatementCost {
  readonly text: string;
  readonly calls: number;
  readonly rowsExamined: number;
  readonly scans: number;
  readonly rowsSorted: number;
}

/**
 * What the server counted of the console's own statements while `work` ran: what they really did, not what EXPLAIN
 * says of a copy.
 */
export async function costOf(town: Community, work: () => Promise<unknown>): Promise<StatementCost[]> {
  const before = new Map((await counted(town)).map((it) => [it.text, it]));
  await work();
  return (await counted(town)).flatMap((after) => {
    const base = before.get(after.text);
    const cost = {
      text: after.text,
      calls: after.calls - (base?.calls ?? 0),
      rowsExamined: after.rowsExamined - (base?.rowsExamined ?? 0),
      scans: after.scans - (base?.scans ?? 0),
      rowsSorted: after.rowsSorted - (base?.rowsSorted ?? 0),
    };
    return cost.calls > 0 ? [cost] : [];
  });
}

async function counted(town: Community): Promise<StatementCost[]> {
  const [rows] = await town.sql.query<RowDataPacket[]>(
    `SELECT DIGEST_TEXT AS text, COUNT_STAR AS calls, SUM_ROWS_EXAMINED AS examined,
            SUM_NO_INDEX_USED AS scans, SUM_SORT_ROWS AS sorted
     FROM performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME = 'caretaker'`,
  );
  return rows.map((row) => ({
    text: String(row.text),
    calls: Number(row.calls),
    rowsExamined: Number(row.examined),
    scans: Number(row.scans),
    rowsSorted: Number(row.sorted),
  }));
}
