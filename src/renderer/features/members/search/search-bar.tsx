import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import type { MemberQuery } from '../../../../contract/members/search.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { useSettledText } from '../../../components/settled-text.ts';
import { useCommand } from '../../../keys/commands.ts';
import { orderWords } from '../list/order.ts';
import { FoundCount } from './found-count.tsx';
import type { FoundMembers } from './found-members.ts';
import classes from './search-bar.module.css';
import { SearchHelp } from './search-help.tsx';
import { understoodAs } from './search-words.ts';

/**
 * How long after a search typing is searched for again, in milliseconds: a letter is searched for at once, and who types
 * faster than one can read does not ask for every letter.
 */
const rest = 60;

interface SearchBarProps {
  query: MemberQuery;
  text: string;
  found: FoundMembers;
  onSearch: (text: string) => void;
  /** What stands beside the box, below it, and before the age. */
  tools: ReactNode;
  chips: ReactNode;
  freshness: ReactNode;
}

/** The search box, and below it how the search was understood, how many it finds and how old its answer is. */
export function SearchBar({ query, text, found, onSearch, tools, chips, freshness }: SearchBarProps) {
  const { list, first } = found;
  return (
    <div className={classes.bar}>
      <div className={classes.top}>
        <SearchField text={text} onSearch={onSearch} />
        <div className={classes.tools}>{tools}</div>
      </div>
      {chips}
      <div className={classes.line}>
        <p role="status" className={classes.understood}>
          {first !== undefined && !list.isPlaceholderData ? (
            <Understood query={query} found={found} />
          ) : list.isPaused ? (
            'Searches as soon as there is an answer again'
          ) : list.isError ? (
            'The search did not succeed'
          ) : (
            'Searching…'
          )}
        </p>
        {freshness}
        <AgeBadge
          asOf={first?.asOf}
          refreshing={list.isFetching && !list.isFetchingNextPage}
          onRefresh={found.refresh}
        />
      </div>
    </div>
  );
}

function Understood({ query, found }: { query: MemberQuery; found: FoundMembers }) {
  const { first } = found;
  if (first === undefined) return null;
  const order = orderWords(query.sort);
  const words = understoodAs(first.kind, query.text);
  return (
    <>
      <span>{order === null || first.kind !== 'newest' ? words : 'All members'}</span>
      {order !== null && first.sortedAsAsked && <span className={classes.order}>{order}</span>}
      {order !== null && !first.sortedAsAsked && (
        <span className={classes.unsorted}>Too many to sort; narrow the search</span>
      )}
      <FoundCount query={query} settled={!found.list.isPlaceholderData} />
    </>
  );
}

function SearchField({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const { typed, setTyped } = useSettledText(text, rest, onSearch, { atOnce: true });
  useCommand('search.focus', () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <TextInput
      ref={input}
      type="search"
      data-list-field=""
      className={classes.field ?? ''}
      aria-label="Search members by nickname, id, e-mail, address or device"
      placeholder="Nickname, id, e-mail, @domain, IP address, device, or ~look-alike"
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (typed === '') event.currentTarget.blur();
        else setTyped('');
        event.preventDefault();
      }}
      leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
      rightSectionWidth={62}
      rightSection={
        <span className={classes.ends}>
          {typed === '' ? (
            <KeysHint command="search.focus" />
          ) : (
            <CloseButton size="sm" aria-label="Clear the search" onClick={() => setTyped('')} />
          )}
          <SearchHelp />
        </span>
      }
      classNames={{ input: classes.input ?? '' }}
    />
  );
}
