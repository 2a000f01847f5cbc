import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { LockSession, LockTree } from '../../../../../contract/metrics/locks/tree.ts';
import { useListCursor } from '../../../../components/list/list-cursor.ts';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import classes from '../locks.module.css';
import { KillDialog } from './kill-dialog.tsx';
import { LiveTools } from './live-tools.tsx';
import { LongTransactions } from './long-transactions.tsx';
import { SessionDetail } from './session-detail.tsx';
import { TreeTable } from './tree-table.tsx';

const route = getRouteApi('/metrics/locks');
const everyMs = 2000;

/** Who waits for whose lock, renewed every two seconds while it is shown. */
export function LivePart() {
  const [paused, setPaused] = useState(false);
  const tree = useQuery(
    calls.metrics.locks.tree.queryOptions({
      input: undefined,
      staleTime: 0,
      refetchInterval: paused ? false : everyMs,
    }),
  );
  const refresh = () => void tree.refetch();
  useCommand('view.refresh', refresh);
  useCommand('locks.pause', () => setPaused((was) => !was));
  return (
    <>
      <LiveTools
        tree={tree.data}
        refreshing={tree.isFetching}
        paused={paused}
        onPause={() => setPaused((was) => !was)}
        onRefresh={refresh}
      />
      {tree.data !== undefined ? (
        <Sessions tree={tree.data} failed={tree.error} onEnded={refresh} />
      ) : (
        <div className={classes.body}>
          {tree.isPaused ? (
            <WaitingPanel what="what waits" />
          ) : tree.error !== null ? (
            <FailurePanel error={tree.error} what="what waits for whose lock" onRetry={refresh} />
          ) : (
            <RowSkeletons label="Loading what waits" />
          )}
        </div>
      )}
    </>
  );
}

function Sessions({ tree, failed, onEnded }: { tree: LockTree; failed: unknown; onEnded: () => void }) {
  const { session: openThread } = route.useSearch();
  const navigate = route.useNavigate();
  const { person } = useSignedIn();
  const [ending, setEnding] = useState<LockSession | null>(null);
  const sessions = sessionsOf(tree);
  const open = (thread: string, how: 'new' | 'instead') =>
    void navigate({ search: (now) => ({ ...now, session: thread }), replace: how === 'instead' });
  const close = () => void navigate({ search: ({ session: _, ...rest }) => rest });
  const cursor = useListCursor([...sessions.keys()], openThread ?? null, open);
  const isAdmin = person.role === 'admin';
  const chosen = sessions.get(cursor.activeKey ?? '');
  useCommand('view.back', close, openThread !== undefined);
  useCommand(
    'locks.kill',
    () => chosen !== undefined && setEnding(chosen),
    isAdmin && chosen?.mark != null && chosen.thread !== '0' && ending === null,
  );
  return (
    <div className={classes.panes} data-open={openThread !== undefined || undefined}>
      <div className={classes.body}>
        <TreeTable
          tree={tree}
          failed={failed}
          activeThread={cursor.activeKey}
          onOpen={(it) => open(it, 'new')}
        />
        <LongTransactions
          sessions={tree.long}
          activeThread={cursor.activeKey}
          onOpen={(it) => open(it, 'new')}
        />
      </div>
      {openThread !== undefined && (
        <SessionDetail
          key={openThread}
          thread={openThread}
          session={sessions.get(openThread)}
          node={tree.nodes.find((it) => it.session.thread === openThread)}
          isAdmin={isAdmin}
          onEnd={setEnding}
        />
      )}
      {ending !== null && (
        <KillDialog
          session={ending}
          onClose={() => setEnding(null)}
          onDone={() => {
            setEnding(null);
            onEnded();
          }}
        />
      )}
    </div>
  );
}

/** Every session that is shown, each once, in the order of the rows. */
function sessionsOf(tree: LockTree): Map<string, LockSession> {
  const all = [...tree.nodes.map((it) => it.session), ...tree.long];
  return new Map(all.map((it) => [it.thread, it]));
}
