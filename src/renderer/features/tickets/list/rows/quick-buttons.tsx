import { IconCheck, IconUserCheck, IconZzz, type TablerIcon } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import { type CommandId, keyMap } from '../../../../keys/key-map.ts';
import classes from './quick-buttons.module.css';

/** What can be done to a ticket from its row at once. */
export type QuickAct = 'take' | 'snooze' | 'solve';

const buttons: readonly { act: QuickAct; label: string; icon: TablerIcon; command: CommandId }[] = [
  { act: 'take', label: 'Take', icon: IconUserCheck, command: 'ticket.take' },
  { act: 'snooze', label: 'Snooze', icon: IconZzz, command: 'ticket.snooze' },
  { act: 'solve', label: 'Solve', icon: IconCheck, command: 'ticket.solve' },
];

/** The buttons of a row, there for whoever points at it; the keyboard has keys for the row it is on. */
export function QuickButtons({ row }: { row: TicketRow }) {
  if (row.status === 'solved' || row.status === 'closed' || row.mergedInto !== null) return null;
  return (
    <span className={classes.buttons}>
      {buttons.map(({ act, label, icon: Icon, command }) => (
        <button
          key={act}
          type="button"
          // The grid has the focus for all its rows.
          tabIndex={-1}
          data-quick={act}
          aria-label={`${label} ticket ${row.id}`}
          title={`${label} (${keyMap[command].keys[0]})`}
        >
          <Icon size={16} stroke={1.7} aria-hidden />
        </button>
      ))}
    </span>
  );
}

/** Which button of which row was clicked; null for anything else. The cells stay as they are whoever listens. */
export function quickClick(event: MouseEvent): { act: QuickAct; index: number } | null {
  if (!(event.target instanceof Element)) return null;
  const button = event.target.closest<HTMLElement>('[data-quick]');
  const row = button?.closest<HTMLElement>('tr[data-index]');
  const found = buttons.find(({ act }) => act === button?.dataset.quick);
  return row == null || found === undefined ? null : { act: found.act, index: Number(row.dataset.index) };
}
