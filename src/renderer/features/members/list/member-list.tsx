import { useElementSize } from '@mantine/hooks';
import { memo } from 'react';
import type { FoundMember, MemberQuery, MemberSort } from '../../../../contract/members/search.ts';
import type { useListCursor } from '../../../components/list/list-cursor.ts';
import { RowList } from '../../../components/list/row-list.tsx';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import type { ListSelection } from '../../../components/selection/use-selection.ts';
import { StatusChip } from '../../../components/status-chip.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { visibleString } from '../../../components/text/visible-text.ts';
import type { FoundMembers } from '../search/found-members.ts';
import { columnsThatFit, templateOf } from './column-layout.ts';
import { type ColumnName, columnsOf, columnsText } from './column-names.ts';
import { FoundFooter, LookingPanel } from './found-footer.tsx';
import { columns } from './member-columns.tsx';
import { MemberHeader } from './member-header.tsx';
import classes from './member-list.module.css';
import { NoneFound } from './none-found.tsx';

interface MemberListProps {
  query: MemberQuery;
  found: FoundMembers;
  chosen: readonly ColumnName[];
  cursor: ReturnType<typeof useListCursor>;
  selection: ListSelection;
  openId: string | null;
  onOpen: (id: string, how: 'new' | 'instead') => void;
  onSort: (sort: MemberSort) => void;
  onSearch: (text: string) => void;
  onClearFilters: () => void;
}

/** The rows a search found, or why there are none. */
export function MemberList(props: MemberListProps) {
  const { query, found, cursor, selection, openId } = props;
  const { list, first, keys } = found;
  const { ref, width } = useElementSize();
  if (first === undefined) {
    if (list.isPaused) return <WaitingPanel what="members" />;
    return list.error !== null ? <Failed found={found} /> : <RowSkeletons label="Loading members" />;
  }
  if (keys.length === 0 && !list.isPlaceholderData) {
    return list.hasNextPage ? (
      <LookingPanel found={found} />
    ) : (
      <NoneFound
        kind={first.kind}
        query={query}
        onSearch={props.onSearch}
        onClearFilters={props.onClearFilters}
      />
    );
  }
  const idLength = Math.max(0, ...first.keys.map((key) => key.length));
  const room = { width, kind: first.kind, idLength };
  const shown = columnsThatFit(props.chosen, room);
  return (
    <div ref={ref} className={classes.place}>
      <RowList
        label="Members"
        question={JSON.stringify(query)}
        keys={keys}
        rowAt={found.rowAt}
        columns={classes.columns}
        template={templateOf(shown, room)}
        header={
          <MemberHeader shown={shown} sort={query.sort} sorted={first.sortedAsAsked} onSort={props.onSort} />
        }
        cells={(member) => (
          <Cells member={member} shown={columnsText(shown)} selected={selection.keys.has(member.id)} />
        )}
        activeKey={cursor.activeKey}
        openKey={openId}
        selection={selection}
        onActive={cursor.setActive}
        onOpen={(key) => {
          cursor.setActive(key);
          props.onOpen(key, openId === null ? 'new' : 'instead');
        }}
        onDrawn={found.onDrawn}
        onMore={found.onMore}
        footer={<FoundFooter found={found} />}
        dimmed={list.isPlaceholderData}
      />
    </div>
  );
}

function Failed({ found }: { found: FoundMembers }) {
  return <FailurePanel error={found.list.error} what="members" onRetry={() => void found.list.refetch()} />;
}

interface CellsProps {
  member: FoundMember;
  /** As text, so that the same columns are the same to `memo`. */
  shown: string;
  selected: boolean;
}

/** Drawn again only when its member is another: a search that is under way draws the list before its answer is there. */
const Cells = memo(function Cells({ member, shown, selected }: CellsProps) {
  const { nickname, match } = member;
  const names = columnsOf(shown);
  return (
    <>
      <td data-box className={classes.box}>
        <input
          type="checkbox"
          // The grid has the focus for all its rows: x selects, and a click is the row’s to understand.
          tabIndex={-1}
          readOnly
          checked={selected}
          aria-label={`Select ${visibleString(nickname)}`}
        />
      </td>
      <td className={classes.nickname} title={visibleString(nickname)}>
        <span className={classes.name}>
          <MemberText text={nickname} mark={match?.in === 'nickname' ? match : undefined} />
        </span>
        {!names.includes('status') && <StatusChip status={member.status} />}
      </td>
      {names.map((name) => (
        <td key={name} data-figures={columns[name].figures} className={classes.fact}>
          {name === 'id' && match?.in === 'id' ? (
            <MemberText text={member.id} mark={match} />
          ) : (
            columns[name].cell(member)
          )}
        </td>
      ))}
    </>
  );
});
