import type { Connection, RowDataPacket } from 'mysql2/promise';

/**
 * Has the server itself write down each change of who holds a case, in the transaction of the change and by the clock on
 * the wall. Laid as the database's administrator: no console knows of it.
 */
export async function watchHolders(sql: Connection): Promise<void> {
  await sql.query(`
    CREATE TABLE IF NOT EXISTS caretaker.holder_log (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      case_id BIGINT UNSIGNED NOT NULL,
      at DATETIME(6) NOT NULL,
      actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
      old_holder VARCHAR(80) COLLATE utf8mb4_bin NULL,
      old_until DATETIME(6) NOT NULL,
      new_holder VARCHAR(80) COLLATE utf8mb4_bin NULL,
      new_until DATETIME(6) NOT NULL,
      KEY holder_log_case (case_id, id)
    ) ENGINE = InnoDB`);
  await sql.query('DROP TRIGGER IF EXISTS caretaker.report_case_watch');
  // A client that sets its clock back would be believed by UTC_TIMESTAMP(), and is not by SYSDATE().
  await sql.query(`
    CREATE TRIGGER caretaker.report_case_watch AFTER UPDATE ON caretaker.report_case FOR EACH ROW
    BEGIN
      IF NOT (NEW.holder <=> OLD.holder) OR NEW.claimed_until <> OLD.claimed_until THEN
        INSERT INTO caretaker.holder_log (case_id, at, actor, old_holder, old_until, new_holder, new_until)
        VALUES (NEW.id, caretaker_audit.session_moment(), caretaker_audit.session_account(),
                OLD.holder, OLD.claimed_until, NEW.holder, NEW.claimed_until);
      END IF;
    END`);
}

export interface Taken {
  readonly caseId: string;
  readonly at: string;
  readonly by: string;
  /** Whose claim it was, in force at that moment. */
  readonly from: string;
}

/** Claims in force that ended otherwise than by who held them: each is a case that two had at once. */
export async function takenFromHolder(sql: Connection): Promise<Taken[]> {
  const [rows] = await sql.query<RowDataPacket[]>(
    `SELECT case_id AS caseId, at, actor AS \`by\`, old_holder AS \`from\` FROM caretaker.holder_log
     WHERE old_holder IS NOT NULL AND old_until > at AND NOT (new_holder <=> old_holder) AND actor <> old_holder`,
  );
  return rows as unknown as Taken[];
}

/** How often each person came to hold each case, as `case person`. */
export async function timesClaimed(sql: Connection): Promise<Map<string, number>> {
  const [rows] = await sql.query<RowDataPacket[]>(
    `SELECT case_id, new_holder, COUNT(*) AS times FROM caretaker.holder_log
     WHERE new_holder IS NOT NULL AND (NOT (new_holder <=> old_holder) OR old_until <= at)
     GROUP BY case_id, new_holder`,
  );
  return new Map(rows.map((row) => [`${row.case_id} ${row.new_holder}`, Number(row.times)]));
}
