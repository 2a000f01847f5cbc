import type { ReactNode } from 'react';
import type { FoundMember, SearchKind } from '../../../../contract/members/search.ts';
import { StatusChip } from '../../../components/status-chip.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import type { ColumnName } from './column-names.ts';
import classes from './member-list.module.css';
import type { SortBy } from './order.ts';

export type ShownColumn = 'nickname' | ColumnName;

interface Column {
  label: string;
  /** The least width at which it can be read, in pixels, and its share of what is left. */
  least: number;
  share: number;
  /** What a click on its header sorts by. */
  sort?: SortBy;
  figures?: boolean;
  cell: (member: FoundMember) => ReactNode;
}

export const columns: Record<ColumnName, Column> = {
  id: { label: 'Id', least: 76, share: 0, figures: true, cell: (member) => member.id },
  status: { label: 'Status', least: 116, share: 0, cell: (member) => <Standing member={member} /> },
  match: { label: 'Match', least: 150, share: 1.2, cell: (member) => <Matched member={member} /> },
  reported: {
    label: 'Reported',
    least: 76,
    share: 0,
    sort: 'reported',
    figures: true,
    cell: ({ timesReported }) =>
      timesReported === 0 ? <span className={classes.naught}>0</span> : figure.format(timesReported),
  },
  joined: {
    label: 'Joined',
    least: 92,
    share: 0,
    sort: 'joined',
    cell: (member) => <Moment at={member.createdAt} shape="date" />,
  },
  active: {
    label: 'Last active',
    least: 92,
    share: 0,
    sort: 'active',
    cell: ({ lastActiveAt }) =>
      lastActiveAt === null ? 'never' : <Moment at={lastActiveAt} shape="relative" />,
  },
  location: {
    label: 'Location',
    least: 96,
    share: 0.8,
    cell: ({ location }) => location !== null && <MemberText text={location} />,
  },
};

const figure = new Intl.NumberFormat('en-GB');
const nickname = { least: 150, share: 1.3 };
/** The box that selects a row, and what stands between two columns and at both ends, in pixels. */
const box = 20;
const gap = 16;

/** Which columns give way first where there is little room. */
const firstToGo: readonly ColumnName[] = [
  'location',
  'joined',
  'reported',
  'id',
  'active',
  'status',
  'match',
];

/** The chosen columns that have room in a width of pixels; the match only where a search matches out of sight. */
export function columnsThatFit(
  chosen: readonly ColumnName[],
  width: number,
  kind: SearchKind | undefined,
): readonly ColumnName[] {
  let shown = chosen.filter((name) => name !== 'match' || (kind !== undefined && matchesOutOfSight(kind)));
  for (const name of firstToGo) {
    if (widthOf(shown) <= width) break;
    shown = shown.filter((each) => each !== name);
  }
  return shown;
}

/** The widths of the columns as CSS takes them. */
export function templateOf(shown: readonly ColumnName[]): string {
  const track = ({ least, share }: { least: number; share: number }) =>
    share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`;
  return [`${box}px`, track(nickname), ...shown.map((name) => track(columns[name]))].join(' ');
}

/** Whether what such a search looks at is not among the other columns. */
function matchesOutOfSight(kind: SearchKind): boolean {
  return kind === 'email' || kind === 'domain' || kind === 'address' || kind === 'device';
}

function widthOf(shown: readonly ColumnName[]): number {
  const least = shown.reduce((sum, name) => sum + columns[name].least, box + nickname.least);
  return least + gap * (shown.length + 3);
}

function Standing({ member }: { member: FoundMember }) {
  if (member.status === 'active') return <span className={classes.quiet}>active</span>;
  return (
    <>
      <StatusChip status={member.status} />
      {member.statusUntil !== null && (
        <span className={classes.until}>
          <Moment at={member.statusUntil} shape="relative" />
        </span>
      )}
    </>
  );
}

function Matched({ member: { match } }: { member: FoundMember }) {
  if (match === null || match.in === 'nickname' || match.in === 'id') return null;
  return <MemberText text={match.text} mark={match} />;
}
