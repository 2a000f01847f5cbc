import type { TicketMessage } from '../../../../../contract/tickets/conversation.ts';
import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import { useServerNow } from '../../../../preferences/server-clock.ts';
import classes from './message.module.css';
import { TakeBack } from './take-back.tsx';

interface DeliveryLineProps {
  row: TicketRow;
  message: TicketMessage;
  skew: number;
}

/** Whether the site has taken an answer, and until when it can be taken back. */
export function DeliveryLine({ row, message, skew }: DeliveryLineProps) {
  const { delivery, problem, sendAt } = message;
  if (delivery === null) return null;
  return (
    <p className={classes.delivery} data-delivery={delivery}>
      {delivery === 'waiting' && sendAt !== null ? (
        <Waiting row={row} message={message} sendAt={sendAt} skew={skew} />
      ) : (
        deliveryWords[delivery]
      )}
      {problem !== null && (delivery === 'failing' || delivery === 'refused') && `: ${problem}`}
    </p>
  );
}

function Waiting({ row, message, sendAt, skew }: DeliveryLineProps & { sendAt: string }) {
  const left = Math.ceil((Date.parse(sendAt) - useServerNow(skew)) / 1000);
  if (left <= 0) return deliveryWords.waiting;
  return (
    <>
      <span className="figures">Goes in {left} s</span>
      <TakeBack ticketId={row.id} message={message} />
    </>
  );
}

const deliveryWords: Record<NonNullable<TicketMessage['delivery']>, string> = {
  waiting: 'On its way',
  delivered: 'Delivered',
  cancelled: 'Taken back, not sent',
  failing: 'Not delivered yet, tried again by itself',
  refused: 'Not taken by the site',
};
