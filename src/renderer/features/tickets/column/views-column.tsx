import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TicketView } from '../../../../contract/tickets/queue.ts';
import { cappedWords } from '../../../components/list/count-words.ts';
import { useCommand } from '../../../keys/commands.ts';
import { keyMap } from '../../../keys/key-map.ts';
import { SavedViews } from '../../views/column/saved-views.tsx';
import classes from '../../views/column/views-column.module.css';
import { shownViews, viewWords } from '../desk-views.ts';
import { addressOfView, shownIn, type TicketsAddress } from '../tickets-address.ts';
import type { Counts } from './desk-counts.ts';
import { Freshness } from './freshness.tsx';

interface ViewsColumnProps {
  address: TicketsAddress;
  counts: Counts;
  /** How many of the person’s own are due before long, or past that. */
  pressing: number;
  onShow: (view: TicketView) => void;
  /** Stands below the views. */
  foot: ReactNode;
}

/** The views of the desk with how much each holds, the saved ones, and how fresh all of it is. */
export function ViewsColumn({ address, counts, pressing, onShow, foot }: ViewsColumnProps) {
  const shown = address.q === undefined ? (address.queue ?? 'next') : null;
  return (
    <nav className={classes.column} aria-label="Views of the desk">
      <ul>
        {shownViews.map((view) => (
          <ViewItem
            key={view}
            view={view}
            chosen={view === shown}
            counts={counts}
            pressing={view === 'mine' ? pressing : 0}
            onShow={onShow}
          />
        ))}
      </ul>
      <SavedViews
        workspace="tickets"
        link={(view, face) => (
          <Link
            to="/tickets"
            search={addressOfView(view)}
            className={classes.view}
            activeOptions={onlyThis}
            aria-current={view.id === address.view ? 'true' : undefined}
          >
            {face}
          </Link>
        )}
      />
      <div className={classes.foot}>
        {foot}
        <Freshness />
      </div>
    </nav>
  );
}

/** Which is shown is told here: to a link, one that narrows nothing leads to all the others too. */
const onlyThis = { exact: true, includeSearch: true };

interface ViewItemProps {
  view: TicketView;
  chosen: boolean;
  counts: Counts;
  pressing: number;
  onShow: (view: TicketView) => void;
}

function ViewItem({ view, chosen, counts, pressing, onShow }: ViewItemProps) {
  const { label, command } = viewWords[view];
  const count = counts(view);
  useCommand(command, () => onShow(view));
  const urgent = pressing > 0 || view === 'overdue';
  return (
    <li>
      <Link
        from="/tickets"
        to="/tickets"
        search={(now) => shownIn(now, view)}
        className={classes.view}
        activeOptions={onlyThis}
        aria-current={chosen ? 'page' : undefined}
        title={`${label} (${keyMap[command].keys[0]})`}
      >
        <span className={classes.label}>{label}</span>
        {count !== undefined && count.count > 0 && (
          <span
            className={classes.count}
            data-urgent={urgent || undefined}
            title={pressing > 0 ? `${pressing} due before long` : undefined}
          >
            {cappedWords(count)}
          </span>
        )}
      </Link>
    </li>
  );
}
