import type { ReactNode } from 'react';
import type { Member } from '../../../../contract/members/member.ts';
import { Part, type PartAnswer } from '../../../components/panels/part.tsx';
import { CopyButton } from '../../../components/text/copy-button.tsx';
import { copyText } from '../../../components/text/copy-text.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useCommand } from '../../../keys/commands.ts';
import classes from './facts.module.css';
import { RevealButton } from './reveal-button.tsx';

/** What the site knows of a member. The e-mail and the addresses show only when asked for, which is recorded. */
export function Facts({ answer }: { answer: PartAnswer<{ member: Member }> }) {
  return (
    <Part title="Facts" answer={answer}>
      {({ member }) => <List member={member} />}
    </Part>
  );
}

function List({ member }: { member: Member }) {
  const { email } = member;
  useCommand('member.copy-email', () => void copyText(email ?? ''), email !== null);
  return (
    <dl className={classes.facts}>
      <Fact name="E-mail">
        {email === null ? (
          <>
            <span className={classes.hint}>{member.emailHint}</span>{' '}
            <RevealButton id={member.id} what="email" />
          </>
        ) : (
          <>
            <MemberText text={email} /> <CopyButton text={email} label="Copy the e-mail address" />
          </>
        )}
      </Fact>
      {!member.addressesShown && (
        <Fact name="IP addresses">
          <span className={classes.hint}>hidden</span> <RevealButton id={member.id} what="addresses" />
        </Fact>
      )}
      <Fact name="Joined">
        <Moment at={member.createdAt} shape="stamp" />
        <span className={classes.aside}>
          <Moment at={member.createdAt} shape="relative" />
        </span>
      </Fact>
      <Fact name="Last active">
        {member.lastActiveAt === null ? (
          'never'
        ) : (
          <>
            <Moment at={member.lastActiveAt} shape="stamp" />
            <span className={classes.aside}>
              <Moment at={member.lastActiveAt} shape="relative" />
            </span>
          </>
        )}
      </Fact>
      <Fact name="Location">
        {member.location === null ? <NotSaid /> : <MemberText text={member.location} />}
      </Fact>
      <Fact name="Picture">
        {member.avatarUrl === null ? (
          <span className={classes.hint}>none</span>
        ) : (
          <span className={classes.address} title="Named, never loaded">
            <MemberText text={member.avatarUrl} />
          </span>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function NotSaid() {
  return <span className={classes.hint}>not said</span>;
}
