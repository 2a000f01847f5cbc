import { setTimeout as sleep } from 'node:timers/promises';
import { metricsReaders } from '../../../contract/metrics/values.ts';
import type { Database } from '../../database/database.ts';
import type { Job } from '../../jobs/job.ts';
import { expireSome } from './keeping/expire.ts';
import { keepSample, readingsFor } from './keeping/keep.ts';
import { rollUp } from './keeping/roll-up.ts';
import { usualEvery } from './levels.ts';
import { type Pace, readPace, untilDue } from './pace.ts';
import { readServer, type ServerReading } from './reading/server-reading.ts';
import { valuesOf } from './reading/values.ts';

/** How soon it is seen that someone looks, in seconds. */
const lookEvery = 5;
/** Timers may come a little early. */
const margin = 0.05;

/**
 * Reads the server every minute, and every 10 seconds while someone looks. One run lasts for as long as its console does,
 * so that samples come at even times and each is compared with the one before it.
 */
export const sampleServer: Job = {
  name: 'sample-server',
  everySeconds: 10,
  roles: metricsReaders,
  async run({ database }, signal) {
    const sampler = new Sampler(database);
    while (!signal.aborted) {
      const seconds = await sampler.sampleIfDue(signal);
      await sleep(Math.min(lookEvery, seconds + margin) * 1000, undefined, { signal }).catch(() => {});
    }
  },
};

/** Samples one server, and holds the reading that the next is compared with. */
export class Sampler {
  readonly #database: Database;
  #before: ServerReading | null = null;
  /** Before there are two readings there is nothing to compare. */
  #isNew = true;
  /** What it took to keep the last sample: it is known with the next. */
  #keepingMs = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes a sample if it is time for one. @returns seconds until the next may be due */
  async sampleIfDue(signal: AbortSignal): Promise<number> {
    const pace = await readPace(this.#database, signal);
    const seconds = untilDue(pace, this.#isNew);
    if (seconds > 0) return seconds;
    await this.sample(pace, signal);
    return 0;
  }

  /** Takes a sample now, and sums up and removes what has come to it. */
  async sample(pace: Pace, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const reading = await readServer(this.#database, signal);
    signal.throwIfAborted();
    const { values, unknown } = valuesOf(this.#before, reading);
    const tookMs = performance.now() - began + this.#keepingMs;
    const since = pace.sampledAt === null ? usualEvery : reading.clock.server - pace.sampledAt;
    const readings = readingsFor(since);
    const kept = new Map(values).set('sampler', tookMs / 1000 / (readings * 10));
    this.#isNew = this.#before === null;
    this.#before = reading;
    const keeping = performance.now();
    const sample = { readAt: reading.clock.server, tookMs, readings, values: kept, unknown };
    await keepSample(this.#database, sample);
    await rollUp(this.#database, signal);
    if (Math.floor(pace.now / 60) !== Math.floor((pace.sampledAt ?? 0) / 60)) {
      await expireSome(this.#database, pace.now);
    }
    this.#keepingMs = performance.now() - keeping;
  }
}
