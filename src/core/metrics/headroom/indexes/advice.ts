import type { IndexAdvice } from '../../../../contract/metrics/headroom/indexes.ts';
import { now, realUtcOrNull } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { indexCounting, serverIndexColumns, serverIndexNeeds } from '../server-calls.ts';
import { columnsText, statementsFor } from './ddl.ts';
import { type Redundant, redundantIndexes } from './redundant.ts';
import { type IndexedTable, indexedTables, type TableIndex } from './table-indexes.ts';
import { type SeenUse, type Unused, unusedIndexes } from './unused.ts';

/** Rows of each list: the largest first. */
const most = 500;
/** Uses that were counted longer ago say nothing of now; in days. */
const countedWithin = 7;

/** The console's own tables: its updates expect their indexes. */
const own = new Set(['caretaker', 'caretaker_audit']);

/** Looks at the indexes that there are now; how long each was seen without a use is what measure/ noted. */
export async function indexAdvice(
  { database }: SignedIn,
  signal: AbortSignal | undefined,
): Promise<IndexAdvice> {
  const { flavour } = database.server;
  const counting = await indexCounting(database);
  const columns = await serverIndexColumns(database);
  const needs = await serverIndexNeeds(database);
  const tables = indexedTables(columns, needs).filter(({ schemaName }) => !own.has(schemaName));
  const seen = await database.read(signal, (db, run) =>
    db.selectFrom('caretaker.index_use').selectAll().limit(100_000).execute(run),
  );
  const countedOn = seen.reduce<string | null>(
    (latest, { seen_on }) => (latest === null || seen_on > latest ? seen_on : latest),
    null,
  );
  const byIndex = new Map(seen.map((row) => [keyOf(row.schema_name, row.table_name, row.index_name), row]));
  const recent = daysBefore(countedOn, countedWithin);
  const seenOf = ({ schemaName, tableName }: IndexedTable, { name }: TableIndex): SeenUse | null => {
    const row = byIndex.get(keyOf(schemaName, tableName, name));
    // What was read longer ago than the rest is of a table that nobody opened since, or of one that is gone.
    if (row === undefined || row.seen_on < recent) return null;
    return { daysSeen: row.days_seen, usedAt: row.used_at };
  };
  const { unused, waiting, left } = unusedIndexes(tables, counting.counts ? seenOf : () => null);
  const redundant = left.flatMap((table) =>
    redundantIndexes(table).map((it) => redundantRow(table, it, flavour)),
  );
  return {
    redundant: redundant.toSorted(largestFirst).slice(0, most),
    unused: unused
      .map((it) => unusedRow(it, flavour))
      .toSorted(largestFirst)
      .slice(0, most),
    counting: countingWords(counting),
    waiting,
    all: tables.reduce((sum, { indexes }) => sum + indexes.length, 0),
    asOf: now(),
    countedOn,
  };
}

const keyOf = (...names: readonly string[]) => JSON.stringify(names);

function daysBefore(day: string | null, days: number): string {
  return new Date(Date.parse(day ?? '1970-01-01') - days * 86_400_000).toISOString().slice(0, 10);
}

function largestFirst(a: { bytes: number | null }, b: { bytes: number | null }): number {
  return (b.bytes ?? -1) - (a.bytes ?? -1);
}

type Flavour = 'mariadb' | 'mysql';

function redundantRow(
  table: IndexedTable,
  { index, by, how, losesOrder }: Redundant,
  flavour: Flavour,
): IndexAdvice['redundant'][number] {
  const because = {
    same: `${by.name} has the same columns.`,
    part: `${by.name} begins with the same columns.`,
    'primary-key': `${by.name} does the same: InnoDB ends each index with the primary key.`,
  }[how];
  const unique = index.isUnique ? ' Another unique index already sees to what it lets through.' : '';
  return {
    ...named(table, index),
    ...statementsFor(table, index, flavour),
    by: { indexName: by.name, columns: columnsText(by) },
    because: because + unique,
    caution:
      losesOrder.length === 0
        ? null
        : `Within the same ${columnsText(index)} it is in order of ${losesOrder.join(', ')}, and ${by.name} is not: look for statements that sort so.`,
  };
}

function unusedRow(
  { table, index, daysSeen, usedAt, neededFor }: Unused,
  flavour: Flavour,
): IndexAdvice['unused'][number] {
  return {
    ...named(table, index),
    daysSeen,
    usedAt: realUtcOrNull(usedAt),
    neededFor,
    statements: neededFor === null ? statementsFor(table, index, flavour) : null,
  };
}

function named({ schemaName, tableName }: IndexedTable, index: TableIndex) {
  return { schemaName, tableName, indexName: index.name, columns: columnsText(index), bytes: index.bytes };
}

function countingWords({ isOn, counts }: { isOn: boolean; counts: boolean }): IndexAdvice['counting'] {
  if (counts) return { on: true };
  if (!isOn) {
    return {
      on: false,
      because: 'performance_schema is off, so the server counts no use of any index.',
      turnOn: 'Set performance_schema=ON in the server’s configuration and restart it.',
    };
  }
  return {
    on: false,
    because: 'The instrument that counts uses of indexes is off in performance_schema.',
    turnOn:
      "Set performance-schema-instrument='wait/io/table/sql/handler=ON' in the server’s configuration and restart it, or enable it in performance_schema.setup_instruments.",
  };
}
