import { PreviewSentences } from '../../../../components/preview-sentences.tsx';
import { failureOf } from '../../../../transport/failure.ts';
import classes from './preview-section.module.css';
import type { CasePreview } from './use-case-preview.ts';

/** What would happen, in sentences from the core: effects, warnings, and problems for which it cannot. */
export function PreviewSection({ preview: { answer, complete } }: { preview: CasePreview }) {
  return (
    <section
      className={classes.preview}
      aria-label="What will happen"
      aria-live="polite"
      aria-busy={answer.isFetching}
    >
      <h3>What will happen</h3>
      {!complete ? (
        <p className={classes.quiet}>Shown as soon as you choose what is done.</p>
      ) : answer.data !== undefined ? (
        <PreviewSentences preview={answer.data} />
      ) : answer.isError ? (
        <p className={classes.failed}>{failureOf(answer.error).message}</p>
      ) : (
        <p className={classes.quiet}>
          {answer.isPaused ? 'Shown when the database answers again.' : 'Looking…'}
        </p>
      )}
    </section>
  );
}
