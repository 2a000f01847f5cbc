import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import type { Role } from '../../../contract/roles.ts';
import { ticketWorkers } from '../../../contract/tickets/values.ts';
import { useCommand } from '../../keys/commands.ts';
import { useSignedIn } from '../session/session-state.ts';
import classes from './settings-view.module.css';

/**
 * The settings' workspace: one's own account, and for an administrator the staff and the rules for
 * reports and tickets; support sees the rules for tickets. */
export function SettingsView() {
  const { person } = useSignedIn();
  const navigate = useNavigate();
  const isAdmin = person.role === 'admin';
  const workers: readonly Role[] = ticketWorkers;
  const answers = workers.includes(person.role);
  useCommand('settings.account', () => void navigate({ to: '/settings/account' }));
  useCommand('settings.staff', () => void navigate({ to: '/settings/staff' }), isAdmin);
  useCommand('settings.reports', () => void navigate({ to: '/settings/reports' }), isAdmin);
  useCommand('settings.tickets', () => void navigate({ to: '/settings/tickets' }), answers);
  return (
    <div className={classes.view}>
      <header className={classes.head}>
        <h1>Settings</h1>
        <nav aria-label="Settings">
          <Section to="/settings/account" keys="1">
            My account
          </Section>
          {isAdmin && (
            <>
              <Section to="/settings/staff" keys="2">
                Staff
              </Section>
              <Section to="/settings/reports" keys="3">
                Reports
              </Section>
            </>
          )}
          {answers && (
            <Section to="/settings/tickets" keys="4">
              Tickets
            </Section>
          )}
        </nav>
      </header>
      <Outlet />
    </div>
  );
}

function Section({
  to,
  keys,
  children,
}: {
  to: '/settings/account' | '/settings/staff' | '/settings/reports' | '/settings/tickets';
  keys: string;
  children: string;
}) {
  return (
    <Link
      to={to}
      className={classes.section}
      activeProps={{ 'data-chosen': true, 'aria-current': 'page' }}
      activeOptions={{ includeSearch: false }}
      title={`${children} (${keys})`}
    >
      {children}
    </Link>
  );
}
