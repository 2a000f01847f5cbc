import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import classes from './row-list.module.css';

const headerHeight = 30;
/** How many rows before the end the next page is asked for. */
const runway = 30;

export interface RowListProps<Row> {
  label: string;
  /** What is asked for: the list begins at its top again when the answer to another question is there. */
  question: string;
  /** The key of each row, in order. */
  keys: readonly string[];
  /** The row at an index; undefined while it is fetched again. */
  rowAt: (index: number) => Row | undefined;
  /** Column headers: th elements. */
  header: ReactNode;
  /** One row's cells: td elements. */
  cells: (row: Row) => ReactNode;
  /** The class that lays out header and rows as one set of columns. */
  columns: string | undefined;
  /** In pixels, where it is not that of one line. */
  rowHeight?: number | undefined;
  /** The widths of the columns, where the class leaves them to whoever chose the columns. */
  template?: string | undefined;
  activeKey: string | null;
  openKey: string | null;
  /** Where several rows can be selected: which are, and what a click or Shift-click does to them. */
  selection?: RowSelection | undefined;
  onOpen: (key: string) => void;
  /** The cursor was moved to a row, which is not opened by that. */
  onActive: (key: string) => void;
  /** The first and last index that are drawn. */
  onDrawn?: ((first: number, last: number) => void) | undefined;
  /** Asks for the next page; absent when all is loaded. */
  onMore: (() => void) | undefined;
  footer: ReactNode;
  /** What is shown belongs to the question before; the answer to the present one is on its way. */
  dimmed: boolean;
}

export interface RowSelection {
  readonly keys: ReadonlySet<string>;
  toggle(key: string): void;
  /** Selects from where the selection began up to this row. */
  extendTo(key: string): void;
}

/**
 * Rows of one height, drawn only where they are seen. As tall as the rows loaded, never as all there are: an
 * element of millions of pixels is cut off by the browser.
 */
export function RowList<Row>(props: RowListProps<Row>) {
  const { keys, activeKey, openKey, onMore, onDrawn, selection, rowHeight = 30 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const answered = useRef(props.question);
  const name = useId();
  const virtualizer = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The header row stands above the first row and covers what scrolls under it.
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (keys.length > 0 && last >= keys.length - runway) onMore?.();
  }, [keys.length, last, onMore]);
  useEffect(() => onDrawn?.(first, last), [first, last, onDrawn]);
  useLayoutEffect(() => {
    if (props.dimmed || answered.current === props.question) return;
    answered.current = props.question;
    // Asked of the virtualizer, which knows where it stands: the element would have to be laid out to say.
    if ((virtualizer.scrollOffset ?? 0) > 0) scroller.current?.scrollTo({ top: 0 });
  }, [props.question, props.dimmed, virtualizer]);

  const activeIndex = useMemo(() => (activeKey === null ? -1 : keys.indexOf(activeKey)), [keys, activeKey]);
  useEffect(() => {
    if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, virtualizer]);

  const activeShown = items.some((item) => item.index === activeIndex);
  const moveTo = (index: number) => {
    const key = keys[Math.max(0, Math.min(keys.length - 1, index))];
    if (key !== undefined) props.onActive(key);
  };
  const style = props.template === undefined ? {} : { gridTemplateColumns: props.template };
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      data-dimmed={props.dimmed || undefined}
      style={{ '--row-height': `${rowHeight}px` } as CSSProperties}
    >
      <table
        {...asGrid(activeShown ? `${name}-${activeIndex}` : undefined, selection !== undefined)}
        className={classes.table}
        aria-label={props.label}
        aria-rowcount={onMore === undefined ? keys.length + 1 : -1}
        aria-busy={props.dimmed}
        onMouseDown={(event) => {
          // Shift-click selects rows; the browser would mark the text between them too.
          if (event.shiftKey && selection !== undefined) event.preventDefault();
        }}
        onClick={(event) => {
          const key = keys[clickedIndex(event.target)];
          if (key === undefined) return;
          if (selection !== undefined && event.shiftKey) selection.extendTo(key);
          else if (selection !== undefined && (event.ctrlKey || event.metaKey || onBox(event.target)))
            selection.toggle(key);
          else return props.onOpen(key);
          props.onActive(key);
        }}
        onKeyDown={(event) => {
          const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
          const to = {
            ArrowDown: activeIndex + 1,
            ArrowUp: activeIndex - 1,
            Home: 0,
            End: keys.length - 1,
            PageUp: activeIndex - page,
            PageDown: activeIndex + page,
          };
          const target = to[event.key as keyof typeof to];
          if (target === undefined || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)
            return;
          event.preventDefault();
          moveTo(target);
        }}
      >
        <thead className={classes.head}>
          <tr aria-rowindex={1} className={`${classes.header} ${props.columns ?? ''}`} style={style}>
            {props.header}
          </tr>
        </thead>
        <tbody className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const key = keys[item.index];
            if (key === undefined) return null;
            const row = props.rowAt(item.index);
            const selected = selection === undefined ? key === openKey : selection.keys.has(key);
            return (
              <tr
                key={item.key}
                id={`${name}-${item.index}`}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                aria-selected={selected}
                aria-current={key === openKey ? 'true' : undefined}
                data-active={key === activeKey || undefined}
                className={`${classes.row} ${props.columns ?? ''}`}
                style={{ ...style, transform: `translateY(${item.start - headerHeight}px)` }}
              >
                {row === undefined ? <AgainCell /> : props.cells(row)}
              </tr>
            );
          })}
        </tbody>
      </table>
      {props.footer}
    </div>
  );
}

/** In the place of a row that was let go and is fetched again. */
function AgainCell() {
  return (
    <td className={classes.again}>
      <span className="unseen">Loading</span>
    </td>
  );
}

/** A table may be a grid: it has the focus for all its rows, which come and go, and names the active one. */
function asGrid(active: string | undefined, several: boolean) {
  return {
    role: 'grid',
    tabIndex: 0,
    'aria-activedescendant': active,
    'aria-multiselectable': several || undefined,
  } as const;
}

function clickedIndex(target: EventTarget): number {
  const row = target instanceof Element ? target.closest<HTMLElement>('tr[data-index]') : null;
  return row === null ? -1 : Number(row.dataset.index);
}

/** Whether a click fell on the cell of a row's own box, which selects instead of opening. */
function onBox(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-box]') !== null;
}
