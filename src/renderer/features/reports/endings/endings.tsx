import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import type { Ending } from '../../../../contract/reports/decisions.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { useListCursor } from '../../../components/list/list-cursor.ts';
import { ListFooter } from '../../../components/list/list-footer.tsx';
import { RowList } from '../../../components/list/row-list.tsx';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import type { Frame } from '../frame.ts';
import { EmptyQueue } from '../queue/empty-queue.tsx';
import queue from '../queue/queue.module.css';
import { EndingCells, EndingHeader } from './ending-cells.tsx';
import classes from './endings.module.css';
import { useEndings, useSettling } from './use-endings.ts';

/** Sanctions that end before long, and what is to become of each: the person says that it may, or lets it last longer. */
export function Endings(frame: Frame) {
  const navigate = useNavigate();
  const { openId, round, onRefresh } = frame;
  const { list, endings, asOf, refresh } = useEndings();
  const keys = endings.map(({ id }) => id as string);
  const open = (key: string, how: 'new' | 'instead') => {
    const ending = endings.find(({ id }) => id === key);
    if (ending !== undefined) frame.onOpen(ending.caseId, how);
  };
  const openKey = endings.find(({ caseId }) => caseId === openId)?.id ?? null;
  const cursor = useListCursor(keys, openKey, open);
  const active = endings.find(({ id }) => id === cursor.activeKey);
  const settling = useSettling();
  const extend = ({ memberId, kind }: Ending) =>
    void navigate({ to: '/members', search: { id: memberId, act: kind } });

  const renew = useEffectEvent(refresh);
  useEffect(() => {
    if (round > 0) renew();
  }, [round]);
  useCommand('view.refresh', onRefresh);
  useCommand('view.back', frame.onClose, openId !== null);
  useCommand('ending.settle', () => active && settling.settle(active), active !== undefined);
  useCommand('ending.extend', () => active && extend(active), active !== undefined);

  return (
    <>
      <section className={queue.queue} aria-label="Queue">
        <div className={classes.bar}>
          <div className={classes.menu}>{frame.menu}</div>
          <p className={classes.words}>Sanctions that end within a day</p>
          <AgeBadge asOf={asOf} refreshing={list.isFetching} onRefresh={onRefresh} />
        </div>
        {list.data === undefined ? (
          list.isPaused ? (
            <WaitingPanel what="sanctions" />
          ) : list.isError ? (
            <FailurePanel error={list.error} what="sanctions" onRetry={() => void list.refetch()} />
          ) : (
            <RowSkeletons label="Loading sanctions" tall />
          )
        ) : keys.length === 0 ? (
          <EmptyQueue view="endings" filtered={false} passed={0} />
        ) : (
          <RowList
            label="Sanctions ending soon"
            question={String(round)}
            keys={keys}
            rowAt={(index) => endings[index]}
            rowHeight={48}
            columns={classes.columns}
            header={<EndingHeader />}
            cells={(ending) => (
              <EndingCells
                ending={ending}
                settling={settling.isSettling(ending)}
                onSettle={() => settling.settle(ending)}
                onExtend={() => extend(ending)}
              />
            )}
            activeKey={cursor.activeKey}
            openKey={openKey}
            onActive={cursor.setActive}
            onOpen={(key) => {
              cursor.setActive(key);
              open(key, openId === null ? 'new' : 'instead');
            }}
            onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
            footer={<ListFooter list={list} count={keys.length} one="sanction" many="sanctions" />}
            dimmed={false}
          />
        )}
      </section>
      {frame.detail(undefined)}
    </>
  );
}
