import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { countWords } from '../../../components/runs/run-words.ts';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { tickets } from '../desk-views.ts';

/** Says that somebody is away, or back, and tells what of theirs went back to the queue. */
export function useSetAway(nameOf: (user: string) => string, onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation(
    calls.tickets.setAway.mutationOptions({
      onSuccess({ returned }, { user, until }) {
        notifications.show({
          id: `away-${user}`,
          title: until === null ? `${nameOf(user)} back` : `${nameOf(user)} away`,
          message:
            until === null
              ? 'New tickets can be given again.'
              : returned === 0
                ? 'No ticket had to go back to the queue.'
                : `${countWords(returned, tickets)} went back to the queue.`,
        });
        onDone();
      },
      onSettled: () => void queryClient.invalidateQueries({ queryKey: calls.tickets.desk.key() }),
    }),
  );
}

/** Why it was not done, where a button and no form asked for it. */
export function tellFailed(error: unknown): void {
  notifications.show({ color: 'red', title: 'It is as it was', message: failureOf(error).message });
}
