import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type Growth, GrowthQuery, growthPage } from '../../../../../contract/metrics/headroom/growth.ts';
import { StatePanel } from '../../../../components/panels/state-panel.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { Answered } from '../answered.tsx';
import shared from '../headroom.module.css';
import type { HeadroomAddress } from '../headroom-address.ts';
import classes from './growth.module.css';
import { GrowthDetail } from './growth-detail.tsx';
import { GrowthTable } from './growth-table.tsx';
import { GrowthTools } from './growth-tools.tsx';
import { Pages } from './pages.tsx';

const route = getRouteApi('/metrics/headroom');

/** The size of every table and index, and how fast it grows. */
export function GrowthPart() {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const query = GrowthQuery.parse({
    of: address.of,
    text: address.text,
    sort: address.sort,
    page: address.page,
  });
  const growth = useQuery(
    calls.metrics.headroom.growth.queryOptions({
      input: query,
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    }),
  );
  const change = (part: HeadroomAddress, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace });
  const refresh = () => void growth.refetch();
  useCommand('view.refresh', refresh);
  const opened =
    address.schema !== undefined && address.table !== undefined
      ? { schemaName: address.schema, tableName: address.table }
      : null;
  return (
    <>
      <GrowthTools
        query={query}
        perWeek={address.per === 'week'}
        growth={growth.data}
        readAt={growth.data && new Date(growth.dataUpdatedAt).toISOString()}
        refreshing={growth.isFetching}
        onChange={change}
        onRefresh={refresh}
      />
      <div className={classes.panes} data-split={opened !== null || undefined}>
        <section
          className={shared.body}
          aria-label={query.of === 'tables' ? 'Growth of tables' : 'Growth of indexes'}
          aria-busy={growth.isPlaceholderData}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
          tabIndex={0}
        >
          <Answered answer={growth} what="growth">
            {(data) =>
              data.found === 0 ? (
                <Nothing growth={data} text={query.text} onClear={() => change({ text: undefined })} />
              ) : (
                <>
                  <GrowthTable
                    growth={data}
                    query={query}
                    perWeek={address.per === 'week'}
                    opened={opened}
                    onSort={(sort) => change({ sort, page: undefined })}
                    onOpen={({ schemaName, tableName }) =>
                      change({ schema: schemaName, table: tableName }, false)
                    }
                  />
                  <Pages
                    page={query.page}
                    found={data.found}
                    size={growthPage}
                    onPage={(page) => change({ page: page === 0 ? undefined : page })}
                  />
                </>
              )
            }
          </Answered>
        </section>
        {opened !== null && (
          <GrowthDetail
            key={`${opened.schemaName}.${opened.tableName}`}
            table={opened}
            perWeek={address.per === 'week'}
            onClose={() => change({ schema: undefined, table: undefined })}
          />
        )}
      </div>
    </>
  );
}

function Nothing({ growth, text, onClear }: { growth: Growth; text: string; onClear: () => void }) {
  if (growth.day === null) {
    return (
      <StatePanel kind="empty" title="Tables have not been measured yet">
        A console on which a CTO or an administrator is signed in measures them within a minute of its start,
        and then once a day.
      </StatePanel>
    );
  }
  if (growth.all === 0) {
    return (
      <StatePanel kind="empty" title="No index has a known size">
        The server keeps sizes of indexes for InnoDB alone, in mysql.innodb_index_stats.
      </StatePanel>
    );
  }
  return (
    <StatePanel
      kind="none-found"
      title={`No name has “${text}” in it`}
      action={
        <button type="button" className={classes.clear} onClick={onClear}>
          Show all {growth.all}
        </button>
      }
    />
  );
}
