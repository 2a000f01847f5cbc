import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PrometheusServer } from '../../../../contract/metrics/prometheus.ts';
import { offerUndo } from '../../../components/notices/undo-notice.tsx';
import { calls, client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

const { prometheus } = calls.metrics;
const key = prometheus.servers.key();

/** The servers that are connected, by name, as anyone changes them. */
export function useServers() {
  const queryClient = useQueryClient();
  useChanges('prometheus', () => void queryClient.invalidateQueries({ queryKey: key }));
  return useQuery(prometheus.servers.queryOptions({ input: {} }));
}

/** How a server does, asked each minute. What is wrong there is no failure of the call. */
export function useCheck({ id, version }: PrometheusServer) {
  return useQuery({
    ...prometheus.check.queryOptions({ input: { id }, refetchInterval: 60_000, retry: false }),
    // A changed server is another one.
    queryKey: [...prometheus.check.key({ input: { id } }), version],
  });
}

/** Removes a server, and offers to bring it back as it was. */
export function useRemoveServer() {
  const queryClient = useQueryClient();
  const renew = () => queryClient.invalidateQueries({ queryKey: key });
  return useMutation({
    mutationFn: (server: PrometheusServer) => setRemoved(server, true),
    onSuccess(_, server) {
      void renew();
      const requestId = crypto.randomUUID();
      offerUndo({
        id: `prometheus-${server.id}`,
        title: `Removed “${server.name}”`,
        message: 'It can be brought back for a day; then its password is forgotten too.',
        async undo() {
          await setRemoved(server, false, requestId);
          void renew();
          return `“${server.name}” is connected again`;
        },
      });
    },
  });
}

function setRemoved({ id }: PrometheusServer, removed: boolean, requestId: string = crypto.randomUUID()) {
  return client.metrics.prometheus.removeServer({ requestId, id, removed });
}
