/** The columns that a reader may choose, in the order in which they stand. The nickname is always there. */
export const columnNames = ['id', 'status', 'match', 'reported', 'joined', 'active', 'location'] as const;
export type ColumnName = (typeof columnNames)[number];

export const standardColumns: readonly ColumnName[] = columnNames;

/** The columns named in a text, in their own order; those of any other name are left out. */
export function columnsOf(text: string | undefined): readonly ColumnName[] {
  const named = new Set((text ?? '').split(','));
  return columnNames.filter((name) => named.has(name));
}

/** `none` where there are none, since nothing means what the reader has chosen on this machine. */
export function columnsText(columns: readonly string[]): string {
  return columns.length === 0 ? 'none' : columns.join(',');
}

/** A text of columns as it would be written, if it names any. */
export function parseColumns(text: string): string | undefined {
  const columns = columnsOf(text);
  return columns.length > 0 || text === 'none' ? columnsText(columns) : undefined;
}
