import { sql } from 'kysely';
import type { ChangeTopic } from '../../contract/changes.ts';
import { memberReaders } from '../../contract/roles.ts';
import { UserName } from '../../contract/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Db, Run } from '../database/database.ts';
import type { Job } from '../jobs/job.ts';
import type { SignedIn } from '../session/open.ts';
import { staffNames } from '../staff/names.ts';

/** Whoever has not said for longer that they look, looks no more: it is said every 15 s. */
const looksForSeconds = 30;
const batch = 500;
/** Looking at one thing at once; more than any team that this console is for. */
const most = 500;

export interface Looker {
  readonly user: string;
  readonly name: string;
  readonly writing: boolean;
}

/** What can be looked at, and by which topic others are told of it. */
const topics = { case: 'looking', ticket: 'looking-ticket' } as const satisfies Record<string, ChangeTopic>;
export type LookedAt = keyof typeof topics;

export interface Look {
  readonly kind: LookedAt;
  readonly id: string;
  readonly writing: boolean;
  readonly leaving: boolean;
  /** Refuses what there is not; asked only at first. */
  exists(db: Db): Promise<unknown>;
}

/** Notes that the person looks at something, or has left it, and tells who else does. */
export async function look({ database, person }: SignedIn, it: Look): Promise<{ others: Looker[] }> {
  const { user } = person;
  return database.writeAtOnce(async (db) => {
    const lookers = (await lookersOf(db, {}, it.kind, [it.id])).get(it.id) ?? [];
    const before = lookers.find((other) => other.user === user);
    if (before === undefined && !it.leaving) await it.exists(db);
    if (it.leaving) await leave(db, it, user);
    else await stay(db, it, user);
    if ((before?.writing ?? null) !== (it.leaving ? null : it.writing)) await tell(db, it);
    return { others: lookers.filter((other) => other.user !== user) };
  });
}

/** Who looks now at each of at most 200 things, with their names, by the primary key. */
export async function lookersOf(
  db: Db,
  run: Run,
  kind: LookedAt,
  ids: readonly string[],
): Promise<Map<string, Looker[]>> {
  const rows = await db
    .selectFrom('caretaker.looking')
    .select(['subject_id', 'user', 'writing'])
    .where('subject_kind', '=', kind)
    .where('subject_id', 'in', ids.map(idValue))
    .where('seen_at', '>', sql<string>`UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(looksForSeconds)} SECOND`)
    // Any account of the workspace may write one, also of tomorrow.
    .where('seen_at', '<=', sql<string>`UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(looksForSeconds)} SECOND`)
    .orderBy('subject_id')
    .orderBy('user')
    .limit(most)
    .execute(run);
  const real = rows.filter((row) => UserName.safeParse(row.user).success);
  const names = await staffNames(
    db,
    run,
    real.map((row) => row.user),
  );
  const lookers = new Map<string, Looker[]>();
  for (const { subject_id: id, user, writing } of real) {
    const looker = { user, name: names.get(user) ?? user, writing: Number(writing) === 1 };
    lookers.set(id, [...(lookers.get(id) ?? []), looker]);
  }
  return lookers;
}

async function stay(db: Db, { kind, id, writing }: Look, user: string): Promise<void> {
  await sql`
    INSERT INTO caretaker.looking (subject_kind, subject_id, user, writing, seen_at)
    VALUES (${kind}, ${BigInt(id)}, ${user}, ${Number(writing)}, UTC_TIMESTAMP(6))
    ON DUPLICATE KEY UPDATE writing = VALUES(writing), seen_at = VALUES(seen_at)`.execute(db);
}

async function leave(db: Db, { kind, id }: Look, user: string): Promise<void> {
  await db
    .deleteFrom('caretaker.looking')
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', idValue(id))
    .where('user', '=', user)
    .execute();
}

async function tell(db: Db, { kind, id }: Look): Promise<void> {
  await db.insertInto('caretaker.change_feed').values({ topic: topics[kind], subject_id: id }).execute();
}

/** Removes those who left without saying so, as when a console is killed: a bounded batch at a time, by the index on seen_at. */
export const trimLooking: Job = {
  name: 'trim-looking',
  everySeconds: 300,
  roles: memberReaders,
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
