import type { TicketChange } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { Unchanged } from '../../../errors.ts';
import type { NewEntry } from '../../../record/entry.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { addTicketEvents, lockTicket, type TicketAtMoment } from '../../work.ts';
import { type Step, setOf, takeStep } from './apply.ts';
import { refuseIfChanged } from './conflict.ts';

export interface AskedChange {
  readonly requestId: string;
  readonly ticketId: TicketId;
  readonly change: TicketChange;
  /** Null for one of a run, which goes by what it finds. */
  readonly seenVersion: number | null;
  /** By what it is undone: its own request, or the run that it is a part of. */
  readonly undoId: string;
}

/** Changes a ticket. Where all is as wanted already, that is well. */
export async function changeTicket(
  signedIn: SignedIn,
  asked: Omit<AskedChange, 'undoId'>,
): Promise<{ undoId: string }> {
  const undoId = asked.requestId;
  try {
    await changeOnce(signedIn, { ...asked, undoId });
  } catch (error) {
    if (!(error instanceof Unchanged)) throw error;
  }
  return { undoId };
}

/** As `changeTicket`. @throws Unchanged where there is nothing to change */
export async function changeOnce(signedIn: SignedIn, asked: AskedChange): Promise<void> {
  const { user } = signedIn.person;
  await doOnce(signedIn, entryOf(asked), async (trx) => {
    const at = await lockTicket(trx, asked.ticketId);
    const step = await setOf(trx, at, asked.change);
    const parts = Object.keys(step.after);
    if (parts.length === 0) throw new Unchanged('CONFLICT', 'It is so already.');
    const { seenVersion, undoId } = asked;
    if (seenVersion !== null) await refuseIfChanged(trx, at.row, { parts, seenVersion, user });
    // First, so that what the figures count of it comes after it.
    await keepChange(trx, at, step, undoId);
    await takeStep(trx, at, step);
    await addTicketEvents(trx, step.events);
  });
}

/** Keeps what an undo puts back. */
async function keepChange(
  trx: Trx,
  { row }: TicketAtMoment,
  { before, after }: Pick<Step, 'before' | 'after'>,
  undoId: string,
): Promise<void> {
  const { solved_at, ask_at } = row;
  await trx
    .insertInto('caretaker.ticket_change')
    .values({
      undo_id: undoId,
      ticket_id: idValue(row.id),
      before_ticket: JSON.stringify('status' in after ? { ...before, solved_at, ask_at } : before),
      after_ticket: JSON.stringify(after),
    })
    .execute();
}

type Detail = NonNullable<NewEntry['detail']>;

function given(set: Readonly<Record<string, Detail[string] | undefined>>): Detail {
  return Object.fromEntries(
    Object.entries(set).flatMap(([name, it]) => (it === undefined ? [] : [[name, it]])),
  );
}

function entryOf({ requestId, ticketId, change, undoId }: AskedChange): NewEntry {
  const { addTags, removeTags, ...set } = change;
  return {
    requestId,
    action: 'ticket.changed',
    subjectKind: 'ticket',
    subjectId: ticketId,
    detail: {
      ...given(set),
      ...(addTags?.length ? { addTags: addTags.join(', ') } : {}),
      ...(removeTags?.length ? { removeTags: removeTags.join(', ') } : {}),
      ...(undoId === requestId ? {} : { run: undoId }),
    },
  };
}
