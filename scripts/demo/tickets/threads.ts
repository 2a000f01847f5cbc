import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { MessageId, TicketId } from '../../../src/contract/tickets/values.ts';
import { Refused } from '../../../src/core/errors.ts';
import type { SignedIn } from '../../../src/core/session/open.ts';
import { merge } from '../../../src/core/tickets/merging/merge.ts';
import { split } from '../../../src/core/tickets/merging/split.ts';
import type { TicketColumns } from '../../../src/core/tickets/work.ts';
import { idOf, requestOf } from './desk.ts';
import { SOMETHING_ELSE, type Turn, twinOf } from './members.ts';

/** Who asked twice has one ticket in the end, and who asked something else has two. */
export async function mergeAndSplit(
  connection: Connection,
  who: SignedIn,
  turns: readonly (readonly [TicketColumns, Turn])[],
): Promise<void> {
  for (const [row, turn] of turns) {
    const done =
      turn === 'asks twice'
        ? mergeTwin(connection, who, row)
        : turn === 'asks something else'
          ? splitOff(connection, who, row)
          : Promise.resolve();
    await done.catch((error) => {
      if (!(error instanceof Refused)) throw error;
    });
  }
}

async function mergeTwin(connection: Connection, who: SignedIn, row: TicketColumns): Promise<void> {
  const [[twin]] = await connection.query<RowDataPacket[]>(
    'SELECT id FROM caretaker.ticket WHERE member_id = ? AND subject = ? LIMIT 1',
    [row.member_id, twinOf(row)],
  );
  if (!twin) return;
  const from = [String(twin.id) as TicketId];
  await merge(who, { requestId: requestOf(row, 'merge'), ticketId: idOf(row), from });
}

async function splitOff(connection: Connection, who: SignedIn, row: TicketColumns): Promise<void> {
  const [[said]] = await connection.query<RowDataPacket[]>(
    "SELECT id FROM caretaker.ticket_message WHERE ticket_id = ? AND kind = 'in' AND body = ? LIMIT 1",
    [row.id, SOMETHING_ELSE],
  );
  if (!said) return;
  await split(who, {
    requestId: requestOf(row, 'split'),
    ticketId: idOf(row),
    messages: [String(said.id) as MessageId],
    subject: 'Change the name of a group',
  });
}
