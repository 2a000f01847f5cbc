import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { HOT_PAGES } from './statements.ts';

const COUNT = 'UPDATE page_counters SET views = views + 1, updated_at = UTC_TIMESTAMP(6) WHERE page_id = ?';

/** Both rows that they are about are there. */
export async function prepareQuarrels(connection: Connection): Promise<void> {
  for (const page of HOT_PAGES) {
    await connection.query(
      'INSERT IGNORE INTO page_counters (page_id, views, updated_at) VALUES (?, 0, UTC_TIMESTAMP(6))',
      [page],
    );
  }
}

/** One transaction takes its time with a row; another waits for it meanwhile. */
export async function lockWait(
  one: Connection,
  other: Connection,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  await inTransaction(one, async () => {
    await one.query(COUNT, [HOT_PAGES[0]]);
    const waiting = other.query(COUNT, [HOT_PAGES[0]]).then(nothing, nothing);
    await sleep(ms, undefined, { signal }).catch(nothing);
    await one.query('COMMIT');
    await waiting;
  });
}

/** Two transactions take the same two rows in opposite order: the server ends one of them. */
export async function deadlock(one: Connection, other: Connection): Promise<void> {
  await inTransaction(one, () =>
    inTransaction(other, async () => {
      await one.query(COUNT, [HOT_PAGES[0]]);
      await other.query(COUNT, [HOT_PAGES[1]]);
      await Promise.allSettled([one.query(COUNT, [HOT_PAGES[1]]), other.query(COUNT, [HOT_PAGES[0]])]);
    }),
  );
}

async function inTransaction(connection: Connection, work: () => Promise<void>): Promise<void> {
  await connection.query('START TRANSACTION');
  try {
    await work();
  } finally {
    // After a deadlock, and after a commit, there is nothing left to roll back, which is no error.
    await connection.query('ROLLBACK');
  }
}

function nothing(): void {}
