import type { Trx } from '../../database/database.ts';

/** Tells other consoles that `rules`, or a macro by its number, changed. */
export async function tellRulesChange(trx: Trx, what: string): Promise<void> {
  await trx.insertInto('caretaker.change_feed').values({ topic: 'ticket-rules', subject_id: what }).execute();
}
