import type { CaseRow, QueueFilter, QueueView } from '../../../../contract/reports/queue.ts';
import { CaseId } from '../../../../contract/reports/values.ts';
import { useLiveList } from '../../../components/list/live-list.ts';
import { calls, client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

/** What is asked for: cases passed over matter to `next` alone. */
export interface QueueQuery {
  readonly view: QueueView;
  readonly filter: QueueFilter;
  readonly passed: CaseId[];
}

/** Rows of one call: of the contract, as many as can be asked for by their numbers. */
const pageSize = 100;

export type QueuedCases = ReturnType<typeof useQueuedCases>;

/** The cases of a view: an endless list, each row of which shows its case as it is now. */
export function useQueuedCases(query: QueueQuery) {
  const list = useLiveList<CaseRow>({
    queryKey: calls.reports.list.key({ type: 'infinite', input: query }),
    readPage: (cursor, signal) => client.reports.list({ ...query, cursor, limit: pageSize }, { signal }),
    readRows: rowsNow,
  });
  useChanges('case', list.onChanged);
  return list;
}

/** The first page of a view, read beside the list. */
export function firstPage(query: QueueQuery) {
  return client.reports.list({ ...query, limit: pageSize });
}

async function rowsNow(keys: readonly string[], signal?: AbortSignal): Promise<CaseRow[]> {
  const caseIds = keys.map((key) => CaseId.parse(key));
  const { rows } = await client.reports.rows({ caseIds }, signal === undefined ? {} : { signal });
  return rows;
}
