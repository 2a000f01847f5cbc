import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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
    const runners = [new JobRunner(one.database, log), new JobRunner(other.database, log)];
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
    const runner = new JobRunner(one.database, log);
    expect(await runner.runIfDue(job)).toBe(false);
    await expect.poll(() => runner.runIfDue(job), { timeout: 5000 }).toBe(true);
  });

  test('a lease that no console would take, or a run in the future, keeps a job from nobody', async () => {
    const job = countingJob('withheld', 60);
    await town.sql.query(
      "INSERT INTO caretaker.job_lease (job, holder, expires_at, last_run_at) VALUES ('withheld', 'a liar', '9999-12-31', '9999-12-31')",
    );
    expect(await new JobRunner(one.database, log).runIfDue(job)).toBe(true);
    expect(job.runs).toBe(1);
  });

  test('a job that fails notes why and is tried again when due', async () => {
    const job = countingJob('failing', 0);
    job.fail = true;
    const runner = new JobRunner(one.database, log);
    expect(await runner.runIfDue(job)).toBe(true);
    const [rows] = await town.sql.query("SELECT last_error FROM caretaker.job_lease WHERE job = 'failing'");
    expect(rows).toEqual([{ last_error: 'no luck' }]);
    expect(await runner.runIfDue(job)).toBe(true);
    expect(job.runs).toBe(2);
  });

  test('a job that its console’s sign-out stops half way is due again, at once and anywhere', async () => {
    const started = Promise.withResolvers<void>();
    const job: Job = {
      name: 'interrupted',
      everySeconds: 3600,
      async run(_, signal) {
        started.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    };
    const runner = new JobRunner(one.database, log, [job]);
    runner.start();
    await started.promise;
    await runner.stop();
    const again = countingJob('interrupted', 3600);
    expect(await new JobRunner(other.database, log).runIfDue(again)).toBe(true);
  });

  test('a job that another console has taken over stops in the first', async () => {
    const started = Promise.withResolvers<void>();
    const job: Job = {
      name: 'taken-over',
      everySeconds: 3600,
      async run(_, signal) {
        started.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    };
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const running = new JobRunner(one.database, log).runIfDue(job);
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
    await trimChangeFeed.run(one.database, new AbortController().signal);
    const [rows] = await town.sql.query(
      "SELECT subject_id FROM caretaker.change_feed WHERE subject_id LIKE 'old%' OR subject_id = 'young'",
    );
    expect(rows).toEqual([{ subject_id: 'young' }]);
  });

  test('what one does reaches the other within 2 seconds, once', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const changes of watchChanges(other.database, stop.signal)) {
        seen.push(...changes.map((it) => it.subjectId));
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 500));
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
    await expect.poll(() => seen, { timeout: 4000, interval: 20 }).toContain(subjectId);
    expect(Date.now() - began).toBeLessThan(2000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(seen.filter((it) => it === subjectId)).toHaveLength(1);
    stop.abort();
    await watching;
  });

  test('a change whose transaction commits after a later one is not missed', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const changes of watchChanges(other.database, stop.signal)) {
        seen.push(...changes.map((it) => it.subjectId));
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const insert = (subject: string) =>
      sql`INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('record', ${subject})`;
    await one.database.write(false, async (trx) => {
      await insert('early').execute(trx);
      await one.database.write(false, (later) => insert('late').execute(later));
      await expect.poll(() => seen, { timeout: 4000 }).toContain('late');
    });
    await expect.poll(() => seen, { timeout: 4000 }).toContain('early');
    stop.abort();
    await watching;
  });
});
