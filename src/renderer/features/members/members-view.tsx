import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { runMost } from '../../../contract/members/actions.ts';
import type { MemberSort } from '../../../contract/members/search.ts';
import { MemberId } from '../../../contract/values.ts';
import { useListCursor } from '../../components/list/list-cursor.ts';
import { StatePanel } from '../../components/panels/state-panel.tsx';
import { SelectionBar } from '../../components/selection/selection-bar.tsx';
import { useSelection } from '../../components/selection/use-selection.ts';
import { FilterChips } from '../../components/tools/filter-chips.tsx';
import { useCommand } from '../../keys/commands.ts';
import { useNow } from '../../preferences/clock.ts';
import { usePreferences } from '../../preferences/preferences.ts';
import { useSignedIn, workspacesOf } from '../session/session-state.ts';
import { ViewMenu } from '../views/view-menu.tsx';
import { BulkSheet } from './bulk/bulk-sheet.tsx';
import { DirectoryAge } from './directory/directory-age.tsx';
import { DirectoryBanner } from './directory/directory-banner.tsx';
import { useDirectory } from './directory/directory-state.ts';
import { FilterButton } from './filters/filter-button.tsx';
import { filterWords } from './filters/filter-words.ts';
import { ColumnChooser } from './list/column-chooser.tsx';
import { MemberList } from './list/member-list.tsx';
import { useOrderKeys } from './list/order.ts';
import { useColumns } from './list/use-columns.ts';
import { MemberPage } from './member-page.tsx';
import {
  addressOfView,
  type MembersAddress,
  noFilters,
  queryOf,
  savedAddress,
  sortText,
} from './members-address.ts';
import classes from './members-view.module.css';
import { ExportButton } from './search/export-button.tsx';
import { useFoundMembers } from './search/found-members.ts';
import { SearchBar } from './search/search-bar.tsx';

const route = getRouteApi('/members');

/** The members' workspace: a search and its rows at the left, one member's page at the right. */
export function MembersView() {
  const { person } = useSignedIn();
  if (!workspacesOf(person.role).includes('members')) {
    return (
      <>
        <h1 className="unseen">Members</h1>
        <StatePanel kind="forbidden" title="Your role does not read members">
          Community managers, support and administrators do. An administrator can change your role.
        </StatePanel>
      </>
    );
  }
  return <Members />;
}

function Members() {
  const address = route.useSearch();
  const { q = '', id = null, history, act } = address;
  const navigate = route.useNavigate();
  const { zone } = usePreferences();
  const now = useNow();
  const query = queryOf(address, zone, now);
  const found = useFoundMembers(query);
  const directory = useDirectory();
  const [acting, setActing] = useState(false);

  const go = useCallback(
    (change: MembersAddress, how: 'new' | 'instead') =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: how === 'instead' }),
    [navigate],
  );
  const open = (key: string, how: 'new' | 'instead') => go({ id: MemberId.parse(key), act: undefined }, how);
  const cursor = useListCursor(found.keys, id, open);
  const selection = useSelection(JSON.stringify([query.text, query.filter]), found.keys, cursor, runMost);
  const [columns, chooseColumns] = useColumns(address.columns, (text) => go({ columns: text }, 'instead'));

  const search = (text: string) => {
    const q = text === '' ? undefined : text;
    found.ahead(queryOf({ ...address, q }, zone, now));
    go({ q }, 'instead');
  };
  const change = (filters: MembersAddress) => go(filters, 'instead');
  const clear = () => change(noFilters);
  const sort = (order: MemberSort) => go({ sort: sortText(order) }, 'instead');
  const back = () => {
    if (selection.keys.size > 0) return selection.clear();
    cursor.setActive(id);
    go({ id: undefined, act: undefined }, 'new');
  };
  useOrderKeys(query.sort, sort);
  useCommand('view.refresh', found.refresh);
  useCommand('view.back', back, id !== null || selection.keys.size > 0);

  return (
    <div className={classes.view} data-open={id !== null || undefined}>
      <section className={classes.search} aria-label="Search members">
        <h1 className="unseen">Members</h1>
        {directory !== null && directory.phase !== 'ready' && <DirectoryBanner state={directory} />}
        <SearchBar
          query={query}
          text={q}
          found={found}
          onSearch={search}
          tools={
            <>
              <FilterButton address={address} onChange={change} onClear={clear} />
              <ViewMenu
                workspace="members"
                address={savedAddress(address, columns)}
                viewId={address.view}
                onApply={(view) => void navigate({ search: addressOfView(view) })}
                onNamed={(view) => go({ view }, 'instead')}
              />
              <ColumnChooser chosen={columns} onChoose={chooseColumns} />
              <ExportButton query={query} />
            </>
          }
          chips={
            <FilterChips
              chips={filterWords(address)}
              onDrop={(name) => change({ [name]: undefined })}
              onClear={clear}
            />
          }
          freshness={directory?.phase === 'ready' && <DirectoryAge state={directory} />}
        />
        <MemberList
          query={query}
          found={found}
          chosen={columns}
          cursor={cursor}
          selection={selection}
          openId={id}
          onOpen={open}
          onSort={sort}
          onSearch={search}
          onClearFilters={clear}
        />
        <SelectionBar
          selection={selection}
          most={runMost}
          aside={
            found.list.hasNextPage &&
            selection.keys.size >= found.keys.length &&
            'All that are loaded; there are more below.'
          }
          onClear={selection.clear}
          onAct={() => setActing(true)}
        />
      </section>
      {id !== null && (
        <MemberPage
          id={id}
          known={found.rowOf(id)}
          history={history}
          onHistory={(sources) => go({ history: sources }, 'instead')}
          act={act}
          onActed={() => go({ act: undefined }, 'instead')}
        />
      )}
      <BulkSheet
        memberIds={acting ? [...selection.keys].map((key) => MemberId.parse(key)) : null}
        nameOf={(key) => found.rowOf(key)?.nickname}
        onClose={() => setActing(false)}
        onStarted={selection.clear}
      />
    </div>
  );
}
