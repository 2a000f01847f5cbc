import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { SignedInContext, useSession } from '../features/session/session-state.ts';
import { SignInView } from '../features/session/sign-in-view.tsx';
import { useKeyListener } from '../keys/key-listener.ts';
import { useLine } from '../transport/use-line.ts';
import { RefusedPage } from './refused-page.tsx';
import { Splash } from './splash.tsx';

const Shell = lazy(async () => ({ default: (await import('../shell/shell.tsx')).Shell }));

/** Decides by the session alone what the window shows. The address is kept through signing in. */
export function RootView() {
  const session = useSession();
  const line = useLine();
  useKeyListener();
  if (session === undefined) return line.state === 'refused' ? <RefusedPage /> : <Splash line={line} />;
  // Not loaded when opened, as the rest is: it is what a window shows first.
  return session.status === 'signed-out' ? (
    <SignInView />
  ) : (
    <Suspense fallback={<Splash line={line} />}>
      <SignedInContext value={session}>
        <Shell>
          <Outlet />
        </Shell>
      </SignedInContext>
    </Suspense>
  );
}
