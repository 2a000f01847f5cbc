import type { QueryClient } from '@tanstack/react-query';
import type { MemberId } from '../../../../contract/values.ts';
import { calls } from '../../../transport/client.ts';

/** Asks again for all that a member's page shows and that an action, a note or a reveal may have changed. */
export async function refreshMember(queryClient: QueryClient, id: MemberId): Promise<void> {
  const { members } = calls;
  const keys = [
    members.get.key({ input: { id } }),
    members.history.key({ input: { id } }),
    members.decisions.key({ input: { memberId: id } }),
    members.notes.list.key({ input: { memberId: id } }),
    members.addresses.key({ input: { id } }),
    members.preview.key(),
  ];
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
