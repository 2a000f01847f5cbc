import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { offerUndo } from '../../../components/notices/undo-notice.tsx';
import { visibleString } from '../../../components/text/visible-text.ts';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { refreshCase } from '../case/case-queries.ts';
import { authorJoin, subjectWords } from '../case/case-words.ts';
import { doneWords } from './action-words.ts';
import type { CaseDraft } from './case-draft.ts';
import { type Intention, repeats } from './intention.ts';
import { useKeptDecision } from './kept-decision.ts';
import { undoDecision } from './undo-decision.ts';

export type Deciding = ReturnType<typeof useDeciding>;

/**
 * Decides about a case, by a digit or by the form. What was typed is kept until it is sure that it was done; what was
 * sent and not answered is sent again as it was. `onDecided` runs once it is done, if the case is still before the person.
 */
export function useDeciding(row: CaseRow, onDecided: () => void) {
  const queryClient = useQueryClient();
  const { typed, unanswered, keep } = useKeptDecision(row.id);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const decide = useMutation(
    calls.reports.decide.mutationOptions({
      onSuccess({ decisionId }, { decision }) {
        // Of a digit, what was begun in the form is not part, and stays.
        keep((now) => ({
          typed: repeats(now.unanswered, now.typed) ? undefined : now.typed,
          unanswered: null,
        }));
        tell(queryClient, row, decision, decisionId);
        if (here.current) onDecided();
      },
      onError(error) {
        const { code } = failureOf(error);
        if (code === 'UNAVAILABLE' || code === 'INTERNAL') return;
        // It is sure that it was not done.
        keep(() => ({ unanswered: null }));
      },
      onSettled: () => void refreshCase(queryClient, row.id),
    }),
  );
  const send = (intention: Intention) => {
    keep(() => ({ unanswered: intention }));
    decide.mutate(intention.request);
  };
  return {
    typed,
    unanswered,
    sending: decide.isPending,
    /** Why it was not done; null where it was, or nobody tried. */
    error: decide.error,
    forgetError: decide.reset,
    /** Keeps what is typed; undefined drops it. */
    type: (draft: CaseDraft | undefined) => keep(() => ({ typed: draft })),
    send(draft: CaseDraft, decision: CaseDecision, seenVersion: number) {
      const request = { requestId: crypto.randomUUID(), caseId: row.id, seenVersion, decision };
      send({ draft, request });
    },
    /** The very same request once more, under the same id: it is done once, not twice. */
    sendAgain: send,
  };
}

/** What of a decision is told of, as it was handed over. */
interface Sent {
  readonly actions: readonly { readonly kind: string }[];
  readonly memberMessage?: string | null | undefined;
  readonly reporterMessage?: string | null | undefined;
}

function tell(
  queryClient: QueryClient,
  { id, subject, author }: CaseRow,
  { actions, memberMessage = null, reporterMessage = null }: Sent,
  decisionId: EntryId,
): void {
  const about = [subjectWords(subject.kind), authorJoin(subject.kind), author && visibleString(author)];
  const title = `${doneWords(actions.map(({ kind }) => kind))}: ${about.filter(Boolean).join(' ')}`;
  const told = [
    ...(memberMessage === null ? [] : ['The author']),
    ...(reporterMessage === null
      ? []
      : [memberMessage === null ? 'Whoever reported it' : 'whoever reported it']),
  ];
  notifications.hide(`case-${id}`);
  offerUndo({
    id: `case-${id}`,
    side: 'left',
    title,
    message:
      told.length === 0
        ? `Case ${id}.`
        : `Case ${id}. ${told.join(' and ')} will be told, unless it is undone.`,
    async undo() {
      await undoDecision(queryClient, id, decisionId);
      return `Taken back: case ${id} is as before`;
    },
  });
}
