import { useEffect, useRef } from 'react';

/** As far back as one can go. */
const most = 50;

/** What was open before the present one, by its id: gives the way back, or null where there is none. */
export function useTrail<Id extends string>(present: Id | null): () => Id | null {
  const trail = useRef<Id[]>([]);
  const last = useRef<Id | null>(null);
  const goingBack = useRef(false);
  useEffect(() => {
    if (present === last.current) return;
    if (last.current !== null && !goingBack.current)
      trail.current = [...trail.current, last.current].slice(-most);
    goingBack.current = false;
    if (present !== null) last.current = present;
  }, [present]);
  return () => {
    const before = trail.current.pop() ?? null;
    goingBack.current = before !== null;
    return before;
  };
}
