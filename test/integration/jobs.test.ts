import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { roles } from '../../src/contract/roles.ts';
import { watchChanges } from '../../src/core/changes/feed.ts';
import type { Job } from '../../src/core/jobs/job.ts';
import { JobRunner } from '../../src/core/jobs/runner.ts';
import { trimChangeFeed } from '../../src/core/jobs/trim-change-feed.ts';
import { createLog } from '../../src/core/log.ts';
import { addEntry } from '../../src/core/record/entry.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';

const log = createLog({ level: 'silent' });

describe('Jobs and changes', () => {
  let town: Community;
  let one: SignedIn;
  let other: SignedIn;
  beforeAll(async () => {
    town = await testCommunity();
    one = await town.signIn('moderator');
    other = await town.signIn('support');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  function countingJob(name: string, everySeconds: number) {
    const job = {
      name,
      everySeconds,
      roles,
      runs: 0,
      fail: false as boolean,
      async run() {
        job.runs += 1;
        if (job.fail) throw new Error('no luck');
        await new Promise((resolve) => setTimeout(resolve, 200));
      },
    } satisfies Job & { runs: number; fail: boolean };
    return job;
  }

  test('of two consoles that look at once, one runs the job, and it is not due again at once', async () => {
    const job = countingJob('count', 60);
    const runners = [new JobRunner(one, log), new JobRunner(other, log)];
    const ran = await Promise.all(runners.map((runner) => runner.runIfDue(job)));
    expect(ran.toSorted()).toEqual([false, true]);
    expect(await runners[0]?.runIfDue(job)).toBe(false);
    expect(job.runs).toBe(1);
  });

  test('a console that died holding a lease loses it when it lapses', async () => {
    const job = countingJob('inherited', 60);
    await town.sql.query(
      "INSERT INTO caretaker.job_lease (job, holder, expires_at) VALUES ('inherited', 'dead', UTC_TIMESTAMP(6) + INTERVAL 1 SECOND)",
    );
    const runner = new JobRunner(one, log);
    expect(await runner.runIfDue(job)).toBe(false);
    await expect.poll(() => runner.runIfDue(job), { timeout: 5000 }).toBe(true);
  });

  test('a lease that no console would take, or a run in the future, keeps a job from nobody', async () => {
    const job = countingJob('withheld', 60);
    await town.sql.query(
      "INSERT INTO caretaker.job_lease (job, holder, expires_at, last_run_at) VALUES ('withheld', 'a liar', '9999-12-31', '9999-12-31')",
    );
    expect(await new JobRunner(one, log).runIfDue(job)).toBe(true);
    expect(job.runs).toBe(1);
  });

  test('a job that fails notes why and is tried again when due', async () => {
    const job = countingJob('failing', 0);
    job.fail = true;
    const runner = new JobRunner(one, log);
    expect(await runner.runIfDue(job)).toBe(true);
    const [rows] = await town.sql.query("SELECT last_error FROM caretaker.job_lease WHERE job = 'failing'");
    expect(rows).toEqual([{ last_error: 'no luck' }]);
    expect(await runner.runIfDue(job)).toBe(true);
    expect(job.runs).toBe(2);
  });

  test('a console leaves a job to those whose role can do it', async () => {
    const job: Job = { ...countingJob('for-readers', 60), roles: ['moderator'] };
    const mine = countingJob('for-support', 60);
    const runner = new JobRunner(other, log, [job, { ...mine, roles: ['support'] }]);
    runner.start();
    await expect.poll(() => mine.runs).toBe(1);
    await runner.stop();
    const [rows] = await town.sql.query("SELECT job FROM caretaker.job_lease WHERE job LIKE 'for-%'");
    expect(rows).toEqual([{ job: 'for-support' }]);
  });

  test('a job that takes long keeps no other waiting', async () => {
    const quick = countingJob('quick', 60);
    const long: Job = {
      name: 'long',
      everySeconds: 60,
      roles,
      run: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    };
    const runner = new JobRunner(one, log, [long, quick]);
    runner.start();
    await expect.poll(() => quick.runs).toBe(1);
    await runner.stop();
  });

  test('a job that its console’s sign-out stops half way is due again, at once and anywhere', async () => {
    const started = Promise.withResolvers<void>();
    const job: Job = {
      name: 'interrupted',
      everySeconds: 3600,
      roles,
      async run(_, signal) {
        started.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    };
    const runner = new JobRunner(one, log, [job]);
    runner.start();
    await started.promise;
    await runner.stop();
    const again = countingJob('interrupted', 3600);
    expect(await new JobRunner(other, log).runIfDue(again)).toBe(true);
  });

  test('a job that another console has taken over stops in the first', async () => {
    const started = Promise.withResolvers<void>();
    const job: Job = {
      name: 'taken-over',
      everySeconds: 3600,
      roles,
      async run(_, signal) {
        started.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    };
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const running = new JobRunner(one, log).runIfDue(job);
      await started.promise;
      await town.sql.query("UPDATE caretaker.job_lease SET holder = 'other' WHERE job = 'taken-over'");
      vi.advanceTimersByTime(10_000);
      expect(
        await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 3000, 'it runs on'))]),
      ).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    const [rows] = await town.sql.query(
      "SELECT holder, last_run_at FROM caretaker.job_lease WHERE job = 'taken-over'",
    );
    expect(rows).toEqual([{ holder: 'other', last_run_at: null }]);
  });

  test('the change feed is trimmed of what is older than an hour, in batches, and of nothing younger', async () => {
    await town.sql.query(
      `INSERT INTO caretaker.change_feed (at, topic, subject_id)
       WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 900)
       SELECT UTC_TIMESTAMP(6) - INTERVAL 2 HOUR, 'record', CONCAT('old ', a.i) FROM n a JOIN (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3) b`,
    );
    await town.sql.query(
      "INSERT INTO caretaker.change_feed (at, topic, subject_id) VALUES (UTC_TIMESTAMP(6) - INTERVAL 50 MINUTE, 'record', 'young')",
    );
    await trimChangeFeed.run({ database: one.database, site: one.site, log }, new AbortController().signal);
    const [rows] = await town.sql.query(
      "SELECT subject_id FROM caretaker.change_feed WHERE subject_id LIKE 'old%' OR subject_id = 'young'",
    );
    expect(rows).toEqual([{ subject_id: 'young' }]);
  });

  /** What reaches the other from now on, until disposed. */
  async function watching(): Promise<AsyncDisposable & { seen: string[] }> {
    const stop = new AbortController();
    const seen: string[] = [];
    const collecting = (async () => {
      for await (const changes of watchChanges(other.database, stop.signal)) {
        seen.push(...changes.map((it) => it.subjectId));
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return {
      seen,
      async [Symbol.asyncDispose]() {
        stop.abort();
        await collecting;
      },
    };
  }

  test('what one does reaches the other within 2 seconds, once', async () => {
    await using watch = await watching();
    const subjectId = `news ${randomUUID()}`;
    const began = Date.now();
    await one.database.write(false, (trx) =>
      addEntry(trx, {
        requestId: randomUUID(),
        action: 'session.signed_in',
        subjectKind: 'connection',
        subjectId,
      }),
    );
    await expect.poll(() => watch.seen, { timeout: 4000, interval: 20 }).toContain(subjectId);
    expect(Date.now() - began).toBeLessThan(2000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(watch.seen.filter((it) => it === subjectId)).toHaveLength(1);
  });

  test('a change whose transaction commits after a later one is not missed', async () => {
    await using watch = await watching();
    const insert = (subject: string) =>
      sql`INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('record', ${subject})`;
    await one.database.write(false, async (trx) => {
      await insert('early').execute(trx);
      await one.database.write(false, (later) => insert('late').execute(later));
      await expect.poll(() => watch.seen, { timeout: 4000 }).toContain('late');
    });
    await expect.poll(() => watch.seen, { timeout: 4000 }).toContain('early');
  });
});
