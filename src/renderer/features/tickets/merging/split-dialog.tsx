import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketMessage } from '../../../../contract/tickets/conversation.ts';
import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { offerUndo } from '../../../components/notices/undo-notice.tsx';
import { DialogForm } from '../../../components/panels/dialog-form.tsx';
import { PreviewSentences } from '../../../components/preview-sentences.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { calls } from '../../../transport/client.ts';
import classes from './merging.module.css';
import { splitProblem, splitSentence } from './split-words.ts';
import { refreshTickets, undoMerges } from './undo-merge.ts';

export interface SplitDialogProps {
  row: TicketRow;
  /** Those that are shown, oldest first. */
  messages: readonly TicketMessage[];
  /** Whether there are older ones. */
  more: boolean;
  opened: boolean;
  onClose: () => void;
  /** Opens the new ticket. */
  onOpen: (ticketId: TicketId) => void;
}

interface Choice {
  readonly ids: ReadonlySet<TicketMessage['id']>;
  readonly subject: string;
  /** Made once for what is chosen. */
  readonly requestId: string;
}

const choose = (ids: Choice['ids'], subject: string): Choice => ({
  ids,
  subject,
  requestId: crypto.randomUUID(),
});

/** Puts messages into a new ticket of the same member. */
export function SplitDialog({ row, messages, more, opened, onClose, onOpen }: SplitDialogProps) {
  const queryClient = useQueryClient();
  const [choice, setChoice] = useState(() => choose(new Set(), row.subject));
  const [tried, setTried] = useState(false);
  const { ids, subject, requestId } = choice;
  const change = (next: Choice) => {
    split.reset();
    setChoice(next);
  };
  const split = useMutation(
    calls.tickets.split.mutationOptions({
      onSuccess({ mergeId, ticketId }) {
        setChoice(choose(new Set(), row.subject));
        setTried(false);
        onClose();
        offerUndo({
          id: `split ${requestId}`,
          title: `Split ticket ${ticketId} from ticket ${row.id}`,
          async undo() {
            const done = await undoMerges(queryClient, 'split', [mergeId]);
            onOpen(row.id);
            return done;
          },
        });
        onOpen(ticketId);
      },
      onSettled: () => void refreshTickets(queryClient),
    }),
  );
  const problem = splitProblem(messages, ids, more);
  const send = () => {
    setTried(true);
    if (problem !== null || subject.trim() === '') return;
    split.mutate({ requestId, ticketId: row.id, messages: [...ids], subject: subject.trim() });
  };
  return (
    <DialogForm
      opened={opened}
      title={`Split ticket ${row.id}`}
      label="Split"
      sending={split.isPending}
      error={split.error}
      onSend={send}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label="What the new ticket is about"
        maxLength={200}
        value={subject}
        error={tried && subject.trim() === '' ? 'Say what it is about' : undefined}
        onChange={(event) => change(choose(ids, event.currentTarget.value))}
      />
      <fieldset className={classes.choice}>
        <legend>Messages that go there</legend>
        {messages.map((message) => (
          <label key={message.id} className={classes.option}>
            <input
              type="checkbox"
              checked={ids.has(message.id)}
              onChange={(event) => {
                const next = new Set(ids);
                if (event.currentTarget.checked) next.add(message.id);
                else next.delete(message.id);
                change(choose(next, subject));
              }}
            />
            <span className={classes.who}>
              <MemberText text={whoWrote(message)} />
            </span>
            <span className={classes.text}>
              <MemberText text={message.body.slice(0, 200)} />
            </span>
            <Moment at={message.at} shape="relative" />
          </label>
        ))}
        {tried && problem !== null && (
          <p className={classes.failed} role="alert">
            {problem}
          </p>
        )}
      </fieldset>
      {problem === null && (
        <PreviewSentences
          preview={{
            problems: [],
            warnings: [],
            effects: [splitSentence(messages, ids)],
          }}
        />
      )}
    </DialogForm>
  );
}

function whoWrote({ kind, author, from }: TicketMessage): string {
  const name = author?.name ?? from ?? 'Caretaker';
  return kind === 'note' ? `${name} (note)` : name;
}
