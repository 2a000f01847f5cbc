import { sql } from 'kysely';
import { idValue } from '../../database/cursor.ts';
import { columnOf, utcOf } from '../../database/time.ts';
import { advance, noteTaken } from '../marks.ts';
import { isBegun, type Mark, type Marks } from '../parts.ts';
import { inBatches } from '../rows/bulk.ts';
import { memberColumns, readyRows, writeMembers } from '../rows/members.ts';
import {
  type DirectoryRow,
  directoryRow,
  isUpToDate,
  momentOr,
  never,
  type SiteMember,
} from '../rows/row.ts';
import { overlap } from './build.ts';
import { checkMembers, type Ground, highestId, logins, reports, type Source } from './sources.ts';

const pageRows = 2000;
/** How much later than its moment a change may be committed, or how far clocks of the site may differ. */
const overlapMs = 60_000;
const endedAtOnce = 500;

/**
 * Reads what is new of each part that is begun: changed members, members whose status has ended, sign-ins, reports.
 * @throws Overtaken
 */
export async function readNew(ground: Ground, marks: Marks): Promise<Marks> {
  if (!isBegun(marks.members)) return marks;
  // What is committed before this moment is seen by every statement after it.
  const asOf = await databaseTime(ground);
  const changed = await readChanged(ground, marks.members, asOf);
  return {
    members: await readEnded(ground, changed, asOf),
    logins: await readNewer(ground, logins, marks.logins, asOf),
    reports: await readNewer(ground, reports, marks.reports, asOf),
  };
}

export async function databaseTime({
  database,
  signal,
}: Pick<Ground, 'database' | 'signal'>): Promise<string> {
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<{ now: string }>`SELECT UTC_TIMESTAMP(6) AS now`.execute(db, run),
  );
  return rows[0]?.now ?? never;
}

async function readChanged(ground: Ground, mark: Mark, asOf: string): Promise<Mark> {
  let moved = mark;
  let after: SiteMember | null = null;
  for (;;) {
    const from: SiteMember | null = after;
    const start = from === null ? earlier(mark.new_after_at) : from.updated_at;
    const rows: SiteMember[] = await ground.reads.latest((db, run) =>
      db
        .selectFrom('caretaker_site.member')
        .selectAll()
        .where('updated_at', '>=', start)
        .$if(from !== null, (query) =>
          query.where((eb) => eb.or([eb('updated_at', '>', start), eb('id', '>', idValue(from?.id ?? ''))])),
        )
        .orderBy('updated_at')
        .orderBy('id')
        .limit(pageRows)
        .execute(run),
    );
    const isLast = rows.length < pageRows;
    const stale = await readyRows(await differing(ground, rows, asOf));
    after = rows.at(-1) ?? null;
    const newest = after === null ? never : momentOr(never, after.updated_at);
    const before = moved;
    moved = await advance(ground, before, async (trx) => {
      await writeMembers(trx, stale);
      return {
        // A clock that goes before would put the mark where others have not come yet.
        new_after_at: latest(before.new_after_at, newest < asOf ? newest : asOf),
        fresh_at: isLast ? asOf : before.fresh_at,
      };
    });
    if (isLast || ground.signal.aborted) return moved;
  }
}

/** Of the site's rows, those that the directory has not, or has otherwise. */
async function differing(
  { database, signal }: Ground,
  rows: readonly SiteMember[],
  asOf: string,
): Promise<DirectoryRow[]> {
  const ids = rows.map((row) => row.id);
  const kept = await database.readPrimary(signal, (db, run) =>
    inBatches(ids, (some) =>
      db
        .selectFrom('caretaker.member_directory')
        .select(memberColumns)
        .where('member_id', 'in', some.map(idValue))
        .limit(some.length)
        .execute(run),
    ),
  );
  const known = new Map(kept.map((row) => [row.member_id, row]));
  return rows
    .map((row) => directoryRow(row, asOf))
    .filter((row) => {
      const before = known.get(row.member_id);
      return before === undefined || !isUpToDate(before, row);
    });
}

/** Nothing tells of a status that ends by itself: who should have had theirs until now is asked for again. */
async function readEnded(ground: Ground, mark: Mark, asOf: string): Promise<Mark> {
  const ended = await ground.database.readPrimary(ground.signal, (db, run) =>
    db
      .selectFrom('caretaker.member_directory')
      .select('member_id')
      .where('status_until', '<=', asOf)
      .orderBy('status_until')
      .orderBy('member_id')
      .limit(endedAtOnce)
      .execute(run),
  );
  if (ended.length === 0) return mark;
  const ids = ended.map((row) => row.member_id);
  return advance(ground, mark, async (trx) => {
    await checkMembers(trx, ground.reads, ids, { asOf });
    return {};
  });
}

/** Of rows that are written once and never changed: reads those that are not noted as taken, and notes them. */
async function readNewer<Row extends { readonly id: string }>(
  ground: Ground,
  source: Source<Row>,
  mark: Mark,
  asOf: string,
): Promise<Mark> {
  let moved = mark;
  while (isBegun(moved)) {
    const before = moved;
    const taken = await takenIds(ground, source.part);
    const limit = overlap + pageRows;
    const rows = await ground.reads.latest((db, run) => source.after(db, run, before.new_after_id, limit));
    const isLast = rows.length < limit;
    const fresh = rows.filter((row) => !taken.has(row.id));
    const ids = fresh.map((row) => row.id);
    const write = await source.ready(fresh, { from: before.new_after_id, below: highestId });
    moved = await advance(ground, before, async (trx) => {
      await write(trx, ground.reads);
      await noteTaken(trx, source.part, ids);
      const settled = [...taken, ...ids].map(BigInt).sort(descending)[overlap];
      if (settled !== undefined) {
        await sql`DELETE FROM caretaker.directory_taken WHERE part = ${source.part} AND id <= ${settled}`.execute(
          trx,
        );
      }
      return {
        new_after_id: settled === undefined ? before.new_after_id : String(settled),
        fresh_at: isLast ? asOf : before.fresh_at,
      };
    });
    if (isLast || ground.signal.aborted) break;
  }
  return moved;
}

async function takenIds({ database, signal }: Ground, part: string): Promise<Set<string>> {
  const rows = await database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker.directory_taken')
      .select('id')
      .where('part', '=', part)
      .orderBy('id', 'desc')
      .limit(5000)
      .execute(run),
  );
  return new Set(rows.map((row) => row.id));
}

function earlier(column: string): string {
  if (column <= never) return never;
  const moment = new Date(Date.parse(utcOf(column)) - overlapMs).toISOString();
  return columnOf(utcOf(moment.replace('Z', '')));
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

function descending(a: bigint, b: bigint): number {
  return a < b ? 1 : a > b ? -1 : 0;
}
