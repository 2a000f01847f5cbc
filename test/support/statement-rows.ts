import type { Connection } from 'mysql2/promise';

interface PlantedKind {
  readonly schema: string;
  readonly text: string;
  /** At a usual hour. */
  readonly calls: number;
  readonly ms: number;
  readonly examined: number;
  readonly sent?: number;
  readonly noIndex?: boolean;
  readonly tmpDisk?: number;
  readonly errors?: number;
  /** Hours ago that it first ran; before the beginning otherwise. */
  readonly since?: number;
  /** How often it runs in the last day, against before. */
  readonly lately?: number;
}

/** What a busy community asks of its database, the costliest first. */
export const plantedKinds: readonly PlantedKind[] = [
  {
    schema: 'community_demo',
    text: 'SELECT `s` . `id` , `s` . `body` , `s` . `created_at` , `u` . `nickname` FROM `statuses` `s` JOIN `users` `u` ON `u` . `id` = `s` . `user_id` WHERE `s` . `user_id` IN (...) AND `s` . `hidden_at` IS NULL ORDER BY `s` . `created_at` DESC LIMIT ?',
    calls: 90_000,
    ms: 4.2,
    examined: 1800,
    sent: 20,
    lately: 1.9,
  },
  {
    schema: 'community_demo',
    text: 'SELECT COUNT ( * ) FROM `comments` WHERE `body` LIKE ?',
    calls: 900,
    ms: 310,
    examined: 240_000,
    sent: 1,
    noIndex: true,
    since: 20,
  },
  {
    schema: 'community_demo',
    text: 'SELECT * FROM `users` WHERE `id` = ?',
    calls: 600_000,
    ms: 0.3,
    examined: 1,
  },
  {
    schema: 'community_demo',
    text: 'UPDATE `users` SET `last_active_at` = ? WHERE `id` = ?',
    calls: 150_000,
    ms: 0.6,
    examined: 1,
    sent: 0,
  },
  {
    schema: 'community_demo',
    text: 'SELECT `user_id` , COUNT ( * ) FROM `activities` WHERE `created_at` > ? GROUP BY `user_id` ORDER BY ? DESC LIMIT ?',
    calls: 60,
    ms: 800,
    examined: 90_000,
    sent: 50,
    tmpDisk: 1,
    lately: 0.6,
  },
  {
    schema: 'caretaker',
    text: 'SELECT `user` , `display_name` FROM `caretaker` . `staff` WHERE `user` >= ? ORDER BY `display_name`',
    calls: 700,
    ms: 0.4,
    examined: 1,
  },
  {
    schema: 'community_demo',
    text: 'INSERT INTO `page_views` ( `user_id` , `path` , `at` ) VALUES (...)',
    calls: 40_000,
    ms: 0.2,
    examined: 0,
    sent: 0,
    errors: 12,
  },
];

/** Hours of the last eight days as the job sums them up, with a gap of some hours a day and a half ago. */
export async function plantStatements(sql: Connection): Promise<void> {
  const [rows] = await sql.query<never>('SELECT UNIX_TIMESTAMP() AS now');
  const now = Number((rows as unknown as { now: number | string }[])[0]?.now);
  const end = Math.floor(now / 3600) * 3600;
  for (const [index, it] of plantedKinds.entries()) {
    await sql.query(
      `INSERT INTO caretaker.statement_digest (id, schema_name, digest, text, first_seen, last_seen)
       VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6) - INTERVAL ? HOUR, UTC_TIMESTAMP(6) - INTERVAL 20 MINUTE)`,
      [index + 1, it.schema, `planted${index}`, it.text, it.since ?? 24 * 60],
    );
  }
  const samples: (string | number)[][] = [];
  const steps: (string | number)[][] = [];
  for (let hour = 1; hour <= 8 * 24; hour += 1) {
    if (hour >= 32 && hour < 37) continue;
    const at = end - hour * 3600;
    const tide = 1 + 0.6 * Math.sin((2 * Math.PI * (at % 86_400)) / 86_400);
    let calls = 0;
    let total = 0;
    for (const [index, it] of plantedKinds.entries()) {
      if (it.since !== undefined && hour > it.since) continue;
      const n = Math.round(it.calls * tide * (hour <= 24 ? (it.lately ?? 1) : 1));
      const ms = n * it.ms * (1 + 0.15 * Math.sin(hour * (index + 1)));
      const changed = it.sent === 0 ? n : 0;
      samples.push([
        3600,
        at,
        index + 1,
        n,
        ms,
        ms * 0.01,
        it.errors ?? 0,
        changed,
        n * (it.sent ?? 1),
        n * it.examined,
        (it.tmpDisk ?? 0) * n,
        (it.tmpDisk ?? 0) * n,
        it.noIndex ? n : 0,
      ]);
      calls += n;
      total += ms;
    }
    const others = 30_000 * tide;
    samples.push([3600, at, 0, Math.round(2 * others), others, 0, 0, 0, 0, 0, 0, 0, 0]);
    steps.push([3600, at, 3600, calls + Math.round(2 * others), total + others]);
  }
  await sql.query('INSERT INTO caretaker.statement_sample VALUES ?', [samples]);
  await sql.query('INSERT INTO caretaker.statement_step VALUES ?', [steps]);
  await sql.query('UPDATE caretaker.statement_reading SET hours_until = ?, read_at = UTC_TIMESTAMP(6)', [
    end,
  ]);
}
