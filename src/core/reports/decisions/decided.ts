import { sql } from 'kysely';
import type { DecidedCase } from '../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../contract/reports/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import type { SignedIn } from '../../session/open.ts';
import { type CaseAtMoment, readCase } from '../work.ts';
import { toldBy } from './messages/told.ts';
import { endOfAction } from './plan.ts';
import { whyNotUndo } from './undo/hindrance.ts';
import { decisionsAbout, type KeptDecision, readSteps } from './undo/kept.ts';
import { staysWords } from './undo/stays.ts';

const most = 20;

/** What was decided about a case, newest first, at most 20, and what of it the person can take back now. */
export async function decisionsOf(
  signedIn: SignedIn,
  caseId: CaseId,
  signal: AbortSignal | undefined,
): Promise<DecidedCase[]> {
  // The primary: what was just decided must be there.
  return signedIn.database.readPrimary(signal, async (db, run) => {
    const kept = await decisionsAbout(db, caseId, most, run);
    if (kept.length === 0) return [];
    const [at, policies] = await Promise.all([readCase(db, caseId, run), policyNames(db, kept, run)]);
    return Promise.all(
      kept.map((decision) =>
        show(db, run, { signedIn, at, decision, policy: policies.get(keyOf(decision)) }),
      ),
    );
  });
}

async function show(
  db: Db,
  run: Run,
  o: {
    readonly signedIn: SignedIn;
    readonly at: CaseAtMoment;
    readonly decision: KeptDecision;
    readonly policy: string | undefined;
  },
): Promise<DecidedCase> {
  const { decision, at } = o;
  const [told, steps] = await Promise.all([
    toldBy(db, decision.id, at.row.author_id, run),
    readSteps(db, decision.id, run),
  ]);
  const isUndone = decision.undoneAt !== null;
  const whyNot = isUndone ? null : await whyNotUndo(db, o.signedIn, { decision, steps, at }, run);
  return {
    id: decision.id,
    at: decision.at,
    actor: decision.actor,
    policy: o.policy ?? 'a policy that is gone',
    policyVersion: decision.policyVersion,
    actions: decision.actions.map((action) => ({ kind: action.kind, until: endOfAction(action) })),
    reason: decision.reason,
    runId: decision.runId,
    ...told,
    undoneAt: decision.undoneAt,
    undoneBy: decision.undoneBy,
    undoable: !isUndone && whyNot === null,
    whyNot,
    stays: isUndone ? [] : staysWords(steps, told.told.delivered ?? 0),
  };
}

/** Names of the versions that were decided under. By the primary key (policy_id, version). */
async function policyNames(
  db: Db,
  decisions: readonly KeptDecision[],
  run: Run,
): Promise<Map<string, string>> {
  const pairs = decisions.map(
    ({ policyId, policyVersion }) => sql`(policy_id = ${idValue(policyId)} AND version = ${policyVersion})`,
  );
  const { rows } = await sql<{ policy_id: string; version: number; name: string }>`
    SELECT policy_id, version, name FROM caretaker.policy_version WHERE ${sql.join(pairs, sql` OR `)}`.execute(
    db,
    run,
  );
  return new Map(
    rows.map((row) => [keyOf({ policyId: row.policy_id, policyVersion: row.version }), row.name]),
  );
}

function keyOf({ policyId, policyVersion }: Pick<KeptDecision, 'policyId' | 'policyVersion'>): string {
  return `${policyId} ${policyVersion}`;
}
