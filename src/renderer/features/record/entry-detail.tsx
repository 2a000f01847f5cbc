import { Link } from '@tanstack/react-router';
import type { RecordEntry } from '../../../contract/record.ts';
import { MemberId } from '../../../contract/values.ts';
import { FactList } from '../../components/fact-list.tsx';
import { useFocusReturn } from '../../components/panels/focus.ts';
import { PaneHeader } from '../../components/panels/pane-header.tsx';
import { CopyButton } from '../../components/text/copy-button.tsx';
import { MemberText } from '../../components/text/member-text.tsx';
import { Moment } from '../../components/text/moment.tsx';
import { useSignedIn, workspacesOf } from '../session/session-state.ts';
import classes from './entry-detail.module.css';
import { actionWords } from './record-words.ts';

/** All that one entry says. */
export function EntryDetail({ entry }: { entry: RecordEntry }) {
  const details = Object.entries(entry.detail);
  const pane = useFocusReturn<HTMLElement>();
  return (
    <section ref={pane} className={classes.detail} aria-label={`Entry ${entry.id}`}>
      <PaneHeader what="entry">
        <span className={classes.number}>Entry {entry.id}</span>
      </PaneHeader>
      <div key={entry.id} className={classes.scroll} tabIndex={-1}>
        <h2>{actionWords(entry.action)}</h2>
        <p className={classes.when}>
          <Moment at={entry.at} shape="absolute" />, <Moment at={entry.at} shape="relative" />
        </p>
        <FactList>
          <div>
            <dt>Who</dt>
            <dd>
              <MemberText text={entry.actor} />
            </dd>
          </div>
          <div>
            <dt>Action</dt>
            <dd className="mono">
              <MemberText text={entry.action} />
            </dd>
          </div>
          <div>
            <dt>Subject</dt>
            <dd>
              <MemberText text={entry.subjectKind} /> <Subject entry={entry} />
              <CopyButton text={entry.subjectId} label="Copy the subject’s id" />
            </dd>
          </div>
          <div>
            <dt>Exact time</dt>
            <dd className="mono">{entry.at}</dd>
          </div>
        </FactList>
        {details.length > 0 && (
          <>
            <h3>Details</h3>
            <FactList>
              {details.map(([name, value]) => (
                <div key={name}>
                  <dt>
                    <MemberText text={name} />
                  </dt>
                  <dd className={typeof value === 'string' ? undefined : 'mono'}>
                    <MemberText text={String(value)} shape="block" />
                  </dd>
                </div>
              ))}
            </FactList>
          </>
        )}
      </div>
    </section>
  );
}

function Subject({ entry }: { entry: RecordEntry }) {
  const { person } = useSignedIn();
  const member = entry.subjectKind === 'member' ? MemberId.safeParse(entry.subjectId) : null;
  if (member?.success !== true || !workspacesOf(person.role).includes('members')) {
    return <MemberText text={entry.subjectId} />;
  }
  return (
    <Link to="/members" search={{ id: member.data }}>
      {member.data}
    </Link>
  );
}
