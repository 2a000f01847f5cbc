import { Button } from '@mantine/core';
import { roleNames } from '../../../../contract/roles.ts';
import type { StaffMember, Team } from '../../../../contract/staff.ts';
import { RowList } from '../../../components/list/row-list.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import classes from './staff-view.module.css';

interface StaffListProps {
  rows: readonly StaffMember[];
  teams: readonly Team[];
  activeKey: string | null;
  openKey: string | null;
  onActive: (user: string) => void;
  onOpen: (user: string) => void;
  former: { count: number; isShown: boolean; onFold: () => void };
}

/** One row a person. Former staff stand at the end, folded until asked for. */
export function StaffList({ rows, teams, activeKey, openKey, onActive, onOpen, former }: StaffListProps) {
  return (
    <RowList
      label="People on the staff"
      question="staff"
      keys={rows.map((person) => person.user)}
      rowAt={(index) => rows[index]}
      columns={classes.columns}
      header={<Header />}
      cells={(person) => <Cells person={person} teams={teams} />}
      activeKey={activeKey}
      openKey={openKey}
      onActive={onActive}
      onOpen={onOpen}
      onMore={undefined}
      footer={
        former.count > 0 && (
          <div className={classes.former}>
            <Button
              size="compact-xs"
              variant="subtle"
              aria-expanded={former.isShown}
              onClick={former.onFold}
              title="Former staff (f)"
            >
              {former.isShown ? 'Fold' : 'Show'} former staff ({former.count})
            </Button>
          </div>
        )
      }
      dimmed={false}
    />
  );
}

function Header() {
  return (
    <>
      <th scope="col">Name</th>
      <th scope="col">Account</th>
      <th scope="col">Role</th>
      <th scope="col">Teams</th>
      <th scope="col" className={classes.wide}>
        Pseudonym
      </th>
      <th scope="col" className={classes.wide}>
        Added
      </th>
    </>
  );
}

function Cells({ person, teams }: { person: StaffMember; teams: readonly Team[] }) {
  const isFormer = person.removedAt !== null;
  const names = teams.filter((team) => person.teams.includes(team.id)).map((team) => team.name);
  return (
    <>
      <td className={isFormer ? classes.gone : classes.name}>
        <MemberText text={person.name} />
      </td>
      <td className={classes.quiet}>
        <span className="mono">
          <MemberText text={person.user} />
        </span>
      </td>
      <td className={isFormer ? classes.gone : undefined}>
        {isFormer ? 'Former staff' : roleNames[person.role]}
      </td>
      <td className={classes.quiet}>
        <MemberText text={names.join(', ')} />
      </td>
      <td className={`${classes.quiet} ${classes.wide}`}>
        <MemberText text={person.pseudonym ?? ''} />
      </td>
      <td className={`${classes.quiet} ${classes.wide}`}>
        <Moment at={person.addedAt} shape="date" />
      </td>
    </>
  );
}
