import type { HistoryEntry, HistorySource } from '../../../../contract/members/page.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { StaffName } from '../../staff/staff-name.tsx';
import { doneWords } from '../actions/decision-words.ts';
import classes from './history-row.module.css';

type Of<Source extends HistorySource> = Extract<HistoryEntry, { source: Source }>;

/** What staff did to the member, through Caretaker or otherwise. */
export function ActionEntry({ entry }: { entry: Of<'action'> }) {
  return (
    <>
      <p>
        <strong>{doneWords(entry.action)}</strong>
        {entry.until !== null && (
          <>
            {' until '}
            <Moment at={entry.until} shape="stamp" />
          </>
        )}
        {entry.actor === null ? (
          ', not by the staff'
        ) : (
          <>
            {' by '}
            <StaffName account={entry.actor} />
          </>
        )}
      </p>
      {entry.reason !== '' && (
        <div className={classes.text}>
          <MemberText text={entry.reason} shape="block" />
        </div>
      )}
    </>
  );
}

export function RenameEntry({ entry }: { entry: Of<'rename'> }) {
  return (
    <p>
      {entry.actor === null ? (
        'Changed their name'
      ) : (
        <>
          Renamed by <StaffName account={entry.actor} />
        </>
      )}
      {': '}
      <MemberText text={entry.before} /> →{' '}
      <strong>
        <MemberText text={entry.after} />
      </strong>
    </p>
  );
}

export function NoteEntry({ entry }: { entry: Of<'note'> }) {
  return (
    <>
      <p>
        Note by <StaffName account={entry.author} />
        {entry.pinned && <span className={classes.edited}>pinned</span>}
        {entry.editedAt !== null && (
          <span className={classes.edited}>
            edited <Moment at={entry.editedAt} shape="relative" />
          </span>
        )}
      </p>
      <div className={classes.text}>
        <MemberText text={entry.body} shape="block" />
      </div>
    </>
  );
}
