import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type {
  DeadlockId,
  DeadlockRow,
  Fingerprint,
} from '../../../../../contract/metrics/locks/deadlocks.ts';
import type { Cursor } from '../../../../../contract/values.ts';
import { useListCursor } from '../../../../components/list/list-cursor.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import classes from '../locks.module.css';
import { useRowInSight } from '../tree/row-in-sight.ts';
import { Statements } from './kinds-table.tsx';

const route = getRouteApi('/metrics/locks');

interface DeadlockListProps {
  kind: Fingerprint | undefined;
  /** How many there are of all kinds: with it the list is asked for anew. */
  caught: number;
  open: DeadlockId | undefined;
}

/** Each deadlock that was caught, newest first, of 400 days. */
export function DeadlockList({ kind, caught, open }: DeadlockListProps) {
  const navigate = route.useNavigate();
  const reachable = useReachable();
  const list = useInfiniteQuery({
    ...calls.metrics.locks.deadlocks.list.infiniteOptions({
      input: (cursor: Cursor | null) => ({ fingerprint: kind ?? null, cursor, limit: 50 }),
      initialPageParam: null as Cursor | null,
      getNextPageParam: (page) => page.next,
    }),
    // A deadlock that comes is seen by the number of all; a page is read again only then.
    queryKey: ['deadlocks', kind ?? null, caught],
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const show = (id: string, how: 'new' | 'instead') =>
    void navigate({ search: (now) => ({ ...now, deadlock: id as DeadlockId }), replace: how === 'instead' });
  const cursor = useListCursor(
    rows.map((row) => row.id),
    open ?? null,
    show,
  );
  if (list.error !== null && rows.length === 0) {
    return (
      <p className={classes.warning} role="alert">
        {failureOf(list.error).message}
      </p>
    );
  }
  if (rows.length === 0) return null;
  return (
    <section aria-label="Deadlocks" className={classes.block}>
      <h2>{kind === undefined ? 'Each one' : 'Each one of the kind that is chosen'}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col" className={classes.less}>
              Tables
            </th>
            <th scope="col">Statements</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              isActive={row.id === cursor.activeKey}
              onOpen={() => {
                cursor.setActive(row.id);
                show(row.id, 'new');
              }}
            />
          ))}
        </tbody>
      </table>
      {list.isFetchNextPageError && (
        <p className={classes.warning} role="alert">
          {failureOf(list.error).message}
        </p>
      )}
      {list.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          className={classes.more}
          loading={list.isFetchingNextPage}
          disabled={!reachable}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </section>
  );
}

function Row({ row, isActive, onOpen }: { row: DeadlockRow; isActive: boolean; onOpen: () => void }) {
  const element = useRowInSight(isActive);
  return (
    <tr ref={element} className={classes.row} data-active={isActive || undefined} onClick={onOpen}>
      <th scope="row">
        <button type="button" className={classes.choose}>
          <Moment at={row.at} shape="stamp" />
        </button>
      </th>
      <td className={classes.less}>
        {row.tables.join(', ')}
        {!row.complete && <span className={classes.chip}>report not whole</span>}
      </td>
      <td className={classes.what}>
        <Statements statements={row.statements} />
      </td>
    </tr>
  );
}
