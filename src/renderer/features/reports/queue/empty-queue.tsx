import { Button } from '@mantine/core';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import type { ShownView } from '../reports-address.ts';
import classes from './empty-queue.module.css';
import { viewWords } from './queue-views.ts';

export interface EmptyProps {
  view: ShownView;
  filtered: boolean;
  /** How many cases the person passed over. */
  passed: number;
  onClearFilters?: () => void;
  onForgetPassed?: () => void;
}

/** That a view has no case, why, and what may bring some. */
export function EmptyQueue({ view, filtered, passed, onClearFilters, onForgetPassed }: EmptyProps) {
  const { label, empty, why } = viewWords[view];
  const left = view === 'next' ? passed : 0;
  return (
    <StatePanel
      kind={filtered ? 'none-found' : 'empty'}
      title={filtered ? `No case in “${label}” fits the filters` : empty}
      action={
        <span className={classes.actions}>
          {filtered && (
            <Button size="xs" variant="default" onClick={onClearFilters}>
              Clear the filters
            </Button>
          )}
          {left > 0 && (
            <Button size="xs" variant="default" onClick={onForgetPassed}>
              Look again at the {left === 1 ? 'one' : left} I passed over
            </Button>
          )}
        </span>
      }
    >
      {left > 0
        ? `${left === 1 ? 'One case is' : `${left} cases are`} left out because you gave ${left === 1 ? 'it' : 'them'} back.`
        : !filtered && why}
    </StatePanel>
  );
}
