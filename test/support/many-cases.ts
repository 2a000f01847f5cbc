import type { Connection, RowDataPacket } from 'mysql2/promise';

/** What can be reported: the demo's class, its table and the kind by which the contract knows it. */
const reportable = [
  { type: 'Photo', table: 'photos', kind: 'photo' },
  { type: 'Status', table: 'statuses', kind: 'status' },
  { type: 'Comment', table: 'comments', kind: 'comment' },
  { type: 'Writing', table: 'writings', kind: 'writing' },
] as const;

/** Of 100 cases: most are spam, one in fifty is about danger. By the policies that Caretaker begins with. */
const reasons = `CASE
  WHEN id * 7919 % 100 < 1 THEN 'suicide' WHEN id * 7919 % 100 < 2 THEN 'underage'
  WHEN id * 7919 % 100 < 10 THEN 'hate' WHEN id * 7919 % 100 < 25 THEN 'harassment'
  WHEN id * 7919 % 100 < 30 THEN 'impersonation' WHEN id * 7919 % 100 < 45 THEN 'nudity'
  WHEN id * 7919 % 100 < 85 THEN 'spam' ELSE 'other' END`;
const policyOfReason = `FIELD(r.reason, 'suicide', 'underage', 'hate', 'harassment', 'impersonation', 'nudity', 'spam', 'other')`;

export interface Many {
  readonly cases: number;
  /** The cases were opened within the last so many minutes. */
  readonly withinMinutes: number;
}

/** Has members report so many things that nobody reported yet, each once and every third twice. */
export async function reportMany(sql: Connection, { cases, withinMinutes }: Many): Promise<void> {
  await sql.query("SET SESSION time_zone = '+00:00'");
  const there = await Promise.all(reportable.map((it) => untouched(sql, it)));
  const all = there.reduce((sum, it) => sum + it.count, 0);
  if (all < cases)
    throw new Error(`The community has ${all} things to report; ${cases} cases need more members.`);
  const [[found]] = await sql.query<RowDataPacket[]>('SELECT COUNT(*) AS members FROM community_demo.users');
  let left = cases;
  for (const [index, it] of reportable.entries()) {
    const { after, count } = there[index] ?? { after: 0, count: 0 };
    const share = index === reportable.length - 1 ? left : Math.min(left, Math.round((cases * count) / all));
    left -= share;
    await report(sql, it, { after, share, withinMinutes, members: Number(found?.members) });
  }
}

/**
 * Opens so many cases as the intake would have after `reportMany`: with their place in the queue, which reports they hold,
 * evidence and the beginning of their history. In a few statements as the database's administrator, where the intake,
 * which reads each from the site, needs minutes. Only of the hash of what was reported it makes one of its own, so to the
 * intake, the next report about it is one that found it edited.
 */
export async function openManyCases(sql: Connection, many: Many): Promise<void> {
  await sql.query("SET SESSION time_zone = '+00:00'");
  const [[from]] = await sql.query<RowDataPacket[]>(
    `SELECT (SELECT COALESCE(MAX(id), 0) FROM community_demo.reports) AS report,
            (SELECT COALESCE(MAX(id), 0) FROM caretaker.report_case) AS \`case\``,
  );
  await reportMany(sql, many);
  for (const it of reportable) {
    await openCases(sql, it, { report: Number(from?.report), case: Number(from?.case) });
  }
  await sql.query(
    `INSERT INTO caretaker.report_item (report_id, case_id, reporter_id, at, reason, note, weight)
     SELECT r.id, c.id, r.reporter_id, r.created_at, r.reason, r.note, 0.5
     FROM community_demo.reports r
     JOIN caretaker.report_case c ON c.subject_kind = CONVERT(LOWER(r.reportable_type) USING ascii) COLLATE ascii_bin
       AND c.subject_id = r.reportable_id AND c.open_mark = 1
     WHERE r.id > ?`,
    [from?.report],
  );
  await sql.query(
    `INSERT INTO caretaker.report_event (case_id, actor, kind, by_job, detail)
     SELECT id, 'caretaker', 'opened', 1, CONCAT('{"reports":', reports, '}') FROM caretaker.report_case WHERE id > ?`,
    [from?.case],
  );
  await sql.query(
    `UPDATE caretaker.report_intake
     SET after_id = (SELECT MAX(id) FROM community_demo.reports), fresh_at = UTC_TIMESTAMP(6)`,
  );
  await sql.query('ANALYZE TABLE caretaker.report_case, caretaker.report_item, caretaker.report_evidence');
}

type Reportable = (typeof reportable)[number];

/** How much of a kind has no case yet, and from where on. */
async function untouched(sql: Connection, { table, kind }: Reportable) {
  const [[found]] = await sql.query<RowDataPacket[]>(
    `SELECT COUNT(*) AS count, (SELECT COALESCE(MAX(subject_id), 0) FROM caretaker.report_case WHERE subject_kind = ?) AS after
     FROM community_demo.${table}
     WHERE id > (SELECT COALESCE(MAX(subject_id), 0) FROM caretaker.report_case WHERE subject_kind = ?)`,
    [kind, kind],
  );
  return { count: Number(found?.count), after: Number(found?.after) };
}

async function report(
  sql: Connection,
  { type, table }: Reportable,
  o: { after: number; share: number; withinMinutes: number; members: number },
): Promise<void> {
  for (const pass of [0, 1]) {
    await sql.query(
      `INSERT INTO community_demo.reports
         (reporter_id, reportable_type, reportable_id, reported_user_id, reason, note, created_at)
       SELECT 1 + (id * 31 + ${pass} * 17) % ?, ?, id, user_id, ${reasons}, NULL,
              UTC_TIMESTAMP(6) - INTERVAL id * 7919 % ? SECOND
       FROM (SELECT id, user_id FROM community_demo.${table} WHERE id > ? ORDER BY id LIMIT ?) chosen
       WHERE ${pass} = 0 OR id % 3 = 0`,
      [o.members, type, o.withinMinutes * 60, o.after, o.share],
    );
  }
}

/** With the place in the queue that core/reports/score.ts gives, for reporters of whom nothing is known. */
async function openCases(
  sql: Connection,
  { type, kind }: Reportable,
  from: { report: number; case: number },
): Promise<void> {
  await sql.query(
    `INSERT INTO caretaker.report_case
       (subject_kind, subject_id, author_id, policy_id, excerpt, has_media, reasons, language, opened_at, last_report_at,
        due_at, reports, reporters, danger, severity, believed, reach, age_step, score, rescore_at)
     SELECT '${kind}', id, author_id, policy_id, LEFT(COALESCE(body, ''), 160), media_url IS NOT NULL, JSON_ARRAY(reason),
            ELT(1 + id % 4, 'eng', 'eng', 'deu', 'und'), opened, last, opened + INTERVAL target_minutes MINUTE, reports,
            reporters, danger, severity, believed, 0, step,
            ROUND(100 * by_severity * (severity - 1)) + ROUND(100 * by_reporters * LOG2(1 + believed))
              + 100 * by_age * step + IF(danger IS NULL, 0, 10000000),
            IF(step = 8, '9999-12-31', opened + INTERVAL ROUND(target_minutes * 60
              * ELT(1 + step, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 0)) SECOND)
     FROM (
       SELECT s.id, s.author_id, s.body, s.media_url, r.reason, r.opened, r.last, r.reports, r.reporters,
              v.policy_id, v.danger, v.severity, v.target_minutes, r.reporters * 0.5 AS believed,
              w.severity AS by_severity, w.reporters AS by_reporters, w.age AS by_age,
              (passed >= 0.25 * v.target_minutes) + (passed >= 0.5 * v.target_minutes)
                + (passed >= 0.75 * v.target_minutes) + (passed >= v.target_minutes) + (passed >= 1.5 * v.target_minutes)
                + (passed >= 2 * v.target_minutes) + (passed >= 3 * v.target_minutes)
                + (passed >= 4 * v.target_minutes) AS step
       FROM (
         SELECT reportable_id, MIN(reason) AS reason, MIN(created_at) AS opened, MAX(created_at) AS last,
                COUNT(*) AS reports, COUNT(DISTINCT reporter_id) AS reporters,
                TIMESTAMPDIFF(SECOND, MIN(created_at), UTC_TIMESTAMP(6)) / 60 AS passed
         FROM community_demo.reports WHERE id > ? AND reportable_type = '${type}' GROUP BY reportable_id
       ) r
       JOIN caretaker_site.content_${kind} s ON s.id = r.reportable_id
       JOIN caretaker.policy p ON p.id = ${policyOfReason}
       JOIN caretaker.policy_version v ON v.policy_id = p.id AND v.version = p.version
       JOIN (SELECT * FROM caretaker.report_weights ORDER BY version DESC LIMIT 1) w
     ) made`,
    [from.report],
  );
  const moment = (column: string) => `DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%s.%fZ')`;
  const text = (value: string) => `COALESCE(JSON_QUOTE(${value}), 'null')`;
  await sql.query(
    `INSERT INTO caretaker.report_evidence (case_id, subject_sha256, body)
     SELECT c.id, SHA2(CONCAT('${kind} ', s.id), 256), CONCAT(
       '{"content":{"kind":"${kind}","id":"', s.id, '","authorId":"', s.author_id, '","authorNickname":', ${text('m.nickname')},
       ',"title":', ${text('s.title')}, ',"body":', ${text('s.body')}, ',"mediaUrl":', ${text('s.media_url')},
       ',"createdAt":"', ${moment('s.created_at')}, '","editedAt":null,"visible":true},',
       '"within":[],"before":[],"after":[],"member":null,"talk":[],"absent":null}')
     FROM caretaker.report_case c
     JOIN caretaker_site.content_${kind} s ON s.id = c.subject_id
     JOIN caretaker_site.member m ON m.id = s.author_id
     WHERE c.subject_kind = '${kind}' AND c.id > ?`,
    [from.case],
  );
}
