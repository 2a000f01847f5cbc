import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { CaseId } from '../../../../contract/reports/values.ts';
import type { Count } from '../../../components/list/count-words.ts';
import { useListCursor } from '../../../components/list/list-cursor.ts';
import { QueueBar } from '../../../components/list/queue-bar.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { BulkBar } from '../bulk/bulk-bar.tsx';
import { BulkSheet } from '../bulk/bulk-sheet.tsx';
import { cases as names } from '../bulk/bulk-words.ts';
import { useCaseSelection } from '../bulk/case-selection.ts';
import type { Frame } from '../frame.ts';
import classes from './queue.module.css';
import { QueueNews } from './queue-news.tsx';
import { viewWords } from './queue-views.ts';
import { type QueueQuery, useQueuedCases } from './queued-cases.ts';
import { CaseList } from './rows/case-list.tsx';

interface QueueProps extends Frame {
  query: QueueQuery;
  count: Count | undefined;
  /** The next case is being claimed. */
  claiming: boolean;
  filtered: boolean;
  /** How many cases the person passed over. */
  passed: number;
  onClearFilters: () => void;
  onForgetPassed: () => void;
  tools: ReactNode;
  chips: ReactNode;
}

/** One view of the queue, and the case of it that is open. */
export function Queue(props: QueueProps) {
  const { query, openId, round, onRefresh, count } = props;
  const cases = useQueuedCases(query);
  const [acting, setActing] = useState(false);
  const open = (key: string, how: 'new' | 'instead') => props.onOpen(CaseId.parse(key), how);
  const cursor = useListCursor(cases.keys, openId, open);
  const selection = useCaseSelection(query, cases.keys, cursor);

  const refresh = useEffectEvent(() => cases.refresh());
  useEffect(() => {
    if (round > 0) refresh();
  }, [round]);
  const back = () => {
    if (selection.some) return selection.clear();
    cursor.setActive(openId);
    props.onClose();
  };
  useCommand('view.refresh', onRefresh);
  useCommand('view.back', back, openId !== null || selection.some);
  // A case that “next” gave is in no list any more, and still has one after and one before it.
  const elsewhere = openId !== null && !cases.keys.includes(openId);
  useCommand('open.next', props.onNext, elsewhere);
  useCommand('open.previous', props.onPrevious, elsewhere);

  return (
    <>
      <section className={classes.queue} aria-label="Queue">
        <QueueBar
          label={viewWords[query.view].label}
          count={count}
          names={names}
          passed={query.passed.length}
          asOf={cases.asOf}
          refreshing={cases.list.isFetching && !cases.list.isFetchingNextPage}
          next="queue.next"
          busy={props.claiming}
          onNext={props.onNext}
          onRefresh={onRefresh}
          menu={props.menu}
          tools={props.tools}
          chips={props.chips}
          news={<QueueNews query={query} cases={cases} onRefresh={onRefresh} />}
        />
        <CaseList
          query={query}
          cases={cases}
          round={round}
          cursor={cursor}
          selection={selection.rows}
          openId={openId}
          onOpen={open}
          filtered={props.filtered}
          passed={props.passed}
          onClearFilters={props.onClearFilters}
          onForgetPassed={props.onForgetPassed}
        />
        <BulkBar
          view={query.view}
          count={count}
          selection={selection}
          allLoaded={selection.rows.keys.size >= cases.keys.length}
          more={cases.list.hasNextPage}
          onAct={() => setActing(true)}
        />
      </section>
      {props.detail(cases.rowOf(openId))}
      <BulkSheet
        target={acting ? selection.target : null}
        count={count}
        rowOf={cases.rowOf}
        onClose={() => setActing(false)}
        onStarted={selection.clear}
      />
    </>
  );
}
