import { sql } from 'kysely';
import { ticketWorkers } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Database, Db } from '../../../database/database.ts';
import type { Job } from '../../../jobs/job.ts';
import { fileIdsOf } from './files.ts';

const batch = 200;
const keptDays = 7;

/**
 * Removes files that went with nothing for a week, and drafts that show nothing since as long: a bounded batch at a time,
 * by the index ticket_attachment_loose (message_id, at).
 */
export const sweepLooseFiles: Job = {
  name: 'sweep-loose-files',
  everySeconds: 3600,
  roles: ticketWorkers,
  async run({ database }, signal) {
    let after: Loose | null = null;
    do {
      const loose: Loose[] = await looseFor(database, after, signal);
      if (loose.length > 0) await database.writeAtOnce((db) => removeUnused(db, loose));
      after = loose.length === batch ? (loose.at(-1) ?? null) : null;
    } while (after !== null && !signal.aborted);
    await clearEmptyDrafts(database, signal);
  },
};

interface Loose {
  readonly id: string;
  readonly at: string;
  readonly ticket_id: string;
  readonly merged_into: string | null;
}

async function looseFor(database: Database, after: Loose | null, signal: AbortSignal): Promise<Loose[]> {
  const from = after ?? { at: '1970-01-01', id: '0' };
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<Loose>`
      SELECT file.id, file.at, file.ticket_id, ticket.merged_into
      FROM caretaker.ticket_attachment AS file FORCE INDEX (ticket_attachment_loose)
      LEFT JOIN caretaker.ticket ON ticket.id = file.ticket_id
      WHERE file.message_id IS NULL AND file.at < UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(keptDays)} DAY
        AND file.at >= ${from.at} AND (file.at > ${from.at} OR file.id > ${BigInt(from.id)})
      ORDER BY file.at, file.id LIMIT ${sql.lit(batch)}`.execute(db, run),
  );
  return rows;
}

/** What a draft or a scheduled reply names stays, at its ticket or at the one that this was merged into. */
async function removeUnused(db: Db, loose: readonly Loose[]): Promise<void> {
  const tickets = [...new Set(loose.flatMap((it) => [it.ticket_id, it.merged_into ?? []].flat()))];
  const [drafts, scheduled] = await Promise.all([
    db
      .selectFrom('caretaker.ticket_draft')
      .select('attachments')
      .where('ticket_id', 'in', tickets.map(idValue))
      .where('attachments', '<>', '[]')
      .execute(),
    db
      .selectFrom('caretaker.ticket_scheduled')
      .select('attachments')
      .where('ticket_id', 'in', tickets.map(idValue))
      .where('state', '=', 'waiting')
      .execute(),
  ]);
  const used = new Set([...drafts, ...scheduled].flatMap((row) => fileIdsOf(row.attachments)) as string[]);
  const unused = loose.map((it) => it.id).filter((id) => !used.has(id));
  if (unused.length === 0) return;
  await db
    .deleteFrom('caretaker.ticket_attachment')
    .where('id', 'in', unused.map(idValue))
    .where('message_id', 'is', null)
    .execute();
}

/** By the index ticket_draft_saved (saved_at); those that were abandoned, which it passes over, are few. */
async function clearEmptyDrafts(database: Database, signal: AbortSignal): Promise<void> {
  let removed = BigInt(batch);
  while (removed === BigInt(batch) && !signal.aborted) {
    const cleared = await database.writeAtOnce((db) =>
      sql`
        DELETE FROM caretaker.ticket_draft
        WHERE saved_at < UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(keptDays)} DAY AND body = '' AND attachments = '[]'
        ORDER BY saved_at LIMIT ${sql.lit(batch)}`.execute(db),
    );
    removed = cleared.numAffectedRows ?? 0n;
  }
}
