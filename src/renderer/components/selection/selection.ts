/** Rows chosen to act on. More than `most`, which one run takes, are never chosen; `full` says that some were left out. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Where Shift extends from; null until a row was chosen. */
  readonly anchor: string | null;
  /** What was chosen before Shift began to extend. */
  readonly before: ReadonlySet<string>;
  readonly full: boolean;
}

export const nothingSelected: Selection = {
  keys: new Set(),
  anchor: null,
  before: new Set(),
  full: false,
};

export function toggled(selection: Selection, key: string, most: number): Selection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return settled(keys, key, most);
}

/** Chooses from the anchor to a row as well. Going back gives up what was gone over. `from` is the anchor if none is. */
export function extended(
  selection: Selection,
  rows: readonly string[],
  to: string,
  from: string | null,
  most: number,
): Selection {
  const anchor = selection.anchor ?? from ?? to;
  const before = selection.anchor === null ? selection.keys : selection.before;
  const ends = [rows.indexOf(anchor), rows.indexOf(to)];
  if (ends.includes(-1)) return toggled(selection, to, most);
  const between = rows.slice(Math.min(...ends), Math.max(...ends) + 1);
  return { ...limited([...before, ...between], most), anchor, before };
}

export function allSelected(rows: readonly string[], most: number): Selection {
  const { keys, full } = limited(rows, most);
  return { ...settled(keys, rows[0] ?? null, most), full };
}

function settled(keys: ReadonlySet<string>, at: string | null, most: number): Selection {
  const { keys: kept, full } = limited(keys, most);
  return { keys: kept, anchor: at, before: kept, full };
}

function limited(keys: Iterable<string>, most: number): { keys: ReadonlySet<string>; full: boolean } {
  const all = new Set(keys);
  return { keys: new Set([...all].slice(0, most)), full: all.size > most };
}
