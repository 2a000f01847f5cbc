import { type MemberDecision, memberActions } from '../../../contract/members/actions.ts';
import type { Role } from '../../../contract/roles.ts';
import type { EntryId, MemberId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { utcOf, utcOrNull } from '../../database/time.ts';
import { deliveryOf } from '../../outbox/message.ts';
import type { SignedIn } from '../../session/open.ts';
import { outOfReach, roleProblem } from './rules.ts';
import { type Present, readStates } from './state.ts';
import { type PutBack, reversalOf } from './undo/reversal.ts';
import { keptOf, putBackOf } from './undo/undo.ts';

const most = 50;

/** What was decided about a member, newest first, and what of it the person can take back now. */
export async function decisionsOf(
  { database, person }: SignedIn,
  memberId: MemberId,
  signal: AbortSignal | undefined,
): Promise<MemberDecision[]> {
  // The primary: what was just decided must be there.
  const { rows, present } = await database.readPrimary(signal, async (db, run) => ({
    rows: await readRows(db, run, memberId),
    present: (await readStates(db, [memberId], run))[0],
  }));
  const putBack = rows.flatMap(putBackOf);
  return rows.map((row) => ({
    id: row.id as EntryId,
    at: utcOf(row.at),
    actor: row.actor,
    action: row.action,
    reason: row.reason,
    message: row.body,
    delivery: row.state === null ? null : deliveryOf({ state: row.state, tries: Number(row.tries) }),
    until: utcOrNull(row.until),
    runId: row.run_id,
    undoneAt: utcOrNull(row.undone_at),
    undoneBy: row.undone_by,
    undoable:
      row.undone_at === null &&
      isReversible(row, present, {
        role: person.role,
        putBack: putBack.filter((it) => BigInt(it.decisionId) > BigInt(row.id)),
      }),
  }));
}

type Row = Awaited<ReturnType<typeof readRows>>[number];

function readRows(db: Db, run: Run, memberId: MemberId) {
  return db
    .selectFrom('caretaker.member_decision as decision')
    .leftJoin('caretaker.member_undo as undo', 'undo.decision_id', 'decision.id')
    .leftJoin('caretaker.outbox as message', 'message.decision_id', 'decision.id')
    .selectAll('decision')
    .select([
      'undo.at as undone_at',
      'undo.actor as undone_by',
      'undo.banned_at',
      'message.body',
      'message.state',
      'message.tries',
    ])
    .where('decision.member_id', '=', idValue(memberId))
    .orderBy('decision.id', 'desc')
    .limit(most)
    .execute(run);
}

function isReversible(
  row: Row,
  present: Present | undefined,
  { role, putBack }: { role: Role; putBack: readonly PutBack[] },
): boolean {
  const kept = keptOf(row);
  if (!kept || !present || !memberActions[kept.action].undoable || outOfReach(present) !== null) return false;
  return (
    roleProblem(kept.action, role).length === 0 && reversalOf(kept, present, putBack).outcome === 'possible'
  );
}
