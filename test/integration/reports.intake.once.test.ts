import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { freshnessOf } from '../../src/core/reports/intake/freshness.ts';
import { readAllReports, readReports } from '../../src/core/reports/intake/job.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { type Reportable, type Reporting, reporting } from '../support/reporting.ts';

const log = createLog({ level: 'silent' });

describe('A report', () => {
  let town: Community;
  let line: BreakingLine;
  let it: Reporting;
  let moderator: SignedIn;
  let admin: SignedIn;
  let shaky: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 1000, directory: false });
    line = await breakingLine(town.root.port);
    it = reporting(town);
    moderator = await town.signIn('moderator');
    admin = await town.signIn('admin');
    const primary = { ...town.address('moderator'), port: line.port };
    const opening = await openSession({ primary, replica: null });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    shaky = opening.signedIn;
  });
  afterAll(async () => {
    await shaky?.database.close();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const read = () => readAllReports(moderator);
  const jobOf = (who: SignedIn, signal: AbortSignal) =>
    readReports.run({ database: who.database, site: who.site, log }, signal);
  const endless = () => new AbortController().signal;
  const mark = async () => (await it.rows('SELECT * FROM caretaker.report_intake'))[0];
  const newestReport = async () =>
    Number((await it.rows('SELECT MAX(id) AS id FROM community_demo.reports'))[0]?.id);

  async function other(): Promise<Connection & AsyncDisposable> {
    const connection = await rootConnection(town.root);
    return Object.assign(connection, { [Symbol.asyncDispose]: async () => connection.destroy() });
  }

  /** Every report after the first start is in one case, once, and each case is the sum of its reports. */
  async function expectWhole(after: number): Promise<void> {
    const lost = await it.rows(
      `SELECT id FROM community_demo.reports WHERE id > ? AND id NOT IN (SELECT report_id FROM caretaker.report_item)`,
      [after],
    );
    expect(lost).toEqual([]);
    const cases = await it.rows(
      `SELECT c.id, c.reports, c.reporters, c.believed, c.opened_at, c.last_report_at,
         COUNT(*) AS n, COUNT(DISTINCT i.reporter_id) AS them, MIN(i.at) AS first, MAX(i.at) AS last,
         (SELECT COUNT(*) FROM caretaker.report_event e WHERE e.case_id = c.id AND e.kind = 'opened') AS opened,
         (SELECT SUM(JSON_EXTRACT(e.detail, '$.reports')) FROM caretaker.report_event e WHERE e.case_id = c.id) AS told,
         (SELECT COUNT(*) FROM caretaker.report_evidence e WHERE e.case_id = c.id) AS kept
       FROM caretaker.report_case c JOIN caretaker.report_item i ON i.case_id = c.id GROUP BY c.id`,
    );
    for (const row of cases) {
      expect({ ...row, told: Number(row.told) }).toMatchObject({
        reports: Number(row.n),
        reporters: Number(row.them),
        believed: Number(row.them) / 2,
        opened_at: row.first,
        last_report_at: row.last,
        opened: '1',
        told: Number(row.n),
        kept: '1',
      });
    }
    const twice = await it.rows(
      'SELECT subject_id FROM caretaker.report_case WHERE open_mark = 1 GROUP BY subject_kind, subject_id HAVING COUNT(*) > 1',
    );
    expect(twice).toEqual([]);
  }

  const kinds: readonly Reportable[] = ['Status', 'Photo', 'Comment', 'User', 'Conversation'];
  async function reportMany(count: number, connection?: Connection): Promise<void> {
    for (let nr = 0; nr < count; nr += 1) {
      const kind = kinds[nr % kinds.length] ?? 'Status';
      const on = [kind, 1 + Math.floor(Math.random() * 60)] as const;
      await it.report(
        { on, by: 1 + (nr % 90), about: on[0] === 'User' ? on[1] : 100, minutesAgo: nr % 50 },
        connection,
      );
    }
  }

  test('older than 30 days is not read by a first start, and every younger one is', async () => {
    await it.rows('DELETE FROM community_demo.reports');
    const ids: number[] = [];
    for (const days of [40, 31, 29.9, 12, 1]) {
      ids.push(Number(await it.report({ on: ['Status', 200 + ids.length], minutesAgo: days * 1440 })));
    }
    expect(await freshnessOf(moderator.database, undefined)).toEqual({
      asOf: null,
      waiting: 0,
      waitingCapped: false,
    });
    await read();
    const taken = await it.rows('SELECT report_id FROM caretaker.report_item ORDER BY report_id');
    expect(taken.map((row) => Number(row.report_id))).toEqual(ids.slice(2));
    expect((await mark())?.after_id).toBe(String(ids[1]));
  });

  test('is told of as waiting until it is read, and then how fresh that is', async () => {
    await it.report({ on: ['Status', 210] });
    await it.report({ on: ['Status', 211] });
    expect(await freshnessOf(moderator.database, undefined)).toMatchObject({
      waiting: 2,
      waitingCapped: false,
    });
    await read();
    const { asOf, waiting } = await freshnessOf(moderator.database, undefined);
    expect(waiting).toBe(0);
    expect(Math.abs(Date.parse(asOf ?? '') - Date.now())).toBeLessThan(20_000);
  });

  test('is not missed when its transaction ends after those of many later ones', async () => {
    const before = await newestReport();
    await using slow = await other();
    await slow.query('BEGIN');
    const late = await it.report({ on: ['Status', 220], by: 6 }, slow);
    await reportMany(140);
    await read();
    expect(await it.casesOf('status', 220)).toEqual([]);
    await slow.query('COMMIT');
    await read();
    expect((await it.itemsOf((await it.caseOf('status', 220)).id)).map((item) => item.report_id)).toEqual([
      late,
    ]);
    await expectWhole(before);
  });

  test('is read once by two consoles at once, whatever they are stopped at', async () => {
    const before = await newestReport();
    let reporting = true;
    const stopped = (async () => {
      for (let wave = 0; wave < 8; wave += 1) {
        await reportMany(60);
        await sleep(20);
      }
      reporting = false;
    })();
    const consoleOf = async (who: SignedIn) => {
      while (reporting) {
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), Math.random() * 400);
        await jobOf(who, stop.signal).catch((error) => {
          if (!stop.signal.aborted) throw error;
        });
        clearTimeout(timer);
      }
    };
    await Promise.all([stopped, consoleOf(moderator), consoleOf(admin)]);
    await Promise.all([readAllReports(moderator), readAllReports(admin)]);
    await expectWhole(before);
    const [rows] = await it.rows('SELECT COUNT(*) AS n FROM community_demo.reports WHERE id > ?', [before]);
    const [items] = await it.rows('SELECT COUNT(*) AS n FROM caretaker.report_item WHERE report_id > ?', [
      before,
    ]);
    expect(items).toEqual(rows);
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'is read once where the line breaks %s',
    async (when) => {
      const before = await newestReport();
      for (let nr = 0; nr < 3; nr += 1) {
        await reportMany(120);
        line.breakAt(when, nr % 2);
        await readAllReports(shaky);
      }
      expect(line.broken).toBeGreaterThan(0);
      await expectWhole(before);
    },
  );

  test('is found once more by nobody, after a console that was stopped and begins anew', async () => {
    const before = await newestReport();
    await reportMany(250);
    const stop = new AbortController();
    const running = jobOf(moderator, stop.signal).catch(() => {});
    await expect
      .poll(
        async () => Number((await it.rows('SELECT MAX(report_id) AS id FROM caretaker.report_item'))[0]?.id),
        { timeout: 15_000 },
      )
      .toBeGreaterThan(before);
    stop.abort();
    await running;
    const again = await town.signIn('moderator');
    await jobOf(again, endless());
    await expectWhole(before);
  });

  test.each(['the last', 'an earlier'])(
    'joins the case that is open again when %s decision about its subject is undone meanwhile',
    async (which) => {
      const id = which === 'the last' ? 230 : 231;
      for (const by of [6, 7]) {
        await it.report({ on: ['Status', id], by });
        await read();
        await it.end((await it.casesOf('status', id)).at(-1)?.id);
      }
      const reopened = (await it.casesOf('status', id)).at(which === 'the last' ? -1 : 0);
      await it.report({ on: ['Status', id], by: 8 });
      await using undoing = await other();
      await undoing.query('BEGIN');
      await undoing.query("UPDATE caretaker.report_case SET state = 'open', open_mark = 1 WHERE id = ?", [
        reopened?.id,
      ]);
      const reading = read();
      await sleep(700);
      await undoing.query('COMMIT');
      await reading;
      const cases = await it.casesOf('status', id);
      expect(cases).toHaveLength(2);
      expect(cases.find((row) => row.state === 'open')).toMatchObject({ id: reopened?.id, reports: 2 });
    },
  );

  test('is looked for a fixed way back, however many there were', async () => {
    await reportMany(700);
    await read();
    const after = Number((await mark())?.after_id);
    const [behind] = await it.rows('SELECT COUNT(*) AS n FROM community_demo.reports WHERE id > ?', [after]);
    expect(behind?.n).toBe('500');
    // Reports that the site removed are no reason to read others twice.
    await it.rows('DELETE FROM community_demo.reports WHERE id > ? ORDER BY id LIMIT 450', [after]);
    await it.report({ on: ['Status', 240] });
    await read();
    expect(await it.caseOf('status', 240)).toMatchObject({ reports: 1 });
  });
});
