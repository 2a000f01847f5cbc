import { sql } from 'kysely';
import type { CaseAction, CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { EntryId, MemberId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { decideWithin } from '../../../members/actions/decide.ts';
import { derivedId } from '../../../members/actions/request-id.ts';
import { addEntry } from '../../../record/entry.ts';
import type { SignedIn } from '../../../session/open.ts';
import type { CaseColumns } from '../../rows.ts';
import { isSanction, memberDecision, type Sanction } from '../plan.ts';
import { visibilityOf } from '../visibility.ts';

/** One thing that a decision did on the site. Without an effect where it held already: then there is nothing to put back. */
export interface DoneStep {
  readonly action: CaseAction;
  readonly memberDecisionId: EntryId | null;
  /** Whether content was hidden. */
  readonly hid: boolean;
}

interface Asked {
  readonly requestId: string;
  readonly decision: CaseDecision;
}

/** Has the site do it all, in the transaction of the decision: what it refuses ends the whole. */
export async function carryOut(
  trx: Trx,
  signedIn: SignedIn,
  asked: Asked,
  row: CaseColumns,
): Promise<DoneStep[]> {
  const steps: DoneStep[] = [];
  // The member's turn is taken before content is hidden: every console locks the two in this order.
  const ofMember = asked.decision.actions.filter(isSanction);
  for (const action of ofMember) steps.push(await impose(trx, signedIn, { ...asked, action }, row));
  if (asked.decision.actions.some(({ kind }) => kind === 'hide')) {
    steps.unshift({
      action: { kind: 'hide' },
      memberDecisionId: null,
      hid: await hide(trx, signedIn, asked, row),
    });
  }
  return steps;
}

async function impose(
  trx: Trx,
  signedIn: SignedIn,
  { requestId, decision, action }: Asked & { readonly action: Sanction },
  row: CaseColumns,
): Promise<DoneStep> {
  const memberDecisionId = await decideWithin(trx, signedIn, {
    requestId: derivedId(requestId, action.kind),
    memberId: row.author_id as MemberId,
    decision: memberDecision(action, decision.reason),
    seenAt: null,
    runId: null,
  });
  return { action, memberDecisionId, hid: false };
}

/** False where nobody sees it any more: it is hidden, or gone. */
async function hide(
  trx: Trx,
  { site }: SignedIn,
  { requestId, decision }: Asked,
  row: CaseColumns,
): Promise<boolean> {
  const { subject_kind: kind, subject_id: id } = row;
  if ((await visibilityOf(trx, site, { kind, id })) !== 'visible') return false;
  const own = derivedId(requestId, 'hide');
  await addEntry(trx, {
    requestId: own,
    action: 'content.hidden',
    subjectKind: 'content',
    subjectId: `${kind} ${id}`,
    detail: { reason: decision.reason, case: row.id },
  });
  await sql`CALL caretaker_site.content_hide(${own}, ${kind}, ${idValue(id)}, ${decision.reason})`.execute(
    trx,
  );
  return true;
}
