import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { TicketChange } from '../../../../../../contract/tickets/queue.ts';
import { KeysHint } from '../../../../../components/keys-hint.tsx';
import { useCommand } from '../../../../../keys/commands.ts';
import classes from '../composer.module.css';
import type { PenKind } from '../pen/written.ts';

interface SendButtonsProps {
  kind: PenKind;
  sending: boolean;
  /** Sends what is written, or says why it cannot be. */
  onSend: (change: TicketChange) => void;
  onLater: () => void;
}

const endings = [
  { status: 'solved', words: 'Send and solve' },
  { status: 'waiting', words: 'Send and wait for the member' },
  { status: 'hold', words: 'Send and put on hold' },
  { status: 'open', words: 'Send and leave open' },
] as const;

/** Sends, as it is usual or with what becomes of the ticket, now or later. */
export function SendButtons({ kind, sending, onSend, onLater }: SendButtonsProps) {
  const [opened, setOpened] = useState(false);
  const isReply = kind === 'reply';
  useCommand('ticket.send-options', () => setOpened(true), isReply && !sending);
  useCommand('ticket.send-solved', () => onSend({ status: 'solved' }), isReply && !sending);
  useCommand('ticket.send-later', onLater, isReply && !sending);
  return (
    <div className={classes.send}>
      <Button
        size="compact-sm"
        loading={sending}
        className={classes.sendFirst ?? ''}
        data-alone={!isReply || undefined}
        onClick={() => onSend({})}
        rightSection={<KeysHint command="form.send" />}
      >
        {isReply ? 'Send' : 'Keep the note'}
      </Button>
      {isReply && (
        <Menu
          opened={opened}
          onChange={setOpened}
          clickOutsideEvents={['mousedown', 'touchstart']}
          withInitialFocusPlaceholder={false}
          position="top-end"
          shadow="md"
          width={290}
        >
          <Menu.Target>
            <Button
              size="compact-sm"
              className={classes.sendMore ?? ''}
              aria-label="Send, and…"
              title="Send, and… (Ctrl .)"
              disabled={sending}
              onClick={() => setOpened((now) => !now)}
            >
              <IconChevronDown size={15} stroke={2} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {endings.map(({ status, words }) => (
              <Menu.Item
                key={status}
                onClick={() => onSend({ status })}
                rightSection={status === 'solved' && <KeysHint command="ticket.send-solved" />}
              >
                {words}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={onLater} rightSection={<KeysHint command="ticket.send-later" />}>
              Send later…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
