import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database, Trx } from '../../src/core/database/database.ts';
import { rebuildDirectory } from '../../src/core/directory/control.ts';
import { buildDirectory, refreshDirectory } from '../../src/core/directory/job/refresh.ts';
import { createLog } from '../../src/core/log.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { contents, differences, wantedContents } from '../support/directory-model.ts';
import { costOf } from '../support/statements.ts';

const log = createLog({ level: 'silent' });

/** Members make three pages, sign-ins four and reports one. */
describe('The build of the member directory', () => {
  let town: Community;
  let admin: SignedIn;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 4500, directory: false });
    admin = await town.signIn('admin');
    moderator = await town.signIn('moderator');
    await makeItHard();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    for (const table of ['member_directory', 'member_part', 'member_address', 'member_device']) {
      await town.sql.query(`TRUNCATE TABLE caretaker.${table}`);
    }
    await rebuildDirectory(admin);
  });

  /** What a real site has and the demo has not. */
  async function makeItHard(): Promise<void> {
    const names = [
      'aaaaaaaa',
      'Ünï Ço∂é ﷺ',
      '👩‍👩‍👧 family',
      'ＷＩＤＥ',
      'trailing dot .',
      'b a b a b a b a b a b',
      'x',
    ];
    for (const [index, name] of names.entries()) {
      await town.sql.query('UPDATE community_demo.users SET nickname = ? WHERE id = ?', [name, 10 + index]);
    }
    await town.sql.query(`UPDATE community_demo.users SET email = CONCAT(id, 'without-an-at') WHERE id = 20`);
    await town.sql.query(
      "UPDATE community_demo.users SET suspended_until = '2099-01-01 01:02:03' WHERE id < 9",
    );
    await town.sql.query(
      "UPDATE community_demo.users SET muted_until = '9999-12-31 23:59:59' WHERE id IN (30, 31)",
    );
    await town.sql.query('UPDATE community_demo.users SET last_active_at = NULL WHERE id IN (4400, 4401)');
    await town.sql.query('DELETE FROM community_demo.logins WHERE user_id = 4401');
    await town.sql.query("UPDATE community_demo.logins SET ip = 'not.an.address' WHERE id % 50 = 0");
    await town.sql.query('UPDATE community_demo.logins SET device_id = NULL WHERE id % 60 = 0');
    await town.sql.query(
      "UPDATE community_demo.logins SET created_at = '2026-11-01 23:59:59.999999' WHERE user_id = 40",
    );
  }

  async function expectWhole(): Promise<void> {
    const [found, wanted] = [await contents(town.sql), await wantedContents(town.sql)];
    expect(differences(found, wanted)).toEqual({});
    expect(found.members).toHaveLength(wanted.members.length);
    expect(found.parts).toHaveLength(wanted.parts.length);
  }

  async function builtRows(): Promise<Record<string, number>> {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      'SELECT part, built_rows FROM caretaker.directory_part',
    );
    return Object.fromEntries(rows.map((row) => [row.part, Number(row.built_rows)]));
  }

  async function siteRows(): Promise<Record<string, number>> {
    const [[row]] = await town.sql.query<RowDataPacket[]>(
      `SELECT (SELECT COUNT(*) FROM caretaker_site.member) AS members,
              (SELECT COUNT(*) FROM caretaker_site.member_login) AS logins,
              (SELECT COUNT(*) FROM caretaker_site.report) AS reports`,
    );
    return Object.fromEntries(Object.entries({ ...row }).map(([part, rows]) => [part, Number(rows)]));
  }

  test('puts every member into the directory, with each of their keys, addresses, devices and reports', async () => {
    await buildDirectory(moderator);
    await expectWhole();
    const { members } = await contents(town.sql);
    expect(members).toHaveLength(4500);
    expect(members.filter((it) => Number(it.times_reported) > 1).length).toBeGreaterThan(1);
    expect(await builtRows()).toEqual(await siteRows());
  });

  test('begins with the newest members, whom staff look for first', async () => {
    await stoppedAfter(moderator, 4, 'stop'); // three looks at how far the ids reach, then a page
    const { members } = await contents(town.sql);
    expect(members.map((it) => it.member_id)).toEqual(
      Array.from({ length: 2000 }, (_, index) => String(2501 + index)),
    );
  });

  test('goes on where it was, wherever it was stopped or broken off', async () => {
    const stops = fc.record({
      writes: fc.integer({ min: 1, max: 5 }),
      how: fc.constantFrom('stop', 'before commit', 'after commit'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(stops, { minLength: 1, maxLength: 4 }), async (all) => {
        await rebuildDirectory(admin);
        for (const { writes, how } of all) await stoppedAfter(moderator, writes, how);
        await buildDirectory(moderator);
        await expectWhole();
        expect(await builtRows()).toEqual(await siteRows());
      }),
      { numRuns: 4 },
    );
  }, 180_000);

  test('loses nothing when its connections are killed in the middle of a page', async () => {
    let kills = 0;
    let isDone = false;
    const killing = (async () => {
      while (!isDone) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        const [rows] = await town.sql.query<RowDataPacket[]>(
          `SELECT PROCESSLIST_ID AS id FROM performance_schema.threads
           WHERE PROCESSLIST_USER = 'moderator' AND PROCESSLIST_COMMAND = 'Query'`,
        );
        for (const { id } of rows) {
          if (kills >= 3) continue;
          await town.sql.query(`KILL ${Number(id)}`).catch(() => {});
          kills += 1;
        }
      }
    })();
    await buildDirectory(moderator);
    isDone = true;
    await killing;
    expect(kills).toBeGreaterThan(0);
    await expectWhole();
    expect(await builtRows()).toEqual(await siteRows());
  });

  test('by two consoles at once takes each page once', async () => {
    await Promise.all([buildTogether(moderator), buildTogether(admin)]);
    await buildDirectory(moderator);
    await expectWhole();
    expect(await builtRows()).toEqual(await siteRows());
  });

  test('reads anew over what is there, and leaves nobody in whom the site has no more', async () => {
    await buildDirectory(moderator);
    await town.sql.query("UPDATE community_demo.users SET nickname = CONCAT('new', id) WHERE id % 3 = 0");
    await town.sql.query('DELETE FROM community_demo.users WHERE id BETWEEN 3000 AND 3050');
    await town.sql.query('DELETE FROM community_demo.reports WHERE id % 2 = 0');
    await rebuildDirectory(admin);
    await buildDirectory(moderator);
    await expectWhole();
  });

  test('neither waits for the site’s own transactions nor makes them wait', async () => {
    await using open = new AsyncDisposableStack();
    const holder = open.adopt(await rootConnection(town.root), (it) => it.destroy());
    await holder.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'); // to lock what it names and no gaps
    await holder.query('BEGIN');
    await holder.query('SELECT id FROM community_demo.users WHERE id <= 4000 FOR UPDATE');
    await holder.query('SELECT id FROM community_demo.logins FOR UPDATE');
    const writer = open.adopt(await rootConnection(town.root), (it) => it.destroy());
    const before = await lockWaits();
    let updates = 0;
    let isDone = false;
    const writing = (async () => {
      while (!isDone) {
        await writer.query('UPDATE community_demo.users SET warned_at = NOW(6) WHERE id = ?', [
          4001 + (updates % 400),
        ]);
        updates += 1;
      }
    })();
    await buildDirectory(moderator);
    isDone = true;
    await writing;
    await holder.query('ROLLBACK');
    expect(updates).toBeGreaterThan(3);
    expect(await lockWaits()).toBe(before);
    await expectWhole();
  });

  test('asks the site by an index each time, and for no row that it does not take', async () => {
    const costs = await costOf(town, () => buildDirectory(moderator));
    const ofSite = costs.filter((it) => it.text.includes('caretaker_site'));
    expect(ofSite.length).toBeGreaterThan(5);
    for (const cost of ofSite) expect(cost, cost.text).toMatchObject({ scans: 0, rowsSorted: 0 });
    const { members = 0, logins = 0, reports = 0 } = await siteRows();
    const [[told]] = await town.sql.query<RowDataPacket[]>(
      'SELECT SUM(rows_read) AS n, SUM(statements) AS statements, SUM(seconds) AS seconds FROM caretaker.directory_part',
    );
    expect(Number(told?.n)).toBeGreaterThanOrEqual(members + logins + reports);
    const examined = ofSite.reduce((sum, cost) => sum + cost.rowsExamined, 0);
    expect(examined).toBeLessThanOrEqual(Number(told?.n));
    expect(Number(told?.statements)).toBe(ofSite.reduce((sum, cost) => sum + cost.calls, 0));
    expect(Number(told?.seconds)).toBeGreaterThan(0);
  });

  /** Runs the job as another console might run it at the same time: it gives way when it finds itself overtaken. */
  async function buildTogether(who: SignedIn): Promise<void> {
    await refreshDirectory.run({ database: who.database, site: who.site, log }, new AbortController().signal);
  }

  async function lockWaits(): Promise<number> {
    const [[row]] = await town.sql.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_waits'");
    return Number(row?.Value);
  }
});

/** Runs the job and ends it with the given transaction: by its signal, or by an error on either side of the commit. */
async function stoppedAfter(who: SignedIn, writes: number, how: string): Promise<void> {
  const stop = new AbortController();
  let count = 0;
  const broken = new Error('broken off');
  const write = async <T>(repeatable: boolean, work: (trx: Trx) => Promise<T>): Promise<T> => {
    count += 1;
    const isLast = count === writes;
    const result = await who.database.write(repeatable, async (trx) => {
      const value = await work(trx);
      if (isLast && how === 'before commit') throw broken;
      return value;
    });
    if (isLast && how === 'after commit') throw broken;
    if (isLast) stop.abort();
    return result;
  };
  const database: Database = new Proxy(who.database, {
    get(target, key) {
      if (key === 'write') return write;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  await refreshDirectory.run({ database, site: who.site, log }, stop.signal).catch((error) => {
    if (error !== broken && !stop.signal.aborted) throw error;
  });
}
