import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconSearch, IconSparkles } from '@tabler/icons-react';
import { useRef } from 'react';
import type { StatementQuery } from '../../../../contract/metrics/statements/values.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { CsvButton } from '../../../components/notices/csv-button.tsx';
import { useFileExport } from '../../../components/notices/file-export.tsx';
import { useSettledText } from '../../../components/settled-text.ts';
import { useCommand } from '../../../keys/commands.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import { client } from '../../../transport/client.ts';
import { RangeBar } from '../range/range-bar.tsx';
import type { MetricsRange } from '../range/use-metrics-range.ts';
import type { StatementsAddress } from './statements-address.ts';
import classes from './statements-view.module.css';
import type { useStatements } from './use-statements.ts';

interface StatementsToolsProps {
  range: MetricsRange;
  query: StatementQuery;
  address: StatementsAddress;
  list: ReturnType<typeof useStatements>;
  onChange: (change: StatementsAddress, how: 'new' | 'instead') => void;
  onRefresh: () => void;
}

/** Which time, which kinds, how old, and as a file. */
export function StatementsTools({ range, query, address, list, onChange, onRefresh }: StatementsToolsProps) {
  const { limit: _, ...whole } = query;
  const file = useFileExport({
    id: 'statements-export',
    what: 'the statements',
    start: 'statements.export',
    stop: 'statements.stop-export',
    run: (signal) => client.metrics.statements.export(whole, { signal }),
  });
  const onlyNew = address.new === '1';
  return (
    <div className={classes.tools}>
      <RangeBar range={range} />
      <div className={classes.narrow}>
        <Search
          text={address.q ?? ''}
          onSearch={(q) => onChange({ q: q === '' ? undefined : q }, 'instead')}
        />
        <Button
          size="xs"
          variant="default"
          className={classes.toggle ?? ''}
          aria-pressed={onlyNew}
          data-on={onlyNew || undefined}
          leftSection={<IconSparkles size={15} stroke={1.7} aria-hidden />}
          title={keyTitle('statements.new')}
          onClick={() => onChange({ new: onlyNew ? undefined : '1' }, 'instead')}
        >
          New since yesterday
        </Button>
        <CsvButton file={file} size="xs" title={keyTitle('statements.export')} />
        <AgeBadge
          asOf={list.data?.source.readAt ?? undefined}
          refreshing={list.isFetching}
          onRefresh={onRefresh}
          oldAfter={3 * 60_000}
        />
      </div>
    </div>
  );
}

const rest = 150;

function Search({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const { typed, setTyped } = useSettledText(text, rest, (it) => onSearch(it.trim()));
  useCommand('search.focus', () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <TextInput
      ref={input}
      type="search"
      size="xs"
      data-list-field=""
      className={classes.search ?? ''}
      classNames={{ input: classes.searchInput ?? '' }}
      aria-label="Search statements by part of their text or schema"
      placeholder="Part of the text"
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (typed === '') input.current?.blur();
        else setTyped('');
        event.stopPropagation();
      }}
      leftSection={<IconSearch size={15} stroke={1.6} aria-hidden />}
      rightSection={
        typed === '' ? (
          <KeysHint command="search.focus" />
        ) : (
          <CloseButton size="sm" aria-label="End the search" onClick={() => setTyped('')} />
        )
      }
    />
  );
}
