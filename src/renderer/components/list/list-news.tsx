import { IconArrowBarToDown } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useCommand } from '../../keys/commands.ts';
import { newsWords } from './count-words.ts';
import classes from './list-news.module.css';

interface ListNewsProps {
  /** Rows that the list does not have yet, and how many it has that no longer belong to it. */
  arrived: { readonly count: number; readonly more: boolean };
  left: number;
  /** The list has no row. */
  empty: boolean;
  names: { one: string; many: string };
  /** Brings the list up to date, from its top. */
  onRefresh: () => void;
}

/**
 * Says what came to a list and what left it, without moving a row under the hand: the list is brought up to date when
 * the person wants it.
 */
export function ListNews({ arrived, left, empty, names, onRefresh }: ListNewsProps) {
  const news = newsWords(arrived.count, arrived.more, left, names);
  const show = useEffectEvent(onRefresh);
  useEffect(() => {
    // Where there is no row, none can move.
    if (empty && arrived.count > 0) show();
  }, [empty, arrived.count]);
  useCommand('queue.show-new', onRefresh);
  return (
    <div role="status" className={classes.place}>
      {news !== '' && !empty && (
        <button
          type="button"
          className={classes.news}
          title="Bring the list up to date (.)"
          onClick={onRefresh}
        >
          <IconArrowBarToDown size={14} stroke={1.8} aria-hidden />
          {news}
        </button>
      )}
    </div>
  );
}
