import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { QueueFilter } from '../../../../contract/reports/queue.ts';
import type { Count } from '../../../components/list/count-words.ts';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';
import type { ShownView } from '../reports-address.ts';

/** How often at the most the cases are counted again, in milliseconds. */
const pause = 4000;

/** Undefined while it is counted for the first time. */
export type Counts = (view: ShownView) => Count | undefined;

/** How many cases each view holds under a filter, and how many sanctions are about to end. */
export function useQueueCounts(filter: QueueFilter): Counts {
  const { data, refetch } = useQuery(
    calls.reports.counts.queryOptions({ input: { filter }, placeholderData: keepPreviousData }),
  );
  useChanges('case', () => void refetch(), pause);
  return (view) => {
    if (data === undefined) return undefined;
    return view === 'endings' ? { count: data.endings, capped: false } : data.counts[view];
  };
}
