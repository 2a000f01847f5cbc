import { setTimeout as sleep } from 'node:timers/promises';
import type { Utc } from '../../contract/values.ts';
import { serverMoment } from '../database/clock.ts';
import type { Database, Trx } from '../database/database.ts';
import { realUtc } from '../database/time.ts';
import { firstAfterId, isPastAll, type Looking, lookAfter, overlap } from './look.ts';
import { advance, type Mark, type MarkRow, Overtaken } from './mark.ts';
import { idsAfter, type Source, takenOf } from './source.ts';

/** How what a site has comes to the console: each row once, wherever a console is stopped. */
export interface Intake<M extends Mark, Batch> {
  readonly source: Source;
  readonly mark: MarkRow<M>;
  /** Reads everything that a batch needs of the site, so that the transaction which writes it is short. */
  read(ids: readonly string[]): Promise<Batch>;
  write(trx: Trx, batch: Batch): Promise<void>;
  /** Whether a write failed because what it went by is no longer so, apart from `Overtaken`. */
  isOvertaken?(error: unknown): boolean;
}

const mostWaitMs = 200;

/** Reads until nothing is left, as a job does. Another console that holds the job by now reads on. */
export async function readToEnd<M extends Mark, Batch>(
  intake: Intake<M, Batch>,
  looking: Looking,
): Promise<void> {
  try {
    while (!(await readNext(intake, looking)));
  } catch (error) {
    if (!isOvertaken(intake, error)) throw error;
  }
}

/**
 * Reads until nothing is left: for what must not wait for a console. Where one is at it too, both go on, each with the rows
 * that it gets first.
 */
export async function readAll<M extends Mark, Batch>(
  intake: Intake<M, Batch>,
  looking: Looking,
): Promise<void> {
  const attempt = () =>
    readNext(intake, looking).catch(async (error) => {
      if (!isOvertaken(intake, error)) throw error;
      await sleep(Math.random() * mostWaitMs); // two that begin again at once would overtake each other again
      return false;
    });
  while (!(await attempt()));
}

/** Reads a batch. True where nothing is left, or it is to stop. @throws Overtaken */
async function readNext<M extends Mark, Batch>(
  { source, mark: row, read, write }: Intake<M, Batch>,
  looking: Looking,
): Promise<boolean> {
  const { database, signal } = looking;
  const mark = await database.readPrimary(signal, row.read);
  if (mark.after_id === null || (await isPastAll(source, looking, mark.after_id))) {
    const first = await firstAfterId(source, looking);
    await advance(database, row, mark, async () => ({ after_id: first }));
    return false;
  }
  // What was committed before this moment is seen by the look after it.
  const asOf = await database.readPrimary(signal, serverMoment);
  const look = await lookAfter(source, looking, mark.after_id);
  const batch = look.ids.length === 0 ? null : await read(look.ids);
  signal.throwIfAborted();
  await advance(database, row, mark, async (trx) => {
    if (batch !== null) await write(trx, batch);
    return { after_id: look.afterId, ...(look.isLast ? { fresh_at: asOf } : {}) };
  });
  return look.isLast || signal.aborted;
}

function isOvertaken<M extends Mark, Batch>(intake: Intake<M, Batch>, error: unknown): boolean {
  return error instanceof Overtaken || intake.isOvertaken?.(error) === true;
}

/** Rows that wait are counted up to this. */
const mostCounted = 1000;

export interface Freshness {
  readonly asOf: Utc | null;
  readonly waiting: number;
  readonly waitingCapped: boolean;
}

/** When the site was last asked for new rows, and how many wait to be read. Before the first time nothing is known. */
export async function freshness<M extends Mark>(
  { source, mark: row }: Pick<Intake<M, unknown>, 'source' | 'mark'>,
  database: Database,
  signal: AbortSignal | undefined,
): Promise<Freshness> {
  return database.readPrimary(signal, async (db, run) => {
    const mark = await row.read(db, run);
    const asOf = mark.fresh_at === null ? null : realUtc(mark.fresh_at);
    if (mark.after_id === null) return { asOf, waiting: 0, waitingCapped: false };
    const there = await idsAfter(source, db, run, mark.after_id, overlap + mostCounted + 1);
    const waiting = there.length - (await takenOf(source, db, run, there)).size;
    return { asOf, waiting: Math.min(waiting, mostCounted), waitingCapped: waiting > mostCounted };
  });
}
