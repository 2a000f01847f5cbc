import { useQuery } from '@tanstack/react-query';
import { useNow } from '../../../preferences/clock.ts';
import { calls } from '../../../transport/client.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { type Fresh, freshWords } from '../../views/column/fresh-words.ts';
import classes from '../../views/column/views-column.module.css';

/** How often it is asked, in milliseconds. */
const interval = 10_000;

const reports = { one: 'report', many: 'reports', work: 'reports' };

/** How far the queue is behind the site’s reports, quietly, and loudly where that is too far. */
export function Freshness() {
  const reachable = useReachable();
  const tick = useNow();
  const { data, dataUpdatedAt } = useQuery(
    calls.reports.freshness.queryOptions({ refetchInterval: interval, staleTime: interval }),
  );
  if (data === undefined) return <p className={classes.fresh} />;
  const { words, wait, title, old } = freshWords(
    data satisfies Fresh,
    Math.max(tick, dataUpdatedAt),
    reports,
  );
  return (
    <p className={classes.fresh} data-old={old || !reachable || undefined} title={title}>
      {words}
      {wait !== null && <span>{wait}</span>}
    </p>
  );
}
