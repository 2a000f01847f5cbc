import { sql } from 'kysely';
import type { Database } from '../../../../src/core/database/database.ts';
import { Sampler, sampleServer } from '../../../../src/core/metrics/sampler/job.ts';
import { readPace } from '../../../../src/core/metrics/sampler/pace.ts';
import { openSession } from '../../../../src/core/session/open.ts';
import { type Figure, figure } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { holdJobs } from '../jobs.ts';
import { processorTime } from '../processor.ts';

const SAMPLES = 400;
const WARM_UP = 20;
/** What the sampler is promised to take of one core of the server at its usual pace. */
const AIM = '< 0.1';
const cto = 'ines';

/**
 * What sampling costs the server: the processor time of its process over some hundred samples, less what it takes by
 * itself. A share counts all that the job asks in a minute: whether someone looks, the lease, samples, their summing up.
 */
export async function measureSamplerCost(ground: Ground): Promise<Figure[]> {
  const { server } = await ground.demo();
  await using stack = new AsyncDisposableStack();
  const database = await signIn(ground, stack);
  const holding = new AbortController();
  const held = holdJobs(await ground.bareConnection(cto), [sampleServer.name], holding.signal);
  stack.defer(async () => {
    holding.abort();
    await held;
  });
  const sampler = new Sampler(database);
  const { signal } = ground;
  const sample = async () => sampler.sample(await readPace(database, signal), signal);
  const work = (times: number, once: () => Promise<unknown>) => serverTime(ground, server.pid, times, once);

  ground.say('  sampling');
  const each = await work(SAMPLES, sample);
  // As if a minute had ended with each: it is summed up, and what is too old of a series removed.
  const ending = await work(SAMPLES, async () => {
    await beginMinuteAgain(database);
    await sample();
  });
  const look = await work(SAMPLES, () => readPace(database, signal));
  const lease = await work(SAMPLES, () => renewLease(database));
  const others = 12 * look + 6 * lease;
  const share = (samples: number) => ((ending + (samples - 1) * each + others) / 60_000) * 100;
  return [
    figure('a sample, of the server', each, 'ms'),
    figure('a sample that ends a minute, of the server', ending, 'ms'),
    figure('sampling every minute, of one core', share(1), '%', AIM),
    figure('sampling every 10 s, of one core', share(6), '%'),
  ];
}

async function signIn(ground: Ground, stack: AsyncDisposableStack): Promise<Database> {
  const { server, people } = await ground.demo();
  const person = people.find((it) => it.user === cto);
  if (!person) throw new Error(`The demo has no ${cto}.`);
  const { host, port } = server;
  const { user, password } = person;
  const primary = { host, port, user, password, tls: 'off' as const, ca: null };
  const opening = await openSession({ primary, replica: null });
  if (opening.outcome !== 'opened') throw new Error(`The CTO could not sign in: ${opening.outcome}.`);
  const { database } = opening.signedIn;
  stack.defer(() => database.close());
  return database;
}

/** Milliseconds of the server's processor that `once` takes, beyond what the server does by itself meanwhile. */
async function serverTime(
  ground: Ground,
  pid: number,
  times: number,
  once: () => Promise<unknown>,
): Promise<number> {
  for (let run = 0; run < WARM_UP; run += 1) await once();
  const idle = await idleShare(pid);
  const [before, began] = [timeOf(pid), performance.now()];
  for (let run = 0; run < times; run += 1) {
    ground.signal.throwIfAborted();
    await once();
  }
  const worked = timeOf(pid) - before - idle * (performance.now() - began);
  return Math.max(0, worked) / times;
}

/** Which share of its time the server works though nobody asks. */
async function idleShare(pid: number): Promise<number> {
  const [before, began] = [timeOf(pid), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 3000));
  return (timeOf(pid) - before) / (performance.now() - began);
}

function timeOf(pid: number): number {
  const time = processorTime([pid]);
  if (time === null) throw new Error('This system does not tell how long a process has worked (/proc).');
  return time;
}

async function beginMinuteAgain(database: Database): Promise<void> {
  await database.writeAtOnce((db) =>
    sql`UPDATE caretaker.metric_sampler
      SET minutes_until = UNIX_TIMESTAMP() DIV 60 * 60 - 60, sampled_at = UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE
      WHERE id = 1`.execute(db),
  );
}

/** What a job that goes on does to keep its lease. */
async function renewLease(database: Database): Promise<void> {
  await database.write(false, (trx) =>
    sql`UPDATE caretaker.job_lease SET expires_at = UTC_TIMESTAMP(6) + INTERVAL 45 SECOND
      WHERE job = ${sampleServer.name}`.execute(trx),
  );
}
