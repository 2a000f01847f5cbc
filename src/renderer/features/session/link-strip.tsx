import { IconCircleCheck, IconKey, IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { usePreferences } from '../../preferences/preferences.ts';
import { timeOf } from '../../preferences/time-format.ts';
import { useLine } from '../../transport/use-line.ts';
import classes from './link-strip.module.css';
import { useSession } from './session-state.ts';

/** How long the good news stays, in milliseconds. */
const goodNews = 4000;

/** One line at the top of every screen while the service or the database is not there, and when it is again. */
export function LinkStrip() {
  const trouble = useTrouble();
  const wasInTrouble = useRef(false);
  const [recovered, setRecovered] = useState(false);
  const inTrouble = trouble !== null;
  useEffect(() => {
    if (inTrouble) {
      wasInTrouble.current = true;
      setRecovered(false);
      return;
    }
    if (!wasInTrouble.current) return;
    wasInTrouble.current = false;
    setRecovered(true);
    const timer = setTimeout(() => setRecovered(false), goodNews);
    return () => clearTimeout(timer);
  }, [inTrouble]);

  return (
    <div role="status" aria-live="polite" className={classes.place}>
      {trouble !== null && (
        <div className={classes.strip} data-kind="trouble">
          {trouble.kind === 'refused' ? (
            <IconKey size={16} stroke={1.7} aria-hidden />
          ) : (
            <IconPlugConnectedX size={16} stroke={1.7} aria-hidden />
          )}
          <strong>{trouble.title}</strong>
          <span>{trouble.text}</span>
        </div>
      )}
      {trouble === null && recovered && (
        <div className={classes.strip} data-kind="good">
          <IconCircleCheck size={16} stroke={1.7} aria-hidden />
          <strong>Back again.</strong>
          <span>Reading goes on where it stopped.</span>
        </div>
      )}
    </div>
  );
}

interface Trouble {
  kind: 'service' | 'refused' | 'database';
  title: string;
  text: string;
}

function useTrouble(): Trouble | null {
  const line = useLine();
  const session = useSession();
  const { zone } = usePreferences();
  if (line.state === 'refused') {
    return {
      kind: 'refused',
      title: 'Caretaker was started anew.',
      text: 'Open the link it printed, in any tab; this one then continues. What you typed is kept.',
    };
  }
  if (line.state === 'down') {
    const since = timeOf(new Date(line.since).toISOString(), zone);
    return {
      kind: 'service',
      title: `Caretaker’s own service does not answer since ${since}.`,
      text: 'What you typed is kept. Trying again…',
    };
  }
  if (session?.status === 'signed-in' && session.link.state === 'lost') {
    return {
      kind: 'database',
      title: `Database not answering since ${timeOf(session.link.since, zone)}.`,
      text: 'What you see may be old, and what you typed is kept. Trying again…',
    };
  }
  return null;
}
