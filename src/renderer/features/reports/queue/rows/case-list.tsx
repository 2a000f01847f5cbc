import type { useListCursor } from '../../../../components/list/list-cursor.ts';
import { ListFooter } from '../../../../components/list/list-footer.tsx';
import { RowList } from '../../../../components/list/row-list.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import type { ListSelection } from '../../../../components/selection/use-selection.ts';
import { useNow } from '../../../../preferences/clock.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { isStillIn } from '../case-words.ts';
import { type EmptyProps, EmptyQueue } from '../empty-queue.tsx';
import type { QueuedCases, QueueQuery } from '../queued-cases.ts';
import { CaseCells, CaseHeader } from './case-cells.tsx';
import classes from './case-list.module.css';

const rowHeight = 48;

interface CaseListProps extends Omit<EmptyProps, 'view'> {
  query: QueueQuery;
  cases: QueuedCases;
  /** How often the list was brought up to date: it begins at its top again. */
  round: number;
  cursor: ReturnType<typeof useListCursor>;
  selection: ListSelection;
  openId: string | null;
  onOpen: (id: string, how: 'new' | 'instead') => void;
}

/** The cases of a view, or why there are none. */
export function CaseList(props: CaseListProps) {
  const { query, cases, cursor, selection, openId } = props;
  const { person } = useSignedIn();
  const now = useNow() + cases.skew;
  const { list, keys } = cases;
  if (list.data === undefined) {
    if (list.isPaused) return <WaitingPanel what="cases" />;
    if (list.error === null) return <RowSkeletons label="Loading cases" tall />;
    return <FailurePanel error={list.error} what="cases" onRetry={() => void list.refetch()} />;
  }
  if (keys.length === 0 && !list.isPlaceholderData) return <EmptyQueue {...props} view={query.view} />;
  return (
    <div className={classes.place}>
      <RowList
        label="Cases"
        question={JSON.stringify([query, props.round])}
        keys={keys}
        rowAt={cases.rowAt}
        rowHeight={rowHeight}
        columns={classes.columns}
        header={<CaseHeader view={query.view} />}
        cells={(row) => (
          <CaseCells
            row={row}
            selected={selection.keys.has(row.id)}
            skew={cases.skew}
            left={!isStillIn(query.view, row, person.user, now)}
          />
        )}
        activeKey={cursor.activeKey}
        openKey={openId}
        selection={selection}
        onActive={cursor.setActive}
        onOpen={(key) => {
          cursor.setActive(key);
          props.onOpen(key, openId === null ? 'new' : 'instead');
        }}
        onDrawn={cases.onDrawn}
        onMore={cases.onMore}
        footer={<ListFooter list={list} count={keys.length} one="case" many="cases" />}
        dimmed={list.isPlaceholderData}
      />
    </div>
  );
}
