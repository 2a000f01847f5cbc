import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RecordFilter } from '../../../contract/record.ts';
import { AgeBadge } from '../../components/age-badge.tsx';
import { useFileExport } from '../../components/notices/file-export.tsx';
import { client } from '../../transport/client.ts';
import { useReachable } from '../../transport/reachable.ts';
import classes from './record-view.module.css';

interface RecordHeadProps {
  filter: RecordFilter;
  page: { asOf: string; scope: 'everyone' | 'own' } | undefined;
  refreshing: boolean;
  onRefresh: () => void;
  /** What stands between the heading and the age. */
  children: ReactNode;
}

/** What the list is, how old it is, and taking it away as a file. */
export function RecordHead({ filter, page, refreshing, onRefresh, children }: RecordHeadProps) {
  const reachable = useReachable();
  const { running, start } = useFileExport({
    id: 'record-export',
    what: 'the record',
    start: 'record.export',
    stop: 'record.stop-export',
    run: (signal) => client.record.export({ filter }, { signal }),
  });
  const own = page?.scope === 'own';
  return (
    <div className={classes.head}>
      <div className={classes.heading}>
        <h1>{own ? 'Your record' : 'Record'}</h1>
        <p>
          {own
            ? 'What you did in Caretaker. Administrators and the CTO read everyone’s.'
            : 'Who did what in Caretaker, and when. Nobody can change or remove an entry.'}
        </p>
      </div>
      {children}
      <AgeBadge asOf={page?.asOf} refreshing={refreshing} onRefresh={onRefresh} />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={15} stroke={1.7} aria-hidden />}
        onClick={start}
        disabled={running || !reachable}
        title={
          reachable ? 'Export what the filters leave, as CSV (e)' : 'Waits until the database answers again'
        }
      >
        {running ? 'Exporting…' : 'Export CSV'}
      </Button>
    </div>
  );
}
