import type { ServerIndexColumn, ServerIndexNeed } from '../server-calls.ts';

/** One column of an index: null for an expression, whose text is not read. */
export interface IndexPart {
  readonly column: string | null;
  /** Of the column's beginning, in characters or bytes; null for the whole. */
  readonly prefix: number | null;
  readonly isDescending: boolean;
}

export interface TableIndex {
  readonly name: string;
  readonly parts: readonly IndexPart[];
  readonly isUnique: boolean;
  /** `BTREE`, `FULLTEXT`, `SPATIAL`, `HASH`, `VECTOR`. */
  readonly type: string;
  /** The optimizer is told not to use it. */
  readonly isHidden: boolean;
  readonly comment: string;
  /** Null where the server keeps no statistics of it: tables of other engines, and partitioned ones. */
  readonly bytes: number | null;
}

/** That the table must have an index which begins with these columns, whole and in order. */
export interface IndexNeed {
  readonly kind: ServerIndexNeed['need'];
  /** The name of the constraint or of the column. */
  readonly name: string;
  readonly columns: readonly string[];
}

export interface IndexedTable {
  readonly schemaName: string;
  readonly tableName: string;
  readonly indexes: readonly TableIndex[];
  readonly needs: readonly IndexNeed[];
}

export const isPrimary = ({ name }: Pick<TableIndex, 'name'>) => name === 'PRIMARY';

/** Tables with their indexes, from rows by table, index and place. */
export function indexedTables(
  columns: readonly ServerIndexColumn[],
  needs: readonly ServerIndexNeed[],
): IndexedTable[] {
  const needsOf = Map.groupBy(needs, tableKey);
  return [...Map.groupBy(columns, tableKey)].map(([key, own]) => ({
    schemaName: own[0]?.schema_name ?? '',
    tableName: own[0]?.table_name ?? '',
    indexes: [...Map.groupBy(own, (it) => it.index_name).values()].map(indexOf),
    needs: [...Map.groupBy(needsOf.get(key) ?? [], (it) => JSON.stringify([it.need, it.name])).values()].map(
      needOf,
    ),
  }));
}

function tableKey(of: { schema_name: string; table_name: string }): string {
  return JSON.stringify([of.schema_name, of.table_name]);
}

function indexOf(columns: readonly ServerIndexColumn[]): TableIndex {
  const inOrder = columns.toSorted((a, b) => Number(a.place) - Number(b.place));
  const first = inOrder[0] as ServerIndexColumn;
  return {
    name: first.index_name,
    parts: inOrder.map((it) => ({
      column: it.column_name,
      prefix: it.prefix === null ? null : Number(it.prefix),
      isDescending: Number(it.descending) === 1,
    })),
    isUnique: Number(first.non_unique) === 0,
    type: first.index_type,
    isHidden: Number(first.hidden) === 1,
    comment: first.comment,
    bytes: first.bytes === null ? null : Number(first.bytes),
  };
}

function needOf(rows: readonly ServerIndexNeed[]): IndexNeed {
  const inOrder = rows.toSorted((a, b) => Number(a.place) - Number(b.place));
  const first = inOrder[0] as ServerIndexNeed;
  return { kind: first.need, name: first.name, columns: inOrder.map((it) => it.column_name) };
}

/** Whether an index fulfils a need by itself. The primary key that InnoDB adds to each index does not count for it. */
export function fulfils(index: TableIndex, { columns }: IndexNeed): boolean {
  return (
    index.type === 'BTREE' &&
    columns.every((column, i) => {
      const part = index.parts[i];
      return part !== undefined && part.column === column && part.prefix === null;
    })
  );
}

/** The first need that only this index of the table fulfils; null if it could go. */
export function soleNeed(index: TableIndex, { indexes, needs }: IndexedTable): IndexNeed | null {
  return (
    needs.find(
      (need) => fulfils(index, need) && !indexes.some((other) => other !== index && fulfils(other, need)),
    ) ?? null
  );
}
