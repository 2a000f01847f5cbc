import { IconAlertOctagon } from '@tabler/icons-react';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import { CopyButton } from '../../../components/text/copy-button.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useNow } from '../../../preferences/clock.ts';
import { usePreferences } from '../../../preferences/preferences.ts';
import { absoluteOf } from '../../../preferences/time-format.ts';
import { dueOf, reportWords } from '../queue/case-words.ts';
import classes from './case-head.module.css';
import { authorJoin, dangerWords, subjectWords } from './case-words.ts';

/** What the case is about, how grave it is, and how long it has waited. */
export function CaseHead({ row }: { row: CaseRow }) {
  const { subject, author, authorId, policy, severity, danger } = row;
  return (
    <div className={classes.head}>
      <h2 className={classes.subject}>
        {subjectWords(subject.kind)} {authorJoin(subject.kind)}{' '}
        {author !== null ? (
          <MemberText text={author} />
        ) : authorId !== null ? (
          `member ${authorId}`
        ) : (
          'someone who is not known any more'
        )}
      </h2>
      <p className={classes.under}>
        <span className={classes.number}>
          Case <span className="mono">{row.id}</span>
          <CopyButton text={row.id} label="Copy the number of the case" />
        </span>
        {danger !== null && (
          <strong className={classes.danger}>
            <IconAlertOctagon size={14} stroke={1.8} aria-hidden /> {dangerWords[danger]}
          </strong>
        )}
        <span className={classes.policy}>
          <MemberText text={policy} />
        </span>
        <Severity severity={severity} />
        <span>{reportWords(row)}</span>
        <span>
          first <Moment at={row.openedAt} shape="relative" />
        </span>
        <Due row={row} />
      </p>
    </div>
  );
}

/** 1 to 5, as filled marks and in words. */
function Severity({ severity }: { severity: number }) {
  return (
    <span className={classes.severity}>
      <span className={classes.marks} data-grave={severity >= 4 || undefined} aria-hidden>
        {[1, 2, 3, 4, 5].map((each) => (
          <span key={each} data-on={each <= severity || undefined} />
        ))}
      </span>
      severity {severity} of 5
    </span>
  );
}

function Due({ row }: { row: CaseRow }) {
  const due = dueOf(row, useNow());
  const { zone } = usePreferences();
  if (due === null) return null;
  return (
    <span className={classes.due} data-tone={due.tone} title={absoluteOf(row.dueAt, zone)}>
      {due.words}
    </span>
  );
}
