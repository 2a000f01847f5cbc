import { type RefObject, useEffect, useRef } from 'react';

/** Brings the row that the keys have moved to into sight. */
export function useRowInSight(isActive: boolean): RefObject<HTMLTableRowElement | null> {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return row;
}
