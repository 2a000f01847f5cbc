import { IconEye, IconPencil } from '@tabler/icons-react';
import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import { lookingWords } from '../../../looking/looking-words.ts';
import classes from './others-mark.module.css';

/** That colleagues are at a ticket just now: an eye or, where one of them writes, a pen, with who they are. */
export function OthersMark({ others, worded = false }: { others: TicketRow['others']; worded?: boolean }) {
  if (others.length === 0) return null;
  const words = lookingWords(others, 'an answer');
  const writing = others.some((each) => each.writing);
  const Icon = writing ? IconPencil : IconEye;
  return (
    <span className={classes.mark} data-writing={writing || undefined} title={words}>
      <Icon size={14} stroke={1.8} role="img" aria-label={words} />
      {worded && <span aria-hidden>{shortWords(others)}</span>}
    </span>
  );
}

/** `Ada writes`, `3 look` */
function shortWords(others: TicketRow['others']): string {
  const writers = others.filter((each) => each.writing);
  const [shown, one, many] = writers.length > 0 ? [writers, 'writes', 'write'] : [others, 'looks', 'look'];
  return shown.length === 1 ? `${shown[0]?.name} ${one}` : `${shown.length} ${many}`;
}
