import type { Selectable } from 'kysely';
import { reportWorkers } from '../../../contract/reports/values.ts';
import type { MemberId } from '../../../contract/values.ts';
import { serverMoment } from '../../database/clock.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database, Trx } from '../../database/database.ts';
import type { TicketSchema } from '../../database/ticket-schema.ts';
import type { Job, JobGround } from '../../jobs/job.ts';
import type { Group } from '../../reports/intake/batch.ts';
import { joinCases } from '../../reports/intake/cases/join.ts';
import { lockCases } from '../../reports/intake/cases/lock.ts';
import { openCases } from '../../reports/intake/cases/open.ts';
import { addEvidence, type Writing } from '../../reports/intake/cases/write.ts';
import { keyOf } from '../../reports/intake/evidence/contents.ts';
import { takeSnapshots } from '../../reports/intake/evidence/take.ts';
import type { Incoming } from '../../reports/intake/incoming.ts';
import { lockMark } from '../../reports/intake/mark.ts';
import { readRules } from '../../reports/intake/scores/rules.ts';
import { weightOf } from '../../reports/score.ts';
import { addEvents } from '../../reports/work.ts';

type ReferralColumns = Selectable<TicketSchema['caretaker.ticket_referral']>;

/** Of one round; the rest waits for the next. */
const batch = 20;
/** Support has talked to the member: it is believed as a reporter who was right ten times. */
const weight = weightOf({ right: 10, wrong: 0 });

/** Opens a case for each ticket that support handed over, or joins the open one of the same subject. */
export const openReferrals: Job = {
  name: 'open-referrals',
  everySeconds: 5,
  roles: reportWorkers,
  async run(ground, signal) {
    for (const referral of await asked(ground.database, signal)) {
      if (signal.aborted) return;
      await place(ground, referral, signal);
    }
  },
};

/** By the index ticket_referral_open (open_mark, id). */
async function asked(database: Database, signal: AbortSignal): Promise<ReferralColumns[]> {
  return database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker.ticket_referral')
      .selectAll()
      .where('open_mark', '=', 1)
      .orderBy('id')
      .limit(batch)
      .execute(run),
  );
}

/** What it is about is kept as it is now, as it is for a report, before the transaction, which is to stay short. */
async function place(
  { database, site }: JobGround,
  referral: ReferralColumns,
  signal: AbortSignal,
): Promise<void> {
  const incoming = incomingOf(referral);
  const snapshots = await takeSnapshots({ database, site, signal }, [incoming]);
  const snapshot = snapshots.get(keyOf(incoming.subject));
  if (!snapshot) throw new Error(`nothing was read of ${keyOf(incoming.subject)}`);
  // Safe to do twice: what has its case is asked for no longer.
  await database.write(true, async (trx) => {
    await lockMark(trx);
    if (await isAsked(trx, referral.id)) await placeOnce(trx, referral, { reports: [incoming], snapshot });
  });
}

async function isAsked(trx: Trx, id: string): Promise<boolean> {
  const row = await trx
    .selectFrom('caretaker.ticket_referral')
    .select('open_mark')
    .where('id', '=', idValue(id))
    .forUpdate()
    .executeTakeFirst();
  return row?.open_mark === 1;
}

async function placeOnce(trx: Trx, referral: ReferralColumns, group: Group): Promise<void> {
  const { at, reason, actor, ticket_id: ticketId } = referral;
  const writing: Writing = {
    trx,
    rules: await readRules(trx),
    moment: await serverMoment(trx),
    joining: () => [{ reporterId: null, at, reason, weight }],
  };
  const { present } = await lockCases(trx, [group]);
  const [placed] = present.has(group) ? await joinCases(writing, present) : await openCases(writing, [group]);
  if (!placed) throw new Error('a referral was not placed');
  const { caseId, keeps, events } = placed;
  if (keeps) await addEvidence(trx, [placed]);
  await addEvents(trx, [
    { caseId, kind: 'referred', detail: { ticket: ticketId, by: actor, reason }, byJob: true },
    // It was neither opened nor joined by a report.
    ...events.filter(({ kind }) => kind === 'edited'),
  ]);
  await trx
    .updateTable('caretaker.ticket_referral')
    .set({
      open_mark: null,
      case_id: idValue(caseId),
      case_state: present.get(group)?.state ?? 'open',
      outcome: null,
    })
    .where('id', '=', idValue(referral.id))
    .execute();
  await trx.insertInto('caretaker.change_feed').values({ topic: 'ticket', subject_id: ticketId }).execute();
}

/** As the intake reads a report; that it is none is told by who reports it. */
function incomingOf({ at, subject_kind: kind, subject_id, reason, note }: ReferralColumns): Incoming {
  const id = subject_id as MemberId;
  return {
    id: '0',
    reporterId: '0',
    subject: { kind, id },
    authorId: kind === 'member' ? id : null,
    reason,
    note,
    at,
  };
}
