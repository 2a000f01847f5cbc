import type { deliveries } from '../../contract/members/actions.ts';
import classes from './sent-message.module.css';
import { MemberText } from './text/member-text.tsx';

type Delivery = (typeof deliveries)[number];

/** A message of a decision: what became of it, and its words when asked for. */
export function SentMessage({ delivery, body }: { delivery: Delivery; body: string }) {
  return (
    <details className={classes.message}>
      <summary data-delivery={delivery}>{deliveryWords[delivery]}</summary>
      <MemberText text={body} shape="block" />
    </details>
  );
}

const deliveryWords: Record<Delivery, string> = {
  waiting: 'Message waits to be sent',
  delivered: 'Message delivered',
  cancelled: 'Message not sent: it was undone in time',
  failing: 'Message not delivered yet; it is tried again',
  refused: 'Message not taken by the site',
};
