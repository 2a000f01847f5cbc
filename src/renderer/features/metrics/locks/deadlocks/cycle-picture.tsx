import { useId } from 'react';
import type { DeadlockTransaction } from '../../../../../contract/metrics/locks/deadlocks.ts';
import classes from '../locks.module.css';

const width = 520;
/** Of two beside each other, and of more in a circle. */
const heightOf = (count: number) => (count === 2 ? 130 : 230);
const box = { width: 128, height: 40 };
/** Longer names are cut in the picture; they stand whole beside it. */
const longestName = 30;

interface CyclePictureProps {
  transactions: readonly DeadlockTransaction[];
  rolledBack: number | null;
}

/** Each transaction waits for a lock that the next has, and the last for one of the first. */
export function CyclePicture({ transactions, rolledBack }: CyclePictureProps) {
  const name = useId();
  if (transactions.length < 2) return null;
  const height = heightOf(transactions.length);
  const places = transactions.map((_, index) => placeOf(index, transactions.length));
  return (
    <svg
      className={classes.cycle}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={transactions
        .map((it, index) => `${it.number} waits for ${numberAfter(transactions, index)}`)
        .join(', ')}
    >
      <defs>
        <marker
          id={`${name}-head`}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 Z" className={classes.arrowHead} />
        </marker>
      </defs>
      {transactions.map((it, index) => {
        const from = places[index] ?? { x: 0, y: 0 };
        const to = places[(index + 1) % places.length] ?? { x: 0, y: 0 };
        const { path, middle } = arrowOf(from, to);
        return (
          <g key={it.number}>
            <path d={path} className={classes.arrow} markerEnd={`url(#${name}-head)`} />
            <text x={middle.x} y={middle.y} className={classes.arrowText}>
              {lockName(it)}
            </text>
          </g>
        );
      })}
      {transactions.map((it, index) => {
        const { x, y } = places[index] ?? { x: 0, y: 0 };
        const lost = it.number === rolledBack;
        return (
          <g key={it.number} className={classes.party} data-lost={lost || undefined}>
            <rect x={x - box.width / 2} y={y - box.height / 2} width={box.width} height={box.height} rx={6} />
            <text x={x} y={y - 3}>
              {`Transaction ${it.number}`}
            </text>
            <text x={x} y={y + 13} className={classes.partyNote}>
              {lost ? 'rolled back' : it.thread === null ? '' : `session ${it.thread}`}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Two stand beside each other, more of them in a circle. */
function placeOf(index: number, count: number): Place {
  const height = heightOf(count);
  const angle = Math.PI + (2 * Math.PI * index) / count;
  return {
    x: width / 2 + (width / 2 - box.width / 2 - 8) * Math.cos(angle),
    y: height / 2 + (height / 2 - box.height / 2 - 18) * Math.sin(angle) * (count === 2 ? 0 : 1),
  };
}

/** A bow to the left of the way, so that there and back are two, from edge to edge of the boxes. */
function arrowOf(from: Place, to: Place): { path: string; middle: Place } {
  const away = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const bow = 56;
  const bend = {
    x: (from.x + to.x) / 2 + ((to.y - from.y) / away) * bow,
    y: (from.y + to.y) / 2 - ((to.x - from.x) / away) * bow,
  };
  const start = edgeOf(from, bend);
  const end = edgeOf(to, bend);
  return {
    path: `M ${start.x} ${start.y} Q ${bend.x} ${bend.y} ${end.x} ${end.y}`,
    middle: {
      x: Math.min(width - 90, Math.max(90, (start.x + 2 * bend.x + end.x) / 4)),
      y: (start.y + 2 * bend.y + end.y) / 4 + (bend.y < (from.y + to.y) / 2 ? -7 : 16),
    },
  };
}

/** Where the line from the middle of a box towards a point leaves the box. */
function edgeOf(middle: Place, towards: Place): Place {
  const [dx, dy] = [towards.x - middle.x, towards.y - middle.y];
  const scale = Math.min(
    (box.width / 2 + 3) / Math.max(Math.abs(dx), 0.01),
    (box.height / 2 + 3) / Math.max(Math.abs(dy), 0.01),
  );
  return { x: middle.x + dx * scale, y: middle.y + dy * scale };
}

function lockName({ waitsFor }: DeadlockTransaction): string {
  if (waitsFor === null) return 'a lock that was not told';
  const where = waitsFor.index === null ? waitsFor.table : `${waitsFor.table} ${waitsFor.index}`;
  return where.length <= longestName ? where : `${where.slice(0, longestName - 1)}…`;
}

function numberAfter(transactions: readonly DeadlockTransaction[], index: number): number {
  return transactions[(index + 1) % transactions.length]?.number ?? 1;
}
