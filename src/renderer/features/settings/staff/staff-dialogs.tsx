import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { StaffMember, StaffWish } from '../../../../contract/staff.ts';
import { useWhileClosing } from '../../../components/panels/while-closing.ts';
import type { Staff } from '../use-staff.ts';
import { ConfirmRemoval, ConfirmReset } from './confirm.tsx';
import { GivenPassword } from './given-password.tsx';
import { PersonForm } from './person-form.tsx';
import classes from './staff-dialogs.module.css';
import { Statements } from './statements.tsx';
import { Teams } from './teams.tsx';

export type StaffDialog =
  | { readonly show: 'add' }
  | { readonly show: 'edit'; readonly person: StaffMember }
  | { readonly show: 'reset'; readonly person: StaffMember }
  | { readonly show: 'remove'; readonly person: StaffMember }
  | { readonly show: 'teams' }
  /** A password that was just made, which is shown this once. */
  | { readonly show: 'given'; readonly name: string; readonly user: string; readonly password: string }
  /** What the database’s administrator is to be sent. */
  | { readonly show: 'statements'; readonly name: string; readonly wish: StaffWish };

interface StaffDialogsProps {
  dialog: StaffDialog | null;
  staff: Staff;
  onDialog: (dialog: StaffDialog | null) => void;
}

/** The dialogs about the staff, one at a time. */
export function StaffDialogs({ dialog, staff, onDialog }: StaffDialogsProps) {
  const shown = useWhileClosing(dialog);
  const showsSecret = shown?.show === 'given';
  return (
    <Modal
      opened={dialog !== null}
      onClose={() => onDialog(null)}
      // A password that nobody can see again is not to be lost by a click beside it, or by a key too many.
      closeOnClickOutside={!showsSecret}
      closeOnEscape={!showsSecret}
      size={shown?.show === 'statements' ? 760 : 440}
      title={shown === null ? '' : titleOf(shown)}
      classNames={{ title: classes.title ?? '' }}
    >
      {shown !== null && <Content shown={shown} staff={staff} onDialog={onDialog} />}
    </Modal>
  );
}

function Content({
  shown,
  staff,
  onDialog,
}: {
  shown: StaffDialog;
  staff: Staff;
  onDialog: StaffDialogsProps['onDialog'];
}): ReactNode {
  switch (shown.show) {
    case 'add':
      return <PersonForm person={null} staff={staff} onDialog={onDialog} />;
    case 'edit':
      return <PersonForm key={shown.person.user} person={shown.person} staff={staff} onDialog={onDialog} />;
    case 'reset':
      return <ConfirmReset key={shown.person.user} person={shown.person} staff={staff} onDialog={onDialog} />;
    case 'remove':
      return (
        <ConfirmRemoval key={shown.person.user} person={shown.person} staff={staff} onDialog={onDialog} />
      );
    case 'teams':
      return <Teams teams={staff.teams} />;
    case 'given':
      return <GivenPassword {...shown} onClose={() => onDialog(null)} />;
    case 'statements':
      return <Statements wish={shown.wish} onClose={() => onDialog(null)} />;
  }
}

function titleOf(dialog: StaffDialog): string {
  switch (dialog.show) {
    case 'add':
      return 'Add a person';
    case 'edit':
      return `Change ${dialog.person.name}`;
    case 'reset':
      return `A new password for ${dialog.person.name}`;
    case 'remove':
      return `Remove ${dialog.person.name} from the staff`;
    case 'teams':
      return 'Teams';
    case 'given':
      return `The password of ${dialog.name}`;
    case 'statements':
      return `For the database’s administrator: ${dialog.name}`;
  }
}
