import type { ReactNode } from 'react';
import { failureOf } from '../../transport/failure.ts';
import classes from './part.module.css';

/** What a query gives, as far as a part needs it. */
export interface PartAnswer<Answer> {
  readonly data: Answer | undefined;
  readonly error: unknown;
  readonly isPaused: boolean;
  readonly refetch: () => unknown;
}

interface PartProps<Answer> {
  title: string;
  /** How many there are, beside the title. */
  count?: number | undefined;
  /** What can be done to the whole, at the right of the title. */
  action?: ReactNode;
  /** What is there before the answer is, and without it. */
  lead?: ReactNode;
  answer: PartAnswer<Answer>;
  children: (answer: Answer) => ReactNode;
}

/** One part of a page: it loads by itself, and says by itself that it waits, or why it could not. */
export function Part<Answer>({ title, count, action, lead, answer, children }: PartProps<Answer>) {
  return (
    <section className={classes.part} aria-label={title}>
      <div className={classes.head}>
        <h3>
          {title}
          {count !== undefined && count > 0 && <span className={classes.count}>{count}</span>}
        </h3>
        {action}
      </div>
      {lead}
      {answer.data !== undefined ? children(answer.data) : <Missing answer={answer} title={title} />}
    </section>
  );
}

function Missing({ answer, title }: { answer: PartAnswer<unknown>; title: string }) {
  if (answer.error !== null) {
    const failure = failureOf(answer.error);
    return (
      <p className={classes.failed} role="alert">
        {failure.message}{' '}
        {failure.code !== 'FORBIDDEN' && (
          <button type="button" className={classes.again} onClick={() => answer.refetch()}>
            Try again
          </button>
        )}
      </p>
    );
  }
  if (answer.isPaused) {
    return <p className={classes.quiet}>There is no answer just now. This loads by itself when there is.</p>;
  }
  return (
    <div role="status" aria-label={`Loading: ${title}`} className={classes.skeleton}>
      <span aria-hidden />
      <span aria-hidden />
    </div>
  );
}

/** A part that has nothing to show, in a line. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className={classes.quiet}>{children}</p>;
}
