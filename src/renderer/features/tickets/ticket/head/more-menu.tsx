import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { MergeDialog } from '../../merging/merge-dialog.tsx';
import { SplitDialog } from '../../merging/split-dialog.tsx';
import { ReferDialog } from '../../refer/refer-dialog.tsx';
import type { OpenTicket } from '../ticket-queries.ts';
import classes from './controls.module.css';

interface MoreMenuProps {
  data: OpenTicket;
  disabled: boolean;
  onSnooze: () => void;
  onOpen: (ticketId: TicketId) => void;
}

type Dialog = 'merge' | 'split' | 'refer';

/** What is done to a ticket less often. */
export function MoreMenu({ data, disabled, onSnooze, onOpen }: MoreMenuProps) {
  const { row, messages, more } = data;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  useCommand('ticket.merge', () => setDialog('merge'), !disabled);
  useCommand('ticket.split', () => setDialog('split'), !disabled);
  useCommand('ticket.refer', () => setDialog('refer'), !disabled);
  return (
    <>
      <Menu
        clickOutsideEvents={['mousedown', 'touchstart']}
        withInitialFocusPlaceholder={false}
        position="bottom-end"
        shadow="md"
        width={280}
        disabled={disabled}
      >
        <Menu.Target>
          <button type="button" className={classes.act} disabled={disabled} aria-label="More for this ticket">
            <IconDots size={16} stroke={1.8} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {row.snoozedUntil === null && (
            <Menu.Item rightSection={<KeysHint command="ticket.snooze" />} onClick={onSnooze}>
              Snooze until…
            </Menu.Item>
          )}
          <Menu.Item rightSection={<KeysHint command="ticket.merge" />} onClick={() => setDialog('merge')}>
            Merge tickets…
          </Menu.Item>
          <Menu.Item rightSection={<KeysHint command="ticket.split" />} onClick={() => setDialog('split')}>
            Split messages off…
          </Menu.Item>
          <Menu.Item rightSection={<KeysHint command="ticket.refer" />} onClick={() => setDialog('refer')}>
            Hand to the community managers…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <MergeDialog row={row} opened={dialog === 'merge'} onClose={close} onOpen={onOpen} />
      <SplitDialog
        row={row}
        messages={messages}
        more={more}
        opened={dialog === 'split'}
        onClose={close}
        onOpen={onOpen}
      />
      <ReferDialog row={row} opened={dialog === 'refer'} onClose={close} />
    </>
  );
}
