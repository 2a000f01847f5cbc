import { Link } from '@tanstack/react-router';
import type { MemberSummary } from '../../../../contract/members/member.ts';
import type { LinkedMember, RingEdge } from '../../../../contract/members/page.ts';
import { Initials } from '../../../components/initials.tsx';
import { visibleString } from '../../../components/text/visible-text.ts';
import { strengthWord } from './link-words.ts';
import classes from './ring-graph.module.css';
import { ringLayout } from './ring-layout.ts';

/** The most accounts that can be told apart on the circle. */
const most = 24;

interface RingGraphProps {
  member: MemberSummary;
  linked: readonly LinkedMember[];
  edges: readonly RingEdge[];
}

/**
 * Who of the linked accounts is tied to whom: the member in the middle, the others around, lines as thick as the tie is
 * strong. The list below says the same in words.
 */
export function RingGraph({ member, linked, edges }: RingGraphProps) {
  const others = linked.slice(0, most).map((each) => each.member);
  const places = ringLayout(
    member.id,
    others.map(({ id }) => id),
    edges,
  );
  const at = (id: string) => places.get(id) ?? { x: 0.5, y: 0.5 };
  const drawn = edges.filter(({ a, b }) => places.has(a) && places.has(b));
  return (
    <nav className={classes.graph} aria-label="Linked accounts as a graph">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
        {drawn.map(({ a, b, kinds, strength }) => (
          <line
            key={`${a} ${b}`}
            data-strength={strengthWord(strength)}
            x1={at(a).x * 100}
            y1={at(a).y * 100}
            x2={at(b).x * 100}
            y2={at(b).y * 100}
            strokeWidth={0.75 + 3 * strength}
            vectorEffect="non-scaling-stroke"
          >
            <title>{kinds.join(', ')}</title>
          </line>
        ))}
      </svg>
      <span className={classes.node} data-centre style={placed(at(member.id))}>
        <Initials id={member.id} name={member.nickname} size={34} />
      </span>
      {others.map((other) => (
        <Link
          key={other.id}
          className={classes.node}
          data-status={other.status}
          style={placed(at(other.id))}
          from="/members"
          to="/members"
          search={(now) => ({ ...now, id: other.id })}
          aria-label={`${visibleString(other.nickname)}, ${other.status}`}
          title={`${visibleString(other.nickname)}, ${other.status}`}
        >
          <Initials id={other.id} name={other.nickname} size={28} />
        </Link>
      ))}
    </nav>
  );
}

function placed({ x, y }: { x: number; y: number }) {
  return { left: `${x * 100}%`, top: `${y * 100}%` };
}
