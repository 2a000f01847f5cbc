import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { Chips } from '../../../components/fields/chips.tsx';
import { offerUndo } from '../../../components/notices/undo-notice.tsx';
import { DialogForm } from '../../../components/panels/dialog-form.tsx';
import { PreviewSentences } from '../../../components/preview-sentences.tsx';
import { calls } from '../../../transport/client.ts';
import { mergeSentences } from './merge-words.ts';
import { TicketChoice } from './ticket-choice.tsx';
import { refreshTickets, undoMerges } from './undo-merge.ts';
import { useCandidates } from './use-candidates.ts';

export interface MergeDialogProps {
  /** The ticket that is open. */
  row: TicketRow;
  opened: boolean;
  onClose: () => void;
  /** Opens the ticket that was merged into, where that is another. */
  onOpen: (ticketId: TicketId) => void;
}

interface Choice {
  readonly others: readonly TicketRow[];
  /** Which way: the others into this ticket, or this one into the other. */
  readonly way: 'here' | 'there';
  /** Made once for what is chosen. */
  readonly requestId: string;
}

const choose = (others: readonly TicketRow[], way: Choice['way']): Choice => ({
  others,
  way: others.length > 1 ? 'here' : way,
  requestId: crypto.randomUUID(),
});

/** Puts other tickets into this one, or this one into another. */
export function MergeDialog({ row, opened, onClose, onOpen }: MergeDialogProps) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState('');
  const [choice, setChoice] = useState(() => choose([], 'here'));
  const [missing, setMissing] = useState(false);
  const candidates = useCandidates(row, typed, opened);
  const { others, way, requestId } = choice;
  const [other] = others;
  const isThere = way === 'there' && other !== undefined;
  const into = isThere ? other : row;
  const from = isThere ? [row] : others;
  const merge = useMutation(
    calls.tickets.merge.mutationOptions({
      onSuccess({ mergeIds }) {
        setChoice(choose([], 'here'));
        setTyped('');
        onClose();
        offerUndo({
          id: `merge ${requestId}`,
          title: `Merged ${from.length === 1 ? `ticket ${from[0]?.id}` : `${from.length} tickets`} into ticket ${into.id}`,
          undo: () => undoMerges(queryClient, 'merge', mergeIds),
        });
        if (isThere) onOpen(into.id);
      },
      onSettled: () => void refreshTickets(queryClient),
    }),
  );
  const send = () => {
    if (other === undefined) return setMissing(true);
    merge.mutate({ requestId, ticketId: into.id, from: from.map(({ id }) => id) });
  };
  return (
    <DialogForm
      opened={opened}
      title={`Merge ticket ${row.id}`}
      label="Merge"
      sending={merge.isPending}
      error={merge.error}
      onSend={send}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label="With which ticket"
        placeholder="Number, or words that stand in it"
        value={typed}
        error={missing && other === undefined ? 'Choose a ticket' : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <TicketChoice
        row={row}
        candidates={candidates}
        typed={typed}
        chosen={others}
        onChange={(next) => {
          setMissing(false);
          merge.reset();
          setChoice(choose(next, way));
        }}
      />
      {others.length === 1 && other !== undefined && (
        <Chips
          legend="Which way"
          options={[
            { value: 'here', label: `${other.id} into ${row.id}` },
            { value: 'there', label: `${row.id} into ${other.id}` },
          ]}
          value={way}
          onChange={(next) => setChoice(choose(others, next))}
        />
      )}
      {others.length > 0 && <PreviewSentences preview={mergeSentences(into, from)} />}
    </DialogForm>
  );
}
