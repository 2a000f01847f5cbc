import { sql } from 'kysely';
import { ticketWorkers } from '../../../../contract/tickets/values.ts';
import type { Utc } from '../../../../contract/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { workersOf } from '../../../staff/workers.ts';
import { handBack } from './hand-back.ts';

const yearMs = 366 * 86_400_000;

/**
 * Says that someone is away until a moment within a year, or back, and gives back what waits for them; the job does what
 * a broken line left.
 */
export async function setAway(
  signedIn: SignedIn,
  { requestId, user, until }: { requestId: string; user: string; until: Utc | null },
): Promise<{ returned: number }> {
  const { database, person } = signedIn;
  if (user !== person.user && person.role !== 'admin') {
    throw new Refused(
      'FORBIDDEN',
      'You can say of yourself that you are away; of a colleague an administrator can. Nothing was changed.',
    );
  }
  const entry = {
    requestId,
    action: 'staff.away',
    subjectKind: 'staff',
    subjectId: user,
    detail: { until },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    if (!(await workersOf(trx, {}, ticketWorkers)).some((it) => it.user === user)) {
      throw new Refused('NOT_FOUND', `Nobody who answers members has the account “${user}”, or no longer.`);
    }
    if (until !== null) refuseUnlessSoon(until, utcOf(await serverMoment(trx)));
    await sql`
      INSERT INTO caretaker.support_person (user, away_until)
      VALUES (${user}, ${until === null ? null : columnOf(until)})
      ON DUPLICATE KEY UPDATE away_until = VALUES(away_until)`.execute(trx);
  });
  if (until === null) return { returned: 0 };
  const returned = await handBack(database, { users: [user], reason: 'away', onlyNear: false, byJob: false });
  return { returned };
}

function refuseUnlessSoon(until: Utc, moment: Utc): void {
  const ahead = Date.parse(until) - Date.parse(moment);
  if (ahead > 0 && ahead <= yearMs) return;
  throw new Refused(
    'INVALID_INPUT',
    'One is away until a moment within a year. Nothing was changed; choose another.',
    [{ path: 'until', problem: 'not within a year from now' }],
  );
}
