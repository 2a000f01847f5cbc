import mysql, { type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { QueueFilter, queueViews } from '../../src/contract/reports/queue.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import type { Job } from '../../src/core/jobs/job.ts';
import { createLog } from '../../src/core/log.ts';
import { trimLooking } from '../../src/core/looking/looking.ts';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import { rescoreCases } from '../../src/core/reports/intake/scores/rescore.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';
import { type Deciding, deciding } from '../support/deciding.ts';
import { reporting } from '../support/reporting.ts';

const most32 = '4294967295';
const most64 = '18446744073709551615';

/** The queue is written by the jobs of all moderators, so a client of their own can write what no job would. */
describe('A queue that a client of one’s own writes to', () => {
  let town: Community;
  let own: Connection;
  let desk: Awaited<ReturnType<typeof testConsole>>;
  let admin: SignedIn;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 600, directory: false });
    const { host, port } = town.root;
    own = await mysql.createConnection({ host, port, user: 'moderator', password: passwordOf('moderator') });
    await own.query("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
    desk = await testConsole();
    const details = { name: 'T', host, port, tls: 'off' as const, ca: null, replica: null };
    const { id: connectionId } = await desk.client.connections.save({ id: null, details });
    await desk.client.session.signIn({ connectionId, user: 'admin', password: passwordOf('admin') });
    admin = await town.signIn('admin');
    at = deciding(town, admin);
  });
  afterAll(async () => {
    own?.destroy();
    await desk?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const run = (job: Job) =>
    job.run(
      { database: admin.database, site: admin.site, log: createLog({ level: 'silent' }) },
      new AbortController().signal,
    );

  /** A report on a photo that is new, or on this one; gives its id. */
  const report = async (photo?: string) => {
    const author = await at.someone();
    const on = ['Photo', Number(photo ?? (await at.photoOf(author)))] as const;
    return reporting(town).report({ on, by: Number(await at.someone()), about: Number(author) });
  };
  const isRead = async (id: string) =>
    (await at.rows('SELECT 1 FROM caretaker.report_item WHERE report_id = ?', [id])).length === 1;

  /** Every view, the case itself, and the jobs; the console's answers are checked against the contract. */
  async function allWorks(caseId: CaseId, photo: string): Promise<void> {
    const filter = QueueFilter.parse({});
    for (const view of queueViews) await desk.client.reports.list({ view, filter, limit: 200 });
    await desk.client.reports.rows({ caseIds: [caseId] });
    await desk.client.reports.get({ caseId });
    await at.rows(`UPDATE caretaker.report_intake SET rescore_below = ${most64}`);
    await run(rescoreCases);
    const reports = [await report(photo), await report()];
    await readAllReports(admin);
    for (const id of reports) expect(await isRead(id)).toBe(true);
  }

  test.each([
    "opened_at = '2026-02-30'",
    "opened_at = '2026-01-00'",
    "opened_at = '9999-12-30', due_at = '9999-12-31'",
    "last_report_at = '0000-00-00'",
    "due_at = '0000-00-00'",
    "due_at = '9999-12-31'",
    "rescore_at = '2026-00-01'",
    "claimed_until = '2030-02-30', holder = 'moderator'",
    "claimed_until = '9999-12-31', holder = 'moderator'",
    'claimed_until = UTC_TIMESTAMP() + INTERVAL 2 DAY',
    "held_until = '2030-02-30', state = 'held'",
    "decided_at = '2030-02-30'",
    "state = 'done', open_mark = NULL, decided_at = NULL",
    "state = 'done'",
    "state = 'odd'",
    'open_mark = NULL',
    'open_mark = 2',
    `version = ${most32}`,
    `reports = ${most32}`,
    `reporters = ${most32}`,
    'believed = -5',
    'believed = 1.7e308',
    'policy_id = 0',
    `policy_id = ${most64}`,
    `id = ${most64}`,
    "subject_kind = 'member'",
    'subject_id = 1',
  ])('takes no case with %s, which would stop the others', async (columns) => {
    const { caseId, photo } = await at.open();
    const before = await at.row(caseId);
    await expect(
      own.query(`UPDATE caretaker.report_case SET ${columns} WHERE id = ${caseId}`),
    ).rejects.toMatchObject({ errno: expect.toBeOneOf([1143, 1292, 1644]) });
    expect(await at.row(caseId)).toEqual(before);
    await allWorks(caseId, photo);
  });

  test.each([
    "holder = ' ', claimed_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR",
    "holder = '\\t', claimed_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR",
    'severity = 255, age_step = 255',
    `reach = ${most32}, score = 2147483647`,
    "reasons = '7', danger = 'odd'",
    `author_id = ${most64}`,
    "set_by = '', outcome = '', muted_sha256 = ''",
  ])('goes on for the others with a case that has %s', async (columns) => {
    const { caseId, photo } = await at.open();
    await own.query(`UPDATE caretaker.report_case SET ${columns} WHERE id = ${caseId}`);
    await allWorks(caseId, photo);
  });

  test.each([
    `turn = ${most64}`,
    `after_id = ${most64}`,
    "fresh_at = '2026-02-30'",
    `weights = ${most32}`,
    'rescore_below = 0',
  ])('is read and reckoned on with a mark that has %s', async (columns) => {
    const { caseId, photo } = await at.open();
    await own.query(`UPDATE caretaker.report_intake SET ${columns}`);
    await desk.client.reports.freshness();
    await allWorks(caseId, photo);
    const [mark] = await at.rows(
      `SELECT weights = (SELECT MAX(version) FROM caretaker.report_weights) AS is_newest FROM caretaker.report_intake`,
    );
    expect(mark).toEqual({ is_newest: 1 });
  });

  test('shows a case whatever stands in its history', async () => {
    const { caseId, photo } = await at.open();
    const add = 'INSERT INTO caretaker.report_event (case_id, kind, detail) VALUES (?, ?, ?)';
    for (const detail of ['{"a":1e999}', '{"outcome":{"toString":1,"valueOf":1}}', '[{}]', 'null', ''])
      for (const kind of ['decided', 'joined', 'handed-over']) await own.query(add, [caseId, kind, detail]);
    await allWorks(caseId, photo);
    await at.decide(admin, caseId, 'dismiss');
    await expect(at.decide(admin, caseId, 'dismiss')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('takes evidence of cases that there are alone, and of no length that would fill a console', async () => {
    const { caseId } = await at.open();
    const add = 'INSERT INTO caretaker.report_evidence (case_id, subject_sha256, body) VALUES (?, ?, ?)';
    for (const values of [
      [String(BigInt(caseId) + 1n), 'x', '{}'],
      [caseId, 'x', JSON.stringify('x'.repeat(5_000_000))],
    ])
      await expect(own.query(add, values)).rejects.toMatchObject({ errno: 1644 });
  });

  test('is read on where there is more evidence of a case than is ever kept', async () => {
    const [first, second] = [await at.open(), await at.open()];
    for (let nr = 0; nr < 60; nr += 1)
      await own.query(
        "INSERT INTO caretaker.report_evidence (case_id, subject_sha256, body) VALUES (?, ?, '{}')",
        [first.caseId, String(nr)],
      );
    const reports = [await report(first.photo), await report(second.photo)];
    await readAllReports(admin);
    for (const id of reports) expect(await isRead(id)).toBe(true);
  });

  test('takes no report of a day that there is not', async () => {
    const { caseId } = await at.open();
    const id = await report();
    await expect(
      own.query(
        `INSERT INTO caretaker.report_item (report_id, case_id, reporter_id, at, reason, weight)
         SELECT id, ?, reporter_id, '2026-02-30', '', 0 FROM caretaker_site.report WHERE id = ?`,
        [caseId, id],
      ),
    ).rejects.toMatchObject({ errno: expect.toBeOneOf([1292, 1644]) });
  });

  test('is decided on however often someone is said to have been right or wrong', async () => {
    const { caseId, reporters } = await at.open();
    await own.query(`INSERT INTO caretaker.reporter VALUES (?, ${most32}, ${most32})`, [reporters[0]]);
    const decisionId = await at.decide(admin, caseId, 'hide');
    await at.undo(admin, decisionId);
    await at.decide(admin, caseId, 'dismiss');
  });

  test('tells who looks at a case whoever is said to, and forgets it', async () => {
    const { caseId } = await at.open();
    const add =
      "INSERT INTO caretaker.looking (subject_kind, subject_id, user, seen_at) VALUES ('case', ?, ?, ?)";
    await own.query(add, [caseId, '', '2026-02-30']);
    await own.query(add, [caseId, ' \t', new Date().toISOString().slice(0, 19)]);
    await own.query(add, [caseId, 'mara', '9999-12-31']);
    const { others } = await desk.client.reports.look({ caseId, writing: false });
    expect(others).toEqual([]);
    await run(trimLooking);
    expect(await at.rows("SELECT user FROM caretaker.looking WHERE user = 'mara'")).toEqual([]);
  });

  test('is read on where the site does not say who reported', async () => {
    await at.rows('ALTER TABLE community_demo.reports MODIFY reporter_id BIGINT NULL');
    const odd = [await report(), await report()];
    await at.rows('UPDATE community_demo.reports SET reporter_id = NULL WHERE id = ?', [odd[0]]);
    await at.rows('UPDATE community_demo.reports SET reporter_id = -5 WHERE id = ?', [odd[1]]);
    const next = await report();
    await readAllReports(admin);
    for (const id of [...odd, next]) expect(await isRead(id)).toBe(true);
    const [item] = await at.rows<{ case_id: CaseId }>(
      'SELECT case_id, reporter_id FROM caretaker.report_item WHERE report_id = ?',
      odd,
    );
    expect(item).toMatchObject({ reporter_id: '0' });
    const { reports } = await desk.client.reports.get({ caseId: item?.case_id as CaseId });
    expect(reports).toMatchObject([{ reporterId: '0', reporter: null }]);
  });
});
