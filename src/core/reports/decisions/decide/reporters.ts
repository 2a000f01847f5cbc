import { sql } from 'kysely';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import type { Bearing } from '../plan.ts';

/** Of what the columns hold: one reporter's count is to keep nobody from deciding. */
const mostCounted = 4_000_000_000;

/**
 * Notes for each reporter of a case that they were right, or wrong; or, with `taken back`, no longer so. Reports that came
 * while repeats were muted count for nothing. One statement, whose rows are locked in the order of their ids, so that two
 * decisions wait for each other and never both.
 */
export async function noteReporters(
  trx: Trx,
  caseId: string,
  bearing: Bearing,
  how: 'noted' | 'taken back' = 'noted',
): Promise<void> {
  if (bearing === null) return;
  const column = sql.ref(bearing === 'right' ? 'right_count' : 'wrong_count');
  const [first, next] =
    how === 'noted'
      ? [sql`1`, sql`LEAST(${column} + 1, ${sql.lit(mostCounted)})`]
      : [sql`0`, sql`IF(${column} = 0, 0, ${column} - 1)`];
  // By the index report_item_case (case_id, report_id).
  await sql`
    INSERT INTO caretaker.reporter (member_id, ${column})
    SELECT reporter_id, ${first} FROM caretaker.report_item
    WHERE case_id = ${idValue(caseId)} AND muted = 0
    GROUP BY reporter_id ORDER BY reporter_id
    ON DUPLICATE KEY UPDATE ${column} = ${next}`.execute(trx);
}
