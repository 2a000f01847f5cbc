import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { roleNames } from '../../../../contract/roles.ts';
import type { StaffMember } from '../../../../contract/staff.ts';
import { FactList } from '../../../components/fact-list.tsx';
import { useFocusReturn } from '../../../components/panels/focus.ts';
import { PaneHeader } from '../../../components/panels/pane-header.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import type { Staff } from '../use-staff.ts';
import type { StaffDialog } from './staff-dialogs.tsx';
import classes from './staff-view.module.css';

interface PersonDetailProps {
  person: StaffMember;
  staff: Staff;
  onDialog: (dialog: StaffDialog) => void;
}

/** All that is known of one person of the staff, and what an administrator can do about it. */
export function PersonDetail({ person, staff, onDialog }: PersonDetailProps) {
  const pane = useFocusReturn<HTMLElement>();
  const teams = staff.teams.filter((team) => person.teams.includes(team.id)).map((team) => team.name);
  return (
    <section ref={pane} className={classes.detail} aria-label={person.name}>
      <PaneHeader what="person">
        <span className={`${classes.account} mono`}>
          <MemberText text={person.user} />
        </span>
      </PaneHeader>
      <div className={classes.scroll} tabIndex={-1}>
        <h2>
          <MemberText text={person.name} />
        </h2>
        <FactList>
          <Fact name="Role">{roleNames[person.role]}</Fact>
          <Fact name="Pseudonym">
            {person.pseudonym === null ? (
              'None: members see the team'
            ) : (
              <MemberText text={person.pseudonym} />
            )}
          </Fact>
          <Fact name="Teams">{teams.length === 0 ? 'None' : <MemberText text={teams.join(', ')} />}</Fact>
          <Fact name="Added">
            <Moment at={person.addedAt} shape="stamp" />
          </Fact>
          {person.removedAt !== null && (
            <Fact name="Removed">
              <Moment at={person.removedAt} shape="stamp" />
            </Fact>
          )}
          <Fact name="Record">
            <Link to="/record" search={{ actor: person.user }}>
              What they did
            </Link>
          </Fact>
        </FactList>
        {person.removedAt === null ? (
          <Acts person={person} onDialog={onDialog} />
        ) : (
          <p className={classes.hint}>
            The account is gone; the record keeps the name. To bring them back, add a person with this
            account.
          </p>
        )}
      </div>
    </section>
  );
}

function Acts({ person, onDialog }: Omit<PersonDetailProps, 'staff'>) {
  const self = useSignedIn().person.user === person.user;
  const reachable = useReachable();
  const edit = () => onDialog({ show: 'edit', person });
  const reset = () => onDialog({ show: 'reset', person });
  const remove = () => onDialog({ show: 'remove', person });
  useCommand('staff.edit', edit, reachable);
  useCommand('staff.reset-password', reset, reachable && !self);
  useCommand('staff.remove', remove, reachable && !self);
  return (
    <>
      <div className={classes.acts}>
        <Button size="xs" variant="default" onClick={edit} disabled={!reachable} title="Change (e)">
          Change…
        </Button>
        {!self && (
          <>
            <Button
              size="xs"
              variant="default"
              onClick={reset}
              disabled={!reachable}
              title="Give a new password (p)"
            >
              New password…
            </Button>
            <Button
              size="xs"
              variant="light"
              color="red"
              onClick={remove}
              disabled={!reachable}
              title="Remove from the staff (d)"
            >
              Remove…
            </Button>
          </>
        )}
      </div>
      {self && (
        <p className={classes.hint}>
          This is you. Your role, and whether you are on the staff, another administrator decides; your
          password is under My account.
        </p>
      )}
    </>
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
