import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { useListCursor } from '../../../../components/list/list-cursor.ts';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import type { RulesAddress } from '../rules-address.ts';
import { usePolicies } from '../use-rules.ts';
import classes from './policies.module.css';
import { PolicyDetail } from './policy-detail.tsx';
import { PolicyList } from './policy-list.tsx';
import { PolicySheet } from './policy-sheet.tsx';

/** What the community does not want: the policies, and what is open of them. */
export function PoliciesPart() {
  const answer = usePolicies();
  if (answer.data !== undefined) {
    return (
      <Loaded
        policies={answer.data.policies}
        asOf={new Date(answer.dataUpdatedAt).toISOString()}
        refreshing={answer.isFetching}
        onRefresh={() => void answer.refetch()}
      />
    );
  }
  if (answer.isError) {
    return <FailurePanel error={answer.error} what="the policies" onRetry={() => void answer.refetch()} />;
  }
  return answer.isPaused ? (
    <WaitingPanel what="the policies" />
  ) : (
    <RowSkeletons label="Loading the policies" />
  );
}

const route = getRouteApi('/settings/reports');

interface LoadedProps {
  policies: readonly Policy[];
  asOf: string;
  refreshing: boolean;
  onRefresh: () => void;
}

function Loaded({ policies, asOf, refreshing, onRefresh }: LoadedProps) {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const reachable = useReachable();
  const [edited, setEdited] = useState<Policy['id'] | 'new' | null>(null);
  const go = (change: RulesAddress, how: 'new' | 'instead') =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: how === 'instead' });
  const inForce = policies.filter((it) => !it.removed);
  const removed = policies.filter((it) => it.removed);
  const rows = address.removed === 'shown' ? [...inForce, ...removed] : inForce;
  const openKey = address.policy ?? null;
  const opened = policies.find((it) => it.id === openKey);
  const cursor = useListCursor(
    rows.map((it) => it.id),
    openKey,
    (id, how) => go({ policy: id as Policy['id'] }, how),
  );
  const add = () => setEdited('new');
  const fold = () => go({ removed: address.removed === 'shown' ? undefined : 'shown' }, 'instead');
  useCommand('view.refresh', onRefresh);
  useCommand('policies.add', add, reachable);
  useCommand('policies.removed', fold, removed.length > 0);
  useCommand('view.back', () => go({ policy: undefined }, 'new'), openKey !== null);

  return (
    <div className={classes.view} data-open={opened !== undefined || undefined}>
      <section className={classes.list} aria-label="Policies">
        <div className={classes.head}>
          <p className={classes.lead}>
            What the community does not want, the gravest first. A case keeps its policy, and a decision the
            version it was made under.
          </p>
          <AgeBadge asOf={asOf} refreshing={refreshing} onRefresh={onRefresh} />
          <Button
            size="xs"
            leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />}
            onClick={add}
            disabled={!reachable}
            title={reachable ? 'Add a policy (n)' : 'Waits until the database answers again'}
          >
            Add a policy
          </Button>
        </div>
        <PolicyList
          rows={rows}
          activeKey={cursor.activeKey}
          openKey={openKey}
          onActive={cursor.setActive}
          onOpen={(id) => {
            cursor.setActive(id);
            go({ policy: id }, openKey === null ? 'new' : 'instead');
          }}
          removed={{ count: removed.length, isShown: address.removed === 'shown', onFold: fold }}
        />
      </section>
      {opened !== undefined && (
        <PolicyDetail key={opened.id} policy={opened} onEdit={() => setEdited(opened.id)} />
      )}
      <PolicySheet
        edited={edited}
        policies={policies}
        onClose={() => setEdited(null)}
        onSaved={(id) => {
          setEdited(null);
          go({ policy: id }, 'instead');
        }}
      />
    </div>
  );
}
