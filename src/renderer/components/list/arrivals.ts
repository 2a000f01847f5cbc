import { useMemo, useState } from 'react';
import type { ChangeTopic } from '../../../contract/changes.ts';
import { useChanges } from '../../features/changes/changes-feed.ts';

/** How often at the most the head of a list is looked at for news, in milliseconds. */
const pause = 3000;

interface ArrivalsProps {
  topic: ChangeTopic;
  /** What is asked for: the news of another question are others. */
  question: string;
  /** What the list has. */
  keys: readonly string[];
  /** Reads the first page beside the list. */
  readHead: () => Promise<{ rows: readonly { id: string }[]; next: unknown }>;
}

/** How many rows stand at the head of a list that it does not have yet. */
export function useArrivals({ topic, question, keys, readHead }: ArrivalsProps): {
  count: number;
  more: boolean;
} {
  const [head, setHead] = useState<{ question: string; ids: readonly string[]; more: boolean } | null>(null);
  const known = useMemo(() => new Set(keys), [keys]);
  useChanges(
    topic,
    (changed) => {
      if (changed !== 'missed' && [...changed].every((id) => known.has(id))) return;
      readHead().then(
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
