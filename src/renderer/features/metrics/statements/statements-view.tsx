import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { StatementSort } from '../../../../contract/metrics/statements/values.ts';
import { useListCursor } from '../../../components/list/list-cursor.ts';
import { useCommand } from '../../../keys/commands.ts';
import { useMetricsRange } from '../range/use-metrics-range.ts';
import { Detail } from './detail/detail.tsx';
import { StatementRows } from './list/statement-rows.tsx';
import { SourceStrip } from './source.tsx';
import { columns } from './statement-words.ts';
import type { StatementsAddress } from './statements-address.ts';
import { StatementsTools } from './statements-tools.tsx';
import classes from './statements-view.module.css';
import { useStatementQuery, useStatements } from './use-statements.ts';

const route = getRouteApi('/metrics/statements');

/** What the server's statements cost, by kind, and one of them in detail at the right. */
export function StatementsView() {
  const range = useMetricsRange('24h');
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const query = useStatementQuery(range, address);
  const list = useStatements(query);
  const go = useCallback(
    (change: StatementsAddress, how: 'new' | 'instead') =>
      void navigate({ search: (now) => ({ ...now, ...change }), replace: how === 'instead' }),
    [navigate],
  );
  const rows = list.data?.rows ?? [];
  const openId = address.digest ?? null;
  const openKey = openId === null ? null : String(openId);
  const open = (key: string, how: 'new' | 'instead') => go({ digest: Number(key) }, how);
  const cursor = useListCursor(
    rows.map((row) => String(row.id)),
    openKey,
    open,
  );
  const sortBy = (sort: StatementSort) => go({ sort: sort === 'total' ? undefined : sort }, 'instead');
  const nextSort = () => {
    const at = columns.findIndex((it) => it.sort === query.sort);
    sortBy(columns[(at + 1) % columns.length]?.sort ?? 'total');
  };
  const refresh = () => void list.refetch();
  useCommand('view.refresh', refresh);
  useCommand('statements.sort', nextSort);
  useCommand('statements.new', () => go({ new: address.new === '1' ? undefined : '1' }, 'instead'));
  useCommand(
    'view.back',
    () => {
      cursor.setActive(openKey);
      go({ digest: undefined }, 'new');
    },
    openId !== null,
  );
  return (
    <div className={classes.view}>
      <h1 className="unseen">Statements</h1>
      <StatementsTools
        range={range}
        query={query}
        address={address}
        list={list}
        onChange={go}
        onRefresh={refresh}
      />
      {list.data !== undefined && <SourceStrip list={list.data} sort={query.sort} />}
      <div className={classes.panes} data-open={openId !== null || undefined}>
        <section className={classes.list} aria-label="Kinds of statements">
          <StatementRows
            list={list}
            query={query}
            question={JSON.stringify([query.sort, query.search, query.newSince, range.preset ?? query.range])}
            cursor={cursor}
            openKey={openKey}
            onOpen={(key) => open(key, openId === null ? 'new' : 'instead')}
            onSort={sortBy}
            onClear={() => go({ q: undefined, new: undefined }, 'instead')}
          />
        </section>
        {openId !== null && <Detail key={openId} digestId={openId} range={range} />}
      </div>
    </div>
  );
}
