import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TicketChange, TicketRow } from '../../../../contract/tickets/queue.ts';
import { useCommand } from '../../../keys/commands.ts';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useSignedIn } from '../../session/session-state.ts';
import type { QuickAct } from '../list/rows/quick-buttons.tsx';
import type { ChangePart } from './change-form.tsx';
import { useChangeOne } from './change-one.ts';
import type { ChangeTarget } from './change-sheet.tsx';

interface RowActionsProps {
  /** The row that the cursor is on. */
  row: TicketRow | undefined;
  /** What is selected, to which the keys belong then. */
  selected: readonly string[];
  /** Not while a ticket is open, to which the keys belong. */
  enabled: boolean;
  onChange: (target: ChangeTarget) => void;
  /** Who follows a ticket is told to nobody else, and so not by the feed of changes. */
  onFollowed: (id: string) => void;
}

/**
 * The keys that change the ticket of a row, or those that are selected, without opening one; gives what the buttons of a
 * row do.
 */
export function useRowActions({
  row,
  selected,
  enabled,
  onChange,
  onFollowed,
}: RowActionsProps): (row: TicketRow, act: QuickAct) => void {
  const { person } = useSignedIn();
  const queryClient = useQueryClient();
  const failed = (error: unknown) =>
    notifications.show({ color: 'red', title: 'The ticket is as it was', message: failureOf(error).message });
  const change = useChangeOne({ onFailed: failed });
  const follow = useMutation(
    calls.tickets.follow.mutationOptions({
      onSuccess(_, { ticketId, follow }) {
        onFollowed(ticketId);
        void queryClient.invalidateQueries({ queryKey: calls.tickets.counts.key() });
        notifications.show({
          id: `follow-${ticketId}`,
          title: follow ? `You follow ticket ${ticketId}` : `You no longer follow ticket ${ticketId}`,
          message: '',
        });
      },
      onError: failed,
    }),
  );
  const one = enabled && row !== undefined && selected.length === 0;
  const some = selected.length > 0;
  const set = ({ id, version }: TicketRow, wanted: TicketChange) => {
    if (change.isPending) return;
    const asked = { requestId: crypto.randomUUID(), ticketId: id, seenVersion: version };
    change.mutate({ ...asked, change: wanted });
  };
  const act = (of: TicketRow, what: QuickAct) => {
    if (what === 'take') set(of, { assignee: person.user });
    else if (what === 'solve') set(of, { status: 'solved' });
    else onChange({ ids: [of.id], first: 'snooze' });
  };
  useCommand('ticket.take', () => row !== undefined && act(row, 'take'), one);
  useCommand('ticket.solve', () => row !== undefined && act(row, 'solve'), one);
  useCommand(
    'ticket.follow',
    () => row !== undefined && follow.mutate({ ticketId: row.id, follow: !row.followed }),
    one,
  );
  const begin = (first: ChangePart) => {
    const ids = some ? selected : row === undefined ? [] : [row.id];
    if (ids.length > 0) onChange({ ids, first });
  };
  const may = one || (enabled && some);
  useCommand('ticket.assign', () => begin('assignee'), may);
  useCommand('ticket.team', () => begin('team'), may);
  useCommand('ticket.priority', () => begin('priority'), may);
  useCommand('ticket.status', () => begin('status'), may);
  useCommand('ticket.tags', () => begin('tags'), may);
  useCommand('ticket.snooze', () => begin('snooze'), may);
  return act;
}
