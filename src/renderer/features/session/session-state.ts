import { type QueryClient, skipToken, useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { metricsReaders } from '../../../contract/metrics/values.ts';
import { reportWorkers } from '../../../contract/reports/values.ts';
import { memberReaders, type Role } from '../../../contract/roles.ts';
import type { SessionState } from '../../../contract/session.ts';
import { ticketWorkers } from '../../../contract/tickets/values.ts';
import { client, line } from '../../transport/client.ts';
import { follow } from '../../transport/follow.ts';

export type SignedIn = Extract<SessionState, { status: 'signed-in' }>;

const sessionKey = ['session'] as const;

/** Keeps the session in the query cache as the core tells it, for the life of the window. */
export function followSession(queryClient: QueryClient): void {
  void follow(
    (signal) => client.session.watch(undefined, { signal }),
    {
      item(next) {
        const before = queryClient.getQueryData<SessionState>(sessionKey);
        queryClient.setQueryData<SessionState>(sessionKey, next);
        // What one person was shown is not the next one's to see.
        if (before !== undefined && personOf(before) !== personOf(next)) forgetAnswers(queryClient);
      },
    },
    new AbortController().signal,
  );
}

/** The session, or undefined until the core has told it for the first time. */
export function useSession(): SessionState | undefined {
  return useQuery<SessionState>({
    queryKey: sessionKey,
    queryFn: skipToken,
    staleTime: Infinity,
    gcTime: Infinity,
  }).data;
}

/**
 * The session for the views of whoever is signed in. Handed down rather than read from the cache: a view that is about
 * to go must not hear of a sign-out before the one that takes it away.
 */
export const SignedInContext = createContext<SignedIn | null>(null);

/** The session of whoever is signed in. For views that exist only then. */
export function useSignedIn(): SignedIn {
  const session = use(SignedInContext);
  if (session === null) throw new Error('This view is for people who are signed in.');
  return session;
}

/** Whether reads can be answered: the service is there and, for whoever is signed in, the database too. */
export function reachability(queryClient: QueryClient) {
  return {
    now(): boolean {
      const session = queryClient.getQueryData<SessionState>(sessionKey);
      const lost = session?.status === 'signed-in' && session.link.state === 'lost';
      return !lost && (line.state().state === 'up' || line.state().state === 'connecting');
    },
    subscribe(listener: () => void): () => void {
      const leaveLine = line.subscribe(listener);
      const leaveCache = queryClient.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.query.queryKey[0] === sessionKey[0]) listener();
      });
      return () => {
        leaveLine();
        leaveCache();
      };
    },
  };
}

/** The workspaces that a role has, in the order of the rail. */
export function workspacesOf(role: Role): readonly Workspace[] {
  const has = (roles: readonly Role[]) => roles.includes(role);
  return [
    ...(has(memberReaders) ? ['members' as const] : []),
    ...(has(reportWorkers) ? ['reports' as const] : []),
    ...(has(ticketWorkers) ? ['tickets' as const] : []),
    ...(has(metricsReaders) ? ['metrics' as const] : []),
    'record',
    'settings',
  ];
}
export type Workspace = 'members' | 'reports' | 'tickets' | 'metrics' | 'record' | 'settings';

/**
 * Where a role starts: a moderator at the next report, support at the next ticket, a CTO at traffic, everyone else at the first workspace
 * they have.
 */
export function homeOf(role: Role): Workspace {
  if (role === 'moderator') return 'reports';
  if (role === 'support') return 'tickets';
  return workspacesOf(role)[0] ?? 'settings';
}

function personOf(state: SessionState): string {
  return state.status === 'signed-in' ? `${state.connection.id} ${state.person.user}` : '';
}

function forgetAnswers(queryClient: QueryClient): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
}
