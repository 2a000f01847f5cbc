import type { Connection, RowDataPacket } from 'mysql2/promise';

const batch = 5000;

/**
 * Opens so many tickets as the intake would have: of requests of members within the last ten hours, each with its message
 * and clocks that run. In a few statements as the database's administrator.
 */
export async function openManyTickets(sql: Connection, count: number): Promise<void> {
  await sql.query("SET SESSION time_zone = '+00:00'");
  const [found] = await sql.query<RowDataPacket[]>(
    "SELECT id FROM community_demo.users WHERE status = 'active' ORDER BY id LIMIT 5000",
  );
  const members = found.map((row) => String(row.id));
  const [[last]] = await sql.query<RowDataPacket[]>(
    'SELECT COALESCE(MAX(id), 0) AS id FROM community_demo.contact_requests',
  );
  for (let first = 0; first < count; first += batch) {
    const rows = Array.from({ length: Math.min(batch, count - first) }, (_, index) => [
      members[(first + index) % members.length],
      `I cannot sign in (${first + index})`,
      (first + index) % 600,
    ]);
    await sql.query(
      `INSERT INTO community_demo.contact_requests (user_id, name, email, subject, body, created_at)
       VALUES ${rows.map(() => "(?, 'Robin Field', 'robin@mail.example', ?, 'It says no.', UTC_TIMESTAMP(6) - INTERVAL ? MINUTE)").join()}`,
      rows.flat(),
    );
  }
  const from = [last?.id];
  await sql.query(
    `INSERT INTO caretaker.ticket (id, channel, subject, member_id, name, email, priority, excerpt, messages, opened_at,
       last_at, asked_at, clock_since, first_due_at, solve_due_at, due_at)
     SELECT id, 'site', subject, user_id, name, email, 1 + id % 4, body, 1, created_at,
       created_at, created_at, created_at, created_at + INTERVAL 8 HOUR, created_at + INTERVAL 48 HOUR,
       created_at + INTERVAL 8 HOUR
     FROM community_demo.contact_requests WHERE id > ?`,
    from,
  );
  await sql.query(
    `INSERT INTO caretaker.ticket_message (ticket_id, kind, site_request_id, member_id, name, body, at)
     SELECT id, 'in', id, user_id, name, body, created_at FROM community_demo.contact_requests WHERE id > ?`,
    from,
  );
  await sql.query(
    `UPDATE caretaker.ticket t JOIN caretaker.ticket_message m ON m.ticket_id = t.id SET t.last_message_id = m.id
     WHERE t.id > ?`,
    from,
  );
  await sql.query(
    'UPDATE caretaker.ticket_intake SET after_id = (SELECT MAX(id) FROM community_demo.contact_requests)',
  );
}

/** A member writes: mostly an answer to what the site has just told someone, else something new. */
export async function writeAsMember(sql: Connection): Promise<void> {
  const now = "CONVERT_TZ(SYSDATE(6), @@session.time_zone, '+00:00')";
  const body = Math.random() < 0.1 ? 'Thanks!' : 'It still does not work. What else can I do?';
  if (Math.random() < 0.6) {
    await sql.query(
      `INSERT INTO community_demo.contact_requests (user_id, name, email, subject, body, in_reply_to, created_at)
       SELECT n.user_id, 'Robin Field', 'robin@mail.example', '', ?, n.request_id, ${now}
       FROM community_demo.notices n JOIN caretaker.outbox o ON o.request_id = n.request_id
       WHERE o.ticket_message_id IS NOT NULL ORDER BY n.id DESC LIMIT 1 OFFSET ?`,
      [body, Math.floor(Math.random() * 20)],
    );
    return;
  }
  await sql.query(
    `INSERT INTO community_demo.contact_requests (user_id, name, email, subject, body, created_at)
     SELECT id, 'Robin Field', 'robin@mail.example', 'Something else', ?, ${now}
     FROM community_demo.users WHERE status = 'active' AND id >= ? ORDER BY id LIMIT 1`,
    [body, 1 + Math.floor(Math.random() * 400)],
  );
}
