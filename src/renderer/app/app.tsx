import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followSession, reachability } from '../features/session/session-state.ts';
import { calls } from '../transport/client.ts';
import { createQueryClient, letReadsRun } from '../transport/query-client.ts';
import { router } from './router.tsx';
import { theme, themeManager } from './theme.ts';

/** Starts the interface in `root`. Once in the life of a window, and after it was let in. */
export function startApp(root: HTMLElement): void {
  const queryClient = createQueryClient();
  letReadsRun(reachability(queryClient));
  followSession(queryClient);
  // Asked for while the session is, since the first screen shows them to whoever is not signed in.
  void queryClient.prefetchQuery(calls.connections.list.queryOptions());
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        colorSchemeManager={themeManager}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
        getStyleNonce={styleNonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Notifications position="bottom-right" containerWidth={400} limit={4} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

/** The nonce that the host gave this page for styles, for the few components that insert one. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
