import type { DecidedCase } from '../../../../../contract/reports/decisions.ts';
import { SentMessage } from '../../../../components/sent-message.tsx';
import { MemberLink } from '../member-link.tsx';
import classes from './history.module.css';

type Message = DecidedCase['messages'][number];

/** More messages than this to those who reported it stand in one line, until they are asked for. */
const few = 2;

/** What the author and those who reported it were told, and what became of each message. */
export function DecidedMessages({ messages }: { messages: readonly Message[] }) {
  const author = messages.filter(({ to }) => to === 'author');
  const reporters = messages.filter(({ to }) => to === 'reporter');
  const lines = (some: readonly Message[]) =>
    some.map((message) => <Line key={`${message.to} ${message.memberId}`} message={message} />);
  return (
    <>
      {lines(author)}
      {reporters.length <= few ? (
        lines(reporters)
      ) : (
        <details className={classes.messages}>
          <summary data-trouble={reporters.some(({ delivery }) => isTrouble(delivery)) || undefined}>
            To {reporters.length} who reported it: {tallyWords(reporters)}
          </summary>
          {lines(reporters)}
        </details>
      )}
    </>
  );
}

function Line({ message: { to, memberId, nickname, delivery, body, problem } }: { message: Message }) {
  return (
    <div className={classes.message}>
      <span className={classes.quiet}>
        To {to === 'author' ? 'the author' : 'who reported it'}, <MemberLink id={memberId} name={nickname} />:
      </span>
      <SentMessage delivery={delivery} body={body} />
      {problem !== null && <span className={classes.failed}>{problem}</span>}
    </div>
  );
}

const words: Record<Message['delivery'], string> = {
  waiting: 'wait',
  delivered: 'delivered',
  cancelled: 'not sent',
  failing: 'tried again',
  refused: 'not taken',
};

function isTrouble(delivery: Message['delivery']): boolean {
  return delivery === 'failing' || delivery === 'refused';
}

/** `5 delivered, 2 wait` */
function tallyWords(messages: readonly Message[]): string {
  const counts = new Map<Message['delivery'], number>();
  for (const { delivery } of messages) counts.set(delivery, (counts.get(delivery) ?? 0) + 1);
  return [...counts].map(([delivery, count]) => `${count} ${words[delivery]}`).join(', ');
}
