import { IconArrowBarToDown } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { useCommand } from '../../../keys/commands.ts';
import { useNow } from '../../../preferences/clock.ts';
import { useChanges } from '../../changes/changes-feed.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { isStillIn } from './case-words.ts';
import classes from './queue-news.module.css';
import { newsWords } from './queue-views.ts';
import { firstPage, type QueuedCases, type QueueQuery } from './queued-cases.ts';

/** How often at the most the head of the queue is looked at for news, in milliseconds. */
const pause = 3000;

interface QueueNewsProps {
  query: QueueQuery;
  cases: QueuedCases;
  /** Brings the list up to date, from its top. */
  onRefresh: () => void;
}

/**
 * Says what came to the view and what left it, without moving a row under the hand: the list is brought up to date when
 * the person wants it.
 */
export function QueueNews({ query, cases, onRefresh }: QueueNewsProps) {
  const { keys } = cases;
  const arrived = useArrivals(query, keys);
  const left = useLeavers(query, cases);
  const news = newsWords(arrived.count, arrived.more, left);
  const empty = keys.length === 0;
  const show = useEffectEvent(onRefresh);
  useEffect(() => {
    // Where there is no row, none can move.
    if (empty && arrived.count > 0) show();
  }, [empty, arrived.count]);
  useCommand('queue.show-new', onRefresh);
  return (
    <div role="status" className={classes.place}>
      {news !== '' && !empty && (
        <button
          type="button"
          className={classes.news}
          title="Bring the list up to date (.)"
          onClick={onRefresh}
        >
          <IconArrowBarToDown size={14} stroke={1.8} aria-hidden />
          {news}
        </button>
      )}
    </div>
  );
}

/** How many cases stand at the head of the view that the list does not have. */
function useArrivals(query: QueueQuery, keys: readonly string[]): { count: number; more: boolean } {
  const [head, setHead] = useState<{ question: string; ids: readonly CaseId[]; more: boolean } | null>(null);
  const question = JSON.stringify(query);
  const known = useMemo(() => new Set(keys), [keys]);
  useChanges(
    'case',
    (changed) => {
      if (changed !== 'missed' && [...changed].every((id) => known.has(id))) return;
      firstPage(query).then(
        ({ rows, next }) => setHead({ question, ids: rows.map(({ id }) => id), more: next !== null }),
        // The next change asks again, and the list says by its age how old it is.
        () => {},
      );
    },
    pause,
  );
  if (head === null || head.question !== question) return { count: 0, more: false };
  const count = head.ids.filter((id) => !known.has(id)).length;
  return { count, more: head.more && count === head.ids.length };
}

/** How many of the rows no longer belong to the view. */
function useLeavers({ view }: QueueQuery, { keys, rowAt, skew }: QueuedCases): number {
  const { person } = useSignedIn();
  const now = useNow() + skew;
  return useMemo(
    () =>
      keys.filter((_, index) => {
        const row = rowAt(index);
        return row !== undefined && !isStillIn(view, row, person.user, now);
      }).length,
    [keys, rowAt, view, person.user, now],
  );
}
