import { Link, Outlet } from '@tanstack/react-router';
import { StatePanel } from '../../components/panels/state-panel.tsx';
import { useSignedIn, workspacesOf } from '../session/session-state.ts';
import classes from './metrics-view.module.css';
import { parseRange } from './range/range-address.ts';

const places = [
  { to: '/metrics/traffic', label: 'Traffic' },
  { to: '/metrics/database', label: 'Database' },
  { to: '/metrics/statements', label: 'Statements' },
  { to: '/metrics/locks', label: 'Locks' },
  { to: '/metrics/headroom', label: 'Headroom' },
  { to: '/metrics/prometheus', label: 'Prometheus' },
] as const;

/** Traffic, what the database is doing, and when it runs out. The range of time goes along from view to view. */
export function MetricsView() {
  const { person } = useSignedIn();
  if (!workspacesOf(person.role).includes('metrics')) {
    return (
      <>
        <h1 className="unseen">Metrics</h1>
        <StatePanel kind="forbidden" title="Your role does not read metrics">
          A CTO and administrators do. An administrator can change your role.
        </StatePanel>
      </>
    );
  }
  return (
    <div className={classes.view}>
      <nav aria-label="Metrics" className={classes.places}>
        {places.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            search={(before: Record<string, unknown>) => parseRange(before)}
            className={classes.place}
            activeProps={{ 'data-chosen': true, 'aria-current': 'page' }}
            activeOptions={{ includeSearch: false }}
          >
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
