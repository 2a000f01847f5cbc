import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { LockTree } from '../../../../../contract/metrics/locks/tree.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { keyTitle } from '../../../../keys/key-title.ts';
import { secondsText, sessionsText } from '../lock-words.ts';
import classes from '../locks.module.css';

interface LiveToolsProps {
  tree: LockTree | undefined;
  refreshing: boolean;
  paused: boolean;
  onPause: () => void;
  onRefresh: () => void;
}

/** How many wait, since when that was looked at, and a way to hold it still. */
export function LiveTools({ tree, refreshing, paused, onPause, onRefresh }: LiveToolsProps) {
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <div className={classes.tools}>
      <p className={classes.sum} role="status">
        {tree !== undefined && sumOf(tree)}
      </p>
      <div className={classes.end}>
        <AgeBadge
          asOf={tree?.asOf}
          refreshing={refreshing && paused}
          onRefresh={onRefresh}
          oldAfter={10_000}
        />
        <Button
          size="xs"
          variant="default"
          onClick={onPause}
          aria-pressed={paused}
          title={keyTitle('locks.pause')}
          leftSection={<Icon size={14} stroke={1.8} aria-hidden />}
        >
          {paused ? 'Go on' : 'Hold still'}
        </Button>
      </div>
    </div>
  );
}

function sumOf({ unknown, waiting, longestSeconds, capped }: LockTree): string {
  if (unknown !== null) return 'It is unknown who waits for whom';
  if (waiting === 0) return 'No session waits for a row lock';
  const longest = longestSeconds === null ? '' : `, the longest for ${secondsText(longestSeconds)}`;
  const verb = waiting === 1 ? 'waits' : 'wait';
  return `${sessionsText(waiting)}${capped ? ' or more' : ''} ${verb} for a row lock${longest}`;
}
