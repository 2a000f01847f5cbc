import { useMemo, useState } from 'react';
import { type BulkTarget, bulkMost } from '../../../../contract/reports/decisions.ts';
import { CaseId } from '../../../../contract/reports/values.ts';
import { type ListSelection, useSelection } from '../../../components/selection/use-selection.ts';
import { useCommand } from '../../../keys/commands.ts';
import type { QueueQuery } from '../queue/queued-cases.ts';

export interface CaseSelection {
  /** The rows as the list shows and changes them. */
  readonly rows: ListSelection;
  readonly some: boolean;
  /** All that the view and its filter find are selected, whether they were loaded or not. */
  readonly whole: boolean;
  readonly target: BulkTarget;
  selectWhole(): void;
  clear(): void;
}

interface Cursor {
  activeKey: string | null;
  setActive: (key: string) => void;
}

/** Cases chosen by hand, or all that the view and its filter find: Ctrl+A once takes what is loaded, twice all. */
export function useCaseSelection(
  { view, filter }: QueueQuery,
  keys: readonly string[],
  cursor: Cursor,
): CaseSelection {
  const rows = useSelection(JSON.stringify([view, filter]), keys, cursor, bulkMost);
  // It holds for just these rows: choosing or giving up another begins to choose by hand again.
  const [wholeOf, setWholeOf] = useState<ReadonlySet<string> | null>(null);
  const whole = rows.keys.size > 0 && wholeOf === rows.keys;
  const everyKey = useMemo(() => (whole ? new Set(keys) : rows.keys), [whole, keys, rows.keys]);
  const selectWhole = () => setWholeOf(rows.keys);
  useCommand(
    'select.all',
    () => (rows.keys.size >= keys.length ? selectWhole() : rows.all()),
    keys.length > 0,
  );
  return {
    rows: { ...rows, keys: everyKey },
    some: rows.keys.size > 0,
    whole,
    target: whole ? { view, filter } : { caseIds: [...rows.keys].map((key) => CaseId.parse(key)) },
    selectWhole,
    clear: () => {
      setWholeOf(null);
      rows.clear();
    },
  };
}
