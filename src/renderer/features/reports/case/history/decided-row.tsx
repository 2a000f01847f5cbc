import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DecidedCase } from '../../../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../../../contract/reports/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { StaffName } from '../../../staff/staff-name.tsx';
import { doneWords } from '../../decide/action-words.ts';
import { undoDecision } from '../../decide/undo-decision.ts';
import { DecidedMessages } from './decided-messages.tsx';
import classes from './history.module.css';

/** A decision, under which policy, why, what became of its messages, and whether it can be taken back. */
export function DecidedRow({ caseId, decision }: { caseId: CaseId; decision: DecidedCase }) {
  const { actions, actor, at, policy, policyVersion, reason, undoneAt, undoneBy, whyNot } = decision;
  return (
    <li className={classes.entry} data-undone={undoneAt !== null || undefined}>
      <div className={classes.line}>
        <p>
          <strong>{doneWords(actions.map(({ kind }) => kind))}</strong>
          {actions.map(
            ({ kind, until }) =>
              until !== null && (
                <span key={kind}>
                  {actions.length > 1 ? `, ${kind} until ` : ' until '}
                  <Moment at={until} shape="stamp" />
                </span>
              ),
          )}
          <span className={classes.quiet}>
            {' by '}
            <StaffName account={actor} />, <Moment at={at} shape="relative" />
          </span>
        </p>
        {decision.undoable && <UndoButton caseId={caseId} decision={decision} />}
      </div>
      <p className={classes.quiet}>
        under <MemberText text={policy} />, version {policyVersion}
        {decision.runId !== null && ', as one of many'}
      </p>
      <p className={classes.note}>
        <MemberText text={reason} />
      </p>
      <DecidedMessages messages={decision.messages} />
      {undoneAt !== null && (
        <p className={classes.quiet}>
          Taken back
          {undoneBy !== null && (
            <>
              {' by '}
              <StaffName account={undoneBy} />
            </>
          )}
          , <Moment at={undoneAt} shape="relative" />
        </p>
      )}
      {undoneAt === null && whyNot !== null && <p className={classes.quiet}>{whyNot}</p>}
    </li>
  );
}

function UndoButton({ caseId, decision }: { caseId: CaseId; decision: DecidedCase }) {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const undo = useMutation({ mutationFn: () => undoDecision(queryClient, caseId, decision.id) });
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        loading={undo.isPending}
        disabled={!reachable}
        aria-label={`Undo: ${doneWords(decision.actions.map(({ kind }) => kind))}`}
        onClick={() => undo.mutate()}
      >
        Undo
      </Button>
      {undo.isError && (
        <p className={classes.failed} role="alert">
          {failureOf(undo.error).message}
        </p>
      )}
    </>
  );
}
