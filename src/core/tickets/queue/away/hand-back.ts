import { sql } from 'kysely';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import type { Database, Db, Run, Trx } from '../../../database/database.ts';
import { staffNames } from '../../../staff/names.ts';
import { addTicketEvents, lockTicket, saveTicket } from '../../work.ts';

const batch = 50;

/** Why tickets go back to the queue. */
export type Reason = 'away' | 'gone' | 'not at the desk';

export interface Returning {
  /** Whose tickets. */
  readonly users: readonly string[];
  readonly reason: Reason;
  /** Only those whose deadline is so near that they are warned of. */
  readonly onlyNear: boolean;
  readonly byJob: boolean;
}

/** Gives to nobody what is theirs and waits for an answer, each in a transaction of its own. @returns how many */
export async function handBack(
  database: Database,
  returning: Returning,
  signal?: AbortSignal,
): Promise<number> {
  if (returning.users.length === 0) return 0;
  let returned = 0;
  for (;;) {
    const found = await database.readPrimary(signal, (db, run) => waitingOf(db, run, returning));
    let progress = 0;
    for (const { id, assignee } of found) {
      signal?.throwIfAborted();
      if (await database.write(true, (trx) => giveBack(trx, id, assignee, returning))) progress += 1;
    }
    returned += progress;
    if (found.length < batch || progress === 0) return returned;
  }
}

/** By the index on (place, assignee, due_at, id). */
async function waitingOf(
  db: Db,
  run: Run,
  { users, onlyNear }: Returning,
): Promise<{ id: TicketId; assignee: string }[]> {
  const rows = await db
    .selectFrom('caretaker.ticket')
    .select(['id', 'assignee'])
    .where('place', '=', 'todo')
    .where('assignee', 'in', users)
    .where('awaits_us', '=', 1)
    .$if(onlyNear, (query) => query.where('warn_at', '<=', sql<string>`UTC_TIMESTAMP(6)`))
    .limit(batch)
    .execute(run);
  return rows.map((row) => ({ id: row.id as TicketId, assignee: row.assignee ?? '' }));
}

/** False where it is not theirs to give back any more. */
async function giveBack(
  trx: Trx,
  ticketId: TicketId,
  user: string,
  { reason, byJob }: Returning,
): Promise<boolean> {
  const at = await lockTicket(trx, ticketId);
  const { assignee, place, awaits_us: awaitsUs } = at.row;
  if (assignee !== user || place !== 'todo' || Number(awaitsUs) !== 1) return false;
  await saveTicket(trx, at, { assignee: null });
  const names = await staffNames(trx, {}, [user]);
  await addTicketEvents(trx, [
    { ticketId, kind: 'returned', detail: { from: names.get(user) ?? user, reason }, byJob },
  ]);
  return true;
}
