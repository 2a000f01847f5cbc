import { sql } from 'kysely';
import { memberActions } from '../../../contract/members/actions.ts';
import type { MemberId, Utc } from '../../../contract/values.ts';
import type { Trx } from '../../database/database.ts';
import { columnOf } from '../../database/time.ts';
import { isEndless } from './state.ts';

/** One call of a procedure of the site. `until` null: without an end. */
export type Step =
  | { readonly action: 'mute' | 'suspend'; readonly until: Utc | null }
  | { readonly action: 'rename'; readonly nickname: string }
  | { readonly action: 'warn' | 'ban' | 'restore' | 'sign-out' | 'reset-password' };

export interface SiteCall {
  /** The site does the call once for each. */
  readonly requestId: string;
  readonly memberId: MemberId;
  readonly reason: string;
  readonly step: Step;
}

/** Has the site do it, in the transaction. What the site will not do is thrown with its own sentence. */
export async function callSite(trx: Trx, { requestId, memberId, reason, step }: SiteCall): Promise<void> {
  const procedure = sql.table(`caretaker_site.${memberActions[step.action].procedure}`);
  const parameters = [requestId, BigInt(memberId), reason, ...furtherParameters(step)];
  await sql`CALL ${procedure}(${sql.join(parameters)})`.execute(trx);
}

function furtherParameters(step: Step): (string | null)[] {
  switch (step.action) {
    case 'mute':
    case 'suspend':
      return [step.until === null || isEndless(step.until) ? null : columnOf(step.until)];
    case 'rename':
      return [step.nickname];
    default:
      return [];
  }
}
