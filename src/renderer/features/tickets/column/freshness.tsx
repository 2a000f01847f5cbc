import { useQuery } from '@tanstack/react-query';
import { useNow } from '../../../preferences/clock.ts';
import { calls } from '../../../transport/client.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { freshWords } from '../../views/column/fresh-words.ts';
import classes from '../../views/column/views-column.module.css';

/** How often it is asked, in milliseconds. */
const interval = 10_000;

const requests = { one: 'request', many: 'requests', work: 'tickets' };

/** How far the desk is behind the site’s requests, quietly, and loudly where that is too far. */
export function Freshness() {
  const reachable = useReachable();
  const tick = useNow();
  const { data, dataUpdatedAt } = useQuery(
    calls.tickets.freshness.queryOptions({ refetchInterval: interval, staleTime: interval }),
  );
  if (data === undefined) return <p className={classes.fresh} />;
  const { words, wait, title, old } = freshWords(data, Math.max(tick, dataUpdatedAt), requests);
  return (
    <p className={classes.fresh} data-old={old || !reachable || undefined} title={title}>
      {words}
      {wait !== null && <span>{wait}</span>}
    </p>
  );
}
