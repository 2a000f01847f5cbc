import type { Ending } from '../../../../contract/reports/decisions.ts';
import type { Cursor } from '../../../../contract/values.ts';
import { packCursor, unpackCursor } from '../../../database/cursor.ts';
import { utcOf } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { endingsWithinDay, inForce, Place, placeOf } from './read.ts';

/**
 * A page of the sanctions from decisions that end within a day, soonest first. What is no longer in force is left out, so
 * a page may be shorter than asked for, though more come after it.
 */
export async function listEndings(
  { database }: SignedIn,
  { cursor, limit }: { cursor: Cursor | null; limit: number },
  signal: AbortSignal | undefined,
): Promise<{ endings: Ending[]; next: Cursor | null }> {
  const after = unpackCursor(cursor, Place);
  return database.readPrimary(signal, async (db, run) => {
    const found = await endingsWithinDay(db, { after, limit: limit + 1, due: true }, run);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const endings = [...(await inForce(db, page, run))].map(([ending, member]) => ({
      id: ending.id,
      caseId: ending.caseId,
      memberId: ending.memberId,
      nickname: member.state.nickname,
      kind: ending.kind,
      endsAt: utcOf(ending.endsAt),
      decidedBy: ending.decidedBy,
    }));
    return { endings, next: found.length > limit && last ? packCursor(placeOf(last)) : null };
  });
}
