/** One table of the community: what it looks like, and its rows. */
export interface Table {
  name: string;
  /** Columns and primary key, as between the brackets of CREATE TABLE. */
  definition: string;
  /** Secondary indexes, added when the rows are in: sorting once is faster than inserting in random order. */
  indexes: Record<string, string>;
  /** The columns `write` fills, in its order. */
  columns: string[];
  /** Rows are made in units: mostly one row, sometimes a block of rows that belong together. */
  units: number;
  /** How many rows a unit has, on average. */
  rowsPerUnit: number;
  /** Appends the rows of a unit (from 0) in the order of the primary key, fields parted by tabs, escaped. */
  write(unit: number, lines: string[]): void;
}

const hours = new Map<number, string>();
const two = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));

/** A DATETIME(6) in UTC. `exact` in ms; the microseconds are made up, from the time itself. */
export function sqlTime(exact: number): string {
  const time = Math.floor(exact);
  const hour = Math.floor(time / 3_600_000);
  let start = hours.get(hour);
  if (start === undefined) {
    start = new Date(hour * 3_600_000).toISOString().slice(0, 13).replace('T', ' ');
    hours.set(hour, start);
  }
  const rest = time - hour * 3_600_000;
  const seconds = Math.floor(rest / 1000);
  const ms = rest % 1000;
  const micro = ((rest % 99991) * 7919) % 1000;
  return `${start}:${two[Math.floor(seconds / 60)]}:${two[seconds % 60]}.${three[ms]}${three[micro]}`;
}

/** NULL, to LOAD DATA. */
export const NULL = '\\N';

export function sqlTimeOrNull(time: number | null): string {
  return time === null ? NULL : sqlTime(time);
}
