import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { RecordFilter } from '../../../contract/record.ts';
import type { EntryId } from '../../../contract/values.ts';
import { useCommand } from '../../keys/commands.ts';
import { calls, type client } from '../../transport/client.ts';
import { useChanges } from '../changes/changes-feed.ts';
import classes from './new-entries.module.css';

type Page = Awaited<ReturnType<typeof client.record.list>>;

interface NewEntriesProps {
  filter: RecordFilter;
  /** The newest entry shown. */
  newest: EntryId | null;
  onLoad: (page: Page) => void;
}

/**
 * Offers entries that came since: never by moving what is being read. When something changed, the first page is
 * asked for beside the list, and replaces it only when wanted.
 */
export function NewEntries({ filter, newest, onLoad }: NewEntriesProps) {
  const queryClient = useQueryClient();
  const [page, setPage] = useState<Page | null>(null);
  const asking = useRef(false);
  const again = useRef(false);

  const ask = useEffectEvent(async () => {
    again.current = asking.current;
    if (asking.current) return;
    asking.current = true;
    try {
      setPage(
        await queryClient.fetchQuery(
          calls.record.list.queryOptions({ input: { filter }, staleTime: 0, gcTime: 0 }),
        ),
      );
    } catch {
      // The next change asks again, and the list says by its age how old it is.
    }
    asking.current = false;
    if (again.current) void ask();
  });
  const [changed, setChanged] = useState(0);
  useChanges('record', () => setChanged((count) => count + 1));
  useEffect(() => {
    if (changed > 0) void ask();
  }, [changed]);

  const fresh = page === null ? 0 : countAbove(page, newest);
  const load = () => {
    if (page !== null) onLoad(page);
    setPage(null);
  };
  useCommand('record.load-new', load, fresh > 0);
  const more = page !== null && page.next !== null && fresh === page.rows.length ? '+' : '';
  return (
    <div role="status">
      {fresh > 0 && (
        <button type="button" className={classes.pill} onClick={load} title="Load them (n)">
          {fresh}
          {more} new {fresh === 1 ? 'entry' : 'entries'}
        </button>
      )}
    </div>
  );
}

/** How many rows of a page, newest first, are newer than `newest`. */
function countAbove(page: Page, newest: EntryId | null): number {
  if (newest === null) return page.rows.length;
  const last = BigInt(newest);
  return page.rows.filter((row) => BigInt(row.id) > last).length;
}
