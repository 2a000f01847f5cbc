import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { StaffMember } from '../../../../contract/staff.ts';
import { client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { type Staff, useStaffChange } from '../use-staff.ts';
import classes from './staff-dialogs.module.css';
import type { StaffDialog } from './staff-dialogs.tsx';

interface ConfirmProps {
  person: StaffMember;
  staff: Staff;
  onDialog: (dialog: StaffDialog | null) => void;
}

/** Asks before a person loses their account: there is no undo. */
export function ConfirmRemoval({ person, staff, onDialog }: ConfirmProps) {
  const [requestId] = useState(() => crypto.randomUUID());
  const { user, name } = person;
  const removal = useStaffChange(
    () => client.staff.remove({ requestId, user }),
    () => onDialog(null),
  );
  return (
    <Confirm
      yes={staff.makesAccounts ? 'Remove' : 'Get the statements'}
      isGrave
      change={removal}
      onYes={() =>
        staff.makesAccounts
          ? removal.mutate(undefined)
          : onDialog({ show: 'statements', name, wish: { wish: 'remove', user } })
      }
      onNo={() => onDialog(null)}
    >
      The database account <span className="mono">{user}</span> is removed and {name} is signed out everywhere
      at once. What they did stays on record under their name. To bring them back you add them anew.
    </Confirm>
  );
}

export function ConfirmReset({ person, staff, onDialog }: ConfirmProps) {
  const [requestId] = useState(() => crypto.randomUUID());
  const { user, name } = person;
  const reset = useStaffChange(
    () => client.staff.resetPassword({ requestId, user }),
    ({ password }) => onDialog({ show: 'given', name, user, password }),
  );
  return (
    <Confirm
      yes={staff.makesAccounts ? 'Make a new password' : 'Get the statements'}
      isGrave={false}
      change={reset}
      onYes={() =>
        staff.makesAccounts
          ? reset.mutate(undefined)
          : onDialog({ show: 'statements', name, wish: { wish: 'reset-password', user } })
      }
      onNo={() => onDialog(null)}
    >
      The present password of <span className="mono">{user}</span> stops working and {name} is signed out
      everywhere at once. The new one is shown to you once.
    </Confirm>
  );
}

interface ConfirmFrame {
  yes: string;
  isGrave: boolean;
  change: { isPending: boolean; isError: boolean; error: unknown };
  onYes: () => void;
  onNo: () => void;
  children: ReactNode;
}

function Confirm({ yes, isGrave, change, onYes, onNo, children }: ConfirmFrame) {
  const reachable = useReachable();
  return (
    <div className={classes.form}>
      <p>{children}</p>
      {change.isError && (
        <p role="alert" className={classes.failure}>
          {failureOf(change.error).message}
        </p>
      )}
      <div className={classes.ends}>
        <Button size="sm" variant="default" data-autofocus onClick={onNo}>
          Cancel
        </Button>
        <Button
          size="sm"
          {...(isGrave ? { color: 'red' } : {})}
          loading={change.isPending}
          disabled={!reachable}
          onClick={onYes}
        >
          {yes}
        </Button>
      </div>
    </div>
  );
}
