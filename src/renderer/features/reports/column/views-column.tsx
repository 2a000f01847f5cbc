import { Link } from '@tanstack/react-router';
import { cappedWords } from '../../../components/list/count-words.ts';
import { useCommand } from '../../../keys/commands.ts';
import { keyMap } from '../../../keys/key-map.ts';
import { SavedViews } from '../../views/column/saved-views.tsx';
import classes from '../../views/column/views-column.module.css';
import { viewWords } from '../queue/queue-views.ts';
import { addressOfView, type ReportsAddress, type ShownView, shownViews } from '../reports-address.ts';
import { Freshness } from './freshness.tsx';
import type { Counts } from './queue-counts.ts';

interface ViewsColumnProps {
  address: ReportsAddress;
  counts: Counts;
  onShow: (view: ShownView) => void;
}

/** The views of the queue with how much each holds, the saved ones, and how fresh all of it is. */
export function ViewsColumn({ address, counts, onShow }: ViewsColumnProps) {
  const shown = address.queue ?? 'next';
  return (
    <nav className={classes.column} aria-label="Views of the queue">
      <ul>
        {shownViews.map((view) => (
          <ViewItem key={view} view={view} chosen={view === shown} counts={counts} onShow={onShow} />
        ))}
      </ul>
      <SavedViews
        workspace="reports"
        link={(view, face) => (
          <Link
            to="/reports"
            search={addressOfView(view)}
            className={classes.view}
            activeOptions={onlyThis}
            aria-current={view.id === address.view ? 'true' : undefined}
          >
            {face}
          </Link>
        )}
      />
      <Freshness />
    </nav>
  );
}

/** Which is shown is told here: to a link, one that narrows nothing leads to all the others too. */
const onlyThis = { exact: true, includeSearch: true };

interface ViewItemProps {
  view: ShownView;
  chosen: boolean;
  counts: Counts;
  onShow: (view: ShownView) => void;
}

function ViewItem({ view, chosen, counts, onShow }: ViewItemProps) {
  const { label, command } = viewWords[view];
  const count = counts(view);
  useCommand(command, () => onShow(view));
  return (
    <li data-apart={view === 'endings' || undefined}>
      <Link
        from="/reports"
        to="/reports"
        search={(now) => shownIn(now, view)}
        className={classes.view}
        activeOptions={onlyThis}
        aria-current={chosen ? 'page' : undefined}
        title={`${label} (${keyMap[command].keys[0]})`}
      >
        <span className={classes.label}>{label}</span>
        {count !== undefined && count.count > 0 && (
          <span className={classes.count} data-urgent={view === 'endings' || undefined}>
            {cappedWords(count)}
          </span>
        )}
      </Link>
    </li>
  );
}

/** The address for another view: the filters stay, what was open closes. */
export function shownIn({ case: _, view: __, ...address }: ReportsAddress, queue: ShownView): ReportsAddress {
  return { ...address, queue: queue === 'next' ? undefined : queue };
}
