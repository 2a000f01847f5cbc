import { serverMoment } from '../../database/clock.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { weightOf } from '../score.ts';
import { keyOf } from './evidence/contents.ts';
import type { Snapshot } from './evidence/snapshot.ts';
import { takeSnapshots } from './evidence/take.ts';
import { type Incoming, readIncoming } from './incoming.ts';
import type { Ground } from './mark.ts';

/** Reports about one subject, the first first, and what it was when it was read. */
export interface Group {
  readonly reports: readonly Incoming[];
  readonly snapshot: Snapshot;
}

/** Reports as they were read from the site, ready to be written. */
export interface Batch {
  readonly groups: readonly Group[];
  /** How far each reporter is believed. */
  weight(reporterId: string): number;
}

/** Reads everything that a batch of reports needs of the site, so that the transaction which writes it is short. */
export async function readBatch(ground: Ground, ids: readonly string[]): Promise<Batch> {
  const { database, signal } = ground;
  const reports = await database.readPrimary(signal, async (db, run) =>
    readIncoming(db, run, ids, await serverMoment(db, run)),
  );
  const bySubject = Map.groupBy(reports, (it) => keyOf(it.subject));
  const newest = [...bySubject.values()].flatMap((those) => those.at(-1) ?? []);
  const snapshots = await takeSnapshots(ground, newest);
  const records = await database.readPrimary(signal, (db, run) =>
    readRecords(
      db,
      run,
      reports.map((it) => it.reporterId),
    ),
  );
  return {
    groups: [...bySubject].map(([key, those]) => {
      const snapshot = snapshots.get(key);
      if (!snapshot) throw new Error(`nothing was read of ${key}`);
      return { reports: those, snapshot };
    }),
    weight: (reporterId) => weightOf(records.get(reporterId) ?? { right: 0, wrong: 0 }),
  };
}

async function readRecords(
  db: Db,
  run: Run,
  reporters: readonly string[],
): Promise<Map<string, { right: number; wrong: number }>> {
  const ids = [...new Set(reporters)];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('caretaker.reporter')
    .selectAll()
    .where('member_id', 'in', ids.map(idValue))
    .limit(ids.length)
    .execute(run);
  return new Map(rows.map((row) => [row.member_id, { right: row.right_count, wrong: row.wrong_count }]));
}
