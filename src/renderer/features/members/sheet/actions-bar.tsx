import { Button } from '@mantine/core';
import type { MemberAction } from '../../../../contract/members/actions.ts';
import type { Member } from '../../../../contract/members/member.ts';
import { useCommand } from '../../../keys/commands.ts';
import { bindingOf } from '../../../keys/key-map.ts';
import { keyCaps } from '../../../keys/key-press.ts';
import { useAllowedActions } from '../actions/allowed-actions.ts';
import { actionWords } from '../actions/decision-words.ts';
import classes from './actions-bar.module.css';
import { useKeptDecision } from './kept-decision.ts';

interface ActionsBarProps {
  member: Member;
  /** Whether the form of a decision is open. */
  acting: boolean;
  onAct: (action: MemberAction) => void;
}

/** What can be done to a member, each with its key. The places stay the same for every member. */
export function ActionsBar({ member, acting, onAct }: ActionsBarProps) {
  const { actions } = useAllowedActions();
  const [kept, keep] = useKeptDecision(member.id);
  if (member.status === 'deleted') {
    return (
      <p className={classes.none}>The member deleted this account: nothing can be done to it any more.</p>
    );
  }
  return (
    <div className={classes.bar} role="toolbar" aria-label="Actions">
      {actions.map((action) => (
        <ActionButton
          key={action}
          action={action}
          possible={action !== 'restore' || member.sanctions.length > 0}
          onAct={() => onAct(action)}
        />
      ))}
      {kept !== undefined && !acting && (
        <span className={classes.kept}>
          <button type="button" onClick={() => onAct(kept.draft.action)}>
            Go on with the draft
          </button>
          <button type="button" onClick={() => keep(() => undefined)}>
            Drop it
          </button>
        </span>
      )}
    </div>
  );
}

function ActionButton({
  action,
  possible,
  onAct,
}: {
  action: MemberAction;
  possible: boolean;
  onAct: () => void;
}) {
  const { label, command, grave } = actionWords[action];
  useCommand(command, onAct, possible);
  const keys = keyCaps(bindingOf(command).keys[0] ?? '', false).join(' ');
  return (
    <Button
      size="compact-sm"
      variant="default"
      data-grave={grave}
      classNames={{ root: classes.button ?? '' }}
      disabled={!possible}
      title={
        possible ? `${bindingOf(command).label.replace('…', '')} (${keys})` : 'Nothing holds this member back'
      }
      onClick={onAct}
    >
      {label}
    </Button>
  );
}
