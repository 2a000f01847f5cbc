import { useEffect, useRef } from 'react';
import type { CaseId } from '../../../../contract/reports/values.ts';

/** As far back as one can go. */
const most = 50;

/** The cases that were open before the present one: gives the way back, or null where there is none. */
export function useTrail(present: CaseId | null): () => CaseId | null {
  const trail = useRef<CaseId[]>([]);
  const last = useRef<CaseId | null>(null);
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
