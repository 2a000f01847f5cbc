import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { useListCursor } from '../../../components/list/list-cursor.ts';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { type Staff, useStaff } from '../use-staff.ts';
import { PersonDetail } from './person-detail.tsx';
import type { StaffAddress } from './staff-address.ts';
import { type StaffDialog, StaffDialogs } from './staff-dialogs.tsx';
import { StaffList } from './staff-list.tsx';
import classes from './staff-view.module.css';

/** The staff, for an administrator: who has which role, and their accounts. */
export function StaffView() {
  const { person } = useSignedIn();
  return person.role === 'admin' ? (
    <StaffOfAdmin />
  ) : (
    <StatePanel kind="forbidden" title="Your role does not manage the staff">
      Administrators do. What you did yourself, and your own account, are still yours to see.
    </StatePanel>
  );
}

function StaffOfAdmin() {
  const staff = useStaff();
  if (staff.data !== undefined) {
    const asOf = new Date(staff.dataUpdatedAt).toISOString();
    const refresh = () => void staff.refetch();
    return <Loaded staff={staff.data} asOf={asOf} refreshing={staff.isFetching} onRefresh={refresh} />;
  }
  if (staff.isError) {
    return <FailurePanel error={staff.error} what="the staff" onRetry={() => void staff.refetch()} />;
  }
  return staff.isPaused ? <WaitingPanel what="the staff" /> : <RowSkeletons label="Loading the staff" />;
}

const route = getRouteApi('/settings/staff');

interface LoadedProps {
  staff: Staff;
  asOf: string;
  refreshing: boolean;
  onRefresh: () => void;
}

function Loaded({ staff, asOf, refreshing, onRefresh }: LoadedProps) {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const reachable = useReachable();
  const [dialog, setDialog] = useState<StaffDialog | null>(null);
  const go = (change: StaffAddress, how: 'new' | 'instead') =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: how === 'instead' });
  const present = staff.people.filter((person) => person.removedAt === null);
  const former = staff.people.filter((person) => person.removedAt !== null);
  const rows = address.former === 'shown' ? [...present, ...former] : present;
  const openKey = address.person ?? null;
  const opened = staff.people.find((person) => person.user === openKey);
  const cursor = useListCursor(
    rows.map((person) => person.user),
    openKey,
    (user, how) => go({ person: user }, how),
  );
  const add = () => setDialog({ show: 'add' });
  const teams = () => setDialog({ show: 'teams' });
  const fold = () => go({ former: address.former === 'shown' ? undefined : 'shown' }, 'instead');
  useCommand('view.refresh', onRefresh);
  useCommand('staff.add', add, reachable);
  useCommand('staff.teams', teams);
  useCommand('staff.former', fold, former.length > 0);
  useCommand('view.back', () => go({ person: undefined }, 'new'), openKey !== null);

  return (
    <div className={classes.view} data-open={opened !== undefined || undefined}>
      <section className={classes.list} aria-label="The staff">
        <div className={classes.head}>
          <p className={classes.lead}>
            {staff.makesAccounts
              ? 'Each person has a database account of their own. The role decides what the database lets it do.'
              : 'The database’s administrator makes the accounts here: Caretaker gives you the statements for them.'}
          </p>
          <AgeBadge asOf={asOf} refreshing={refreshing} onRefresh={onRefresh} />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUsersGroup size={15} stroke={1.7} aria-hidden />}
            onClick={teams}
            title="Teams (m)"
          >
            Teams
          </Button>
          <Button
            size="xs"
            leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />}
            onClick={add}
            disabled={!reachable}
            title={reachable ? 'Add a person (n)' : 'Waits until the database answers again'}
          >
            Add a person
          </Button>
        </div>
        <StaffList
          rows={rows}
          teams={staff.teams}
          activeKey={cursor.activeKey}
          openKey={openKey}
          onActive={cursor.setActive}
          onOpen={(user) => {
            cursor.setActive(user);
            go({ person: user }, openKey === null ? 'new' : 'instead');
          }}
          former={{ count: former.length, isShown: address.former === 'shown', onFold: fold }}
        />
      </section>
      {opened !== undefined && (
        <PersonDetail key={opened.user} person={opened} staff={staff} onDialog={setDialog} />
      )}
      <StaffDialogs dialog={dialog} staff={staff} onDialog={setDialog} />
    </div>
  );
}
