import { IconRefresh } from '@tabler/icons-react';
import { useNow } from '../preferences/clock.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { timeOf } from '../preferences/time-format.ts';
import { useReachable } from '../transport/reachable.ts';
import classes from './age-badge.module.css';

interface AgeBadgeProps {
  /** When the database was asked; absent while nothing has been read. */
  asOf: string | undefined;
  refreshing: boolean;
  onRefresh: () => void;
  /** Milliseconds after which what is shown counts as old. */
  oldAfter?: number;
  /** Its text, not its padding, lines up with what is below. */
  flush?: boolean;
}

/** Says how old a view is, warns when that is too old or cannot be renewed, and renews it when pressed. */
export function AgeBadge({
  asOf,
  refreshing,
  onRefresh,
  oldAfter = 5 * 60_000,
  flush = false,
}: AgeBadgeProps) {
  const now = useNow();
  const { zone } = usePreferences();
  const reachable = useReachable();
  if (asOf === undefined) return null;
  const old = !reachable || now - Date.parse(asOf) > oldAfter;
  return (
    <button
      type="button"
      className={classes.badge}
      data-old={old || undefined}
      data-flush={flush || undefined}
      data-refreshing={refreshing || undefined}
      disabled={!reachable}
      onClick={onRefresh}
      title={
        reachable ? 'Ask the database again (r)' : 'The database does not answer: this cannot be renewed now'
      }
    >
      <IconRefresh size={13} stroke={1.8} aria-hidden />
      <span>
        {old ? 'old: ' : ''}as of {timeOf(asOf, zone)}
      </span>
    </button>
  );
}
