import { Readable } from 'node:stream';
import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { quoted, SCHEMA } from './schema.ts';
import type { Table } from './tables/table.ts';

/** Rows in one transaction: a stop loses at most this much work. */
export const CHUNK_ROWS = 50_000;
const PIECE = 128 * 1024;

export function unitsPerChunk(table: Table): number {
  return Math.max(1, Math.floor(CHUNK_ROWS / Math.max(table.rowsPerUnit, 0.1)));
}

export function chunkCount(table: Table): number {
  return Math.ceil(table.units / unitsPerChunk(table));
}

/**
 * Puts one chunk of a table into the database, together with the note that it is there: either both or neither.
 * Returns the number of rows.
 * @throws Error when the server took another number of rows than were made, and nothing is kept
 */
export async function loadChunk(connection: Connection, table: Table, chunk: number): Promise<number> {
  const size = unitsPerChunk(table);
  let made = 0;
  const count = (rows: number): void => {
    made += rows;
  };
  await connection.beginTransaction();
  try {
    const [result] = await connection.query<ResultSetHeader>({
      sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${SCHEMA}.${quoted(table.name)} CHARACTER SET utf8mb4
            (${table.columns.map(quoted).join(', ')})`,
      infileStreamFactory: () =>
        Readable.from(pieces(table, chunk * size, Math.min((chunk + 1) * size, table.units), count)),
    });
    // With LOCAL the server turns errors of single rows into warnings and leaves the rows out.
    if (result.affectedRows !== made || result.warningStatus !== 0) {
      const [warnings] = await connection.query<RowDataPacket[]>('SHOW WARNINGS LIMIT 1');
      throw new Error(
        `Filling ${table.name} failed: of ${made} rows the database took ${result.affectedRows} ` +
          `(${String(warnings[0]?.Message)}). These rows were not kept; remove the demo's data folder and start again.`,
      );
    }
    await connection.query(`INSERT INTO ${SCHEMA}.generator_chunks VALUES (?, ?, ?)`, [
      table.name,
      chunk,
      made,
    ]);
    await connection.commit();
  } catch (error) {
    await connection.rollback().catch(() => {});
    throw error;
  }
  return made;
}

function* pieces(table: Table, from: number, to: number, count: (rows: number) => void): Generator<Buffer> {
  let lines: string[] = [];
  let size = 0;
  const flush = (): Buffer => {
    count(lines.length);
    const piece = Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
    size = 0;
    return piece;
  };
  for (let unit = from; unit < to; unit++) {
    const before = lines.length;
    table.write(unit, lines);
    for (let i = before; i < lines.length; i++) size += lines[i]?.length ?? 0;
    if (size >= PIECE) yield flush();
  }
  if (lines.length > 0) yield flush();
}
