import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Connection } from '../../../contract/connections.ts';
import { calls, client } from '../../transport/client.ts';
import { failureOf } from '../../transport/failure.ts';
import classes from './connection-list.module.css';

/** Removes a saved connection, and offers to bring it back. A password kept for it is gone for good. */
export function useRemoval(): (connection: Connection) => void {
  const queryClient = useQueryClient();
  const renew = () => queryClient.invalidateQueries({ queryKey: calls.connections.list.key() });
  const removal = useMutation({
    mutationFn: ({ id }: Connection) => client.connections.remove({ id }),
    onSuccess: async (_, connection) => {
      await renew();
      const notice = notifications.show({
        title: `Removed “${connection.details.name}”`,
        autoClose: 12_000,
        message: (
          <span className={classes.undo}>
            {connection.keptUser === null
              ? 'Nothing was changed on the server.'
              : 'Its kept password was removed too.'}
            <Button
              size="compact-xs"
              variant="default"
              onClick={async () => {
                notifications.hide(notice);
                await client.connections.save({ id: null, details: connection.details });
                await renew();
              }}
            >
              Undo
            </Button>
          </span>
        ),
      });
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: 'Could not remove it', message: failureOf(error).message }),
  });
  return removal.mutate;
}
