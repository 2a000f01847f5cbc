import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Connection } from '../../../contract/connections.ts';
import classes from './sign-in-panel.module.css';
import type { SignIn } from './use-sign-in.ts';

interface CredentialsFormProps {
  connection: Connection;
  /** The name of the system’s key chain, or null where no password can be kept. */
  keyChain: string | null;
  signIn: SignIn;
  autoFocus: boolean;
}

/** One’s own database account. What was typed stays when it is refused. */
export function CredentialsForm({ connection, keyChain, signIn, autoFocus }: CredentialsFormProps) {
  const [user, setUser] = useState(connection.keptUser ?? connection.lastUser ?? '');
  const [password, setPassword] = useState('');
  const [keep, setKeep] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);
  const kept = connection.keptUser !== null && connection.keptUser === user.trim();
  const running = signIn.runningFor !== null;
  const refusedNow = signIn.result?.outcome === 'refused' && signIn.result.reason === 'wrong-password';
  useEffect(() => {
    if (refusedNow) passwordField.current?.select();
  }, [refusedNow]);

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (running || user.trim() === '') return;
        signIn.start({
          connectionId: connection.id,
          user: user.trim(),
          password: password === '' && kept ? null : password,
          keep,
        });
      }}
    >
      <TextInput
        label="User"
        name="username"
        autoComplete="username"
        spellCheck={false}
        required
        withAsterisk={false}
        maxLength={80}
        autoFocus={autoFocus && user === ''}
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
      />
      <PasswordInput
        ref={passwordField}
        label="Password"
        name="password"
        autoComplete="current-password"
        maxLength={500}
        autoFocus={autoFocus && user !== ''}
        placeholder={kept && keyChain !== null ? `Kept in ${keyChain}` : ''}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {keyChain !== null && (
        <Checkbox
          size="sm"
          label={`Keep the password in ${keyChain}`}
          checked={keep}
          onChange={(event) => setKeep(event.currentTarget.checked)}
        />
      )}
      <div className={classes.buttons}>
        <Button type="submit" disabled={user.trim() === ''} aria-disabled={running}>
          {running ? 'Signing in…' : 'Sign in'}
        </Button>
        {running && (
          <Button variant="subtle" onClick={signIn.stop}>
            Stop
          </Button>
        )}
      </div>
    </form>
  );
}
