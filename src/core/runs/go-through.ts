import { setTimeout as sleep } from 'node:timers/promises';
import type { outcomes } from '../../contract/members/actions.ts';
import type { Database } from '../database/database.ts';
import { failureOf, refusalOf } from '../database/errors.ts';
import { Refused, Unchanged } from '../errors.ts';

const reportEveryMs = 100;
const reportEveryItems = 20;
/** How often one item is tried again after a line that was lost and came back. */
const attempts = 3;

/** One thing that a run goes through: what is done about it, safe to be done twice. */
export interface Item<Id> {
  readonly id: Id;
  work(): Promise<unknown>;
}

/** What came of it, and why where it is not `done`. */
export interface Result<Id> {
  readonly id: Id;
  readonly outcome: (typeof outcomes)[number];
  readonly why: string | null;
}

export interface Progress<Id> {
  readonly done: number;
  readonly total: number;
  /** Those since the last progress. */
  readonly results: readonly Result<Id>[];
  readonly finished: boolean;
}

/**
 * Does each in their order, `atOnce` of them at the same time, and tells how far it is. Leaving the iterator stops after
 * those under way. `show` is given what was done before it is told of, also where the run is stopped.
 */
export async function* goThrough<Id>(
  database: Database,
  items: readonly Item<Id>[],
  o: {
    readonly signal: AbortSignal | undefined;
    readonly atOnce: number;
    show(done: readonly Id[]): Promise<void>;
  },
): AsyncGenerator<Progress<Id>> {
  let results: Result<Id>[] = [];
  let reportedAt = Date.now();
  const show = async (of: readonly Result<Id>[]) => {
    const done = of.filter((it) => it.outcome === 'done').map((it) => it.id);
    if (done.length > 0) await o.show(done);
  };
  try {
    for (let done = 0; done < items.length; done += o.atOnce) {
      if (results.length >= reportEveryItems || (done > 0 && Date.now() - reportedAt >= reportEveryMs)) {
        const reported = results;
        results = [];
        await show(reported);
        yield { done, total: items.length, results: reported, finished: false };
        reportedAt = Date.now();
      }
      o.signal?.throwIfAborted();
      const next = items.slice(done, done + o.atOnce);
      results.push(...(await Promise.all(next.map((item) => resultOf(database, item, o.signal)))));
    }
  } finally {
    await show(results);
  }
  yield { done: items.length, total: items.length, results, finished: true };
}

/** A refusal concerns this item alone; a lost line is waited for, as long as the person does. */
async function resultOf<Id>(
  database: Database,
  { id, work }: Item<Id>,
  signal: AbortSignal | undefined,
): Promise<Result<Id>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return { id, outcome: 'done', why: null };
    } catch (error) {
      if (error instanceof Unchanged) return { id, outcome: 'unchanged', why: error.message };
      if (error instanceof Refused) {
        if (error.code === 'NOT_SIGNED_IN') throw error;
        return { id, outcome: 'refused', why: error.message };
      }
      const failure = failureOf(error);
      if (failure !== 'lost' || attempt === attempts) return failed(id, error);
      await untilUp(database, signal);
    }
  }
}

function failed<Id>(id: Id, error: unknown): Result<Id> {
  const failure = failureOf(error);
  const outcome = failure === 'refused' || failure === 'denied' ? 'refused' : 'failed';
  const why = refusalOf(error)?.message ?? 'The database met an error that Caretaker does not know.';
  return { id, outcome, why };
}

async function untilUp(database: Database, signal: AbortSignal | undefined): Promise<void> {
  do {
    // A line that has just broken may still pass for one that is up.
    await sleep(500);
    signal?.throwIfAborted();
    database.closed.throwIfAborted();
  } while (!(await database.link.untilUp(1000, signal)));
}
