import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ConnectionId } from '../../../contract/connections.ts';
import type { SignInResult } from '../../../contract/session.ts';
import { client } from '../../transport/client.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';

export interface Credentials {
  connectionId: ConnectionId;
  user: string;
  password: string | null;
  keep: boolean;
}

export interface SignIn {
  /** What the last attempt came to; null before one, while one runs, and after it was put aside. */
  result: SignInResult | null;
  failure: Failure | null;
  /** The user whose attempt is running. */
  runningFor: string | null;
  start: (credentials: Credentials) => void;
  stop: () => void;
  putAside: () => void;
}

/** One sign-in at a time, which can be stopped. That it worked shows in the session, not here. */
export function useSignIn(): SignIn {
  const running = useRef<AbortController | null>(null);
  const attempt = useMutation({
    mutationFn: (credentials: Credentials) => {
      running.current?.abort();
      running.current = new AbortController();
      return client.session.signIn(credentials, { signal: running.current.signal });
    },
  });
  const stopped = running.current?.signal.aborted === true;
  return {
    result: attempt.data ?? null,
    failure: attempt.error === null || stopped ? null : failureOf(attempt.error),
    runningFor: attempt.isPending ? attempt.variables.user : null,
    start: attempt.mutate,
    stop: () => {
      running.current?.abort();
      attempt.reset();
    },
    putAside: attempt.reset,
  };
}
