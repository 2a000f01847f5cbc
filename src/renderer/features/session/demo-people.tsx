import type { Connection } from '../../../contract/connections.ts';
import { roleNames } from '../../../contract/roles.ts';
import { Initials } from '../../components/initials.tsx';
import { KeysHint } from '../../components/keys-hint.tsx';
import { useCommand } from '../../keys/commands.ts';
import type { CommandId } from '../../keys/key-map.ts';
import classes from './sign-in-panel.module.css';
import type { SignIn } from './use-sign-in.ts';

const commands = ['demo.1', 'demo.2', 'demo.3', 'demo.4'] as const satisfies readonly CommandId[];

/** The demo community's staff: a press, or a key, signs in as one of them. */
export function DemoPeople({ connection, signIn }: { connection: Connection; signIn: SignIn }) {
  return (
    <div className={classes.people}>
      {connection.demoPeople.slice(0, commands.length).map((person, index) => (
        <DemoCard
          key={person.user}
          person={person}
          command={commands[index] ?? 'demo.1'}
          running={signIn.runningFor === person.user}
          waiting={signIn.runningFor !== null}
          onSignIn={() =>
            signIn.start({ connectionId: connection.id, user: person.user, password: null, keep: false })
          }
        />
      ))}
    </div>
  );
}

interface DemoCardProps {
  person: Connection['demoPeople'][number];
  command: CommandId;
  running: boolean;
  waiting: boolean;
  onSignIn: () => void;
}

function DemoCard({ person, command, running, waiting, onSignIn }: DemoCardProps) {
  useCommand(command, onSignIn, !waiting);
  return (
    <button
      type="button"
      className={classes.person}
      data-running={running || undefined}
      disabled={waiting}
      onClick={onSignIn}
    >
      <Initials id={person.user} name={person.name} size={40} />
      <span className={classes.who}>
        <span className={classes.name}>{person.name}</span>
        <span className={classes.role}>{running ? 'Signing in…' : roleNames[person.role]}</span>
      </span>
      <KeysHint command={command} />
    </button>
  );
}
