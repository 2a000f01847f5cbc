import type { InfiniteData } from '@tanstack/react-query';
import type { Cursor } from '../../../contract/values.ts';

/**
 * A page of an endless list that stays light: the list keeps every row's key, but the rows themselves only around what
 * is seen. A page that was let go is asked for again, by its cursor, when it is scrolled back to.
 */
export interface SlimPage<Row> {
  readonly keys: readonly string[];
  /** Null once the page was let go. */
  readonly rows: readonly Row[] | null;
  /** Where it begins; null for the first. */
  readonly cursor: Cursor | null;
  /** How often something on it has changed, and how often it had when it was read: outdated where they differ. */
  readonly changes: number;
  readonly changesRead: number;
  /** Rows that were on it and no longer were when it was read again: a change may bring them back. */
  readonly gone: readonly string[];
}

/** Indices of pages, both included. */
export interface PageRange {
  readonly first: number;
  readonly last: number;
}

/** How many pages keep their rows on each side of what is seen. */
const kept = 8;
/** How many rows that went a page remembers: as many as one run acts on. */
const goneKept = 1000;

/** The list without the rows of pages far from those seen; the list itself where there is nothing to let go. */
export function slimmed<Page extends SlimPage<unknown>>(
  data: InfiniteData<Page>,
  seen: PageRange,
): InfiniteData<Page> {
  return mapped(data, (page, index) =>
    page.rows !== null && (index < seen.first - kept || index > seen.last + kept)
      ? { ...page, rows: null }
      : page,
  );
}

/** The list with those pages marked that hold, or held, one of the changed keys; or all of them. */
export function outdated<Page extends SlimPage<unknown>>(
  data: InfiniteData<Page>,
  changed: ReadonlySet<string> | 'missed',
): InfiniteData<Page> {
  const has = (key: string) => changed === 'missed' || changed.has(key);
  return mapped(data, (page) =>
    page.keys.some(has) || page.gone.some(has) ? { ...page, changes: page.changes + 1 } : page,
  );
}

/** The pages among those seen that have to be read again before they can be shown as they are. */
export function unread<Page extends SlimPage<unknown>>(data: InfiniteData<Page>, seen: PageRange): Page[] {
  return data.pages
    .slice(seen.first, seen.last + 1)
    .filter((page) => page.rows === null || page.changes !== page.changesRead);
}

/**
 * The list with one page as it was read again. Where rows before it went, it reaches into the page that follows, whose
 * rows stay where they are. `asked` is the page as it was when it was asked for.
 */
export function refilled<Page extends SlimPage<{ id: string }>>(
  data: InfiniteData<Page>,
  asked: Page,
  rows: NonNullable<Page['rows']>,
): InfiniteData<Page> {
  const at = data.pages.findIndex((page) => page.cursor === asked.cursor);
  const following = new Set(data.pages[at + 1]?.keys);
  const own = rows.filter(({ id }) => !following.has(id));
  const keys = own.map(({ id }) => id);
  const gone = (page: Page) =>
    [...new Set([...page.gone, ...page.keys])].filter((key) => !keys.includes(key)).slice(-goneKept);
  return mapped(data, (page, index) =>
    index === at ? { ...page, keys, rows: own, gone: gone(page), changesRead: asked.changes } : page,
  );
}

/** The list with rows as they are now in the places where they stand, whatever has changed of them. */
export function renewed<Row extends { id: string }, Page extends SlimPage<Row>>(
  data: InfiniteData<Page>,
  rows: readonly Row[],
): InfiniteData<Page> {
  const byKey = new Map(rows.map((row) => [row.id, row]));
  return mapped(data, (page) =>
    page.rows?.some(({ id }) => byKey.has(id)) === true
      ? { ...page, rows: page.rows.map((row) => byKey.get(row.id) ?? row) }
      : page,
  );
}

/** The index of each page's first row, and one more: how many rows there are. */
export function startsOf(pages: readonly { keys: readonly string[] }[]): readonly number[] {
  const starts = [0];
  for (const page of pages) starts.push((starts.at(-1) ?? 0) + page.keys.length);
  return starts;
}

/** The index of the page that a row is on, from what `startsOf` gave. */
export function pageAt(starts: readonly number[], row: number): number {
  let low = 0;
  let high = Math.max(0, starts.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

function mapped<Page>(
  data: InfiniteData<Page>,
  change: (page: Page, index: number) => Page,
): InfiniteData<Page> {
  const pages = data.pages.map(change);
  return pages.every((page, index) => page === data.pages[index]) ? data : { ...data, pages };
}
