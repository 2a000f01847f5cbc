import { useQuery } from '@tanstack/react-query';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

/** So many minutes of business hours before a breach a ticket is marked; none until that is known. */
export function useWarnMinutes(): number {
  const { data, refetch } = useQuery(
    calls.tickets.rules.queryOptions({ staleTime: Number.POSITIVE_INFINITY }),
  );
  useChanges('ticket-rules', () => void refetch());
  return data?.rules.warnMinutes ?? 0;
}
