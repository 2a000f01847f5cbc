import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, ChangeTopic } from '../../contract/changes.ts';
import { idValue } from '../database/cursor.ts';
import type { Database } from '../database/database.ts';

const pollMs = 1000;
const pageRows = 500;
/**
 * An id is given out when a row is inserted and shows when its transaction commits, so a lower id can turn up after
 * a higher one. Each poll reads this many ids back and leaves out what it has seen.
 */
const overlap = 100;

/**
 * Every change committed after the call, in pages, until the signal ends it. A lost line is waited for; signing out
 * ends it as NOT_SIGNED_IN.
 */
export async function* watchChanges(
  database: Database,
  signal: AbortSignal | undefined,
): AsyncGenerator<Change[]> {
  let floor = await beforeNewest(database, signal);
  let seen = new Set((await readAfter(database, floor, signal)).map((row) => row.id));
  const ended = AbortSignal.any([database.closed, ...(signal ? [signal] : [])]);
  while (!signal?.aborted) {
    await sleep(pollMs, undefined, { signal: ended }).catch(() => {});
    database.closed.throwIfAborted();
    if (signal?.aborted || database.link.link.state !== 'up') continue;
    const rows = await readAfter(database, floor, signal).catch(() => []); // asked again in a second
    const fresh = rows.filter((row) => !seen.has(row.id));
    if (rows.length > overlap) floor = rows[rows.length - overlap - 1]?.id ?? floor;
    seen = new Set(rows.map((row) => row.id));
    const known = fresh.flatMap((row) => {
      const topic = ChangeTopic.safeParse(row.topic);
      return topic.success ? [{ topic: topic.data, subjectId: row.subject_id }] : [];
    });
    if (known.length > 0) yield known;
  }
}

async function beforeNewest(database: Database, signal: AbortSignal | undefined): Promise<string> {
  const newest = await database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker.change_feed')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirst(run),
  );
  const id = BigInt(newest?.id ?? 0) - BigInt(overlap);
  return String(id > 0n ? id : 0n);
}

function readAfter(database: Database, floor: string, signal: AbortSignal | undefined) {
  return database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker.change_feed')
      .select(['id', 'topic', 'subject_id'])
      .where('id', '>', idValue(floor))
      .orderBy('id')
      .limit(pageRows)
      .execute(run),
  );
}
