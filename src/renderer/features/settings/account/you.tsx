import { roleNames } from '../../../../contract/roles.ts';
import { FactList } from '../../../components/fact-list.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useSignedIn } from '../../session/session-state.ts';
import type { Staff } from '../use-staff.ts';
import classes from './account-view.module.css';

/** What the staff’s list says of the person; an administrator changes it. */
export function You({ staff }: { staff: Staff }) {
  const { person, connection } = useSignedIn();
  const entry = staff.people.find((it) => it.user === person.user);
  const teams = staff.teams.filter((team) => entry?.teams.includes(team.id)).map((team) => team.name);
  return (
    <>
      <FactList>
        <Fact name="Name">{person.name}</Fact>
        <Fact name="Account">
          <span className="mono">{person.user}</span> on {connection.name}
        </Fact>
        <Fact name="Role">{roleNames[person.role]}</Fact>
        <Fact name="Pseudonym">{entry?.pseudonym ?? 'None: members see your team'}</Fact>
        <Fact name="Teams">{teams.length > 0 ? teams.join(', ') : 'None'}</Fact>
        {entry !== undefined && (
          <Fact name="On the staff">
            since <Moment at={entry.addedAt} shape="date" />
          </Fact>
        )}
      </FactList>
      {person.role !== 'admin' && <p className={classes.hint}>An administrator changes these.</p>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
