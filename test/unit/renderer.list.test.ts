import type { InfiniteData } from '@tanstack/react-query';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cursor } from '../../src/contract/values.ts';
import {
  outdated,
  pageAt,
  refilled,
  type SlimPage,
  slimmed,
  startsOf,
  unread,
} from '../../src/renderer/components/list/slim-pages.ts';
import {
  allSelected,
  extended,
  nothingSelected,
  type Selection,
  toggled,
} from '../../src/renderer/components/selection/selection.ts';
import { columnsThatFit, templateOf } from '../../src/renderer/features/members/list/column-layout.ts';
import { columnNames } from '../../src/renderer/features/members/list/column-names.ts';
import { orderAfter } from '../../src/renderer/features/members/list/order.ts';
import { lookingWords } from '../../src/renderer/features/members/search/search-words.ts';

type Page = SlimPage<{ id: string }>;

/** A list of pages of so many rows each, their ids counted through. */
function listOf(lengths: readonly number[]): InfiniteData<Page> {
  let next = 0;
  const pages = lengths.map((length, index): Page => {
    const rows = Array.from({ length }, () => ({ id: String(next++) }));
    const cursor = index === 0 ? null : Cursor.parse(`page-${index}`);
    return { keys: rows.map(({ id }) => id), rows, cursor, changes: 0, changesRead: 0, gone: [] };
  });
  return { pages, pageParams: pages.map(({ cursor }) => cursor) };
}
const pageOf = (data: InfiniteData<Page>, index: number): Page => {
  const page = data.pages[index];
  if (page === undefined) throw new Error(`there is no page ${index}`);
  return page;
};
const keysOf = (data: InfiniteData<Page>) => data.pages.flatMap(({ keys }) => keys);
const lengths = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 });

describe('an endless list', () => {
  it('lets rows go that are far from what is seen, and keeps every key', () => {
    fc.assert(
      fc.property(lengths, fc.nat(59), (all, at) => {
        const data = listOf(all);
        const seen = { first: at % all.length, last: at % all.length };
        const slim = slimmed(data, seen);
        expect(keysOf(slim)).toEqual(keysOf(data));
        expect(slim.pages.filter(({ rows }) => rows !== null).length).toBeLessThanOrEqual(17);
        expect(slim.pages[seen.first]?.rows).toEqual(data.pages[seen.first]?.rows);
        expect(slimmed(slim, seen)).toBe(slim);
      }),
    );
  });

  it('knows the page of every row, past empty pages too', () => {
    fc.assert(
      fc.property(lengths, (all) => {
        const data = listOf(all);
        const starts = startsOf(data.pages);
        for (const [row, key] of keysOf(data).entries()) {
          const page = pageAt(starts, row);
          expect(data.pages[page]?.keys[row - (starts[page] ?? 0)]).toBe(key);
        }
      }),
    );
  });

  it('asks again for what was let go or has changed, and only where it is seen', () => {
    const data = outdated(slimmed(listOf(Array(40).fill(3)), { first: 30, last: 30 }), new Set(['91']));
    expect(unread(data, { first: 30, last: 31 }).map(({ cursor }) => cursor)).toEqual(['page-30']);
    expect(unread(data, { first: 20, last: 22 }).map(({ cursor }) => cursor)).toEqual(['page-20', 'page-21']);
    expect(unread(outdated(data, 'missed'), { first: 31, last: 31 })).toHaveLength(1);
  });

  it('shows nobody twice when a page that is read again reaches into the next', () => {
    const data = listOf([3, 3, 3]);
    // Row 1 is gone, so the page ends with the first of the page that follows.
    const again = refilled(data, pageOf(data, 0), [{ id: '0' }, { id: '2' }, { id: '3' }]);
    expect(keysOf(again)).toEqual(['0', '2', '3', '4', '5', '6', '7', '8']);
  });

  it('reads a page again when someone who went may be back', () => {
    const data = listOf([3, 3]);
    const without = refilled(data, pageOf(data, 0), [{ id: '0' }, { id: '2' }]);
    expect(unread(without, { first: 0, last: 1 })).toEqual([]);
    expect(unread(outdated(without, new Set(['1'])), { first: 0, last: 1 })).toHaveLength(1);
    const back = refilled(without, pageOf(without, 0), [{ id: '0' }, { id: '1' }, { id: '2' }]);
    expect(keysOf(back)).toEqual(keysOf(data));
    expect(pageOf(back, 0).gone).toEqual([]);
  });

  it('reads a page once more that changed while it was being read', () => {
    const changed = outdated(listOf([3]), new Set(['1']));
    const asked = pageOf(changed, 0);
    const again = outdated(changed, new Set(['2']));
    expect(unread(refilled(again, asked, asked.rows ?? []), { first: 0, last: 0 })).toHaveLength(1);
    expect(unread(refilled(again, pageOf(again, 0), asked.rows ?? []), { first: 0, last: 0 })).toEqual([]);
  });
});

describe('a search that finds little', () => {
  it('says how many it looked at, from where that is worth saying', () => {
    expect(lookingWords({ rows: 100, lookedAt: 100, stopped: false })).toBeNull();
    expect(lookingWords({ rows: 40, lookedAt: 4000, stopped: false })).toBeNull();
    expect(lookingWords({ rows: 40, lookedAt: 120_000, stopped: false })).toBe(
      'Looked at 120,000 members so far.',
    );
  });

  it('says that it was stopped, however little it looked at', () => {
    expect(lookingWords({ rows: 0, lookedAt: 20_000, stopped: true })).toBe(
      'Stopped after looking at 20,000 members.',
    );
    expect(lookingWords({ rows: 0, lookedAt: 5, stopped: true })).toBe('Stopped after looking at 5 members.');
  });
});

describe('selecting rows', () => {
  const rows = Array.from({ length: 30 }, (_, index) => String(index));
  const row = fc.constantFrom(...rows);
  const most = 1000;
  const toggle = (selection: Selection, key: string) => toggled(selection, key, most);

  it('twice is as before', () => {
    fc.assert(
      fc.property(fc.array(row), row, (chosen, key) => {
        const selection = chosen.reduce(toggle, nothingSelected);
        expect(toggle(toggle(selection, key), key).keys).toEqual(selection.keys);
      }),
    );
  });

  it('with Shift takes all from where it began, and gives up what it goes back over', () => {
    fc.assert(
      fc.property(fc.array(row), row, row, row, (chosen, from, over, to) => {
        const before = chosen.filter((key) => key !== from).reduce(toggle, nothingSelected);
        const begun = before.keys.has(from) ? before : toggle(before, from);
        const there = extended(extended(begun, rows, over, null, most), rows, to, null, most);
        expect(there.keys).toEqual(extended(begun, rows, to, null, most).keys);
        const [low, high] = [Number(from), Number(to)].sort((a, b) => a - b);
        for (let index = low ?? 0; index <= (high ?? 0); index++)
          expect(there.keys.has(String(index))).toBe(true);
        for (const key of begun.keys) expect(there.keys.has(key)).toBe(true);
      }),
    );
  });

  it('never takes more than one run acts on, and says so', () => {
    const many = Array.from({ length: most + 1 }, (_, index) => String(index));
    expect(allSelected(many, most).keys.size).toBe(most);
    expect(allSelected(many, most).full).toBe(true);
    expect(allSelected(many.slice(1), most).full).toBe(false);
    const all = toggle(allSelected(many.slice(1), most), '0');
    expect([all.keys.size, all.full]).toEqual([most, true]);
  });
});

describe('the columns of the members', () => {
  const chosen = fc.subarray([...columnNames]);

  const room = { width: 2000, kind: 'email', idLength: 7 } as const;

  it('give way one after the other where there is little room, and come back in their own order', () => {
    fc.assert(
      fc.property(chosen, fc.nat(2000), fc.nat(2000), (columns, a, b) => {
        const few = columnsThatFit(columns, { ...room, width: Math.min(a, b) });
        const more = columnsThatFit(columns, { ...room, width: Math.max(a, b) });
        expect(more.filter((name) => few.includes(name))).toEqual(few);
        expect(columns.filter((name) => more.includes(name))).toEqual(more);
        expect(columnsThatFit(columns, room)).toEqual(columns);
      }),
    );
  });

  it('are never wider together than the list, unless it has no room for a nickname', () => {
    fc.assert(
      fc.property(
        chosen,
        fc.integer({ min: 220, max: 2000 }),
        fc.integer({ min: 1, max: 20 }),
        (columns, width, idLength) => {
          const shown = columnsThatFit(columns, { ...room, width, idLength });
          const least = [
            ...templateOf(shown, { ...room, width, idLength }).matchAll(/(?<=^|[ (])\d+(?=px)/g),
          ];
          const gaps = 16 * (shown.length + 3);
          expect(least.reduce((sum, [pixels]) => sum + Number(pixels), gaps)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('leave room for ids of twenty figures', () => {
    expect(templateOf(['id'], { ...room, idLength: 20 })).toContain('180px');
  });

  it('show what matched only where the search looks at something else', () => {
    expect(columnsThatFit(['match'], { ...room, kind: 'nickname' })).toEqual([]);
    expect(columnsThatFit(['match'], { ...room, kind: 'newest' })).toEqual([]);
    for (const kind of ['email', 'domain', 'address', 'device'] as const) {
      expect(columnsThatFit(['match'], { ...room, kind })).toEqual(['match']);
    }
  });

  it('sort the usual way first, then the other way, then not at all', () => {
    const unsorted = { by: 'match', descending: false } as const;
    const first = orderAfter(unsorted, 'reported');
    const second = orderAfter(first, 'reported');
    expect([first, second]).toEqual([
      { by: 'reported', descending: true },
      { by: 'reported', descending: false },
    ]);
    expect(orderAfter(second, 'reported')).toEqual(unsorted);
    expect(orderAfter(first, 'nickname')).toEqual({ by: 'nickname', descending: false });
  });
});
