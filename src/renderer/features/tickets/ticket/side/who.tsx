import { Link } from '@tanstack/react-router';
import type { Member } from '../../../../../contract/members/member.ts';
import { Initials } from '../../../../components/initials.tsx';
import { StatusChip } from '../../../../components/status-chip.tsx';
import { CopyButton } from '../../../../components/text/copy-button.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Facts } from '../../../members/facts/facts.tsx';
import { Sanctions } from '../../../members/standing/sanctions.tsx';
import type { OpenTicket } from '../ticket-queries.ts';
import { NameMember } from './name-member.tsx';
import classes from './side.module.css';

/** The member with their facts and what holds them back, or who wrote without an account. */
export function Who({ data }: { data: OpenTicket }) {
  const { row, member, email, reachable, whyNot } = data;
  return (
    <>
      <section className={classes.part} aria-label="Member">
        {member === null ? (
          <>
            <h3>
              <MemberText text={row.from} />
            </h3>
            <p className={classes.quiet}>
              {row.memberId === null
                ? 'Wrote without an account.'
                : `The site has no member ${row.memberId}, or no longer.`}
            </p>
            {email !== null && (
              <p className={classes.address}>
                <MemberText text={email} /> <CopyButton text={email} label="Copy the address they gave" />
              </p>
            )}
            {row.memberId === null && row.mergedInto === null && <NameMember ticketId={row.id} />}
          </>
        ) : (
          <Identity member={member} />
        )}
        {!reachable && (
          <p className={classes.unreachable} role="status">
            {whyNot ?? 'No answer can reach them.'}
          </p>
        )}
      </section>
      {member !== null && (
        <>
          <Sanctions member={member} />
          <div className={classes.facts}>
            <Facts answer={{ data: { member }, error: null, isPaused: false, refetch: () => undefined }} />
          </div>
        </>
      )}
    </>
  );
}

function Identity({ member }: { member: Member }) {
  const { id, nickname, status, timesReported } = member;
  return (
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
          <span className="mono">{id}</span> <CopyButton text={id} label="Copy the id of the member" />
          {timesReported > 0 && (timesReported === 1 ? 'reported once' : `reported ${timesReported} times`)}
        </p>
      </div>
    </div>
  );
}
