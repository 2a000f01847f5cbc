import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { called } from '../called.ts';

/** A table as the server has it now; `next_id` is null without ids or, on MySQL, before the first row. */
export interface ServerTable {
  readonly schema_name: string;
  readonly table_name: string;
  readonly rows_estimate: string | null;
  readonly data_bytes: string | null;
  readonly index_bytes: string | null;
  readonly free_bytes: string | null;
  readonly next_id: string | null;
  readonly id_column: string | null;
  readonly id_type: string | null;
}

export function serverTables(database: Database): Promise<readonly ServerTable[]> {
  return called(database, sql<readonly ServerTable[]>`CALL caretaker_audit.server_tables()`);
}

/** One column of an index. `bytes` stands with its first column. */
export interface ServerIndexColumn {
  readonly schema_name: string;
  readonly table_name: string;
  readonly index_name: string;
  readonly place: number | string;
  readonly column_name: string | null;
  readonly prefix: number | string | null;
  readonly non_unique: number | string;
  readonly index_type: string;
  readonly descending: number | string;
  readonly hidden: number | string;
  readonly comment: string;
  readonly bytes: number | string | null;
}

export function serverIndexColumns(database: Database): Promise<readonly ServerIndexColumn[]> {
  return called(database, sql<readonly ServerIndexColumn[]>`CALL caretaker_audit.server_indexes()`);
}

/** One column of what a table must have an index for. */
export interface ServerIndexNeed {
  readonly need: 'foreign key' | 'reference' | 'auto_increment';
  readonly schema_name: string;
  readonly table_name: string;
  readonly name: string;
  readonly place: number | string;
  readonly column_name: string;
}

export function serverIndexNeeds(database: Database): Promise<readonly ServerIndexNeed[]> {
  return called(database, sql<readonly ServerIndexNeed[]>`CALL caretaker_audit.server_index_needs()`);
}

export interface ServerIndexUse {
  readonly schema_name: string;
  readonly table_name: string;
  readonly index_name: string;
  readonly uses: string;
}

export function serverIndexUse(database: Database): Promise<readonly ServerIndexUse[]> {
  return called(database, sql<readonly ServerIndexUse[]>`CALL caretaker_audit.server_index_use()`);
}

/** Whether the server counts the uses of indexes; `isOn` is performance_schema as a whole. */
export async function indexCounting(database: Database): Promise<{ isOn: boolean; counts: boolean }> {
  type Row = { is_on: number | string; counts: number | string };
  const [row] = await called(database, sql<readonly Row[]>`CALL caretaker_audit.server_index_counting()`);
  return { isOn: Number(row?.is_on) === 1, counts: Number(row?.is_on) === 1 && Number(row?.counts) === 1 };
}
