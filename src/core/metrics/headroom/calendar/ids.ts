import { sql } from 'kysely';
import type { CalendarEntry } from '../../../../contract/metrics/headroom/calendar.ts';
import type { Db, Run } from '../../../database/database.ts';
import { forecastCrossing, type Sample } from '../forecast.ts';
import type { MeasuredDays } from '../growth/measured-days.ts';
import { lastIdOf } from '../measure/id-types.ts';
import type { ServerTable } from '../server-calls.ts';

/** Tables that get a forecast of their own: those that are through soonest by a straight line, then the fullest. */
const most = 200;
/** Further back than the forecast and its back-test look, in days. */
const historyDays = 400;

export interface IdsOfTables {
  readonly entries: readonly CalendarEntry[];
  readonly others: number;
  readonly unknown: readonly { name: string; because: string }[];
}

interface TableIds {
  readonly schema: string;
  readonly table: string;
  readonly type: string;
  readonly next: bigint;
  readonly last: bigint;
}

/** When the ids of each table are used up, as the server counts them now, by what was measured day by day. */
export async function idEntries(
  db: Db,
  run: Run,
  o: { tables: readonly ServerTable[]; days: MeasuredDays | null; now: number },
): Promise<IdsOfTables> {
  const withIds = o.tables.filter((it) => it.id_column !== null);
  const known = withIds.flatMap((it) => idsOf(it) ?? []);
  const before = await nextIdsBefore(db, run, o.days);
  const soonest = known
    .map((ids) => ({ ids, weeks: weeksLeft(ids, before) }))
    .toSorted((a, b) => a.weeks - b.weeks || share(b.ids) - share(a.ids))
    .slice(0, most)
    .map(({ ids }) => ids);
  const history = await historyOf(db, run, soonest, o.now);
  return {
    entries: soonest.map((ids) => entryOf(ids, history.get(nameOf(ids)) ?? [], o.now)),
    others: known.length - soonest.length,
    unknown: withIds
      .filter((it) => lastIdOf(it.id_type ?? '') === null)
      .map((it) => ({
        name: `${it.schema_name}.${it.table_name}`,
        because: `Ids of the type ${it.id_type} have no last one that can be told.`,
      })),
  };
}

const nameOf = ({ schema, table }: Pick<TableIds, 'schema' | 'table'>) => `${schema}.${table}`;
const share = ({ next, last }: TableIds) => Math.min(1, Number(next - 1n) / Number(last));

function idsOf(table: ServerTable): TableIds | null {
  const last = lastIdOf(table.id_type ?? '');
  if (last === null) return null;
  return {
    schema: table.schema_name,
    table: table.table_name,
    type: `${table.id_column} ${table.id_type}`,
    // A table that never had a row gives 1 next; MySQL says so by saying nothing.
    next: BigInt(table.next_id ?? 1),
    last,
  };
}

/** A straight line through now and about a quarter ago: good enough to choose whom to look at. */
function weeksLeft(ids: TableIds, before: { at: ReadonlyMap<string, bigint>; days: number }): number {
  const earlier = before.at.get(nameOf(ids));
  if (ids.next >= ids.last) return 0;
  if (earlier === undefined || ids.next <= earlier || before.days === 0) return Number.MAX_VALUE;
  return (Number(ids.last - ids.next) / Number(ids.next - earlier)) * (before.days / 7);
}

async function nextIdsBefore(db: Db, run: Run, days: MeasuredDays | null) {
  const day = days === null ? null : (days.since.quarter ?? days.since.month ?? days.since.week);
  if (days === null || day === null) return { at: new Map<string, bigint>(), days: 0 };
  const rows = await db
    .selectFrom('caretaker.table_size')
    .select(['schema_name', 'table_name', 'next_id'])
    .where('day', '=', day)
    .where('next_id', 'is not', null)
    .limit(10_000)
    .execute(run);
  return {
    at: new Map(
      rows.map((row) => [
        nameOf({ schema: row.schema_name, table: row.table_name }),
        BigInt(row.next_id ?? 1),
      ]),
    ),
    days: (Date.parse(days.latest) - Date.parse(day)) / 86_400_000,
  };
}

/** By the primary key: at most 400 rows for each of 200 tables. */
async function historyOf(
  db: Db,
  run: Run,
  tables: readonly TableIds[],
  now: number,
): Promise<ReadonlyMap<string, Sample[]>> {
  if (tables.length === 0) return new Map();
  const from = new Date((now - historyDays * 86_400) * 1000).toISOString().slice(0, 10);
  // Written out: MariaDB would read the whole table for a list of pairs.
  const any = tables.map(
    ({ schema, table }) => sql`(schema_name = ${schema} AND table_name = ${table} AND day >= ${from})`,
  );
  const { rows } = await sql<{ schema_name: string; table_name: string; at: string; next_id: string }>`
    SELECT schema_name, table_name, TIMESTAMPDIFF(SECOND, '1970-01-01', day) AS at, next_id
    FROM caretaker.table_size
    WHERE (${sql.join(any, sql` OR `)}) AND next_id IS NOT NULL
    LIMIT 100000`.execute(db, run);
  const samples = Map.groupBy(rows, (row) => nameOf({ schema: row.schema_name, table: row.table_name }));
  return new Map(
    [...samples].map(([name, own]) => [
      name,
      // In order here: the server would sort all of them together.
      own.map((row) => ({ at: Number(row.at), value: Number(row.next_id) })).sort((a, b) => a.at - b.at),
    ]),
  );
}

function entryOf(ids: TableIds, history: readonly Sample[], now: number): CalendarEntry {
  const limit = Number(ids.last);
  const samples = [...sinceTheFall(history), { at: now, value: Number(ids.next) }];
  return {
    kind: 'ids',
    name: nameOf(ids),
    detail: ids.type,
    used: Number(ids.next - 1n),
    limit,
    unit: 'count',
    reached: ids.next >= ids.last,
    forecast: forecastCrossing(samples, limit, now),
  };
}

/** Ids only fall where a table was emptied or made anew: what was before is another table's history. */
export function sinceTheFall(samples: readonly Sample[]): readonly Sample[] {
  const fall = samples.findLastIndex((it, i) => i > 0 && it.value < (samples[i - 1]?.value ?? 0));
  return fall < 0 ? samples : samples.slice(fall);
}
