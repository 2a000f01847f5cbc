import { Button } from '@mantine/core';
import { runMost } from '../../../../contract/members/actions.ts';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { useCommand } from '../../../keys/commands.ts';
import classes from './selection-bar.module.css';
import type { MemberSelection } from './use-selection.ts';

const figure = new Intl.NumberFormat('en-GB');

interface SelectionBarProps {
  selection: MemberSelection;
  /** All rows that are loaded are selected, and there are more. */
  partial: boolean;
  onAct: () => void;
}

/** How many rows are selected, and what can be done to them. */
export function SelectionBar({ selection, partial, onAct }: SelectionBarProps) {
  const count = selection.keys.size;
  useCommand('select.act', onAct, count > 0);
  return (
    <div role="status">
      {count > 0 && (
        <div className={classes.bar}>
          <span>
            <strong className="figures">{figure.format(count)}</strong> selected
          </span>
          {selection.full && (
            <span className={classes.full}>
              One run takes {figure.format(runMost)} at most: the others were left out.
            </span>
          )}
          {partial && !selection.full && (
            <span className={classes.partial}>All that are loaded; there are more below.</span>
          )}
          <span className={classes.space} />
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={selection.clear}
            rightSection={<KeysHint command="view.back" />}
          >
            Clear
          </Button>
          <Button size="compact-sm" onClick={onAct}>
            Act…
          </Button>
        </div>
      )}
    </div>
  );
}
