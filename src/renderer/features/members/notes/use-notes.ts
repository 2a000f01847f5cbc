import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Note } from '../../../../contract/members/notes.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { offerUndo } from '../../../components/notices/undo-notice.tsx';
import { calls, client } from '../../../transport/client.ts';
import { createDrafts } from '../../session/drafts.ts';
import { refreshMember } from '../page/member-queries.ts';

/** What is written in a note and not saved; the request is the same until the text changes or it is saved. */
export interface NoteDraft {
  readonly body: string;
  readonly requestId: string;
}

/** By the member for a new note, by the note for an edit. */
export const noteDrafts = createDrafts<NoteDraft>();

export function draftOf(body: string): NoteDraft {
  return { body, requestId: crypto.randomUUID() };
}

/** Takes a note away, and offers to bring it back. */
export function useNoteRemoval(memberId: MemberId, note: Note) {
  const queryClient = useQueryClient();
  return useMutation(
    calls.members.notes.remove.mutationOptions({
      onSuccess() {
        const requestId = crypto.randomUUID();
        offerUndo({
          id: `note-${note.id}`,
          title: 'Note removed',
          async undo() {
            await client.members.notes.remove({ requestId, id: note.id, removed: false });
            void refreshMember(queryClient, memberId);
            return 'The note is back';
          },
        });
      },
      onSettled: () => void refreshMember(queryClient, memberId),
    }),
  );
}
