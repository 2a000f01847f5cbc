import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { undoMerges } from '../../merging/undo-merge.ts';
import type { OpenTicket } from '../ticket-queries.ts';
import classes from './side.module.css';

interface MergedProps {
  merged: OpenTicket['merged'];
  onOpen: (ticketId: TicketId) => void;
}

/** Tickets that lie in this one, each of which can be taken out again. */
export function Merged({ merged, onOpen }: MergedProps) {
  if (merged.length === 0) return null;
  return (
    <section className={classes.part} aria-label="Merged into this">
      <h3>Merged into this</h3>
      <ul>
        {merged.map((one) => (
          <Row key={one.id} one={one} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}

function Row({ one, onOpen }: { one: MergedProps['merged'][number]; onOpen: MergedProps['onOpen'] }) {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const undo = useMutation({ mutationFn: () => undoMerges(queryClient, 'merge', [one.mergeId]) });
  return (
    <li>
      <div className={classes.merged}>
        <button type="button" className={classes.other} onClick={() => onOpen(one.id)}>
          <span className={classes.state}>{one.id}</span>
          <span className={classes.subject}>
            <MemberText text={one.subject} />
          </span>
        </button>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Undo the merge of ticket ${one.id}`}
          loading={undo.isPending}
          disabled={!reachable}
          onClick={() => undo.mutate()}
        >
          Undo
        </Button>
      </div>
      {undo.isError && (
        <p className={classes.failed} role="alert">
          {failureOf(undo.error).message}
        </p>
      )}
    </li>
  );
}
