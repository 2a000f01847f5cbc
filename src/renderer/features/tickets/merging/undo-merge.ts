import type { QueryClient } from '@tanstack/react-query';
import type { EntryId } from '../../../../contract/values.ts';
import { calls, client } from '../../../transport/client.ts';

/** One id for each undo, however often it is pressed: a lost answer must not make it two. */
const requests = new Map<EntryId, string>();

/** Takes merges or splits back, the latest first, and asks anew for what is shown of tickets. @returns how that went */
export async function undoMerges(
  queryClient: QueryClient,
  what: 'merge' | 'split',
  mergeIds: readonly EntryId[],
): Promise<string> {
  let stayed = 0;
  try {
    for (const mergeId of mergeIds.toReversed()) {
      const requestId = requests.get(mergeId) ?? crypto.randomUUID();
      requests.set(mergeId, requestId);
      stayed += (await client.tickets.undoMerge({ requestId, mergeId })).stayed;
    }
  } finally {
    void refreshTickets(queryClient);
  }
  const done = `${what === 'merge' ? 'Merge' : 'Split'} taken back`;
  if (stayed === 0) return done;
  return stayed === 1
    ? `${done}; a message that came since stays where it is`
    : `${done}; ${stayed} messages that came since stay where they are`;
}

/** Whatever is merged or split shows in more than one ticket, and in the lists. */
export async function refreshTickets(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: calls.tickets.key() });
}
