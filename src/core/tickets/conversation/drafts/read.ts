import { Draft } from '../../../../contract/tickets/conversation.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { UserName } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run } from '../../../database/database.ts';
import { realUtc } from '../../../database/time.ts';
import { staffNames } from '../../../staff/names.ts';
import { fileIdsOf, looseFiles } from '../files/files.ts';

const most = 100;

/**
 * What is being written at a ticket and at those merged into it: the person's own drafts, and those that colleagues share.
 * By the primary key.
 */
export async function readDrafts(
  db: Db,
  run: Run,
  { ticketId, family, user }: { ticketId: TicketId; family: readonly TicketId[]; user: string },
): Promise<Draft[]> {
  const rows = await db
    .selectFrom('caretaker.ticket_draft')
    .selectAll()
    .where('ticket_id', 'in', family.map(idValue))
    .where((where) => where.or([where('owner', '=', user), where('shared', '=', 1)]))
    .where((where) => where.or([where('body', '<>', ''), where('attachments', '<>', '[]')]))
    .orderBy('ticket_id')
    .orderBy('owner')
    .limit(most)
    .execute(run);
  const real = rows.filter((row) => UserName.safeParse(row.owner).success);
  const [names, files] = await Promise.all([
    staffNames(
      db,
      run,
      real.map((row) => row.owner),
    ),
    looseFiles(
      db,
      run,
      real.flatMap((row) => fileIdsOf(row.attachments)),
    ),
  ]);
  return real.map((row) => ({
    kind: Draft.shape.kind.catch('reply').parse(row.kind),
    owner: { user: row.owner, name: names.get(row.owner) ?? row.owner },
    shared: Number(row.shared) === 1,
    body: row.body,
    attachments: fileIdsOf(row.attachments).flatMap((id) => files.get(id) ?? []),
    sequence: row.sequence,
    savedAt: realUtc(row.saved_at),
    origin: row.ticket_id === ticketId ? null : (row.ticket_id as TicketId),
  }));
}
