import { useState } from 'react';
import { useCommand } from '../../keys/commands.ts';

interface ListCursor {
  /** The key of the row that the next Enter opens. */
  activeKey: string | null;
  setActive: (key: string | null) => void;
}

/**
 * The keys of a list: j and k move a cursor, Enter opens what it is on, [ and ] open the neighbours of what is
 * open. The cursor is the view's own; which row is open belongs to the address.
 */
export function useListCursor(
  keys: readonly string[],
  openKey: string | null,
  open: (key: string, how: 'new' | 'instead') => void,
): ListCursor {
  const [chosen, setActive] = useState<string | null>(null);
  const activeKey = chosen !== null && keys.includes(chosen) ? chosen : openKey;
  const active = activeKey === null ? -1 : keys.indexOf(activeKey);
  const opened = openKey === null ? -1 : keys.indexOf(openKey);

  function move(by: number): void {
    const next = keys[Math.max(0, Math.min(keys.length - 1, active === -1 && by < 0 ? 0 : active + by))];
    if (next !== undefined) setActive(next);
  }
  function openNeighbour(by: number): void {
    const next = keys[opened + by];
    if (next === undefined) return;
    setActive(next);
    open(next, 'instead');
  }

  const some = keys.length > 0;
  useCommand('list.next', () => move(1), some);
  useCommand('list.previous', () => move(-1), some);
  useCommand(
    'list.open',
    () => {
      const key = activeKey ?? keys[0];
      if (key === undefined) return;
      setActive(key);
      open(key, 'new');
    },
    some,
  );
  useCommand('open.next', () => openNeighbour(1), opened >= 0);
  useCommand('open.previous', () => openNeighbour(-1), opened >= 0);

  return { activeKey, setActive };
}
