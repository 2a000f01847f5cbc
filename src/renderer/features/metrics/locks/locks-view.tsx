import { getRouteApi, Link } from '@tanstack/react-router';
import { useCommand } from '../../../keys/commands.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import links from '../parts.module.css';
import { DeadlocksPart } from './deadlocks/deadlocks-part.tsx';
import classes from './locks.module.css';
import { parseLocksAddress } from './locks-address.ts';
import { LivePart } from './tree/live-part.tsx';

const route = getRouteApi('/metrics/locks');

const parts = [
  { part: undefined, label: 'Right now', command: 'locks.live' },
  { part: 'deadlocks', label: 'Deadlocks', command: 'locks.deadlocks' },
] as const;

/** Who waits for whose lock right now, and the deadlocks that were caught. */
export function LocksView() {
  const { part } = route.useSearch();
  return (
    <div className={classes.view}>
      <h1 className="unseen">Locks</h1>
      <nav aria-label="Locks" className={`${links.parts} ${classes.places}`}>
        {parts.map((it) => (
          <PartLink key={it.label} {...it} isChosen={it.part === part} />
        ))}
      </nav>
      {part === 'deadlocks' ? <DeadlocksPart /> : <LivePart />}
    </div>
  );
}

function PartLink({ part, label, command, isChosen }: (typeof parts)[number] & { isChosen: boolean }) {
  const navigate = route.useNavigate();
  useCommand(command, () => void navigate({ search: (before) => ({ ...before, part }) }));
  return (
    <Link
      to="/metrics/locks"
      search={(before: Record<string, unknown>) => parseLocksAddress({ ...before, part })}
      className={links.part}
      data-chosen={isChosen || undefined}
      aria-current={isChosen ? 'page' : undefined}
      title={keyTitle(command, label)}
    >
      {label}
    </Link>
  );
}
