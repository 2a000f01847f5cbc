import { Button } from '@mantine/core';
import type { MemberQuery, SearchKind } from '../../../../contract/members/search.ts';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import { noneFound } from '../search/search-words.ts';
import classes from './member-list.module.css';

interface NoneFoundProps {
  kind: SearchKind;
  query: MemberQuery;
  onSearch: (text: string) => void;
  onClearFilters: () => void;
}

/** That a search found nobody, and what might. */
export function NoneFound({ kind, query, onSearch, onClearFilters }: NoneFoundProps) {
  const { statuses, ...others } = query.filter;
  const filtered = statuses.length > 0 || Object.values(others).some((value) => value !== null);
  const empty = kind === 'newest' && !filtered;
  return (
    <StatePanel
      kind={empty ? 'empty' : 'none-found'}
      title={noneFound(kind, query.text, filtered)}
      action={
        <span className={classes.suggestions}>
          {filtered && (
            <Button size="xs" variant="default" onClick={onClearFilters}>
              Clear the filters
            </Button>
          )}
          {kind === 'nickname' && (
            <Button size="xs" variant="default" onClick={() => onSearch(`~${query.text}`)}>
              Look for look-alikes
            </Button>
          )}
        </span>
      }
    >
      {kind === 'nickname' &&
        'It may be written otherwise, with a digit or a foreign letter in the place of one.'}
    </StatePanel>
  );
}
