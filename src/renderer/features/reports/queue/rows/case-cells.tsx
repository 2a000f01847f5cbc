import { IconAlertTriangleFilled, IconPhoto } from '@tabler/icons-react';
import { Fragment, memo } from 'react';
import type { CaseRow, QueueView } from '../../../../../contract/reports/queue.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { plainWords } from '../../../../components/text/plain-words.ts';
import { stretchWords } from '../../../../components/text/stretch-words.ts';
import { useNow } from '../../../../preferences/clock.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { StaffName } from '../../../staff/staff-name.tsx';
import { dangerWords } from '../../case/case-words.ts';
import { dueOf, reportWords, scoreWords, standingOf } from '../case-words.ts';
import classes from './case-list.module.css';
import { Severity } from './severity.tsx';

/** Above the cells, in their order. What a case waits for, and whose it is, means something else once it is done. */
export function CaseHeader({ view }: { view: QueueView }) {
  return (
    <>
      <th scope="col">
        <span className="unseen">Selected</span>
      </th>
      <th scope="col" className={classes.scoreHead}>
        Score
      </th>
      <th scope="col">Case</th>
      <th scope="col" className={classes.wide}>
        Author
      </th>
      <th scope="col" className={classes.dueHead}>
        {view === 'done' ? 'Decided' : 'Due'}
      </th>
      <th scope="col" className={classes.standingHead}>
        {view === 'done' ? 'Outcome' : 'With'}
      </th>
    </>
  );
}

interface CaseCellsProps {
  row: CaseRow;
  selected: boolean;
  /** How far the server’s clock, which decides when a claim lapses, is ahead of this machine’s, in milliseconds. */
  skew: number;
  /** It no longer belongs to the view, which keeps it until it is brought up to date. */
  left: boolean;
}

/** Drawn again only when its case is another: the queue changes all the time. */
export const CaseCells = memo(function CaseCells({ row, selected, skew, left }: CaseCellsProps) {
  const now = useNow() + skew;
  const { danger, excerpt, hasMedia, reasons, subject } = row;
  return (
    <>
      <td data-box className={classes.box}>
        <input
          type="checkbox"
          // The grid has the focus for all its rows: x selects, and a click is the row’s to understand.
          tabIndex={-1}
          readOnly
          checked={selected}
          aria-label={`Select case ${row.id}`}
        />
      </td>
      <td className={classes.score} data-left={left || undefined}>
        {scoreWords(row.score)}
      </td>
      <td className={classes.case} data-left={left || undefined}>
        <span className={classes.first}>
          {danger !== null && (
            <span className={classes.danger} title={dangerWords[danger]}>
              <IconAlertTriangleFilled size={12} aria-hidden />
              <span className={classes.dangerName}>{dangerWords[danger]}</span>
            </span>
          )}
          {hasMedia && <IconPhoto size={15} stroke={1.6} role="img" aria-label="with a picture or film" />}
          <span className={classes.excerpt}>
            {excerpt === '' ? (
              <span className={classes.quiet}>{hasMedia ? 'no words' : 'nothing could be read'}</span>
            ) : (
              <MemberText text={excerpt} />
            )}
          </span>
        </span>
        <span className={classes.second}>
          <Severity value={row.severity} />
          <span className={classes.policy}>{row.policy}</span>
          <span className={classes.aside}>
            {plainWords(subject.kind)}
            {reasons.length > 0 && (
              <>
                : <MemberText text={reasons.join(', ')} />
              </>
            )}
          </span>
        </span>
      </td>
      <td className={classes.wide} data-left={left || undefined}>
        <span className={classes.first}>
          {row.author === null ? (
            <span className={classes.quiet}>{row.authorId === null ? 'unknown' : row.authorId}</span>
          ) : (
            <MemberText text={row.author} />
          )}
        </span>
        <span className={classes.second}>{reportWords(row)}</span>
      </td>
      <DueCell row={row} now={now} left={left} />
      <StandingCell row={row} now={now} />
    </>
  );
});

/** When it is due or, of one that was decided, when that was: under a header that says so, but where it left its view. */
function DueCell({ row, now, left }: { row: CaseRow; now: number; left: boolean }) {
  const due = dueOf(row, now);
  return (
    <td className={classes.due}>
      <span className={classes.first} data-tone={due?.tone}>
        {due !== null
          ? due.words
          : row.decidedAt !== null && (
              <>
                {left && 'done '}
                <Moment at={row.decidedAt} shape="relative" />
              </>
            )}
      </span>
      <span className={classes.second}>
        opened <Moment at={row.openedAt} shape="relative" />
      </span>
    </td>
  );
}

/** Whose it is, or what became of it. */
function StandingCell({ row, now }: { row: CaseRow; now: number }) {
  const { person } = useSignedIn();
  const standing = standingOf(row, person.user, now);
  const { setBy, heldUntil, outcome } = row;
  const by = setBy !== null && (
    <>
      by <StaffName account={setBy} />
    </>
  );
  const [first, second] = (() => {
    switch (standing.kind) {
      case 'free':
        return ['', ''];
      case 'mine':
        return [
          'You',
          <>
            {stretchWords(standing.left)} left
            {standing.from !== null && (
              <>
                , from <StaffName account={standing.from} />
              </>
            )}
          </>,
        ];
      case 'taken':
        return [<MemberText key="name" text={standing.name} />, `${stretchWords(standing.left)} left`];
      case 'held':
        return [
          heldUntil === null ? (
            'held'
          ) : (
            <Fragment key="held">
              back <Moment at={heldUntil} shape="relative" />
            </Fragment>
          ),
          by,
        ];
      case 'escalated':
        return ['escalated', by];
      case 'done':
        return [outcome ?? 'done', ''];
    }
  })();
  return (
    <td className={classes.standing} data-kind={standing.kind}>
      <span className={classes.first} title={outcome ?? undefined}>
        {first}
      </span>
      <span className={classes.second}>{second}</span>
    </td>
  );
}
