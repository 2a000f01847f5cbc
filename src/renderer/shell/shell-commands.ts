import { useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { themes } from '../app/theme.ts';
import { useLatestOffer } from '../components/notices/undo-offers.ts';
import { useSignedIn, workspacesOf } from '../features/session/session-state.ts';
import { useCommand } from '../keys/commands.ts';
import { setPreferences, usePreferences } from '../preferences/preferences.ts';
import { calls } from '../transport/client.ts';
import { failureOf } from '../transport/failure.ts';

/** The commands that are there on every screen of someone signed in. */
export function useShellCommands(): void {
  const { person } = useSignedIn();
  const { zone } = usePreferences();
  const navigate = useNavigate();
  const latest = useLatestOffer();
  const scheme = useMantineColorScheme({ keepTransitions: true });
  const signOut = useMutation(
    calls.session.signOut.mutationOptions({
      onError: (error) =>
        notifications.show({ color: 'red', title: 'Could not sign out', message: failureOf(error).message }),
    }),
  );

  useCommand(
    'go.members',
    () => void navigate({ to: '/members' }),
    workspacesOf(person.role).includes('members'),
  );
  useCommand(
    'go.reports',
    () => void navigate({ to: '/reports' }),
    workspacesOf(person.role).includes('reports'),
  );
  useCommand(
    'go.tickets',
    () => void navigate({ to: '/tickets' }),
    workspacesOf(person.role).includes('tickets'),
  );
  useCommand(
    'go.metrics',
    () => void navigate({ to: '/metrics' }),
    workspacesOf(person.role).includes('metrics'),
  );
  useCommand('go.record', () => void navigate({ to: '/record' }));
  useCommand('go.settings', () => void navigate({ to: '/settings' }));
  useCommand('theme.next', () => {
    const next = themes[(themes.indexOf(scheme.colorScheme) + 1) % themes.length];
    if (next !== undefined) scheme.setColorScheme(next);
  });
  useCommand('zone.switch', () => setPreferences({ zone: zone === 'utc' ? 'local' : 'utc' }));
  useCommand('undo.last', () => latest?.take(), latest !== undefined);
  useCommand('session.sign-out', () => signOut.mutate(undefined));
}
