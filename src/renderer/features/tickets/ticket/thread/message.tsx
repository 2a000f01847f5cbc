import type { TicketMessage } from '../../../../../contract/tickets/conversation.ts';
import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { CopyButton } from '../../../../components/text/copy-button.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { visibleString } from '../../../../components/text/visible-text.ts';
import { Attachments } from './attachments.tsx';
import { DeliveryLine } from './delivery-line.tsx';
import classes from './message.module.css';

interface MessageProps {
  row: TicketRow;
  message: TicketMessage;
  /** See `useServerNow`. */
  skew: number;
  onOpen: (ticketId: TicketId) => void;
}

/** One message: the member’s at the left, the staff’s at the right, notes among colleagues tinted. */
export function Message({ row, message, skew, onOpen }: MessageProps) {
  const { kind, body, at, attachments, origin, thanks } = message;
  const who = message.author?.name ?? message.from ?? row.from;
  return (
    <article
      className={classes.message}
      data-kind={kind}
      data-cancelled={message.delivery === 'cancelled' || undefined}
      aria-label={`${kindWords[kind]} ${visibleString(who)}`}
    >
      <header className={classes.head}>
        <strong>
          <MemberText text={who} />
        </strong>
        {kind === 'note' && <span className={classes.mark}>note, for colleagues only</span>}
        {kind === 'question' && <span className={classes.mark}>asked how it was</span>}
        {thanks && <span className={classes.mark}>a thank-you: nothing to answer</span>}
        {origin !== null && (
          <button type="button" className={classes.origin} onClick={() => onOpen(origin)}>
            from ticket {origin}
          </button>
        )}
        <span className={classes.end}>
          <span className={classes.copy}>
            <CopyButton text={body} label="Copy the message" />
          </span>
          <Moment at={at} shape="relative" />
        </span>
      </header>
      <div className={classes.body}>
        <MemberText text={body} shape="block" />
      </div>
      <Attachments attachments={attachments} />
      {message.delivery !== null && <DeliveryLine row={row} message={message} skew={skew} />}
    </article>
  );
}

const kindWords: Record<TicketMessage['kind'], string> = {
  in: 'Message from',
  out: 'Answer by',
  note: 'Note by',
  question: 'Question to',
};
