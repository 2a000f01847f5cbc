import { type InfiniteData, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useReachable } from '../../transport/reachable.ts';
import {
  outdated,
  type PageRange,
  pageAt,
  refilled,
  renewed,
  type SlimPage,
  slimmed,
  startsOf,
  unread,
} from './slim-pages.ts';

/** How long scrolling rests before pages that were let go are asked for again, in milliseconds. */
const rest = 60;
/** How long until a page that could not be read is tried again, in milliseconds. */
const patience = 3000;

interface SlimPagesProps<Row extends { id: string }, Page extends SlimPage<Row>> {
  queryKey: QueryKey;
  /** What is shown, which may still be the answer to the question before. */
  data: InfiniteData<Page> | undefined;
  settled: boolean;
  readAgain: (page: Page, signal: AbortSignal) => Promise<readonly Row[]>;
}

interface Drawn<Row> {
  /** The key of every row so far. */
  keys: readonly string[];
  rowAt: (index: number) => Row | undefined;
  /** To be told which rows are drawn. */
  onDrawn: (first: number, last: number) => void;
  /**
   * To be told which rows have changed: those that are drawn are read again, the others when they are. Says whether
   * any of them is on the list.
   */
  onChanged: (changed: ReadonlySet<string> | 'missed') => boolean;
  /** Puts rows as they are now in the places where they stand. */
  renew: (rows: readonly Row[]) => void;
}

/** Keeps an endless list in the query cache light while it is scrolled, and what is seen of it as it is now. */
export function useSlimPages<Row extends { id: string }, Page extends SlimPage<Row>>({
  queryKey,
  data,
  settled,
  readAgain,
}: SlimPagesProps<Row, Page>): Drawn<Row> {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const [seen, setSeen] = useState<PageRange>({ first: 0, last: 0 });
  const [failures, setFailures] = useState(0);
  const pages = data?.pages;
  const starts = useMemo(() => startsOf(pages ?? []), [pages]);
  const keys = useMemo(() => (pages ?? []).flatMap((page) => page.keys), [pages]);

  type Data = InfiniteData<Page>;
  const change = useEffectEvent((update: (data: Data) => Data) => {
    const before = queryClient.getQueryData<Data>(queryKey);
    if (before === undefined) return false;
    const after = update(before);
    // It is as old as it was: most of it has not been read again.
    const updatedAt = queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0;
    if (after !== before) queryClient.setQueryData<Data>(queryKey, after, { updatedAt });
    return after !== before;
  });
  useEffect(() => {
    if (pages !== undefined) change((now) => slimmed(now, seen));
  }, [pages, seen]);

  const wanted = data === undefined || !settled ? [] : unread(data, seen);
  const names = wanted.map(({ cursor, changes }) => `${cursor}:${changes}`).join(' ');
  const read = useEffectEvent(async (signal: AbortSignal) => {
    try {
      const answers = await Promise.all(wanted.map((page) => readAgain(page, signal)));
      if (signal.aborted) return;
      change((now) => wanted.reduce((all, page, at) => refilled(all, page, answers[at] ?? []), now));
      setFailures(0);
    } catch {
      // Whatever it was, it is tried again: the rows say meanwhile that they are not there.
      if (!signal.aborted) setFailures((count) => count + 1);
    }
  });
  useEffect(() => {
    if (names === '' || !reachable) return;
    const controller = new AbortController();
    const timer = setTimeout(() => void read(controller.signal), failures === 0 ? rest : patience);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [names, reachable, failures]);

  return {
    keys,
    rowAt: useCallback(
      (index) => {
        const at = pageAt(starts, index);
        return pages?.[at]?.rows?.[index - (starts[at] ?? 0)];
      },
      [pages, starts],
    ),
    onDrawn: useCallback(
      (first, last) => {
        const range = { first: pageAt(starts, first), last: pageAt(starts, last) };
        setSeen((now) => (now.first === range.first && now.last === range.last ? now : range));
      },
      [starts],
    ),
    onChanged: (changed) => change((now) => outdated(now, changed)),
    renew: (rows) => void change((now) => renewed(now, rows)),
  };
}
