import type { Connection, RowDataPacket } from 'mysql2/promise';
import { lastIdOf } from '../../../src/core/metrics/headroom/measure/id-types.ts';
import { SCHEMA } from '../schema.ts';
import { DAY, MONTH } from '../world/calendar.ts';
import { HISTORY_MONTHS, MEMBER_GROWTH, TRAFFIC_GROWTH } from '../world/plan.ts';
import { Random } from '../world/random.ts';
import { loadRows, type Row } from './rows.ts';
import { daysBetween } from './samples.ts';

const DAYS = 366;
const PAGE = 16_384;
/** Members come by fewer than what they write. */
const BY_MEMBERS = ['users', 'groups', 'group_memberships', 'nickname_changes', 'growth_days'];
/** Those that neither the site nor the console ever reads by. */
const UNUSED = [
  'group_memberships.index_group_memberships_on_group_id',
  'writings.index_writings_on_group_id',
  'notifications.index_notifications_on_user_id',
];
const UNUSED_DAYS = 210;

interface Sized {
  readonly table: string;
  readonly rows: number;
  readonly data: number;
  readonly index: number;
  readonly free: number;
  readonly nextId: number | null;
  readonly idType: string | null;
}

/** How large the site's tables and indexes were on each day of the last year, grown to what they are. `end` in ms. */
export async function writeSizes(connection: Connection, o: { seed: number; end: number }): Promise<void> {
  const tables = await sizedTables(connection);
  const indexes = await sizedIndexes(connection);
  const days = [...daysBetween(o.end - DAYS * DAY, o.end - DAY)];
  await loadRows(
    connection,
    'table_size',
    [
      'schema_name',
      'table_name',
      'day',
      'rows_estimate',
      'data_bytes',
      'index_bytes',
      'free_bytes',
      'next_id',
      'last_id',
    ],
    tableRows(tables, days, o),
  );
  await loadRows(
    connection,
    'index_size',
    ['schema_name', 'table_name', 'index_name', 'day', 'bytes'],
    indexRows(indexes, days, o),
  );
  await loadRows(
    connection,
    'index_use',
    ['schema_name', 'table_name', 'index_name', 'seen_from', 'seen_on', 'days_seen', 'uses', 'used_at'],
    indexUseRows(indexes, o.end),
  );
}

function* tableRows(
  tables: readonly Sized[],
  days: readonly { at: number; day: string }[],
  o: { seed: number; end: number },
): Generator<Row> {
  const random = new Random(o.seed);
  for (const [nr, it] of tables.entries()) {
    for (const { at, day } of days) {
      const size = shareAt(it.table, at, o.end);
      random.of(410 + nr, Math.floor(at / DAY));
      // An estimate is off by a little, from day to day.
      const rows = Math.round(it.rows * size * Math.exp(0.01 * random.normal()));
      const nextId = it.nextId === null ? null : Math.max(1, Math.round(it.nextId * size));
      const lastId = it.idType === null ? null : (lastIdOf(it.idType)?.toString() ?? null);
      yield [
        SCHEMA,
        it.table,
        day,
        rows,
        pages(it.data * size),
        pages(it.index * size),
        it.free,
        nextId,
        lastId,
      ];
    }
  }
}

function* indexRows(
  indexes: readonly { table: string; index: string; bytes: number }[],
  days: readonly { at: number; day: string }[],
  { end }: { end: number },
): Generator<Row> {
  for (const { table, index, bytes } of indexes)
    for (const { at, day } of days) yield [SCHEMA, table, index, day, pages(bytes * shareAt(table, at, end))];
}

function* indexUseRows(indexes: readonly { table: string; index: string }[], end: number): Generator<Row> {
  const day = (ago: number) => new Date(end - ago * DAY).toISOString().slice(0, 10);
  for (const { table, index } of indexes) {
    if (index === 'PRIMARY') continue;
    const isUnused = UNUSED.includes(`${table}.${index}`);
    const from = isUnused ? UNUSED_DAYS : 1;
    const usedAt = isUnused ? null : `${day(1)} 20:00:00`;
    yield [SCHEMA, table, index, day(from), day(0), isUnused ? UNUSED_DAYS : 1, 0, usedAt];
  }
}

/** Of its size at the end. */
function shareAt(table: string, at: number, end: number): number {
  const growth = BY_MEMBERS.includes(table) ? MEMBER_GROWTH : TRAFFIC_GROWTH;
  return growth ** ((at - end) / (HISTORY_MONTHS * MONTH));
}

function pages(bytes: number): number {
  return Math.max(1, Math.round(bytes / PAGE)) * PAGE;
}

async function sizedTables(connection: Connection): Promise<Sized[]> {
  await connection.query('/*!80000 SET SESSION information_schema_stats_expiry = 0 */');
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT t.TABLE_NAME AS name, t.TABLE_ROWS AS row_count, t.DATA_LENGTH AS data, t.INDEX_LENGTH AS indexes,
       t.DATA_FREE AS free, t.AUTO_INCREMENT AS next_id, c.COLUMN_TYPE AS id_type
     FROM information_schema.TABLES t
     LEFT JOIN information_schema.COLUMNS c
       ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME AND c.EXTRA LIKE '%auto_increment%'
     WHERE t.TABLE_SCHEMA = ? AND t.TABLE_TYPE = 'BASE TABLE' AND t.TABLE_NAME NOT LIKE 'generator%'
     ORDER BY t.TABLE_NAME`,
    [SCHEMA],
  );
  return rows.map((row) => ({
    table: String(row.name),
    rows: Number(row.row_count ?? 0),
    data: Number(row.data ?? 0),
    index: Number(row.indexes ?? 0),
    free: Number(row.free ?? 0),
    nextId: row.id_type === null ? null : Number(row.next_id ?? 1),
    idType: row.id_type === null ? null : String(row.id_type),
  }));
}

async function sizedIndexes(
  connection: Connection,
): Promise<{ table: string; index: string; bytes: number }[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name, index_name AS of_index, stat_value AS pages FROM mysql.innodb_index_stats
     WHERE database_name = ? AND stat_name = 'size' AND table_name NOT LIKE 'generator%'
     ORDER BY table_name, index_name`,
    [SCHEMA],
  );
  return rows.map((row) => ({
    table: String(row.name),
    index: String(row.of_index),
    bytes: Number(row.pages) * PAGE,
  }));
}
