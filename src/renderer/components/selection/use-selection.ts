import { useState } from 'react';
import { useCommand } from '../../keys/commands.ts';
import type { RowSelection } from '../list/row-list.tsx';
import { allSelected, extended, nothingSelected, type Selection, toggled } from './selection.ts';

export interface ListSelection extends RowSelection {
  /** Not all that was asked for could be selected. */
  readonly full: boolean;
  /** Selects all rows that are loaded. */
  all(): void;
  clear(): void;
}

interface Cursor {
  activeKey: string | null;
  setActive: (key: string) => void;
}

/**
 * Selecting rows, by click and by key, `most` of them. It belongs to one question: another one begins with nothing
 * selected.
 */
export function useSelection(
  question: string,
  rows: readonly string[],
  cursor: Cursor,
  most: number,
): ListSelection {
  const [state, setState] = useState({ question, selection: nothingSelected });
  const selection = state.question === question ? state.selection : nothingSelected;
  const set = (next: Selection) => setState({ question, selection: next });

  const extend = (by: number) => {
    const from = cursor.activeKey ?? rows[0];
    if (from === undefined) return;
    const to = rows[rows.indexOf(from) + by];
    if (to === undefined) return;
    set(extended(selection, rows, to, from, most));
    cursor.setActive(to);
  };
  const some = rows.length > 0;
  useCommand(
    'select.toggle',
    () => {
      const key = cursor.activeKey ?? rows[0];
      if (key === undefined) return;
      set(toggled(selection, key, most));
      cursor.setActive(key);
    },
    some,
  );
  useCommand('select.down', () => extend(1), some);
  useCommand('select.up', () => extend(-1), some);
  const all = () => set(allSelected(rows, most));
  useCommand('select.all', all, some);

  return {
    keys: selection.keys,
    full: selection.full,
    toggle: (key) => set(toggled(selection, key, most)),
    extendTo: (key) => set(extended(selection, rows, key, cursor.activeKey, most)),
    all,
    clear: () => set(nothingSelected),
  };
}
