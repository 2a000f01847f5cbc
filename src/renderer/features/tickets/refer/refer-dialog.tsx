import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import { MemberField } from '../../../components/filters/member-field.tsx';
import { DialogForm } from '../../../components/panels/dialog-form.tsx';
import { plainWords } from '../../../components/text/plain-words.ts';
import { calls } from '../../../transport/client.ts';
import { createDrafts, useDraft } from '../../session/drafts.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { refreshTickets } from '../merging/undo-merge.ts';
import { begun, type Referral, referralProblems, subjectOf } from './referral-draft.ts';

/** By the ticket. */
const drafts = createDrafts<Referral>();

export interface ReferDialogProps {
  row: TicketRow;
  opened: boolean;
  onClose: () => void;
}

/** Hands the ticket to the community managers, as a case about a member or something they wrote. */
export function ReferDialog({ row, opened, onClose }: ReferDialogProps) {
  const queryClient = useQueryClient();
  const { site } = useSignedIn();
  const [draft = begun(row.memberId), keep] = useDraft(drafts, `ticket ${row.id} refer`);
  const [tried, setTried] = useState(false);
  const problems = tried ? referralProblems(draft) : {};
  const refer = useMutation(
    calls.tickets.refer.mutationOptions({
      onSuccess() {
        keep(() => undefined);
        setTried(false);
        onClose();
        notifications.show({
          title: `Handed ticket ${row.id} to the community managers`,
          message: 'The case shows beside the ticket in some seconds.',
        });
      },
      onSettled: () => void refreshTickets(queryClient),
    }),
  );
  const type = (change: Partial<Referral>) => {
    refer.reset();
    keep((now = draft) => ({ ...now, ...change, requestId: crypto.randomUUID() }));
  };
  const send = () => {
    setTried(true);
    const subject = subjectOf(draft);
    if (subject === null || Object.keys(referralProblems(draft)).length > 0) return;
    // Kept from here on, so that sent again it is the same request.
    keep(() => draft);
    refer.mutate({
      requestId: draft.requestId,
      ticketId: row.id,
      subject,
      reason: draft.reason.trim(),
      note: draft.note.trim(),
    });
  };
  return (
    <DialogForm
      opened={opened}
      title={`Hand ticket ${row.id} to the community managers`}
      label="Hand over"
      sending={refer.isPending}
      error={refer.error}
      onSend={send}
      onClose={onClose}
    >
      <NativeSelect
        data-autofocus
        label="What it is about"
        value={draft.kind}
        data={[
          { value: 'member', label: 'a member' },
          ...site.contentKinds.map((kind) => ({ value: kind, label: plainWords(kind) })),
        ]}
        onChange={(event) => type({ kind: event.currentTarget.value })}
      />
      {draft.kind === 'member' ? (
        <MemberField
          label="Which member"
          value={draft.memberId ?? undefined}
          name={draft.memberId === row.memberId ? row.from : undefined}
          placeholder="nobody yet"
          error={problems.subject}
          onChange={(id) => type({ memberId: id ?? null })}
        />
      ) : (
        <TextInput
          label="Its number"
          description="As it stands in its address on the site."
          inputMode="numeric"
          maxLength={19}
          value={draft.contentId}
          error={problems.subject}
          onChange={(event) => type({ contentId: event.currentTarget.value })}
        />
      )}
      <TextInput
        label="Reason"
        description="In a word or two, as a member would report it: harassment, spam."
        maxLength={60}
        value={draft.reason}
        error={problems.reason}
        onChange={(event) => type({ reason: event.currentTarget.value })}
      />
      <Textarea
        label="Note"
        description="What they should know. It stands at the case, with what was said in the ticket."
        rows={4}
        maxLength={4000}
        value={draft.note}
        error={problems.note}
        onChange={(event) => type({ note: event.currentTarget.value })}
      />
    </DialogForm>
  );
}
