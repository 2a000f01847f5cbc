import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import type { StatementQuery } from '../../../../contract/metrics/statements/values.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { ListSearch } from '../../../components/fields/list-search.tsx';
import { CsvButton } from '../../../components/notices/csv-button.tsx';
import { useFileExport } from '../../../components/notices/file-export.tsx';
import { keyTitle } from '../../../keys/key-title.ts';
import { client } from '../../../transport/client.ts';
import { RangeBar } from '../range/range-bar.tsx';
import type { MetricsRange } from '../range/use-metrics-range.ts';
import type { StatementsAddress } from './statements-address.ts';
import classes from './statements-view.module.css';
import type { useStatements } from './use-statements.ts';

/** Milliseconds without a letter, after which is searched. */
const rest = 150;

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
        <ListSearch
          label="Search statements by part of their text or schema"
          placeholder="Part of the text"
          text={address.q ?? ''}
          rest={rest}
          onSearch={(q) => onChange({ q: q.trim() === '' ? undefined : q.trim() }, 'instead')}
          size="xs"
          iconSize={15}
          className={classes.search}
          inputClass={classes.searchInput}
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
