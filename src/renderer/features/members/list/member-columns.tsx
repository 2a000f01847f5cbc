import type { ReactNode } from 'react';
import type { FoundMember } from '../../../../contract/members/search.ts';
import { StatusChip } from '../../../components/status-chip.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import type { ColumnName } from './column-names.ts';
import classes from './member-list.module.css';
import type { SortBy } from './order.ts';

interface Column {
  label: string;
  /** What a click on its header sorts by. */
  sort?: SortBy;
  figures?: boolean;
  cell: (member: FoundMember) => ReactNode;
}

/** What the columns show. How wide they are is in `column-layout.ts`. */
export const columns: Record<ColumnName, Column> = {
  id: { label: 'Id', figures: true, cell: (member) => member.id },
  status: { label: 'Status', cell: (member) => <Standing member={member} /> },
  match: { label: 'Match', cell: (member) => <Matched member={member} /> },
  reported: {
    label: 'Reported',
    sort: 'reported',
    figures: true,
    cell: ({ timesReported }) =>
      timesReported === 0 ? <span className={classes.naught}>0</span> : figure.format(timesReported),
  },
  joined: {
    label: 'Joined',
    sort: 'joined',
    cell: (member) => <Moment at={member.createdAt} shape="date" />,
  },
  active: {
    label: 'Last active',
    sort: 'active',
    cell: ({ lastActiveAt }) =>
      lastActiveAt === null ? 'never' : <Moment at={lastActiveAt} shape="relative" />,
  },
  location: {
    label: 'Location',
    cell: ({ location }) => location !== null && <MemberText text={location} />,
  },
};

const figure = new Intl.NumberFormat('en-GB');

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
