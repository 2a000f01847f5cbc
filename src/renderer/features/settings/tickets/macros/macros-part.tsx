import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Macro } from '../../../../../contract/tickets/rules.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { useListCursor } from '../../../../components/list/list-cursor.ts';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import classes from '../../reports/policies/policies.module.css';
import type { DeskRulesAddress } from '../desk-rules-address.ts';
import { useAllMacros } from '../use-desk-rules.ts';
import { MacroDetail } from './macro-detail.tsx';
import { MacroList } from './macro-list.tsx';
import { MacroSheet } from './macro-sheet.tsx';

/** What is answered and done at once: the macros, and what is open of them. */
export function MacrosPart() {
  const answer = useAllMacros();
  if (answer.data !== undefined) {
    return (
      <Loaded
        macros={answer.data.macros}
        asOf={new Date(answer.dataUpdatedAt).toISOString()}
        refreshing={answer.isFetching}
        onRefresh={() => void answer.refetch()}
      />
    );
  }
  if (answer.isError) {
    return <FailurePanel error={answer.error} what="the macros" onRetry={() => void answer.refetch()} />;
  }
  return answer.isPaused ? <WaitingPanel what="the macros" /> : <RowSkeletons label="Loading the macros" />;
}

const route = getRouteApi('/settings/tickets');

interface LoadedProps {
  macros: readonly Macro[];
  asOf: string;
  refreshing: boolean;
  onRefresh: () => void;
}

function Loaded({ macros, asOf, refreshing, onRefresh }: LoadedProps) {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const { person } = useSignedIn();
  const mayEdit = person.role === 'admin';
  const reachable = useReachable();
  const [edited, setEdited] = useState<Macro['id'] | 'new' | null>(null);
  const go = (change: DeskRulesAddress, how: 'new' | 'instead') =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: how === 'instead' });
  const removed = macros.filter((it) => it.removed);
  const isShown = address.removed === 'shown';
  const inUse = macros.filter((it) => !it.removed);
  const rows = isShown ? [...inUse, ...removed] : inUse;
  const openKey = address.macro ?? null;
  const opened = macros.find((it) => it.id === openKey);
  const cursor = useListCursor(
    rows.map((it) => it.id),
    openKey,
    (id, how) => go({ macro: id as Macro['id'] }, how),
  );
  const add = () => setEdited('new');
  const fold = () => go({ removed: isShown ? undefined : 'shown' }, 'instead');
  useCommand('view.refresh', onRefresh);
  useCommand('macros.add', add, mayEdit && reachable);
  useCommand('macros.removed', fold, removed.length > 0);
  useCommand('view.back', () => go({ macro: undefined }, 'new'), openKey !== null);

  return (
    <div className={classes.view} data-open={opened !== undefined || undefined}>
      <section className={classes.list} aria-label="Macros">
        <div className={classes.head}>
          <p className={classes.lead}>
            What is often answered, and what is done with it at once. Whoever writes sees all of it before it
            is sent{mayEdit ? '.' : '; administrators change it.'}
          </p>
          <AgeBadge asOf={asOf} refreshing={refreshing} onRefresh={onRefresh} />
          {mayEdit && (
            <Button
              size="xs"
              leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />}
              onClick={add}
              disabled={!reachable}
              title={reachable ? 'Add a macro (n)' : 'Waits until the database answers again'}
            >
              Add a macro
            </Button>
          )}
        </div>
        <MacroList
          rows={rows}
          activeKey={cursor.activeKey}
          openKey={openKey}
          onActive={cursor.setActive}
          onOpen={(id) => {
            cursor.setActive(id);
            go({ macro: id }, openKey === null ? 'new' : 'instead');
          }}
          removed={{ count: removed.length, isShown, onFold: fold }}
        />
      </section>
      {opened !== undefined && (
        <MacroDetail key={opened.id} macro={opened} mayEdit={mayEdit} onEdit={() => setEdited(opened.id)} />
      )}
      {mayEdit && (
        <MacroSheet
          edited={edited}
          macros={macros}
          onClose={() => setEdited(null)}
          onSaved={(id) => {
            setEdited(null);
            go({ macro: id }, 'instead');
          }}
        />
      )}
    </div>
  );
}
