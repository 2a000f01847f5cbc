import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { type CommandId, keyMap } from '../../keys/key-map.ts';
import { useReachable } from '../../transport/reachable.ts';
import { AgeBadge } from '../age-badge.tsx';
import { KeysHint } from '../keys-hint.tsx';
import { type Count, cappedWords } from './count-words.ts';
import classes from './queue-bar.module.css';

interface QueueBarProps {
  /** What the list shows, and how many of what there are. */
  label: string;
  count: Count | undefined;
  names: { one: string; many: string };
  /** How many of them the list leaves out, since the person passed them over. */
  passed: number;
  /** When the list was read; absent while it was not. */
  asOf: string | undefined;
  refreshing: boolean;
  /** What gives the next one, and whether it is being asked for. */
  next: CommandId;
  busy: boolean;
  onNext: () => void;
  onRefresh: () => void;
  /** Stands before the buttons where the column of views has given way. */
  menu: ReactNode;
  tools: ReactNode;
  chips: ReactNode;
  news: ReactNode;
}

/** Above a list of work: the next one, what narrows the list, and how old it is. */
export function QueueBar(props: QueueBarProps) {
  const { label, count, names, passed, asOf, refreshing, next } = props;
  const reachable = useReachable();
  return (
    <div className={classes.bar}>
      <div className={classes.top}>
        <div className={classes.menu}>{props.menu}</div>
        <Button
          size="sm"
          className={classes.next ?? ''}
          loading={props.busy}
          disabled={!reachable}
          title={`${keyMap[next].label} (${keyMap[next].keys[0]})`}
          rightSection={<KeysHint command={next} />}
          onClick={props.onNext}
        >
          Next
        </Button>
        <span className={classes.space} />
        <div className={classes.tools}>{props.tools}</div>
      </div>
      {props.chips}
      <div className={classes.line}>
        <p className={classes.words}>
          <span className={classes.label}>{label}</span>
          {count !== undefined && (
            <span className={classes.count}>
              {cappedWords(count)} {count.count === 1 && !count.capped ? names.one : names.many}
              {passed > 0 && `, ${passed} passed over`}
            </span>
          )}
        </p>
        {props.news}
        <AgeBadge asOf={asOf} refreshing={refreshing} onRefresh={props.onRefresh} />
      </div>
    </div>
  );
}
