import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Draft } from '../../../../../../contract/tickets/conversation.ts';
import type { TicketId } from '../../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../../components/text/member-text.tsx';
import { Moment } from '../../../../../components/text/moment.tsx';
import { client } from '../../../../../transport/client.ts';
import { failureOf } from '../../../../../transport/failure.ts';
import { useReachable } from '../../../../../transport/reachable.ts';
import { refreshTicket } from '../../ticket-queries.ts';
import classes from '../composer.module.css';
import { saveNow } from '../pen/saving.ts';
import type { Pen } from '../pen/use-pen.ts';

interface OtherDraftsProps {
  ticketId: TicketId;
  /** Those of colleagues, and one’s own that came with a ticket that was merged. */
  drafts: readonly Draft[];
  pens: Readonly<Record<Draft['kind'], Pen>>;
  onTaken: (kind: Draft['kind']) => void;
}

/** What others are writing here and share, which can be taken over. */
export function OtherDrafts({ ticketId, drafts, pens, onTaken }: OtherDraftsProps) {
  if (drafts.length === 0) return null;
  return (
    <ul className={classes.drafts} aria-label="Other drafts">
      {drafts.map((draft) => (
        <li key={`${draft.owner.user} ${draft.kind} ${draft.origin}`}>
          <OtherDraft
            ticketId={ticketId}
            draft={draft}
            pen={pens[draft.kind]}
            onTaken={() => onTaken(draft.kind)}
          />
        </li>
      ))}
    </ul>
  );
}

function OtherDraft({
  ticketId,
  draft,
  pen,
  onTaken,
}: {
  ticketId: TicketId;
  draft: Draft;
  pen: Pen;
  onTaken: () => void;
}) {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const { kind, owner, origin, body, attachments, sequence } = draft;
  const take = useMutation({
    // One’s own is written first: what is taken over is never nowhere.
    async mutationFn() {
      const now = pen.read();
      pen.change({
        body: now.body.trim() === '' ? body : `${now.body.trimEnd()}\n\n${body}`,
        attachments: [...now.attachments, ...attachments],
      });
      await saveNow(pen.name);
      await client.tickets.saveDraft({
        ticketId: origin ?? ticketId,
        kind,
        owner: owner.user,
        body: '',
        attachments: [],
        shared: draft.shared,
        sequence: Math.max(sequence + 1, Math.floor(Date.now() / 1000)),
      });
    },
    onSuccess: onTaken,
    onSettled: () => void refreshTicket(queryClient, ticketId),
  });
  return (
    <details className={classes.draft}>
      <summary>
        <span className={classes.draftWords}>
          <strong>
            <MemberText text={owner.name} />
          </strong>{' '}
          {kind === 'reply' ? 'drafts an answer' : 'drafts a note'}
          {origin !== null && ` that was begun on ticket ${origin}`},{' '}
          <Moment at={draft.savedAt} shape="relative" />
        </span>
      </summary>
      <p className={classes.draftBody}>
        <MemberText text={body} shape="block" />
      </p>
      <Button
        size="compact-xs"
        variant="default"
        loading={take.isPending}
        disabled={!reachable}
        onClick={() => take.mutate()}
      >
        Take it over
      </Button>
      {take.isError && (
        <p className={classes.failed} role="alert">
          {failureOf(take.error).message}
        </p>
      )}
    </details>
  );
}
