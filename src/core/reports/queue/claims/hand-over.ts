import type { CaseId } from '../../../../contract/reports/values.ts';
import { reportWorkers } from '../../../../contract/reports/values.ts';
import { idValue } from '../../../database/cursor.ts';
import { Refused } from '../../../errors.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type Colleague, workersOf } from '../../../staff/workers.ts';
import { addEvent, lockCase } from '../../work.ts';
import { handOverEnd, nobodys } from './lease.ts';
import { refuseUnlessFree } from './refusals.ts';
import { inQueue } from './rest.ts';

/** Whom the person can hand a case to. */
export async function colleaguesOf(
  { database, person }: SignedIn,
  signal: AbortSignal | undefined,
): Promise<Colleague[]> {
  const people = await database.readPrimary(signal, (db, run) => workersOf(db, run, reportWorkers));
  return people.filter(({ user }) => user !== person.user);
}

/** Gives a case to a colleague, whose it is until they have looked at it, for some hours. */
export async function handOver(
  signedIn: SignedIn,
  { requestId, caseId, to, note }: { requestId: string; caseId: CaseId; to: string; note: string },
): Promise<void> {
  const { user } = signedIn.person;
  const detail = { to };
  const entry = {
    requestId,
    action: 'case.handed_over',
    subjectKind: 'case',
    subjectId: caseId,
    detail,
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const colleague = (await workersOf(trx, {}, reportWorkers)).find((it) => it.user === to);
    refuseWhoCannot(to, user, colleague);
    await refuseUnlessFree(trx, await lockCase(trx, caseId), user);
    await trx
      .updateTable('caretaker.report_case')
      .set({ ...nobodys, ...inQueue, holder: to, claimed_until: handOverEnd, handed: 1, set_by: user })
      .where('id', '=', idValue(caseId))
      .execute();
    await addEvent(trx, { caseId, kind: 'handed-over', detail: { to, name: colleague?.name ?? to, note } });
  });
}

function refuseWhoCannot(to: string, user: string, colleague: Colleague | undefined): void {
  if (colleague && to !== user) return;
  const why = colleague
    ? 'A case is handed to someone else; this one stays as it is.'
    : `Nobody who works through reports has the account “${to}”, or no longer. Choose another colleague.`;
  throw new Refused('INVALID_INPUT', `${why} Nothing was changed; what you typed is kept.`, [
    { path: 'to', problem: colleague ? 'yourself' : 'not a colleague who works through reports' },
  ]);
}
