import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { SearchKind } from '../../../contract/members.ts';
import { AgeBadge } from '../../components/age-badge.tsx';
import { KeysHint } from '../../components/keys-hint.tsx';
import { useCommand } from '../../keys/commands.ts';
import classes from './search-bar.module.css';
import { understoodAs } from './search-words.ts';

/** How long typing rests before it is searched for, in milliseconds. */
const rest = 90;

interface SearchBarProps {
  query: string;
  page: { kind: SearchKind; asOf: string } | undefined;
  /** The page answers an earlier query: the present one is under way, or waits for the database. */
  stale: boolean;
  waiting: boolean;
  failed: boolean;
  refreshing: boolean;
  onSearch: (query: string) => void;
  onRefresh: () => void;
}

/** The search box, and below it how the search was understood and how old its answer is. */
export function SearchBar({
  query,
  page,
  stale,
  waiting,
  failed,
  refreshing,
  onSearch,
  onRefresh,
}: SearchBarProps) {
  const input = useRef<HTMLInputElement>(null);
  useCommand('search.focus', () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <div className={classes.bar}>
      <SearchField input={input} query={query} onSearch={onSearch} />
      <div className={classes.line}>
        <p role="status" className={classes.understood}>
          {page !== undefined && !stale
            ? understoodAs(page.kind, query)
            : waiting
              ? 'Searches as soon as there is an answer again'
              : failed
                ? 'The search did not succeed'
                : 'Searching…'}
        </p>
        <AgeBadge asOf={page?.asOf} refreshing={refreshing} onRefresh={onRefresh} />
      </div>
    </div>
  );
}

interface SearchFieldProps {
  input: React.RefObject<HTMLInputElement | null>;
  query: string;
  onSearch: (query: string) => void;
}

function SearchField({ input, query, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(query);
  const sent = useRef(query);
  const search = useEffectEvent(onSearch);
  useEffect(() => {
    // The address changed by itself (back, a link, the palette): show what it says.
    if (query !== sent.current) setTyped(query);
    sent.current = query;
  }, [query]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      search(typed);
    }, rest);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <TextInput
      ref={input}
      type="search"
      data-list-field=""
      aria-label="Search members by id, start of the nickname, or whole e-mail"
      placeholder="Id, start of a nickname, or whole e-mail"
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
      rightSection={
        typed === '' ? (
          <KeysHint command="search.focus" />
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => setTyped('')} />
        )
      }
      classNames={{ input: classes.input ?? '' }}
    />
  );
}
