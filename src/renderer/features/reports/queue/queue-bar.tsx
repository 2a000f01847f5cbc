import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { useReachable } from '../../../transport/reachable.ts';
import type { Count } from '../column/queue-counts.ts';
import type { ShownView } from '../reports-address.ts';
import classes from './queue-bar.module.css';
import { cappedWords, viewWords } from './queue-views.ts';

interface QueueBarProps {
  view: ShownView;
  count: Count | undefined;
  /** How many of them the list leaves out, since the person passed them over. */
  passed: number;
  /** When the list was read; absent while it was not. */
  asOf: string | undefined;
  refreshing: boolean;
  claiming: boolean;
  onNext: () => void;
  onRefresh: () => void;
  /** Stands before the buttons where the column of views has given way. */
  menu: ReactNode;
  tools: ReactNode;
  chips: ReactNode;
  news: ReactNode;
}

/** Above the list: the next case, what narrows the list, and how old it is. */
export function QueueBar(props: QueueBarProps) {
  const { view, count, passed, asOf, refreshing, claiming } = props;
  const reachable = useReachable();
  return (
    <div className={classes.bar}>
      <div className={classes.top}>
        <div className={classes.menu}>{props.menu}</div>
        <Button
          size="sm"
          className={classes.next ?? ''}
          loading={claiming}
          disabled={!reachable}
          title="Claim the next case (n)"
          rightSection={<KeysHint command="queue.next" />}
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
          <span className={classes.label}>{viewWords[view].label}</span>
          {count !== undefined && (
            <span className={classes.count}>
              {cappedWords(count)} {count.count === 1 && !count.capped ? 'case' : 'cases'}
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
