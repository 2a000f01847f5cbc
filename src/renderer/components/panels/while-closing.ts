import { useState } from 'react';

/** What a dialog shows, kept for the moment in which it closes and there is nothing to show any more. */
export function useWhileClosing<Shown>(shown: Shown | null): Shown | null {
  const [last, setLast] = useState(shown);
  if (shown !== null && shown !== last) setLast(shown);
  return shown ?? last;
}
