import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import type { MemberId } from '../../../../../contract/values.ts';
import { MemberField } from '../../../../components/filters/member-field.tsx';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { DialogForm } from '../../../../components/panels/dialog-form.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { refreshTicket } from '../ticket-queries.ts';

/** Says which member someone is who wrote without an account. */
export function NameMember({ ticketId }: { ticketId: TicketId }) {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<{ id: MemberId; requestId: string } | null>(null);
  const set = useMutation(
    calls.tickets.setMember.mutationOptions({
      onSuccess: () => setOpened(false),
      onSettled: () => void refreshTicket(queryClient, ticketId),
    }),
  );
  useCommand('ticket.member', () => setOpened(true), reachable);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!reachable}
        onClick={() => setOpened(true)}
        rightSection={<KeysHint command="ticket.member" />}
      >
        Say who this is
      </Button>
      <DialogForm
        opened={opened}
        title="Which member wrote this"
        label="This is who"
        sending={set.isPending}
        error={set.error}
        onSend={() => {
          if (chosen === null) return;
          set.mutate({ ticketId, memberId: chosen.id, requestId: chosen.requestId });
        }}
        onClose={() => setOpened(false)}
      >
        <MemberField
          label="Member"
          value={chosen?.id}
          name={undefined}
          onChange={(id) => {
            set.reset();
            setChosen(id === undefined ? null : { id, requestId: crypto.randomUUID() });
          }}
        />
      </DialogForm>
    </>
  );
}
