import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { TicketFilter, type TicketRow } from '../../../../contract/tickets/queue.ts';
import { visibleString } from '../../../components/text/visible-text.ts';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';
import { dueOf } from '../list/row-words.ts';
import { useWarnMinutes } from './warn-minutes.ts';

/** How often one’s own tickets are looked at, in milliseconds, and how soon again after a change. */
const pace = 60_000;
const pause = 10_000;
/** Those of the nearest deadlines, which come first. */
const most = 20;

/** How many of the person’s own tickets are due before long, or past that; tells once of each that comes to be. */
export function useDueSoon(): number {
  const warnMinutes = useWarnMinutes();
  const { data, dataUpdatedAt, refetch } = useQuery(
    calls.tickets.list.queryOptions({
      input: { view: 'mine', filter: TicketFilter.parse({}), cursor: null, limit: most },
      refetchInterval: pace,
    }),
  );
  useChanges('ticket', () => void refetch(), pause);
  const pressing =
    data === undefined
      ? []
      : data.rows.filter((row) => {
          const due = dueOf(row, Date.parse(data.asOf), warnMinutes);
          return due !== null && due.tone !== 'fine';
        });
  const told = useRef<ReadonlySet<string> | null>(null);
  const tell = useEffectEvent(() => {
    const ids = new Set<string>(pressing.map(({ id }) => id));
    // What pressed before the workspace was opened stands marked in the list.
    const news = told.current === null ? [] : pressing.filter(({ id }) => told.current?.has(id) !== true);
    told.current = ids;
    if (news.length > 0 && data !== undefined) say(news, Date.parse(data.asOf), warnMinutes);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is looked at once
  useEffect(() => {
    if (data !== undefined && warnMinutes > 0) tell();
  }, [dataUpdatedAt, warnMinutes]);
  return pressing.length;
}

function say(rows: readonly TicketRow[], now: number, warnMinutes: number): void {
  const [first] = rows;
  if (first === undefined) return;
  const due = dueOf(first, now, warnMinutes)?.words ?? '';
  notifications.show({
    id: 'due-soon',
    title: rows.length === 1 ? 'One of your tickets is due' : `${rows.length} of your tickets are due`,
    message: `“${visibleString(first.subject)}”, ${due}${rows.length === 1 ? '' : ', and others'}`,
  });
}
