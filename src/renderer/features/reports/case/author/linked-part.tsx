import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MemberId } from '../../../../../contract/values.ts';
import { StatusChip } from '../../../../components/status-chip.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { reasonWords, strengthWord } from '../../../members/linked/link-words.ts';
import classes from './author.module.css';

/** How many show here; the member's own page has all of them. */
const few = 3;
/** What is weaker says next to nothing. */
const telling = 0.1;

/** Accounts that may be the same person's. They take longer to find than the rest, and keep nothing waiting. */
export function LinkedPart({ id }: { id: MemberId }) {
  const answer = useQuery(calls.members.linked.queryOptions({ input: { id }, staleTime: 300_000 }));
  const strong = answer.data?.linked.filter(({ strength }) => strength >= telling) ?? [];
  return (
    <section aria-label="Linked accounts">
      <h4 className={classes.group}>Linked accounts</h4>
      {answer.data === undefined ? (
        <p className={classes.quiet}>{answer.isError ? failureOf(answer.error).message : 'Looking…'}</p>
      ) : strong.length === 0 ? (
        <p className={classes.quiet}>None that says much.</p>
      ) : (
        <ul>
          {strong.slice(0, few).map(({ member, strength, reasons }) => (
            <li key={member.id} className={classes.linked}>
              <span className={classes.linkedName}>
                <Link to="/members" search={{ id: member.id }}>
                  <MemberText text={member.nickname} />
                </Link>
                <StatusChip status={member.status} />
              </span>
              <span className={classes.excerpt}>{reasons.map(reasonWords).join('; ')}</span>
              <span data-strength={strengthWord(strength)}>{strengthWord(strength)}</span>
            </li>
          ))}
        </ul>
      )}
      {strong.length > few && (
        <Link className={classes.more} to="/members" search={{ id }}>
          {strong.length - few} more on the member’s page
        </Link>
      )}
    </section>
  );
}
