import { sql } from 'kysely';
import type { Database, Db, Run, Trx } from '../database/database.ts';

/** How far a source was read; `turn` changes with each time that it moves. */
export interface Mark {
  readonly turn: string;
  /** Null before the first time. */
  readonly after_id: string | null;
  /** When the source was last read to its end. */
  readonly fresh_at: string | null;
}

/** The one row that a mark is. */
export interface MarkRow<M extends Mark> {
  read(db: Db, run?: Run): Promise<M>;
  /** Until the transaction ends. */
  lock(trx: Trx): Promise<M>;
  move(trx: Trx, moved: Partial<Mark>): Promise<void>;
}

/** The row of a table that holds a mark and nothing else. */
export function markIn(table: 'ticket_intake' | 'ticket_tally_mark'): MarkRow<Mark> {
  const name = `caretaker.${table}` as const;
  const select = (db: Db) =>
    db.selectFrom(name).select(['turn', 'after_id', 'fresh_at']).where('id', '=', sql.lit(1));
  const found = (mark: Mark | undefined): Mark => {
    if (!mark) throw new Error(`${table} lacks its row`);
    return mark;
  };
  return {
    read: async (db, run) => found(await select(db).executeTakeFirst(run)),
    lock: async (trx) => found(await select(trx).forUpdate().executeTakeFirst()),
    async move(trx, moved) {
      await trx.updateTable(name).set(moved).where('id', '=', 1).execute();
    },
  };
}

/** Any account that may read may write the turn, also the highest that the column holds. */
const mostTurns = 2n ** 62n;

/** Thrown where the mark moved, or what was read changed, since it was read: what was read then is of no use. */
export class Overtaken extends Error {}

/**
 * Runs `work` and moves the mark by what it gives, in one transaction. @throws Overtaken when the mark is not as `mark`
 * says any more; nothing was changed then
 */
export async function advance<M extends Mark>(
  database: Database,
  row: MarkRow<M>,
  mark: M,
  work: (trx: Trx) => Promise<Partial<Mark>>,
): Promise<void> {
  // May be repeated after a lost line: a first try that was committed has taken its turn.
  await database.write(true, async (trx) => {
    const { turn } = await row.lock(trx);
    if (turn !== mark.turn) throw new Overtaken('another console went on with it');
    const moved = await work(trx);
    await row.move(trx, { ...moved, turn: String((BigInt(turn) % mostTurns) + 1n) });
  });
}
