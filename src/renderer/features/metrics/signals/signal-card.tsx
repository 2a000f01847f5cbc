import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { Signal } from '../../../../contract/metrics/signals.ts';
import { stretchWords } from '../../../components/text/stretch-words.ts';
import { useNow } from '../../../preferences/clock.ts';
import { SignalDetails } from './signal-details.tsx';
import { stateIcons, stateWords } from './signal-words.ts';
import classes from './signals.module.css';

/** One signal: its state, what it is now and why; opened, where that is from and where to go on. */
export function SignalCard({ signal }: { signal: Signal }) {
  const [opened, setOpened] = useState(false);
  const { state, name, text, reason, since } = signal;
  const Icon = stateIcons[state];
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={440}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.card}
          data-state={state}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => setOpened((now) => !now)}
        >
          <span className={classes.line}>
            <Icon size={16} stroke={2} aria-hidden className={classes.icon} />
            <span className={classes.name}>{name}</span>
            <span className={classes.state}>
              {stateWords[state]}
              {since !== null && <For since={since} />}
            </span>
          </span>
          <span className={classes.text}>{text}</span>
          {state !== 'good' && <span className={classes.reason}>{reason}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        <SignalDetails signal={signal} onLeave={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function For({ since }: { since: string }) {
  const now = useNow();
  return <> for {stretchWords(Math.max(0, now - Date.parse(since)))}</>;
}
