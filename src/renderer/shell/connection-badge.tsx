import { IconDatabase } from '@tabler/icons-react';
import { useSignedIn } from '../features/session/session-state.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { timeOf } from '../preferences/time-format.ts';
import { useLine } from '../transport/use-line.ts';
import classes from './rail.module.css';

/** Which database this is, and whether it answers. */
export function ConnectionBadge() {
  const { connection, site, link } = useSignedIn();
  const line = useLine();
  const { zone } = usePreferences();
  const gone = line.state !== 'up';
  const state = gone ? 'service not answering' : link.state === 'up' ? 'connected' : 'not answering';
  const detail =
    link.state === 'up' && !gone
      ? `${connection.name}, ${connection.server}: connected`
      : `${connection.name}, ${connection.server}: last answer at ${timeOf(link.lastAnswer, zone)}`;
  return (
    <div className={classes.connection} data-lost={gone || link.state === 'lost' || undefined} title={detail}>
      <span className={classes.connectionIcon}>
        <IconDatabase size={17} stroke={1.6} aria-hidden />
      </span>
      <div className={classes.who}>
        <span className={classes.name}>{site.name}</span>
        <span className={classes.role}>{state}</span>
      </div>
    </div>
  );
}
