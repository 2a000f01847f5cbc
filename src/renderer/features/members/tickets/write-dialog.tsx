import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { MemberSummary } from '../../../../contract/members/member.ts';
import {
  NoteBody,
  type Priority,
  priorityNames,
  ReplyBody,
  Subject,
  TeamId,
} from '../../../../contract/tickets/values.ts';
import { DialogForm } from '../../../components/panels/dialog-form.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { FieldPair } from '../../../components/tools/filter-popover.tsx';
import { calls } from '../../../transport/client.ts';
import { createDrafts, useDraft } from '../../session/drafts.ts';
import { useTicketDesk } from '../../tickets/ticket/ticket-queries.ts';
import { priorityOf } from '../../tickets/tickets-address.ts';

interface LetterDraft {
  /** Made once for what is written, so that sending again after a lost answer sends it once. */
  readonly requestId: string;
  readonly subject: string;
  readonly body: string;
  readonly note: string;
  readonly priority: Priority;
  readonly team: TeamId | null;
}

const drafts = createDrafts<LetterDraft>();

interface WriteDialogProps {
  member: MemberSummary;
  opened: boolean;
  onClose: () => void;
}

/** Opens a ticket by hand: the member is written to, or only a note is kept. */
export function WriteDialog({ member, opened, onClose }: WriteDialogProps) {
  const navigate = useNavigate();
  const teams = useTicketDesk()?.teams ?? [];
  const [kept, keep] = useDraft(drafts, `member ${member.id} letter`);
  const [asked, setAsked] = useState(false);
  const draft = kept ?? { requestId: '', subject: '', body: '', note: '', priority: 2, team: null };
  const open = useMutation(
    calls.tickets.open.mutationOptions({
      onSuccess({ ticketId }) {
        keep(() => undefined);
        onClose();
        void navigate({ to: '/tickets', search: { ticket: ticketId } });
      },
    }),
  );
  const set = (part: Partial<LetterDraft>) => {
    open.reset();
    setAsked(false);
    // What was changed is another letter.
    keep(() => ({ ...draft, ...part, requestId: crypto.randomUUID() }));
  };
  const { subject, body, note, priority, team } = draft;
  const problems = {
    subject: Subject.safeParse(subject).error?.issues[0]?.message,
    body:
      body.trim() === '' && note.trim() === ''
        ? 'Write to the member, or keep a note'
        : body.trim() !== '' && ReplyBody.safeParse(body).error?.issues[0]?.message,
  };
  const send = () => {
    setAsked(true);
    if (problems.subject !== undefined || problems.body) return;
    open.mutate({
      requestId: draft.requestId,
      memberId: member.id,
      subject: Subject.parse(subject),
      body: body.trim() === '' ? null : ReplyBody.parse(body),
      note: note.trim() === '' ? null : NoteBody.parse(note),
      priority,
      teamId: team,
    });
  };
  return (
    <DialogForm
      opened={opened}
      title={
        <>
          Write to <MemberText text={member.nickname} />
        </>
      }
      label={body.trim() === '' ? 'Open a ticket' : 'Send'}
      sending={open.isPending}
      error={open.error}
      onSend={send}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label="Subject"
        autoComplete="off"
        maxLength={200}
        value={subject}
        error={asked && problems.subject}
        onChange={(event) => set({ subject: event.currentTarget.value })}
      />
      <Textarea
        label="What the member reads"
        description="Left empty, the member hears nothing of it."
        rows={7}
        maxLength={4000}
        value={body}
        error={asked && problems.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
      />
      <Textarea
        label="Note for colleagues"
        rows={2}
        maxLength={4000}
        value={note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      <FieldPair>
        <NativeSelect
          size="xs"
          label="Priority"
          value={String(priority)}
          onChange={(event) => set({ priority: priorityOf(event.currentTarget.value) ?? 2 })}
          data={Object.entries(priorityNames).map(([value, label]) => ({ value, label }))}
        />
        <NativeSelect
          size="xs"
          label="Team"
          value={team ?? ''}
          onChange={(event) => set({ team: TeamId.safeParse(event.currentTarget.value).data ?? null })}
          data={[
            { value: '', label: 'none' },
            ...teams.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
        />
      </FieldPair>
    </DialogForm>
  );
}
