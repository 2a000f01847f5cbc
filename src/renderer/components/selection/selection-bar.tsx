import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCommand } from '../../keys/commands.ts';
import { KeysHint } from '../keys-hint.tsx';
import classes from './selection-bar.module.css';
import type { ListSelection } from './use-selection.ts';

const figure = new Intl.NumberFormat('en-GB');

interface SelectionBarProps {
  selection: ListSelection;
  /** How many one run takes. */
  most: number;
  /** What is said beside the count, where not more was asked for than one run takes. */
  aside: ReactNode;
  /** In words, where more is selected than rows one by one; null where it is not. */
  whole?: string | null;
  onClear: () => void;
  onAct: () => void;
}

/** How many rows are selected, and what can be done to them. */
export function SelectionBar({ selection, most, aside, whole = null, onClear, onAct }: SelectionBarProps) {
  const count = selection.keys.size;
  const some = count > 0 || whole !== null;
  useCommand('select.act', onAct, some);
  return (
    <div role="status">
      {some && (
        <div className={classes.bar}>
          {whole === null ? (
            <span>
              <strong className="figures">{figure.format(count)}</strong> selected
            </span>
          ) : (
            <strong className="figures">{whole}</strong>
          )}
          {selection.full && whole === null ? (
            <span className={classes.full}>
              One run takes {figure.format(most)} at most: the others were left out.
            </span>
          ) : (
            <span className={classes.aside}>{aside}</span>
          )}
          <span className={classes.space} />
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={onClear}
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
