import { unusedAfterDays } from '../../../../contract/metrics/headroom/indexes.ts';
import { type IndexedTable, type IndexNeed, isPrimary, soleNeed, type TableIndex } from './table-indexes.ts';

export interface Unused {
  readonly table: IndexedTable;
  readonly index: TableIndex;
  readonly daysSeen: number;
  /** As a column holds it; null where no use was ever seen. */
  readonly usedAt: string | null;
  /** What the table must have it for, in words. */
  readonly neededFor: string | null;
}

/** What was noted of an index, see measure/. */
export interface SeenUse {
  readonly daysSeen: number;
  readonly usedAt: string | null;
}

/**
 * Indexes without a use over 30 full days, and those without one that were not seen for as long yet. Never what is
 * unique, since it refuses rows whether read or not, and none but BTREE: of FULLTEXT and SPATIAL no uses are counted.
 * `left` are the tables without those that could go: what else is said of them must hold once they are gone.
 */
export function unusedIndexes(
  tables: readonly IndexedTable[],
  seenOf: (table: IndexedTable, index: TableIndex) => SeenUse | null,
): { unused: Unused[]; waiting: { count: number; daysSeen: number }; left: IndexedTable[] } {
  const unused: Unused[] = [];
  const left: IndexedTable[] = [];
  const waiting = { count: 0, daysSeen: 0 };
  for (const table of tables) {
    let rest = table;
    for (const index of table.indexes.filter(isCandidate).toSorted(largestFirst)) {
      const seen = seenOf(table, index);
      if (seen === null) continue;
      if (seen.daysSeen < unusedAfterDays) {
        if (seen.usedAt !== null) continue;
        waiting.count += 1;
        waiting.daysSeen = Math.max(waiting.daysSeen, seen.daysSeen);
        continue;
      }
      const neededFor = needText(soleNeed(index, rest));
      if (neededFor === null) rest = { ...rest, indexes: rest.indexes.filter((it) => it !== index) };
      unused.push({ table, index, ...seen, neededFor });
    }
    left.push(rest);
  }
  return { unused, waiting, left };
}

function isCandidate(index: TableIndex): boolean {
  return index.type === 'BTREE' && !index.isUnique && !isPrimary(index);
}

function largestFirst(a: TableIndex, b: TableIndex): number {
  return (b.bytes ?? 0) - (a.bytes ?? 0);
}

function needText(need: IndexNeed | null): string | null {
  switch (need?.kind) {
    case undefined:
      return null;
    case 'foreign key':
      return `the foreign key ${need.name}`;
    case 'reference':
      return `the foreign key ${need.name}, which refers to it`;
    case 'auto_increment':
      return `the ids of ${need.name}, which the server gives (AUTO_INCREMENT)`;
  }
}
