import { failureOf } from '../../transport/failure.ts';
import { useReachable } from '../../transport/reachable.ts';
import classes from './list-footer.module.css';

interface ListFooterProps {
  list: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => unknown;
  };
  count: number;
  one: string;
  many: string;
}

/** The end of an endless list: that there is more, that it failed, or that this was all. */
export function ListFooter({ list, count, one, many }: ListFooterProps) {
  const reachable = useReachable();
  if (list.isFetchNextPageError) {
    return (
      <p className={classes.footer} role="alert">
        {failureOf(list.error).message}{' '}
        <button type="button" className={classes.again} onClick={() => list.fetchNextPage()}>
          Load more
        </button>
      </p>
    );
  }
  if (list.hasNextPage) {
    return (
      <p className={classes.footer}>{reachable ? 'Loading more…' : 'More when the database answers again'}</p>
    );
  }
  const figure = new Intl.NumberFormat('en-GB').format(count);
  return <p className={classes.footer}>{count === 1 ? `1 ${one}` : `${figure} ${many}`}, no more</p>;
}
