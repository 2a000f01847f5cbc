import type { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import { Refused } from '../../../errors.ts';
import { addEntry } from '../../../record/entry.ts';
import type { SignedIn } from '../../../session/open.ts';

/** Says that the person knows of an end. Nothing more is done, and nothing recorded, where someone had said so. */
export async function settleEnding(
  { database }: SignedIn,
  { requestId, endingId }: { requestId: string; endingId: EntryId },
): Promise<void> {
  // Safe to do twice: the second finds it settled.
  await database.write(true, async (trx) => {
    const ending = await trx
      .selectFrom('caretaker.report_ending')
      .select(['case_id', 'member_id', 'kind', 'ends_at', 'open_mark'])
      .where('id', '=', idValue(endingId))
      .forUpdate()
      .executeTakeFirst();
    if (!ending) throw new Refused('NOT_FOUND', 'This end of a sanction is not known. Nothing was changed.');
    if (ending.open_mark === null) return;
    await addEntry(trx, {
      requestId,
      action: 'case.ending_settled',
      subjectKind: 'case',
      subjectId: ending.case_id,
      detail: { member: ending.member_id, sanction: ending.kind, endsAt: ending.ends_at },
    });
    await trx
      .updateTable('caretaker.report_ending')
      .set({ open_mark: null })
      .where('id', '=', idValue(endingId))
      .execute();
    await trx
      .insertInto('caretaker.change_feed')
      .values({ topic: 'case', subject_id: ending.case_id })
      .execute();
  });
}
