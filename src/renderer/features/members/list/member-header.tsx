import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { MemberSort } from '../../../../contract/members/search.ts';
import { keyMap } from '../../../keys/key-map.ts';
import type { ColumnName } from './column-names.ts';
import { columns } from './member-columns.tsx';
import classes from './member-list.module.css';
import { orderAfter, type SortBy } from './order.ts';

interface MemberHeaderProps {
  shown: readonly ColumnName[];
  sort: MemberSort;
  /** False where too many were found to sort them as asked. */
  sorted: boolean;
  onSort: (sort: MemberSort) => void;
}

/** The headers, of which those that can be sorted by are buttons. */
export function MemberHeader({ shown, sort, sorted, onSort }: MemberHeaderProps) {
  const header = (label: string, by: SortBy | undefined, figures: boolean | undefined) => {
    const chosen = by !== undefined && sort.by === by && sorted;
    return (
      <th
        key={label}
        scope="col"
        data-figures={figures}
        aria-sort={chosen ? (sort.descending ? 'descending' : 'ascending') : undefined}
      >
        {by === undefined ? (
          label
        ) : (
          <button
            type="button"
            className={classes.sort}
            title={`Sort (${keyMap[`order.${by}`].keys[0]})`}
            onClick={() => onSort(orderAfter(sort, by))}
          >
            {label}
            {chosen &&
              (sort.descending ? (
                <IconArrowDown size={13} stroke={2} aria-hidden />
              ) : (
                <IconArrowUp size={13} stroke={2} aria-hidden />
              ))}
          </button>
        )}
      </th>
    );
  };
  return (
    <>
      <th scope="col">
        <span className="unseen">Selected</span>
      </th>
      {header('Nickname', 'nickname', false)}
      {shown.map((name) => header(columns[name].label, columns[name].sort, columns[name].figures))}
    </>
  );
}
