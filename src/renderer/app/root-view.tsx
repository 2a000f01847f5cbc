import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { SignedInContext, useSession } from '../features/session/session-state.ts';
import { useKeyListener } from '../keys/key-listener.ts';
import { useLine } from '../transport/use-line.ts';
import { RefusedPage } from './refused-page.tsx';
import { Splash } from './splash.tsx';

// Asked for at once: it is what most windows show first.
const signIn = import('../features/session/sign-in-view.tsx');
const SignInView = lazy(async () => ({ default: (await signIn).SignInView }));
const Shell = lazy(async () => ({ default: (await import('../shell/shell.tsx')).Shell }));

/** Decides by the session alone what the window shows. The address is kept through signing in. */
export function RootView() {
  const session = useSession();
  const line = useLine();
  useKeyListener();
  if (session === undefined) return line.state === 'refused' ? <RefusedPage /> : <Splash line={line} />;
  // Two boundaries, not one: while the next screen loads, the one before it must be gone, not hidden.
  return session.status === 'signed-out' ? (
    <Suspense key="signed-out" fallback={<Splash line={line} />}>
      <SignInView />
    </Suspense>
  ) : (
    <Suspense key="signed-in" fallback={<Splash line={line} />}>
      <SignedInContext value={session}>
        <Shell>
          <Outlet />
        </Shell>
      </SignedInContext>
    </Suspense>
  );
}
