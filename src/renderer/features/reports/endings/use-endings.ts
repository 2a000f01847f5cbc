import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Ending } from '../../../../contract/reports/decisions.ts';
import type { Cursor, EntryId } from '../../../../contract/values.ts';
import { refreshFromTop } from '../../../components/list/pages.ts';
import { visibleString } from '../../../components/text/visible-text.ts';
import { calls, client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useChanges } from '../../changes/changes-feed.ts';

const listKey = calls.reports.endings.key({ type: 'infinite' });
/** How often at the most the list is read again for what others change, in milliseconds. */
const pause = 4000;

/** Sanctions from decisions that end within a day, soonest first, that nobody has said they know of. */
export function useEndings() {
  const queryClient = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: listKey,
    queryFn: ({ pageParam: cursor, signal }) => client.reports.endings({ cursor }, { signal }),
    initialPageParam: null as Cursor | null,
    getNextPageParam: (last) => last.next,
  });
  const refresh = () => refreshFromTop(queryClient, listKey);
  // One that is settled, taken back or lengthened tells by its case.
  useChanges('case', () => void queryClient.invalidateQueries({ queryKey: listKey }), pause);
  return {
    list,
    endings: list.data?.pages.flatMap((page) => page.endings) ?? [],
    asOf: list.data === undefined ? undefined : new Date(list.dataUpdatedAt).toISOString(),
    refresh,
  };
}

/** Says of sanctions that they may end. */
export function useSettling() {
  const queryClient = useQueryClient();
  // One id for each, however often it is pressed after a lost answer.
  const requests = useRef(new Map<EntryId, string>());
  const { mutate, variables, isPending } = useMutation({
    mutationFn: ({ id }: Ending) => {
      const requestId = requests.current.get(id) ?? crypto.randomUUID();
      requests.current.set(id, requestId);
      return client.reports.settleEnding({ requestId, endingId: id });
    },
    async onSuccess(_, ending) {
      notifications.show({
        title: `The ${sanctionWords[ending.kind]} of ${nameOf(ending)} ends as it was set`,
        message: '',
        autoClose: 5000,
      });
      await queryClient.invalidateQueries({ queryKey: listKey });
      await queryClient.invalidateQueries({ queryKey: calls.reports.counts.key() });
    },
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: 'It stays on the list',
        message: failureOf(error).message,
      }),
  });
  return {
    settle: (ending: Ending) => mutate(ending),
    isSettling: ({ id }: Ending) => isPending && variables.id === id,
  };
}

export const sanctionWords: Record<Ending['kind'], string> = { mute: 'mute', suspend: 'suspension' };

export function nameOf({ nickname, memberId }: Ending): string {
  return nickname === null ? `member ${memberId}` : visibleString(nickname);
}
