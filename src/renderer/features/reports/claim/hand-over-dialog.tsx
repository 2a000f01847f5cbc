import { NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import { handOverHours } from '../../../../contract/reports/values.ts';
import { DialogForm } from '../../../components/panels/dialog-form.tsx';
import { calls } from '../../../transport/client.ts';
import { useDraft } from '../../session/drafts.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { refreshCase } from '../case/case-queries.ts';
import { draftOf, noteDrafts } from './note-drafts.ts';

interface HandOverDialogProps {
  row: CaseRow;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Gives the case to a colleague, with a note that they find in its history. */
export function HandOverDialog({ row, opened, onClose, onDone }: HandOverDialogProps) {
  const queryClient = useQueryClient();
  const { person } = useSignedIn();
  const [draft, keep] = useDraft(noteDrafts, `case ${row.id} hand-over`);
  const [to, setTo] = useState('');
  const [missing, setMissing] = useState(false);
  const colleagues = useQuery(calls.reports.colleagues.queryOptions({ enabled: opened, staleTime: 300_000 }));
  const people = colleagues.data?.people.filter(({ user }) => user !== person.user) ?? [];
  const handOver = useMutation(
    calls.reports.handOver.mutationOptions({
      onSuccess() {
        keep(() => undefined);
        onClose();
        onDone();
      },
      onSettled: () => void refreshCase(queryClient, row.id),
    }),
  );
  const body = draft?.body ?? '';
  const send = () => {
    if (to === '' || draft === undefined || body.trim() === '') return setMissing(true);
    handOver.mutate({ caseId: row.id, requestId: draft.requestId, to, note: body.trim() });
  };
  return (
    <DialogForm
      opened={opened}
      title={`Hand case ${row.id} over`}
      label="Hand over"
      sending={handOver.isPending}
      error={handOver.error ?? colleagues.error}
      onSend={send}
      onClose={onClose}
    >
      <NativeSelect
        data-autofocus
        label="To"
        description={`It is theirs for ${handOverHours} hours, and then anyone’s again.`}
        data={[
          { value: '', label: colleagues.data === undefined ? 'Loading…' : 'Choose a colleague' },
          ...people.map(({ user, name }) => ({ value: user, label: name })),
        ]}
        value={to}
        error={missing && to === '' ? 'Choose to whom' : undefined}
        onChange={(event) => {
          setTo(event.currentTarget.value);
          // To someone else it is another request.
          keep((now) => now && draftOf(now.body));
        }}
      />
      <Textarea
        label="Note"
        description="What they should know. It stands in the history of the case."
        rows={3}
        maxLength={2000}
        value={body}
        error={missing && body.trim() === '' ? 'Write what they should know' : undefined}
        onChange={(event) => {
          const text = event.currentTarget.value;
          keep(() => draftOf(text));
        }}
      />
    </DialogForm>
  );
}
