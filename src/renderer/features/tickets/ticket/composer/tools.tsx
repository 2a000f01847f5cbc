import { IconBolt, IconPaperclip, IconUsers } from '@tabler/icons-react';
import { type ComponentPropsWithRef, useRef, useState } from 'react';
import { attachmentTypes } from '../../../../../contract/tickets/conversation.ts';
import type { TicketChange } from '../../../../../contract/tickets/queue.ts';
import type { Macro } from '../../../../../contract/tickets/rules.ts';
import type { TeamId } from '../../../../../contract/tickets/values.ts';
import { useCommand } from '../../../../keys/commands.ts';
import { type CommandId, keyMap } from '../../../../keys/key-map.ts';
import { keyCaps } from '../../../../keys/key-press.ts';
import { MacroMenu } from '../../macros/macro-menu.tsx';
import classes from './composer.module.css';
import type { Pen } from './pen/use-pen.ts';
import { isEmpty } from './pen/written.ts';
import { SendButtons } from './send/send-buttons.tsx';

interface ToolsProps {
  pen: Pen;
  teamId: TeamId | null;
  /** What was sent waits to be heard of: nothing about it can be changed. */
  waits: boolean;
  sending: boolean;
  onMacro: (macro: Macro) => void;
  onFiles: (files: readonly File[]) => void;
  onSend: (change: TicketChange) => void;
  onLater: () => void;
}

/** What can be put into the text, how it is kept, and its ways to go. */
export function Tools(props: ToolsProps) {
  const { pen, teamId, waits, sending, onMacro, onFiles, onSend, onLater } = props;
  const [choosing, setChoosing] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const { written } = pen;
  useCommand('ticket.macro', () => setChoosing(true), !waits);
  useCommand('ticket.attach', () => files.current?.click(), !waits);
  return (
    <div className={classes.tools}>
      <MacroMenu opened={choosing} onOpened={setChoosing} teamId={teamId} onChosen={onMacro}>
        <Tool command="ticket.macro" disabled={waits} onClick={() => setChoosing((now) => !now)}>
          <IconBolt size={15} stroke={1.7} aria-hidden /> Macro
        </Tool>
      </MacroMenu>
      <Tool command="ticket.attach" disabled={waits} onClick={() => files.current?.click()}>
        <IconPaperclip size={15} stroke={1.7} aria-hidden /> Attach
      </Tool>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files to send"
        accept={attachmentTypes.join(',')}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <button
        type="button"
        className={classes.tool}
        aria-pressed={written.shared}
        title="Colleagues see the draft at the ticket, and may take it over"
        disabled={waits}
        onClick={() => pen.change({ shared: !written.shared })}
      >
        <IconUsers size={15} stroke={1.7} aria-hidden /> {written.shared ? 'Shared draft' : 'Share draft'}
      </button>
      <Saving pen={pen} />
      <SendButtons kind={pen.name.kind} sending={sending} onSend={onSend} onLater={onLater} />
    </div>
  );
}

function Tool({
  command,
  className = '',
  ...rest
}: ComponentPropsWithRef<'button'> & { command: CommandId }) {
  const { label, keys } = keyMap[command];
  const key = keyCaps(keys[0] ?? '', navigator.platform.startsWith('Mac')).join(' ');
  return (
    <button type="button" className={`${classes.tool} ${className}`} title={`${label} (${key})`} {...rest} />
  );
}

/** Where what is written is kept by now. */
function Saving({ pen: { written, saving } }: { pen: Pen }) {
  if (written.sent !== null || (isEmpty(written) && saving === 'saved'))
    return <span className={classes.saving} />;
  const lost = typeof saving !== 'string';
  return (
    <span className={classes.saving} data-lost={lost || undefined} role="status">
      {saving === 'saved'
        ? 'Saved'
        : saving === 'saving'
          ? 'Saving…'
          : saving.code === 'UNAVAILABLE'
            ? 'Not saved: the line is lost. Kept on this machine.'
            : `Not saved: ${saving.message}`}
    </span>
  );
}
