import type { Connection, RowDataPacket } from 'mysql2/promise';

/**
 * Has the server itself write down each change of whose a ticket is, in the transaction of the change. Laid as the
 * database's administrator: no console knows of it.
 */
export async function watchAssignees(sql: Connection): Promise<void> {
  await sql.query(`
    CREATE TABLE IF NOT EXISTS caretaker.assignee_log (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      ticket_id BIGINT UNSIGNED NOT NULL,
      actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
      old_assignee VARCHAR(80) COLLATE utf8mb4_bin NULL,
      new_assignee VARCHAR(80) COLLATE utf8mb4_bin NULL,
      by_next TINYINT(1) NOT NULL,
      KEY assignee_log_ticket (ticket_id, id)
    ) ENGINE = InnoDB`);
  await sql.query('DROP TRIGGER IF EXISTS caretaker.ticket_watch');
  await sql.query(`
    CREATE TRIGGER caretaker.ticket_watch AFTER UPDATE ON caretaker.ticket FOR EACH ROW
    BEGIN
      IF NOT (NEW.assignee <=> OLD.assignee) OR NOT (NEW.claim_id <=> OLD.claim_id) THEN
        INSERT INTO caretaker.assignee_log (ticket_id, actor, old_assignee, new_assignee, by_next)
        VALUES (NEW.id, caretaker_audit.session_account(), OLD.assignee, NEW.assignee,
                NOT (NEW.claim_id <=> OLD.claim_id));
      END IF;
    END`);
}

/** Tickets that “next” took from someone whose they were. */
export async function takenFromSomeone(sql: Connection): Promise<string[]> {
  const [rows] = await sql.query<RowDataPacket[]>(
    `SELECT ticket_id, actor, old_assignee FROM caretaker.assignee_log
     WHERE by_next = 1 AND old_assignee IS NOT NULL AND NOT (new_assignee <=> old_assignee)`,
  );
  return rows.map((row) => `ticket ${row.ticket_id} was taken from ${row.old_assignee} by ${row.actor}`);
}

/** Who ever had which ticket by “next”, as `ticket person`. */
export async function everTaken(sql: Connection): Promise<Set<string>> {
  const [rows] = await sql.query<RowDataPacket[]>(
    'SELECT DISTINCT ticket_id, new_assignee FROM caretaker.assignee_log WHERE by_next = 1',
  );
  return new Set(rows.map((row) => `${row.ticket_id} ${row.new_assignee}`));
}
