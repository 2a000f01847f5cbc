import type { Table } from '../../scripts/demo/tables/table.ts';
import { makeTables } from '../../scripts/demo/tables.ts';
import type { World } from '../../scripts/demo/world/world.ts';

/** A row as LOAD DATA is given it, by column; NULL is `\\N`. */
export type Row = Record<string, string>;

export interface DemoRows {
  tableOf(name: string): Table;
  /** All rows of a table, made once. */
  rowsOf(name: string): Row[];
}

/** The rows of a demo community, without a database. */
export function demoRows(world: World): DemoRows {
  const tables = new Map(makeTables(world).map((table) => [table.name, table]));
  const made = new Map<string, Row[]>();
  const tableOf = (name: string): Table => {
    const table = tables.get(name);
    if (!table) throw new Error(`there is no table ${name}`);
    return table;
  };
  const rowsOf = (name: string): Row[] => {
    const known = made.get(name);
    if (known) return known;
    const table = tableOf(name);
    const lines: string[] = [];
    for (let unit = 0; unit < table.units; unit++) table.write(unit, lines);
    const rows = lines.map((line) => {
      const fields = line.split('\t');
      if (fields.length !== table.columns.length)
        throw new Error(`${name} has a row of another length: ${line}`);
      return Object.fromEntries(table.columns.map((column, i) => [column, fields[i] ?? '']));
    });
    made.set(name, rows);
    return rows;
  };
  return { tableOf, rowsOf };
}

/** The text of a DATETIME in ms. */
export function timeOf(text: string | undefined): number {
  return Date.parse(`${text?.slice(0, 23).replace(' ', 'T')}Z`);
}
