import { useQuery } from '@tanstack/react-query';
import type { PrometheusServer } from '../../../../../contract/metrics/prometheus.ts';
import { calls } from '../../../../transport/client.ts';

/** What a server asks, and whether it answers; looked at again each half minute. */
export function useTargets({ id }: PrometheusServer) {
  return useQuery(
    calls.metrics.prometheus.targets.queryOptions({ input: { id }, refetchInterval: 30_000, retry: false }),
  );
}
