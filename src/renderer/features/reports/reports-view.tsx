import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { CaseRow } from '../../../contract/reports/queue.ts';
import type { CaseId } from '../../../contract/reports/values.ts';
import { passedStore } from '../../components/list/passed.ts';
import { useTrail } from '../../components/list/trail.ts';
import { StatePanel } from '../../components/panels/state-panel.tsx';
import { FilterChips } from '../../components/tools/filter-chips.tsx';
import { useCommand } from '../../keys/commands.ts';
import { useSignedIn, workspacesOf } from '../session/session-state.ts';
import { ViewsMenu } from '../views/column/views-menu.tsx';
import { ViewMenu } from '../views/view-menu.tsx';
import { type CaseEnd, CaseView } from './case/case-view.tsx';
import { useQueueCounts } from './column/queue-counts.ts';
import { shownIn, ViewsColumn } from './column/views-column.tsx';
import { Endings } from './endings/endings.tsx';
import { FilterButton } from './filters/filter-button.tsx';
import { filterWords } from './filters/filter-words.ts';
import { useNames } from './filters/names.ts';
import { useNextCase } from './next/next-case.ts';
import { Queue } from './queue/queue.tsx';
import { viewWords } from './queue/queue-views.ts';
import {
  addressOfView,
  filterOf,
  isFiltered,
  noFilters,
  type ReportsAddress,
  type ShownView,
  savedAddress,
  shownViews,
} from './reports-address.ts';
import classes from './reports-view.module.css';

const route = getRouteApi('/reports');
/** The cases that the person gave back, and does not want next. */
const usePassed = passedStore<CaseId>();

/** The reports' workspace: the views of the queue, the cases of one, and the case that is open. */
export function ReportsView() {
  const { person } = useSignedIn();
  if (!workspacesOf(person.role).includes('reports')) {
    return (
      <>
        <h1 className="unseen">Reports</h1>
        <StatePanel kind="forbidden" title="Your role does not work through reports">
          Community managers and administrators do. An administrator can change your role.
        </StatePanel>
      </>
    );
  }
  return <Reports />;
}

function Reports() {
  const address = route.useSearch();
  const { queue: view = 'next', case: openId = null } = address;
  const navigate = route.useNavigate();
  const filter = filterOf(address);
  const counts = useQueueCounts(filter);
  const names = useNames(address);
  const passed = usePassed();
  const [round, setRound] = useState(0);
  const wayBack = useTrail(openId);

  const go = useCallback(
    (change: ReportsAddress, how: 'new' | 'instead') =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: how === 'instead' }),
    [navigate],
  );
  const show = (view: ShownView) => void navigate({ search: (before) => shownIn(before, view) });
  const open = (id: CaseId, how: 'new' | 'instead') => go({ case: id }, how);
  const refresh = () => setRound((count) => count + 1);
  const change = (filters: ReportsAddress) => go(filters, 'instead');
  const clear = () => change(noFilters);
  const next = useNextCase({
    filter,
    passed: passed.ids,
    onClaimed: (id) => {
      open(id, 'new');
      refresh();
    },
    onNone: () => {
      show('next');
      refresh();
    },
  });
  const previous = () => {
    const id = wayBack();
    if (id !== null) open(id, 'instead');
  };
  const done = (id: CaseId, how: CaseEnd) => {
    if (how !== 'passed') return;
    passed.add(id);
    next.claimNext(id);
  };
  useCommand('queue.next', () => next.claimNext());

  const frame = {
    openId,
    round,
    onOpen: open,
    onClose: () => go({ case: undefined }, 'new'),
    onNext: () => next.claimNext(),
    onPrevious: previous,
    onRefresh: refresh,
    menu: (
      <ViewsMenu
        views={shownViews}
        labelOf={(each) => viewWords[each].label}
        shown={view}
        counts={counts}
        onShow={show}
      />
    ),
    detail: (known: CaseRow | undefined) =>
      openId !== null && (
        <CaseView
          caseId={openId}
          known={known}
          onNext={() => next.claimNext()}
          onPrevious={previous}
          onDone={done}
          onOpen={(id) => open(id, 'new')}
        />
      ),
  };
  return (
    <div className={classes.view} data-open={openId !== null || undefined}>
      <h1 className="unseen">Reports</h1>
      <div className={classes.column}>
        <ViewsColumn address={address} counts={counts} onShow={show} />
      </div>
      {view === 'endings' ? (
        <Endings {...frame} />
      ) : (
        <Queue
          {...frame}
          query={{ view, filter, passed: view === 'next' ? [...passed.ids] : [] }}
          count={counts(view)}
          claiming={next.isPending}
          filtered={isFiltered(address)}
          passed={passed.ids.length}
          onClearFilters={clear}
          onForgetPassed={() => passed.forget()}
          tools={
            <>
              <FilterButton address={address} names={names} onChange={change} onClear={clear} />
              <ViewMenu
                workspace="reports"
                address={savedAddress(address)}
                viewId={address.view}
                onApply={(saved) => void navigate({ search: addressOfView(saved) })}
                onNamed={(saved) => go({ view: saved }, 'instead')}
              />
            </>
          }
          chips={
            <FilterChips
              chips={filterWords(address, names)}
              onDrop={(name) => change({ [name]: undefined })}
              onClear={clear}
            />
          }
        />
      )}
    </div>
  );
}
