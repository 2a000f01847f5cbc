import { sql } from 'kysely';
import { type CaseId, reportWorkers } from '../../../contract/reports/values.ts';
import { UserName } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db } from '../../database/database.ts';
import type { Job } from '../../jobs/job.ts';
import type { SignedIn } from '../../session/open.ts';
import { staffNames } from '../rows.ts';
import { readCase } from '../work.ts';

/** Whoever has not said for longer that they look, looks no more: it is said every 15 s. */
const looksForSeconds = 30;
const batch = 500;
/** Looking at one case at once; more than any team that this console is for. */
const most = 500;

export interface Looker {
  readonly user: string;
  readonly name: string;
  readonly writing: boolean;
}

/** Notes that the person looks at a case, or has left it, and tells who else does. */
export async function look(
  { database, person }: SignedIn,
  { caseId, writing, leaving }: { caseId: CaseId; writing: boolean; leaving: boolean },
): Promise<{ others: Looker[] }> {
  const { user } = person;
  return database.writeAtOnce(async (db) => {
    const lookers = await lookersOf(db, caseId);
    const before = lookers.find((it) => it.user === user);
    if (before === undefined && !leaving) await readCase(db, caseId);
    if (leaving) await leave(db, caseId, user);
    else await stay(db, caseId, { user, writing });
    if ((before?.writing ?? null) !== (leaving ? null : writing)) await tell(db, caseId);
    const others = lookers.filter((it) => it.user !== user);
    const names = await staffNames(
      db,
      {},
      others.map((it) => it.user),
    );
    return { others: others.map((it) => ({ ...it, name: names.get(it.user) ?? it.user })) };
  });
}

/** Those who look now, by the primary key. */
async function lookersOf(db: Db, caseId: CaseId): Promise<{ user: string; writing: boolean }[]> {
  const rows = await db
    .selectFrom('caretaker.looking')
    .select(['user', 'writing'])
    .where('subject_kind', '=', 'case')
    .where('subject_id', '=', idValue(caseId))
    .where('seen_at', '>', sql<string>`UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(looksForSeconds)} SECOND`)
    // Any moderator's account may write one, also of tomorrow.
    .where('seen_at', '<=', sql<string>`UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(looksForSeconds)} SECOND`)
    .orderBy('user')
    .limit(most)
    .execute();
  return rows
    .filter((row) => UserName.safeParse(row.user).success)
    .map((row) => ({ user: row.user, writing: Number(row.writing) === 1 }));
}

async function stay(
  db: Db,
  caseId: CaseId,
  { user, writing }: { user: string; writing: boolean },
): Promise<void> {
  await sql`
    INSERT INTO caretaker.looking (subject_kind, subject_id, user, writing, seen_at)
    VALUES ('case', ${BigInt(caseId)}, ${user}, ${Number(writing)}, UTC_TIMESTAMP(6))
    ON DUPLICATE KEY UPDATE writing = VALUES(writing), seen_at = VALUES(seen_at)`.execute(db);
}

async function leave(db: Db, caseId: CaseId, user: string): Promise<void> {
  await db
    .deleteFrom('caretaker.looking')
    .where('subject_kind', '=', 'case')
    .where('subject_id', '=', idValue(caseId))
    .where('user', '=', user)
    .execute();
}

async function tell(db: Db, caseId: CaseId): Promise<void> {
  await db.insertInto('caretaker.change_feed').values({ topic: 'looking', subject_id: caseId }).execute();
}

/** Removes those who left without saying so, as when a console is killed: a bounded batch at a time, by the index on seen_at. */
export const trimLooking: Job = {
  name: 'trim-looking',
  everySeconds: 300,
  roles: reportWorkers,
  async run({ database }, signal) {
    let removed = BigInt(batch);
    while (removed === BigInt(batch) && !signal.aborted) {
      const trimmed = await database.writeAtOnce((db) =>
        sql`
          DELETE FROM caretaker.looking
          WHERE seen_at < UTC_TIMESTAMP(6) - INTERVAL 1 HOUR OR seen_at > UTC_TIMESTAMP(6) + INTERVAL 1 HOUR
          ORDER BY seen_at LIMIT ${sql.lit(batch)}`.execute(db),
      );
      removed = trimmed.numAffectedRows ?? 0n;
    }
  },
};
