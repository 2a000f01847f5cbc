import { Button, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { shortestPassword } from '../../../../contract/account.ts';
import { calls, client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import classes from './account-view.module.css';

const empty = { current: '', next: '', again: '' };

/** A new password for one’s own account. It is asked for twice, since nobody can read what is typed. */
export function PasswordForm() {
  const { person } = useSignedIn();
  const reachable = useReachable();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(empty);
  const [asked, setAsked] = useState(false);
  const saving = useMutation({
    mutationFn: () => client.account.changePassword({ current: typed.current, next: typed.next }),
    onSuccess: async () => {
      setTyped(empty);
      setAsked(false);
      notifications.show({
        title: 'Your password was changed',
        message: 'Wherever else you were signed in, you are signed out.',
      });
      await queryClient.invalidateQueries({ queryKey: calls.account.sessions.key() });
    },
  });
  const errors = asked ? errorsOf(typed) : {};
  const refusal = saving.isError ? failureOf(saving.error) : null;
  const isWrong = refusal?.code === 'FORBIDDEN';
  const change = (part: Partial<typeof empty>) => {
    setTyped((now) => ({ ...now, ...part }));
    saving.reset();
  };

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (Object.keys(errorsOf(typed)).length === 0) saving.mutate();
      }}
    >
      {/* So that a password manager knows whose password this is. */}
      <input hidden readOnly type="text" autoComplete="username" value={person.user} />
      <PasswordInput
        size="sm"
        label="Present password"
        autoComplete="current-password"
        maxLength={500}
        value={typed.current}
        error={errors.current ?? (isWrong && refusal.message)}
        onChange={(event) => change({ current: event.currentTarget.value })}
      />
      <PasswordInput
        size="sm"
        label="New password"
        description={`At least ${shortestPassword} characters; the database may ask for more`}
        autoComplete="new-password"
        maxLength={500}
        value={typed.next}
        error={errors.next}
        onChange={(event) => change({ next: event.currentTarget.value })}
      />
      <PasswordInput
        size="sm"
        label="New password again"
        autoComplete="new-password"
        maxLength={500}
        value={typed.again}
        error={errors.again}
        onChange={(event) => change({ again: event.currentTarget.value })}
      />
      {refusal !== null && !isWrong && (
        <p role="alert" className={classes.failure}>
          {refusal.message}
        </p>
      )}
      <div>
        <Button
          type="submit"
          size="sm"
          loading={saving.isPending}
          disabled={!reachable}
          title={reachable ? undefined : 'Waits until the database answers again'}
        >
          Change the password
        </Button>
      </div>
    </form>
  );
}

function errorsOf({ current, next, again }: typeof empty): Partial<typeof empty> {
  return {
    ...(current === '' ? { current: 'Type the password that you have now' } : {}),
    ...(next.length < shortestPassword ? { next: `At least ${shortestPassword} characters` } : {}),
    ...(next.length >= shortestPassword && again !== next ? { again: 'This is not the same' } : {}),
  };
}
