import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { RecordAction } from '../../contract/record.ts';
import type { Trx } from '../database/database.ts';
import { addEntry } from '../record/entry.ts';
import type { SignedIn } from '../session/open.ts';

/** Stops the build, whichever console is at it, after the page that it is writing. */
export function pauseDirectory({ database, person }: SignedIn): Promise<void> {
  return database.write(true, async (trx) => {
    await note(trx, 'directory.paused');
    await setPause(trx, person.user);
  });
}

export function resumeDirectory({ database }: SignedIn): Promise<void> {
  return database.write(true, async (trx) => {
    await note(trx, 'directory.resumed');
    await setPause(trx, null);
  });
}

/**
 * Sets all marks back. The rows stay, to be searched while they are written over one by one. Another turn than before, also
 * where somebody has set it to the highest number there is.
 */
export function rebuildDirectory({ database }: SignedIn): Promise<void> {
  return database.write(true, async (trx) => {
    await note(trx, 'directory.rebuilt');
    await setPause(trx, null);
    await trx
      .updateTable('caretaker.directory_part')
      .set({
        turn: sql<string>`turn % 4611686018427387904 + 1`,
        build_lowest: null,
        build_from: null,
        build_below: null,
        built_rows: '0',
        built_seconds: 0,
        built_at: null,
        swept_up_to: '0',
        fresh_at: null,
        statements: '0',
        rows_read: '0',
        seconds: 0,
      })
      .execute();
  });
}

function note(trx: Trx, action: RecordAction): Promise<void> {
  return addEntry(trx, {
    requestId: randomUUID(),
    action,
    subjectKind: 'directory',
    subjectId: 'members',
  });
}

async function setPause(trx: Trx, user: string | null): Promise<void> {
  await trx.updateTable('caretaker.directory_pause').set({ paused_by: user }).where('id', '=', 1).execute();
}
