import { IconAlertTriangle, IconArrowRight, IconBan } from '@tabler/icons-react';
import type { Preview } from '../../contract/members/actions.ts';
import classes from './preview-sentences.module.css';

/** What a decision would do, one sentence below the other: what forbids it first, then what to mind. */
export function PreviewSentences({
  preview,
}: {
  preview: Pick<Preview, 'effects' | 'warnings' | 'problems'>;
}) {
  return (
    <ul className={classes.sentences}>
      {preview.problems.map((problem) => (
        <li key={problem} className={classes.problem}>
          <IconBan size={15} stroke={1.7} aria-hidden />
          <span>
            <span className="unseen">Not possible: </span>
            {problem}
          </span>
        </li>
      ))}
      {preview.warnings.map((warning) => (
        <li key={warning} className={classes.warning}>
          <IconAlertTriangle size={15} stroke={1.7} aria-hidden />
          <span>
            <span className="unseen">Mind: </span>
            {warning}
          </span>
        </li>
      ))}
      {preview.effects.map((effect) => (
        <li key={effect}>
          <IconArrowRight size={15} stroke={1.7} aria-hidden />
          <span>{effect}</span>
        </li>
      ))}
    </ul>
  );
}
