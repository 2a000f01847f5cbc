import { randomUUID } from 'node:crypto';
import { metricsReaders } from '../../../../contract/metrics/values.ts';
import type { Database } from '../../../database/database.ts';
import { Overtaken } from '../../../intake/mark.ts';
import type { Job } from '../../../jobs/job.ts';
import { addedSince, type Baseline, costliest, nextBaseline } from './differences.ts';
import { knownDigests, type NewDigest } from './digests.ts';
import { type Mark, readMark, takeReading } from './mark.ts';
import { readCounters, readTexts, unreadableBySettings } from './reading.ts';
import { rollUp } from './roll-up.ts';
import { addSample, type Sample } from './samples.ts';
import { trimStatements } from './trim.ts';

/** Between two readings, in seconds. The job looks more often, so that it comes up at the console that read last. */
const readEvery = 55;
/** A reading that is older is another console's to follow, and the time since is a gap: a rate over it would mislead. */
const lapsesAfter = 150;
export const costliestKept = 100;
/** A statement that ends while the counters are read may be told by its moment only a little later. */
const overlapSeconds = 5;

/** What this console read last: what the next reading is compared with. */
interface Last {
  readonly reading: string;
  readonly baseline: Baseline;
  /** When it began, by the server's clock. */
  readonly mark: Mark['now'];
}
const lastOf = new WeakMap<Database, Last>();

/** Reads what statements cost, keeps it by the minute, and sums up hours and days. */
export const sampleStatements: Job = {
  name: 'sample-statements',
  everySeconds: 15,
  roles: metricsReaders,
  async run({ database }, signal) {
    if (!(await readStatements(database, signal))) return;
    if (await rollUp(database, signal)) await trimStatements(database, signal);
  },
};

/**
 * Reads once, if it is time, and says whether it did: `soonest` and `latest` are the seconds since the reading before. Of two
 * consoles the one that read last goes on; the other begins where that one has stopped.
 */
export async function readStatements(
  database: Database,
  signal: AbortSignal,
  { soonest, latest } = { soonest: readEvery, latest: lapsesAfter },
): Promise<boolean> {
  const mark = await readMark(database, signal);
  const age = mark.ageSeconds ?? Number.POSITIVE_INFINITY;
  const last = lastOf.get(database);
  const goesOn = last !== undefined && last.reading === mark.reading && age <= latest;
  if (goesOn ? age < soonest : age <= latest && mark.reading !== '') return false;
  try {
    await readFrom(database, signal, mark, goesOn ? last : null);
    return true;
  } catch (error) {
    // Another console holds the job by now.
    if (error instanceof Overtaken) return false;
    throw error;
  }
}

async function readFrom(
  database: Database,
  signal: AbortSignal,
  mark: Mark,
  last: Last | null,
): Promise<void> {
  const { now } = mark;
  const since = last === null ? '1970-01-02' : textOf(last.mark.micros - BigInt(overlapSeconds * 1_000_000));
  const read = (await unreadableBySettings(database, signal)) ?? (await readCounters(database, since));
  const reading = randomUUID();
  if (typeof read === 'string') {
    lastOf.delete(database);
    await takeReading(database, mark, { reading, read_at: now.text, unknown: read, kinds: 0, took_ms: null });
    return;
  }
  const { counted, tookMs } = read;
  const added = last === null ? null : addedSince(last.baseline, since, counted);
  // After a reset a new beginning needs all that the server has counted, not only what ran in the last minute.
  if (last !== null && added === null) return readFrom(database, signal, mark, null);
  const sample = added === null || last === null ? null : await sampleOf(database, signal, last, now, added);
  const full = counted.find((it) => it.digest === null);
  await takeReading(
    database,
    mark,
    {
      reading,
      read_at: now.text,
      took_ms: tookMs,
      kinds: counted.length,
      unknown: '',
      ...(last === null || full !== undefined ? { full_since: full?.firstSeen ?? null } : {}),
    },
    sample === null ? undefined : (trx) => addSample(trx, sample),
  );
  const baseline = nextBaseline(last?.baseline ?? new Map(), counted);
  lastOf.set(database, { reading, mark: now, baseline });
}

/** What is to be kept of an interval. Read before the transaction that writes it, which is short then. */
async function sampleOf(
  database: Database,
  signal: AbortSignal,
  last: Last,
  now: Mark['now'],
  added: NonNullable<ReturnType<typeof addedSince>>,
): Promise<Sample> {
  const { top, others } = costliest(added, costliestKept);
  const known = await knownDigests(database, signal, top);
  const unknown = top.filter((kind) => !known.has(kind));
  const textOfKind = await readTexts(database, unknown);
  const fresh: NewDigest[] = unknown.map((kind) => ({ kind, text: textOfKind(kind) }));
  const seconds = Number(now.micros - last.mark.micros) / 1e6;
  const middle = Number((now.micros + last.mark.micros) / 2n / 1_000_000n);
  return { at: Math.floor(middle / 60) * 60, seconds, now: now.text, top, others, fresh };
}

function textOf(micros: bigint): string {
  return new Date(Number(micros / 1000n)).toISOString().replace('T', ' ').replace('Z', '');
}
