import { Button } from '@mantine/core';
import type { Connection } from '../../../contract/connections.ts';
import { takeLostFocus } from '../../components/panels/focus.ts';
import { CredentialsForm } from './credentials-form.tsx';
import { DemoPeople } from './demo-people.tsx';
import { MigrationStep } from './migration-step.tsx';
import { Refused } from './refused.tsx';
import classes from './sign-in-panel.module.css';
import { useSignIn } from './use-sign-in.ts';

interface SignInPanelProps {
  connection: Connection;
  keyChain: string | null;
  onEdit: () => void;
  onRemove: () => void;
}

/** Signing in to one connection: as one of the demo's people, or with one's own account. */
export function SignInPanel({ connection, keyChain, onEdit, onRemove }: SignInPanelProps) {
  const signIn = useSignIn();
  const { details, demoPeople } = connection;
  const demo = demoPeople.length > 0;
  if (signIn.result?.outcome === 'migration-needed') {
    return <MigrationStep result={signIn.result} onBack={signIn.putAside} />;
  }
  return (
    <section
      ref={takeLostFocus}
      tabIndex={-1}
      className={classes.panel}
      aria-label={`Sign in to ${details.name}`}
    >
      <header className={classes.head}>
        <div>
          <h2>{details.name}</h2>
          <p>
            <span className="mono">
              {details.host}:{details.port}
            </span>
            {details.tls === 'required' ? ', encrypted' : ', on this machine'}
            {details.replica !== null && `, reads from ${details.replica.host}`}
          </p>
        </div>
        {connection.editable && (
          <div className={classes.manage}>
            <Button size="compact-sm" variant="subtle" onClick={onEdit}>
              Change
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={onRemove}>
              Remove
            </Button>
          </div>
        )}
      </header>
      {demo && <DemoPeople connection={connection} signIn={signIn} />}
      <Refused signIn={signIn} />
      {demo ? (
        <details className={classes.own}>
          <summary>Sign in with another account</summary>
          <CredentialsForm connection={connection} keyChain={keyChain} signIn={signIn} autoFocus={false} />
        </details>
      ) : (
        <CredentialsForm connection={connection} keyChain={keyChain} signIn={signIn} autoFocus />
      )}
    </section>
  );
}
