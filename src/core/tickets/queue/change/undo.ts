import type { TicketId } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run, Trx } from '../../../database/database.ts';
import { Refused, Unchanged } from '../../../errors.ts';
import { derivedId } from '../../../members/actions/request-id.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { addTicketEvents, lockTicket, saveTicket, type TicketColumns } from '../../work.ts';
import { whoChanged } from './conflict.ts';
import { applyTags, columnsOf, Parts, partsOf } from './parts.ts';
import { eventsOf, partWords } from './words.ts';

/** Takes back a change, or all of a run: how many tickets were put back, and what was left as it is, a sentence each. */
export async function undoChange(
  signedIn: SignedIn,
  { requestId, undoId }: { requestId: string; undoId: string },
): Promise<{ undone: number; kept: string[] }> {
  const ticketIds = await signedIn.database.readPrimary(undefined, (db, run) => changedBy(db, run, undoId));
  const left: string[] = [];
  let undone = 0;
  for (const ticketId of ticketIds) {
    try {
      const { kept } = await undoOnce(signedIn, {
        requestId: derivedId(requestId, ticketId),
        undoId,
        ticketId,
      });
      undone += 1;
      left.push(...kept);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'CONFLICT') throw error;
      left.push(error.message);
    }
  }
  return { undone, kept: left };
}

/** The tickets that a change or a run changed, the first first, by the primary key. */
export async function changedBy(db: Db, run: Run, undoId: string): Promise<TicketId[]> {
  const rows = await db
    .selectFrom('caretaker.ticket_change')
    .select('ticket_id')
    .where('undo_id', '=', undoId)
    .orderBy('ticket_id')
    .execute(run);
  return rows.map((row) => row.ticket_id as TicketId);
}

/**
 * Puts back what was changed of one ticket, but for what was changed again later.
 * @returns what of it stays, a sentence each
 * @throws CONFLICT where nothing of it can be put back, Unchanged where it was taken back before
 */
export async function undoOnce(
  signedIn: SignedIn,
  asked: { readonly requestId: string; readonly undoId: string; readonly ticketId: TicketId },
): Promise<{ kept: string[] }> {
  const { requestId, undoId, ticketId } = asked;
  let kept: string[] = [];
  const entry = {
    requestId,
    action: 'ticket.change_undone',
    subjectKind: 'ticket',
    subjectId: ticketId,
    detail: { change: undoId },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    kept = await takeBack(trx, undoId, ticketId);
  });
  return { kept };
}

async function takeBack(trx: Trx, undoId: string, ticketId: TicketId): Promise<string[]> {
  const at = await lockTicket(trx, ticketId);
  const made = await trx
    .selectFrom('caretaker.ticket_change')
    .selectAll()
    .where('undo_id', '=', undoId)
    .where('ticket_id', '=', idValue(ticketId))
    .executeTakeFirst();
  if (made === undefined) throw new Refused('NOT_FOUND', 'This change is not known.');
  if (made.undone_at !== null) throw new Unchanged('CONFLICT', `Ticket ${ticketId} was put back already.`);
  const { row, moment } = at;
  if (row.merged_into !== null) {
    throw new Refused('CONFLICT', `Ticket ${ticketId} lies in ${row.merged_into} since. It stays as it is.`);
  }

  const before = Parts.parse(JSON.parse(made.before_ticket));
  const after = Parts.parse(JSON.parse(made.after_ticket));
  const now = await partsOf(trx, row, Object.keys(after));
  const back = Object.keys(after).filter((name) => now[name] === after[name]);
  const kept = await keptWords(
    trx,
    row,
    Object.keys(after).filter((name) => now[name] !== after[name] && now[name] !== before[name]),
  );
  if (back.length === 0 && kept.length > 0) throw new Refused('CONFLICT', kept.join(' '));

  const put: Parts = Object.fromEntries(back.map((name) => [name, before[name] ?? null]));
  const ofStatus = 'status' in put ? { solved_at: before.solved_at, ask_at: before.ask_at } : {};
  await applyTags(trx, row.id, put);
  if ('status' in put) await forgetFacts(trx, row.id, made.at);
  await saveTicket(trx, at, { ...columnsOf(put), ...columnsOf(ofStatus as Parts) }, 'undone');
  await addTicketEvents(trx, await eventsOf(trx, row, put));
  await trx
    .updateTable('caretaker.ticket_change')
    .set({ undone_at: moment })
    .where('undo_id', '=', undoId)
    .where('ticket_id', '=', idValue(ticketId))
    .execute();
  return kept;
}

async function keptWords(db: Db, row: TicketColumns, parts: readonly string[]): Promise<string[]> {
  return Promise.all(
    parts.map(async (part) => {
      const who = await whoChanged(db, row, part);
      const by = who === null ? '' : ` by ${who}`;
      return `Of ticket ${row.id}, ${partWords(part)} was changed again${by} and stays as it is.`;
    }),
  );
}

/** What was taken back was not solved, nor opened again. By the index on (ticket_id, kind). */
async function forgetFacts(trx: Trx, ticketId: string, since: string): Promise<void> {
  await trx
    .deleteFrom('caretaker.ticket_fact')
    .where('ticket_id', '=', idValue(ticketId))
    .where('kind', 'in', ['solved', 'reopened'])
    .where('at', '>=', since)
    .execute();
}
