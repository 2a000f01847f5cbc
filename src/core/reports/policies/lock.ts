import { sql } from 'kysely';
import type { Trx } from '../../database/database.ts';

/**
 * Locks the policies, and with them weights and presets, against every other admin until the transaction ends: each is
 * checked against the others, and one row, the fallback, always is there to wait for. Readers do not wait.
 */
export async function lockPolicies(trx: Trx): Promise<void> {
  await sql`SELECT id FROM caretaker.policy ORDER BY id FOR UPDATE`.execute(trx);
}

/** Tells other consoles that policies, `weights` or `presets` changed. */
export async function tellPolicyChange(trx: Trx, what: string): Promise<void> {
  await trx.insertInto('caretaker.change_feed').values({ topic: 'policy', subject_id: what }).execute();
}

/** Has the job that keeps the scores right go through all open cases again, from the newest downwards. */
export async function askForRescore(trx: Trx): Promise<void> {
  await sql`UPDATE caretaker.report_intake SET rescore_below = 18446744073709551615 WHERE id = 1`.execute(
    trx,
  );
}
