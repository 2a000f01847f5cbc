import { Button } from '@mantine/core';
import { useState } from 'react';
import type { StatementQuery, StatementSort } from '../../../../../contract/metrics/statements/values.ts';
import type { useListCursor } from '../../../../components/list/list-cursor.ts';
import { RowList } from '../../../../components/list/row-list.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../../../components/panels/state-panel.tsx';
import { UnknownPanel } from '../source.tsx';
import { countText, msText, shareText } from '../statement-words.ts';
import type { useStatements } from '../use-statements.ts';
import { Cells, Header } from './statement-cells.tsx';
import classes from './statement-rows.module.css';

interface StatementRowsProps {
  list: ReturnType<typeof useStatements>;
  query: StatementQuery;
  /** What is asked, apart from a range that goes on with the clock. */
  question: string;
  cursor: ReturnType<typeof useListCursor>;
  openKey: string | null;
  onOpen: (key: string) => void;
  onSort: (sort: StatementSort) => void;
  onClear: () => void;
}

/** The kinds of statements, or why there are none. */
export function StatementRows({
  list,
  query,
  question,
  cursor,
  openKey,
  onOpen,
  onSort,
  onClear,
}: StatementRowsProps) {
  const { data, error, isPaused } = list;
  const [answered, setAnswered] = useState(question);
  if (!list.isPlaceholderData && answered !== question) setAnswered(question);
  if (data === undefined) {
    if (isPaused) return <WaitingPanel what="statements" />;
    if (error !== null) {
      return <FailurePanel error={error} what="statements" onRetry={() => void list.refetch()} />;
    }
    return <RowSkeletons label="Loading statements" />;
  }
  const { rows, others, source } = data;
  if (rows.length === 0 && !list.isPlaceholderData) {
    return <NoRows list={data} query={query} onClear={onClear} />;
  }
  const more = data.found - rows.length;
  return (
    <RowList
      label="Kinds of statements"
      question={question}
      keys={rows.map((row) => String(row.id))}
      rowAt={(index) => rows[index]}
      columns={classes.columns}
      header={<Header sort={query.sort} onSort={onSort} />}
      cells={(row) => <Cells row={row} most={rows.reduce((most, it) => Math.max(most, it.share), 0)} />}
      activeKey={cursor.activeKey}
      openKey={openKey}
      onActive={cursor.setActive}
      onOpen={(key) => {
        cursor.setActive(key);
        onOpen(key);
      }}
      onMore={undefined}
      footer={
        <p className={classes.others}>
          {more > 0 && `${countText(more)} more: search or sort to see them. `}
          {others.calls === 0
            ? 'There are no others. '
            : `All others together: ${msText(others.totalMs)}, ${shareText(others.share)} of the time, ${countText(others.calls)} calls. `}
          {source.unknown === null && 'A step keeps the 100 costliest apart.'}
        </p>
      }
      dimmed={list.isPlaceholderData && answered !== question}
    />
  );
}

function NoRows({
  list: { source, seconds },
  query,
  onClear,
}: {
  list: NonNullable<StatementRowsProps['list']['data']>;
  query: StatementQuery;
  onClear: () => void;
}) {
  if (source.unknown !== null) return <UnknownPanel trouble={source.unknown} />;
  if (query.search !== '' || query.newSince !== null) {
    return (
      <StatePanel
        kind="none-found"
        title="No kind of statement fits"
        action={
          <Button size="xs" variant="default" onClick={onClear}>
            Show all
          </Button>
        }
      >
        Searched are the 2,000 costliest kinds of the range.
      </StatePanel>
    );
  }
  if (seconds > 0) return <StatePanel kind="empty" title="No statement ran in this range" />;
  return source.readAt === null ? (
    <StatePanel kind="empty" title="Nothing has been read yet">
      A console on which a CTO or an administrator is signed in reads every minute. The first figures come
      with the second reading.
    </StatePanel>
  ) : (
    <StatePanel kind="empty" title="Nothing was read in this range">
      No console was there to read, or the server’s counters had just begun anew. Choose another range; what
      is kept reaches back 400 days.
    </StatePanel>
  );
}
