import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OwnSession } from '../../../../contract/account.ts';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { calls, client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import classes from './account-view.module.css';

/** The consoles that someone is signed in on with this account. Each says once a minute that it is there. */
export function OwnSessions() {
  const list = useQuery(
    calls.account.sessions.queryOptions({ input: undefined, staleTime: 0, refetchInterval: 15_000 }),
  );
  if (list.data !== undefined) return <Table sessions={list.data.sessions} />;
  if (list.isError) {
    return <FailurePanel error={list.error} what="your sessions" onRetry={() => void list.refetch()} />;
  }
  if (list.isPaused) return <WaitingPanel what="your sessions" />;
  return <RowSkeletons label="Loading your sessions" count={2} />;
}

function Table({ sessions }: { sessions: readonly OwnSession[] }) {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const ending = useMutation({
    mutationFn: ({ id }: OwnSession) => client.account.endSession({ id }),
    onSuccess: (_, { where }) => notifications.show({ title: 'Signed out there', message: where }),
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: 'Could not sign out there',
        message: failureOf(error).message,
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: calls.account.sessions.key() }),
  });
  return (
    <>
      <table className={classes.sessions}>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Since</th>
            <th scope="col">Last seen</th>
            <th scope="col">
              <span className="unseen">Sign out</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <td>{session.where}</td>
              <td>
                <Moment at={session.signedInAt} shape="relative" />
              </td>
              <td>
                {session.isThis ? (
                  <span className={classes.here}>here, now</span>
                ) : (
                  <Moment at={session.lastSeenAt} shape="relative" />
                )}
              </td>
              <td>
                {!session.isThis && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    loading={ending.isPending && ending.variables.id === session.id}
                    disabled={!reachable}
                    aria-label={`Sign out there: ${session.where}`}
                    onClick={() => ending.mutate(session)}
                  >
                    Sign out there
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.hint}>
        If you do not know one of these, sign it out and change your password. A console that was not closed
        properly stays here for a day.
      </p>
    </>
  );
}
