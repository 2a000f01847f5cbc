import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberId } from '../../../../contract/values.ts';
import { useCommand } from '../../../keys/commands.ts';
import { bindingOf, type CommandId } from '../../../keys/key-map.ts';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { refreshMember } from '../page/member-queries.ts';
import classes from './reveal-button.module.css';

const commands = { email: 'member.show-email', addresses: 'member.show-addresses' } as const satisfies Record<
  string,
  CommandId
>;

/** Shows what is kept back, after saying that this is put on record. */
export function RevealButton({ id, what }: { id: MemberId; what: 'email' | 'addresses' }) {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const [requestId] = useState(() => crypto.randomUUID());
  const reveal = useMutation(
    calls.members.reveal.mutationOptions({ onSuccess: () => refreshMember(queryClient, id) }),
  );
  const command = commands[what];
  const show = () => reveal.mutate({ id, what, requestId });
  const possible = reachable && !reveal.isPending;
  useCommand(command, show, possible);
  return (
    <>
      <button
        type="button"
        className={classes.button}
        disabled={!possible}
        aria-label={`${bindingOf(command).label}; this is put on record`}
        title={`${bindingOf(command).label} (${bindingOf(command).keys[0]})`}
        onClick={show}
      >
        {reveal.isPending ? 'Showing…' : 'Show'}
      </button>
      <span className={classes.note}>goes on record</span>
      {reveal.isError && (
        <span className={classes.failed} role="alert">
          {failureOf(reveal.error).message}
        </span>
      )}
    </>
  );
}
