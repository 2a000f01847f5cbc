import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { MemberSummary } from '../../../../contract/members/member.ts';
import type { LinkedMember, RingEdge } from '../../../../contract/members/page.ts';
import { Initials } from '../../../components/initials.tsx';
import { useNear } from '../../../components/near.ts';
import { Nothing, Part } from '../../../components/panels/part.tsx';
import { StatusChip } from '../../../components/status-chip.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { calls } from '../../../transport/client.ts';
import { reasonWords, strengthWord } from './link-words.ts';
import classes from './linked-accounts.module.css';
import { RingGraph } from './ring-graph.tsx';

/** How many show at first. */
const few = 8;
/** What is weaker says next to nothing: kept back until asked for, and never drawn. */
const telling = 0.1;

/** Accounts that may be the same person's: who, how likely and why. Asked for only when it comes into sight. */
export function LinkedAccounts({ member }: { member: MemberSummary }) {
  const [place, near] = useNear<HTMLDivElement>();
  const answer = useQuery(
    calls.members.linked.queryOptions({ input: { id: member.id }, enabled: near, staleTime: 300_000 }),
  );
  const count = answer.data?.linked.filter(({ strength }) => strength >= telling).length;
  return (
    <div ref={place}>
      <Part title="Linked accounts" count={count} answer={answer}>
        {({ linked, edges }) =>
          linked.length === 0 ? (
            <Nothing>No other account shares anything with this one.</Nothing>
          ) : (
            <Links member={member} linked={linked} edges={edges} />
          )
        }
      </Part>
    </div>
  );
}

interface LinksProps {
  member: MemberSummary;
  linked: readonly LinkedMember[];
  edges: readonly RingEdge[];
}

function Links({ member, linked, edges }: LinksProps) {
  const [all, setAll] = useState(false);
  const strong = linked.filter(({ strength }) => strength >= telling);
  const shown = all ? linked : strong.slice(0, few);
  return (
    <>
      {strong.length > 1 && (
        <RingGraph
          member={member}
          linked={strong}
          edges={edges.filter(({ strength }) => strength >= telling)}
        />
      )}
      {strong.length === 0 && <Nothing>Nothing that says much: only what many accounts share.</Nothing>}
      <ol className={classes.list}>
        {shown.map((each) => (
          <Row key={each.member.id} linked={each} />
        ))}
      </ol>
      {shown.length < linked.length && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          Show {linked.length - shown.length} more
        </button>
      )}
    </>
  );
}

function Row({ linked: { member, reasons, strength } }: { linked: LinkedMember }) {
  const lastAt = reasons.reduce<string>(
    (latest, each) => (each.lastAt !== null && each.lastAt > latest ? each.lastAt : latest),
    '',
  );
  return (
    <li className={classes.row}>
      <Initials id={member.id} name={member.nickname} size={24} />
      <div className={classes.who}>
        <p className={classes.name}>
          <Link from="/members" to="/members" search={(now) => ({ ...now, id: member.id })}>
            <MemberText text={member.nickname} />
          </Link>
          <StatusChip status={member.status} />
        </p>
        <p className={classes.reasons}>
          {reasons.map(reasonWords).join('; ')}
          {lastAt !== '' && (
            <>
              {'; last '}
              <Moment at={lastAt} shape="relative" />
            </>
          )}
        </p>
      </div>
      <Strength strength={strength} />
    </li>
  );
}

function Strength({ strength }: { strength: number }) {
  const word = strengthWord(strength);
  return (
    <span className={classes.strength} data-strength={word} title={`${Math.round(strength * 100)} of 100`}>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: `${Math.round(strength * 100)}%` }} />
      </span>
      {word}
    </span>
  );
}
