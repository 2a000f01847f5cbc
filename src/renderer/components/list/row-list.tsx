import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import classes from './row-list.module.css';

const rowHeight = 30;
/** How many rows before the end the next page is asked for. */
const runway = 30;

export interface RowListProps<Row> {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Column headers: th elements. */
  header: ReactNode;
  /** One row's cells: td elements. */
  cells: (row: Row) => ReactNode;
  /** The class that lays out header and rows as one set of columns. */
  columns: string | undefined;
  activeKey: string | null;
  openKey: string | null;
  onOpen: (row: Row) => void;
  /** The cursor was moved to a row, which is not opened by that. */
  onActive: (row: Row) => void;
  /** Asks for the next page; absent when all is loaded. */
  onMore: (() => void) | undefined;
  footer: ReactNode;
  /** What is shown belongs to the question before; the answer to the present one is on its way. */
  dimmed: boolean;
}

/**
 * Rows of one height, drawn only where they are seen. As tall as the rows loaded, never as all there are: an
 * element of millions of pixels is cut off by the browser.
 */
export function RowList<Row>(props: RowListProps<Row>) {
  const { rows, keyOf, activeKey, openKey, onMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const name = useId();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 12,
    // The header row stands above the first row and covers what scrolls under it.
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - runway) onMore?.();
  }, [rows.length, last, onMore]);

  const activeIndex = activeKey === null ? -1 : rows.findIndex((row) => keyOf(row) === activeKey);
  useEffect(() => {
    if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, virtualizer]);

  const activeShown = items.some((item) => item.index === activeIndex);
  const moveTo = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row !== undefined) props.onActive(row);
  };
  return (
    <div ref={scroller} className={classes.scroller} data-dimmed={props.dimmed || undefined}>
      <table
        {...asGrid(activeShown ? `${name}-${activeIndex}` : undefined)}
        className={classes.table}
        aria-label={props.label}
        aria-rowcount={onMore === undefined ? rows.length + 1 : -1}
        aria-busy={props.dimmed}
        onClick={(event) => {
          const row = rows[clickedIndex(event.target)];
          if (row !== undefined) props.onOpen(row);
        }}
        onKeyDown={(event) => {
          const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
          const to = {
            Home: 0,
            End: rows.length - 1,
            PageUp: activeIndex - page,
            PageDown: activeIndex + page,
          };
          const target = to[event.key as keyof typeof to];
          if (target === undefined) return;
          event.preventDefault();
          moveTo(target);
        }}
      >
        <thead className={classes.head}>
          <tr aria-rowindex={1} className={`${classes.header} ${props.columns ?? ''}`}>
            {props.header}
          </tr>
        </thead>
        <tbody className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const key = keyOf(row);
            return (
              <tr
                key={item.key}
                id={`${name}-${item.index}`}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                aria-selected={key === openKey}
                data-active={key === activeKey || undefined}
                className={`${classes.row} ${props.columns ?? ''}`}
                style={{ transform: `translateY(${item.start - rowHeight}px)` }}
              >
                {props.cells(row)}
              </tr>
            );
          })}
        </tbody>
      </table>
      {props.footer}
    </div>
  );
}

/** A table may be a grid: it has the focus for all its rows, which come and go, and names the active one. */
function asGrid(active: string | undefined) {
  return { role: 'grid', tabIndex: 0, 'aria-activedescendant': active } as const;
}

function clickedIndex(target: EventTarget): number {
  const row = target instanceof Element ? target.closest<HTMLElement>('tr[data-index]') : null;
  return row === null ? -1 : Number(row.dataset.index);
}
