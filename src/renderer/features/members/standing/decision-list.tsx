import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberDecision } from '../../../../contract/members/actions.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { Nothing, Part } from '../../../components/panels/part.tsx';
import { SentMessage } from '../../../components/sent-message.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { StaffName } from '../../staff/staff-name.tsx';
import { doneWords } from '../actions/decision-words.ts';
import { undoDecision } from '../sheet/use-decision.ts';
import classes from './decision-list.module.css';

/** How many show at first. */
const few = 5;

/** What was decided about a member through the console, and what became of it. */
export function DecisionList({ id }: { id: MemberId }) {
  const answer = useQuery(calls.members.decisions.queryOptions({ input: { memberId: id } }));
  const [all, setAll] = useState(false);
  return (
    <Part title="Decisions" count={answer.data?.decisions.length} answer={answer}>
      {({ decisions }) =>
        decisions.length === 0 ? (
          <Nothing>Nobody decided anything about this member through Caretaker.</Nothing>
        ) : (
          <>
            <ul>
              {decisions.slice(0, all ? undefined : few).map((decision) => (
                <Row key={decision.id} memberId={id} decision={decision} />
              ))}
            </ul>
            {!all && decisions.length > few && (
              <button type="button" className={classes.more} onClick={() => setAll(true)}>
                Show {decisions.length - few} earlier
              </button>
            )}
          </>
        )
      }
    </Part>
  );
}

function Row({ memberId, decision }: { memberId: MemberId; decision: MemberDecision }) {
  const { actor, action, at, until, reason, message, delivery, undoneAt, undoneBy } = decision;
  return (
    <li className={classes.decision} data-undone={undoneAt !== null || undefined}>
      <div className={classes.line}>
        <p>
          <strong>{doneWords(action)}</strong>
          {until !== null && (
            <>
              {' until '}
              <Moment at={until} shape="stamp" />
            </>
          )}
          <span className={classes.quiet}>
            {' by '}
            <StaffName account={actor} />, <Moment at={at} shape="relative" />
          </span>
        </p>
        {decision.undoable && <UndoButton memberId={memberId} decision={decision} />}
      </div>
      <p className={classes.reason}>
        <MemberText text={reason} />
      </p>
      {message !== null && delivery !== null && <SentMessage delivery={delivery} body={message} />}
      {undoneAt !== null && (
        <p className={classes.quiet}>
          Undone
          {undoneBy !== null && (
            <>
              {' by '}
              <StaffName account={undoneBy} />
            </>
          )}
          , <Moment at={undoneAt} shape="relative" />
        </p>
      )}
    </li>
  );
}

function UndoButton({ memberId, decision }: { memberId: MemberId; decision: MemberDecision }) {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const undo = useMutation({ mutationFn: () => undoDecision(queryClient, memberId, decision.id) });
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        loading={undo.isPending}
        disabled={!reachable}
        aria-label={`Undo: ${doneWords(decision.action)}`}
        onClick={() => undo.mutate()}
      >
        Undo
      </Button>
      {undo.isError && (
        <p className={classes.refused} role="alert">
          {failureOf(undo.error).message}
        </p>
      )}
    </>
  );
}
