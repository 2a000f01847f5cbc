import { onlineManager, QueryClient } from '@tanstack/react-query';
import { failureOf } from './failure.ts';
import { backOff } from './line.ts';

const minute = 60_000;

/** The cache of everything the server said. Reads pause while it cannot be reached; writes never wait. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: minute / 2,
        gcTime: 5 * minute,
        retry: (count, error) => failureOf(error).code === 'UNAVAILABLE' && count < 3,
        retryDelay: backOff,
        // What is being read must not shift because a window got the focus; its age is shown instead.
        refetchOnWindowFocus: false,
        refetchOnReconnect: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** Lets reads run only while both the service and the database answer. The network's own state is no matter. */
export function letReadsRun(whileReachable: {
  now(): boolean;
  subscribe(listener: () => void): () => void;
}): void {
  onlineManager.setEventListener((setOnline) => {
    const tell = () => setOnline(whileReachable.now());
    tell();
    return whileReachable.subscribe(tell);
  });
}
