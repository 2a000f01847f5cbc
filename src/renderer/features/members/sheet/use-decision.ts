import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type MemberAction, memberActions } from '../../../../contract/members/actions.ts';
import type { Member } from '../../../../contract/members/member.ts';
import type { EntryId, MemberId } from '../../../../contract/values.ts';
import { offerUndo } from '../../../components/notices/undo-notice.tsx';
import { visibleString } from '../../../components/text/visible-text.ts';
import { calls, client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { actionWords } from '../actions/decision-words.ts';
import { refreshMember } from '../page/member-queries.ts';

/** One id for each decision's undo, however often it is pressed: a lost answer must not make it two. */
const undoRequests = new Map<EntryId, string>();

/**
 * Sends a decision. `onDone` runs once it is done, `onRefused` once it is sure that it is not: between the two it may
 * have arrived. Either way the member is asked for anew.
 */
export function useDecision(member: Member, on: { done: () => void; refused: () => void }) {
  const queryClient = useQueryClient();
  return useMutation(
    calls.members.act.mutationOptions({
      onSuccess({ decisionId }, { decision }) {
        on.done();
        tell(queryClient, member, decision.action, decisionId, decision.message !== null);
      },
      onError(error) {
        const { code } = failureOf(error);
        if (code !== 'UNAVAILABLE' && code !== 'INTERNAL') on.refused();
      },
      onSettled: () => void refreshMember(queryClient, member.id),
    }),
  );
}

/** Takes a decision back and asks for the member anew, whether it could be or not. */
export async function undoDecision(
  queryClient: QueryClient,
  memberId: MemberId,
  decisionId: EntryId,
): Promise<void> {
  const requestId = undoRequests.get(decisionId) ?? crypto.randomUUID();
  undoRequests.set(decisionId, requestId);
  try {
    await client.members.undo({ requestId, decisionId });
  } finally {
    void refreshMember(queryClient, memberId);
  }
}

function tell(
  queryClient: QueryClient,
  member: Member,
  action: MemberAction,
  decisionId: EntryId,
  told: boolean,
): void {
  const name = visibleString(member.nickname);
  const title = `${actionWords[action].done}: ${name}`;
  if (!memberActions[action].undoable) {
    notifications.show({ title, message: told ? 'The member is told in a moment.' : '' });
    return;
  }
  offerUndo({
    id: `decision-${decisionId}`,
    title,
    message: told ? 'The member is told in a moment, unless it is undone.' : '',
    async undo() {
      await undoDecision(queryClient, member.id, decisionId);
      return `Taken back: ${name} is as before`;
    },
  });
}
