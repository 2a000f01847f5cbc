import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useCommand } from '../../../keys/commands.ts';
import type { CommandId } from '../../../keys/key-map.ts';
import { useServerNow } from '../../../preferences/server-clock.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { StaffName } from '../../staff/staff-name.tsx';
import { type Standing, standingOf } from '../queue/case-words.ts';
import classes from './claim-bar.module.css';
import { countdown, isLapsing } from './claim-state.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import type { Claiming } from './use-claim.ts';

interface ClaimBarProps {
  row: CaseRow;
  /** See `useServerNow`. */
  skew: number;
  claim: Claiming;
  /** The person does not want it: it is given back. */
  onPassed: () => void;
  onHandedOver: () => void;
  onHeld: () => void;
}

/** Whose the case is and for how long, and what can be done about that. */
export function ClaimBar({ row, skew, claim: acts, onPassed, onHandedOver, onHeld }: ClaimBarProps) {
  const { person } = useSignedIn();
  const standing = standingOf(row, person.user, useServerNow(skew));
  const [dialog, setDialog] = useState<'hand-over' | 'hold' | null>(null);
  const { kind } = standing;
  const mayMove = kind !== 'done' && kind !== 'taken';
  const resting = kind === 'held' || kind === 'escalated';
  const lapsing = isLapsing(standing);
  const pass = async () => {
    if (kind === 'mine') await acts.release();
    onPassed();
  };
  return (
    <section className={classes.bar} data-lapsing={lapsing || undefined} data-kind={kind} aria-label="Claim">
      <p className={classes.state}>
        <WhoseWords row={row} standing={standing} />
      </p>
      {lapsing && (
        <p className="unseen" role="alert">
          Your claim lapses in less than two minutes. Extend it, or the case goes back into the queue.
        </p>
      )}
      {kind !== 'done' && (
        <div className={classes.acts} role="toolbar" aria-label="What can be done about the claim">
          <Act
            command="case.claim"
            label="Claim"
            offered={mayMove && kind !== 'mine'}
            pending={acts.pending}
            onPress={acts.take}
          />
          <Act command="case.extend" label="Extend" offered={kind === 'mine'} onPress={acts.extend} />
          <Act
            command="case.resume"
            label="Put back"
            offered={resting}
            pending={acts.pending}
            onPress={acts.resume}
          />
          <Act command="case.pass" label="Pass on" offered onPress={() => void pass().catch(() => {})} />
          <Act
            command="case.hand-over"
            label="Hand over"
            offered={mayMove}
            onPress={() => setDialog('hand-over')}
          />
          <Act
            command="case.hold"
            label="Hold"
            offered={mayMove && !resting}
            onPress={() => setDialog('hold')}
          />
        </div>
      )}
      {acts.error !== null && (
        <p className={classes.failed} role="alert">
          {failureOf(acts.error).message}
        </p>
      )}
      <HandOverDialog
        row={row}
        opened={dialog === 'hand-over'}
        onClose={() => setDialog(null)}
        onDone={onHandedOver}
      />
      <HoldDialog row={row} opened={dialog === 'hold'} onClose={() => setDialog(null)} onDone={onHeld} />
    </section>
  );
}

/** `Yours, 9:42 left`, `Mara has it for 3:10`, `On hold until …`. */
function WhoseWords({ row, standing }: { row: CaseRow; standing: Standing }) {
  const setBy = row.setBy !== null && (
    <>
      {' by '}
      <StaffName account={row.setBy} />
    </>
  );
  switch (standing.kind) {
    case 'free':
      return <strong>Nobody’s</strong>;
    case 'mine':
      return (
        <>
          <strong>Yours</strong>, <span className="figures">{countdown(standing.left)} left</span>
          {standing.from !== null && (
            <>
              , handed to you by <StaffName account={standing.from} />
            </>
          )}
        </>
      );
    case 'taken':
      return (
        <>
          <strong>
            <MemberText text={standing.name} />
          </strong>{' '}
          has it, <span className="figures">{countdown(standing.left)} left</span>
        </>
      );
    case 'held':
      return (
        <>
          <strong>On hold</strong>
          {row.heldUntil !== null && (
            <>
              {' until '}
              <Moment at={row.heldUntil} shape="stamp" />
            </>
          )}
          {setBy}
        </>
      );
    case 'escalated':
      return (
        <>
          <strong>Escalated</strong> to the administrators{setBy}
        </>
      );
    case 'done':
      return (
        <>
          <strong>Done</strong>
          {row.decidedAt !== null && (
            <>
              {' '}
              <Moment at={row.decidedAt} shape="relative" />
            </>
          )}
          {row.outcome !== null && `: ${row.outcome}`}
        </>
      );
  }
}

interface ActProps {
  command: CommandId;
  label: string;
  /** Whether it can be done now; what cannot is not shown. */
  offered: boolean;
  pending?: boolean;
  onPress: () => void;
}

function Act({ command, label, offered, pending = false, onPress }: ActProps) {
  const reachable = useReachable();
  const may = offered && reachable && !pending;
  useCommand(command, onPress, may);
  if (!offered) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={!may}
      title={reachable ? undefined : 'Waits until the database answers again'}
      onClick={onPress}
      rightSection={<KeysHint command={command} />}
    >
      {label}
    </Button>
  );
}
