import type { Insertable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import type { MetricSchema } from '../../../database/metric-schema.ts';
import { type ServerTable, serverIndexColumns, serverTables } from '../server-calls.ts';
import { lastIdOf } from './id-types.ts';
import { inBatches, type Measured } from './measured.ts';

/** Of more indexes than this the largest are kept. */
const mostIndexes = 20_000;

export async function keepTableSizes(
  database: Database,
  signal: AbortSignal,
  { day }: Measured,
): Promise<void> {
  const tables = (await serverTables(database)).map((table) => sizeOf(table, day));
  await inBatches(tables, signal, (rows) =>
    database.writeAtOnce((db) =>
      db
        .insertInto('caretaker.table_size')
        .values(rows)
        .onDuplicateKeyUpdate({
          rows_estimate: sql`VALUES(rows_estimate)`,
          data_bytes: sql`VALUES(data_bytes)`,
          index_bytes: sql`VALUES(index_bytes)`,
          free_bytes: sql`VALUES(free_bytes)`,
          next_id: sql`VALUES(next_id)`,
          last_id: sql`VALUES(last_id)`,
        })
        .execute(),
    ),
  );
}

function sizeOf(table: ServerTable, day: string): Insertable<MetricSchema['caretaker.table_size']> {
  return {
    schema_name: table.schema_name,
    table_name: table.table_name,
    day,
    rows_estimate: table.rows_estimate ?? '0',
    data_bytes: table.data_bytes ?? '0',
    index_bytes: table.index_bytes ?? '0',
    free_bytes: table.free_bytes ?? '0',
    // A table that never had a row gives 1 next; MySQL says so by saying nothing.
    next_id: table.id_column === null ? null : (table.next_id ?? '1'),
    last_id: table.id_type === null ? null : (lastIdOf(table.id_type)?.toString() ?? null),
  };
}

export async function keepIndexSizes(
  database: Database,
  signal: AbortSignal,
  { day }: Measured,
): Promise<void> {
  const sizes = (await serverIndexColumns(database))
    .filter((column) => column.bytes !== null)
    .map(({ schema_name, table_name, index_name, bytes }) => ({
      schema_name,
      table_name,
      index_name,
      day,
      bytes: String(bytes),
    }))
    .sort((a, b) => Number(b.bytes) - Number(a.bytes))
    .slice(0, mostIndexes);
  await inBatches(sizes, signal, (rows) =>
    database.writeAtOnce((db) =>
      db
        .insertInto('caretaker.index_size')
        .values(rows)
        .onDuplicateKeyUpdate({ bytes: sql`VALUES(bytes)` })
        .execute(),
    ),
  );
}
