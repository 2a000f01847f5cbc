import { fulfils, type IndexedTable, type IndexPart, isPrimary, type TableIndex } from './table-indexes.ts';

export interface Redundant {
  readonly index: TableIndex;
  /** What does the same; itself stays. */
  readonly by: TableIndex;
  /** Why: `same` columns, a leading `part` of the other's, or alike once the primary key is counted that ends every index. */
  readonly how: 'same' | 'part' | 'primary-key';
  /** Columns of the primary key that this index orders by within its own columns, and the other does not. */
  readonly losesOrder: readonly string[];
}

/**
 * Indexes of a table that could go together, without a search, a uniqueness or a foreign key losing its index. Only of
 * the kind BTREE: what FULLTEXT, SPATIAL and the like do, no other index does. Parts are alike with the same column, the
 * same prefix and the same direction.
 */
export function redundantIndexes(table: IndexedTable): Redundant[] {
  const primary = table.indexes.find(isPrimary);
  // InnoDB alone ends each index with the primary key, and InnoDB alone keeps statistics of its size.
  const suffix = primary !== undefined && primary.bytes !== null ? primary.parts : [];
  const kept = new Set(table.indexes);
  const gone = table.indexes
    .filter((index) => index.type === 'BTREE' && !isPrimary(index))
    .toSorted(leastUsefulFirst)
    .filter((index) => {
      const others = [...kept].filter((it) => it !== index);
      if (keeperOf(index, others, suffix) === null || !isSpare(index, others, table)) return false;
      kept.delete(index);
      return true;
    });
  // Only what is left at the end may be named as doing the same.
  return gone.flatMap((index) => {
    const keeper = keeperOf(index, [...kept], suffix);
    return keeper === null ? [] : [{ index, ...keeper }];
  });
}

/** Of two that do the same, this order says which is dropped. */
function leastUsefulFirst(a: TableIndex, b: TableIndex): number {
  return (
    a.parts.length - b.parts.length ||
    Number(a.isUnique) - Number(b.isUnique) ||
    Number(b.isHidden) - Number(a.isHidden) ||
    (a.name < b.name ? 1 : -1)
  );
}

function keeperOf(
  index: TableIndex,
  others: readonly TableIndex[],
  suffix: readonly IndexPart[],
): Omit<Redundant, 'index'> | null {
  const usable = others.filter((it) => it.type === 'BTREE' && !it.isHidden);
  const leading = usable
    .filter((it) => isLeading(index.parts, it.parts))
    // The one that orders as this one does, else the shortest.
    .map((by) => ({ by, losesOrder: lostOrder(index, by, suffix) }))
    .toSorted(
      (a, b) => a.losesOrder.length - b.losesOrder.length || a.by.parts.length - b.by.parts.length,
    )[0];
  if (leading !== undefined) {
    const how = leading.by.parts.length === index.parts.length ? 'same' : 'part';
    return { ...leading, how };
  }
  const alike = usable.find((it) => isLeading(index.parts, extended(it, suffix)));
  return alike === undefined ? null : { by: alike, how: 'primary-key', losesOrder: [] };
}

function isLeading(parts: readonly IndexPart[], of: readonly IndexPart[]): boolean {
  return (
    parts.length <= of.length &&
    parts.every((part, i) => {
      const other = of[i];
      return (
        other !== undefined &&
        part.column !== null &&
        part.column === other.column &&
        part.prefix === other.prefix &&
        part.isDescending === other.isDescending
      );
    })
  );
}

/** An index as InnoDB keeps it: followed by those columns of the primary key that it does not have whole. */
function extended(index: TableIndex, suffix: readonly IndexPart[]): readonly IndexPart[] {
  if (isPrimary(index)) return index.parts;
  const has = ({ column }: IndexPart) =>
    index.parts.some((part) => part.column === column && part.prefix === null);
  return [...index.parts, ...suffix.filter((part) => !has(part))];
}

function lostOrder(index: TableIndex, by: TableIndex, suffix: readonly IndexPart[]): string[] {
  // By a unique index of the same columns, at most one row is left to be ordered.
  if (index.isUnique || isLeading(extended(index, suffix), extended(by, suffix))) return [];
  return extended(index, suffix)
    .slice(index.parts.length)
    .flatMap(({ column }) => column ?? []);
}

/** Whether its uniqueness and every need of the table are also seen to by the others. */
function isSpare(index: TableIndex, others: readonly TableIndex[], table: IndexedTable): boolean {
  if (index.isUnique && !others.some((other) => other.isUnique && implies(other, index))) return false;
  return table.needs.every(
    (need) => !fulfils(index, need) || others.some((other) => !other.isHidden && fulfils(other, need)),
  );
}

/**
 * Whether what is unique by `unique` is so by `index` too: every column of it is one of the other's, as a prefix that is
 * not longer. NULLs only make both let more through, the shorter one first.
 */
function implies(unique: TableIndex, index: TableIndex): boolean {
  return unique.parts.every(({ column, prefix }) => {
    if (column === null) return false;
    return index.parts.some(
      (part) =>
        part.column === column && (part.prefix === null ? true : prefix !== null && prefix <= part.prefix),
    );
  });
}
