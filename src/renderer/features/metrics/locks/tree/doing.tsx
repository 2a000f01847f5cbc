import type { LockSession } from '../../../../../contract/metrics/locks/tree.ts';
import { doingWords } from '../lock-words.ts';
import classes from '../locks.module.css';

/** What a session does, in a word. Idle in a transaction is what most often keeps others waiting. */
export function Doing({ session }: { session: LockSession }) {
  return (
    <span className={classes.chip} data-doing={session.doing}>
      {doingWords[session.doing]}
    </span>
  );
}
