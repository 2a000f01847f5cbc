import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import type { Signal } from '../../src/contract/metrics/signals.ts';
import { Sampler } from '../../src/core/metrics/sampler/job.ts';
import { readPace } from '../../src/core/metrics/sampler/pace.ts';
import { signalsOf } from '../../src/core/metrics/signals/get.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import type { Community } from './community.ts';

const never = new AbortController().signal;

/** Has the signals of a town's server read and judged, with the sampler that its consoles have. */
export function signalling(town: Pick<Community, 'sql'>, cto: SignedIn) {
  const rows = async (statement: string, values: unknown[] = []): Promise<RowDataPacket[]> =>
    (await town.sql.query<RowDataPacket[]>(statement, values))[0];

  /** A sample is kept by the step of 10 s that it ends: the first of a server may be of a step from before its start. */
  async function untilSettled(): Promise<void> {
    for (;;) {
      const [row] = await rows("SHOW GLOBAL STATUS LIKE 'Uptime'");
      if (Number(row?.Value) > 16) return;
      await sleep(500);
    }
  }

  /** Takes a sample; without `sampler` of a console that has taken none before. */
  async function sample(sampler = new Sampler(cto.database)): Promise<Sampler> {
    // A step whose minute has been summed up is not sampled again, and here one follows soon upon the other.
    await rows('UPDATE caretaker.metric_sampler SET minutes_until = 0, hours_until = 0');
    await sampler.sample(await readPace(cto.database, never), never);
    return sampler;
  }

  /** What is sampled of some seconds in which `work` is done, and of nothing before them. */
  async function during(work: () => Promise<unknown>, seconds = 1.2): Promise<void> {
    await untilSettled();
    await rows('DELETE FROM caretaker.metric_sample');
    const sampler = await sample();
    const started = performance.now();
    await work();
    await sleep(Math.max(0, seconds * 1000 - (performance.now() - started)));
    await sample(sampler);
  }

  async function signal(id: string): Promise<Signal> {
    const { signals } = await signalsOf(cto, never);
    const found = signals.find((it) => it.id === id);
    if (found === undefined) throw new Error(`no signal ${id}`);
    return found;
  }

  return { rows, sample, during, signal, all: () => signalsOf(cto, never) };
}
