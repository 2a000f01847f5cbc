import { sql } from 'kysely';
import type { ReportedMember } from '../../../../contract/reports/case.ts';
import { type MemberId, Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import { utcOf } from '../../../database/time.ts';
import { membersById } from '../../../directory/rows/members.ts';
import type { Ground } from '../mark.ts';
import { forEach, inParts, together } from './at-once.ts';

/** How many of the newest reports about a member say how many others they are in trouble with. */
const reportsLookedAt = 50;

export interface FoundMember {
  readonly member: ReportedMember;
  /** How many members are among the reporters of the newest 50 reports about them and what they wrote. */
  readonly reportedBy: number;
}

/** Members, at most some hundreds, by id; those that are gone are left out. From the primary, as they are now. */
export async function readMembers(ground: Ground, ids: readonly string[]): Promise<Map<string, FoundMember>> {
  const rows = await ground.database.readPrimary(ground.signal, (db, run) => membersById(db, run, ids));
  const found = rows.map((row) => row.id);
  const reporters = new Map((await forEach(inParts(found), (some) => readReporters(ground, some))).flat());
  return new Map(
    rows.map((row) => [
      row.id,
      {
        member: {
          id: row.id as MemberId,
          nickname: row.nickname ?? '',
          status: row.status,
          createdAt: Utc.catch('1970-01-01T00:00:00.000000Z' as Utc).parse(utcOf(row.created_at ?? '')),
          location: row.location,
          avatarUrl: row.avatar_url,
        },
        reportedBy: reporters.get(row.id) ?? 0,
      },
    ]),
  );
}

/** By the site's index on (subject_author_id, at, id). */
async function readReporters(
  { database, signal }: Ground,
  ids: readonly string[],
): Promise<[string, number][]> {
  return database.read(signal, async (db, run) => {
    const parts = ids.map(
      (id, nr) => sql`
        SELECT ${sql.lit(nr)} AS nr, reporter_id FROM caretaker_site.report WHERE subject_author_id = ${idValue(id)}
        ORDER BY at DESC, id DESC LIMIT ${sql.lit(reportsLookedAt)}`,
    );
    const { rows } = await sql<{ nr: number; reporter_id: string }>`${together(parts)}`.execute(db, run);
    const by = Map.groupBy(rows, (it) => Number(it.nr));
    return ids.map((id, nr) => [id, new Set(by.get(nr)?.map((it) => it.reporter_id)).size]);
  });
}
