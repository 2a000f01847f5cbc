import { Link } from '@tanstack/react-router';
import type { Member } from '../../../../../contract/members/member.ts';
import type { CaseRow } from '../../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../../contract/reports/values.ts';
import { Initials } from '../../../../components/initials.tsx';
import { StatusChip } from '../../../../components/status-chip.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { Sanctions } from '../../../members/standing/sanctions.tsx';
import classes from './author.module.css';
import { LinkedPart } from './linked-part.tsx';

interface AuthorPartProps {
  row: CaseRow;
  author: Member | null;
  otherCases: readonly CaseRow[];
  onOpen: (caseId: CaseId) => void;
}

/** Whom the case is about: who they are, what holds them back, what else is about them, who they may also be. */
export function AuthorPart({ row, author, otherCases, onOpen }: AuthorPartProps) {
  return (
    <section className={classes.part} aria-label="Author">
      <h3>{row.subject.kind === 'member' ? 'The member' : 'Its author'}</h3>
      {author === null ? (
        <p className={classes.quiet}>
          {row.authorId === null
            ? 'Nobody is known as its author.'
            : `The site has no member ${row.authorId}, or no longer.`}
        </p>
      ) : (
        <Facts author={author} />
      )}
      <OtherCases cases={otherCases} onOpen={onOpen} />
      {author !== null && <LinkedPart id={author.id} />}
    </section>
  );
}

function Facts({ author }: { author: Member }) {
  const { id, nickname, status, timesReported, createdAt, lastActiveAt, location } = author;
  return (
    <>
      <div className={classes.who}>
        <Initials id={id} name={nickname} size={34} />
        <div className={classes.naming}>
          <p className={classes.name}>
            <Link to="/members" search={{ id }} title="Open the member’s page">
              <MemberText text={nickname} />
            </Link>
            <StatusChip status={status} always />
          </p>
          <p className={classes.quiet}>
            joined <Moment at={createdAt} shape="relative" />
            {lastActiveAt !== null && (
              <>
                , active <Moment at={lastActiveAt} shape="relative" />
              </>
            )}
            {location !== null && (
              <>
                , <MemberText text={location} />
              </>
            )}
          </p>
          {timesReported > 0 && (
            <p className={classes.quiet} data-often={timesReported >= 5 || undefined}>
              {timesReported === 1 ? 'reported once' : `reported ${timesReported} times`} in all
            </p>
          )}
        </div>
      </div>
      {author.sanctions.length > 0 && (
        <div className={classes.sanctions}>
          <Sanctions member={author} />
        </div>
      )}
    </>
  );
}

function OtherCases({ cases, onOpen }: { cases: readonly CaseRow[]; onOpen: (caseId: CaseId) => void }) {
  if (cases.length === 0) return <p className={classes.quiet}>No other case is about them.</p>;
  return (
    <section aria-label="Other cases about them">
      <h4 className={classes.group}>Other cases about them</h4>
      <ul>
        {cases.map((other) => (
          <li key={other.id}>
            <button type="button" className={classes.other} onClick={() => onOpen(other.id)}>
              <span className={classes.state} data-state={other.state}>
                {other.state}
              </span>
              <span className={classes.excerpt}>
                <MemberText text={other.policy} />
                {other.excerpt !== '' && (
                  <>
                    : <MemberText text={other.excerpt} />
                  </>
                )}
              </span>
              <Moment at={other.openedAt} shape="relative" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
