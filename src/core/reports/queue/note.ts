import type { CaseId } from '../../../contract/reports/values.ts';
import { doOnce } from '../../record/once.ts';
import type { SignedIn } from '../../session/open.ts';
import { addEvent, readCase } from '../work.ts';

/** Writes a note into the history of a case, whoever holds it. The record says that there is one, not what it says. */
export async function note(
  signedIn: SignedIn,
  { requestId, caseId, body }: { requestId: string; caseId: CaseId; body: string },
): Promise<void> {
  const entry = { requestId, action: 'case.noted', subjectKind: 'case', subjectId: caseId } as const;
  await doOnce(signedIn, entry, async (trx) => {
    await readCase(trx, caseId);
    await addEvent(trx, { caseId, kind: 'noted', detail: { note: body } });
    // A note changes nothing that a decision rests on, so the case keeps its version; others are told all the same.
    await trx.insertInto('caretaker.change_feed').values({ topic: 'case', subject_id: caseId }).execute();
  });
}
