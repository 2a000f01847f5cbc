import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { CaseId } from '../../../../../contract/reports/values.ts';
import { NoteEditor } from '../../../../components/fields/note-editor.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { useDraft } from '../../../session/drafts.ts';
import { draftOf, noteDrafts } from '../../claim/note-drafts.ts';
import { refreshCase } from '../case-queries.ts';

/** A note for colleagues, into the history of the case. */
export function CaseNote({ caseId }: { caseId: CaseId }) {
  const queryClient = useQueryClient();
  const [draft, keep] = useDraft(noteDrafts, `case ${caseId} note`);
  const field = useRef<HTMLTextAreaElement>(null);
  const add = useMutation(
    calls.reports.note.mutationOptions({
      onSuccess: () => keep(() => undefined),
      onSettled: () => void refreshCase(queryClient, caseId),
    }),
  );
  useCommand('case.note', () => field.current?.focus());
  return (
    <NoteEditor
      label="Write a note (w)"
      field={field}
      maxLength={2000}
      body={draft?.body ?? ''}
      pending={add.isPending}
      error={add.error}
      onChange={(body) => {
        add.reset();
        keep(() => draftOf(body));
      }}
      onSave={() => {
        if (draft !== undefined) {
          add.mutate({ caseId, body: draft.body.trim(), requestId: draft.requestId });
        }
      }}
    />
  );
}
