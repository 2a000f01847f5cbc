import { Readable } from 'node:stream';
import type { Connection } from 'mysql2/promise';

const PIECE_ROWS = 4000;

export type Row = readonly (string | number | null)[];

/** Puts rows into a table of the console's, in the order they come; what is there already stays. */
export async function loadRows(
  connection: Connection,
  table: string,
  columns: readonly string[],
  rows: Iterable<Row>,
): Promise<void> {
  await connection.query({
    sql: `LOAD DATA LOCAL INFILE 'rows' IGNORE INTO TABLE caretaker.${table} CHARACTER SET utf8mb4 (${columns.join(', ')})`,
    infileStreamFactory: () => Readable.from(pieces(rows)),
  });
}

function* pieces(rows: Iterable<Row>): Generator<Buffer> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(row.map((value) => (value === null ? '\\N' : escaped(value))).join('\t'));
    if (lines.length < PIECE_ROWS) continue;
    yield Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
}

function escaped(value: string | number): string {
  if (typeof value === 'string') return value.replace(/[\\\t\n]/g, (sign) => `\\${sign}`);
  return Number.isInteger(value) ? String(value) : value.toPrecision(6);
}
