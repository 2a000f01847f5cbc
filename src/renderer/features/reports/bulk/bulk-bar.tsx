import { bulkMost } from '../../../../contract/reports/decisions.ts';
import type { Count } from '../../../components/list/count-words.ts';
import { SelectionBar } from '../../../components/selection/selection-bar.tsx';
import { viewWords } from '../queue/queue-views.ts';
import type { QueueQuery } from '../queue/queued-cases.ts';
import classes from './bulk-bar.module.css';
import { wholeWords } from './bulk-words.ts';
import type { CaseSelection } from './case-selection.ts';

interface BulkBarProps {
  view: QueueQuery['view'];
  count: Count | undefined;
  selection: CaseSelection;
  allLoaded: boolean;
  /** There are more than are loaded. */
  more: boolean;
  onAct: () => void;
}

/** How many cases are selected, the offer to take all that the filter finds, and what can be done to them. */
export function BulkBar({ view, count, selection, allLoaded, more, onAct }: BulkBarProps) {
  const { rows, whole } = selection;
  return (
    <SelectionBar
      selection={rows}
      most={bulkMost}
      whole={whole ? wholeWords(viewWords[view].label, count) : null}
      aside={
        whole
          ? 'As they are found when the run begins.'
          : allLoaded &&
            more && (
              <button
                type="button"
                className={classes.whole}
                title="Press Ctrl+A again"
                onClick={selection.selectWhole}
              >
                Select {wholeWords(viewWords[view].label, count).toLowerCase()}
              </button>
            )
      }
      onClear={selection.clear}
      onAct={onAct}
    />
  );
}
