import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeadlockTransaction, ReadDeadlock } from '../../src/contract/metrics/locks/deadlocks.ts';
import type { LockNode, LockSession } from '../../src/contract/metrics/locks/tree.ts';
import { fingerprintOf } from '../../src/core/metrics/locks/deadlocks/fingerprint.ts';
import { readDetail } from '../../src/core/metrics/locks/deadlocks/rows.ts';
import { forestOf, type LockPair } from '../../src/core/metrics/locks/tree/forest.ts';
import { asCsv } from '../../src/renderer/features/metrics/locks/deadlocks/deadlock-text.ts';
import { secondsText } from '../../src/renderer/features/metrics/locks/lock-words.ts';
import { parseLocksAddress } from '../../src/renderer/features/metrics/locks/locks-address.ts';

const pair = (
  waiting: string,
  blocking: string,
  o: { inLine?: boolean; seconds?: number } = {},
): LockPair => ({
  waiting,
  blocking,
  inLine: o.inLine ?? false,
  wait: { seconds: o.seconds ?? 1, table: 't', index: 'PRIMARY', mode: 'X', certain: true },
});
const sessionOf = (thread: string) => ({ thread }) as LockSession;
const told = (pairs: readonly LockPair[]) =>
  forestOf(pairs, sessionOf).map(
    (it) => `${'-'.repeat(it.depth)}${it.session.thread}:${it.blocks}${it.again ? ' again' : ''}`,
  );

describe('The tree of who blocks whom', () => {
  test('begins with who waits for nobody and keeps the most waiting', () => {
    expect(told([pair('b', 'a'), pair('c', 'b'), pair('y', 'x')])).toEqual([
      'a:2',
      '-b:1',
      '--c:0',
      'x:1',
      '-y:0',
    ]);
  });

  test('leaves out who only stands before one in the queue, unless nobody else is in the way', () => {
    expect(told([pair('b', 'a'), pair('c', 'a'), pair('c', 'b', { inLine: true })])).toEqual([
      'a:2',
      '-b:0',
      '-c:0',
    ]);
    expect(told([pair('b', 'a'), pair('c', 'b', { inLine: true })])).toEqual(['a:2', '-b:1', '--c:0']);
  });

  test('shows who waits for several below each, and what is below it once', () => {
    expect(told([pair('c', 'a'), pair('c', 'b'), pair('d', 'c'), pair('e', 'a')])).toEqual([
      'a:3',
      '-c:1',
      '--d:0',
      '-e:0',
      'b:2',
      '-c:1 again',
    ]);
  });

  test('has an end where all wait in a circle', () => {
    expect(told([pair('a', 'b'), pair('b', 'a'), pair('c', 'b')])).toEqual([
      'b:2',
      '-a:2',
      '--b:2 again',
      '-c:0',
    ]);
  });

  // Law: whatever is read, each who waits is shown below each who blocks it, and there are never more rows than pairs and
  // those they begin with.
  test('shows everybody, and no more rows than there are pairs', () => {
    const name = fc.constantFrom(...'abcdefghij');
    const anyPair = fc.tuple(name, name, fc.boolean()).map(([a, b, inLine]) => pair(a, b, { inLine }));
    fc.assert(
      fc.property(fc.array(anyPair, { maxLength: 40 }), (pairs) => {
        const nodes = forestOf(pairs, sessionOf);
        const names = new Set(pairs.flatMap((it) => [it.waiting, it.blocking]));
        expect(new Set(nodes.map((it) => it.session.thread))).toEqual(names);
        expect(nodes.length).toBeLessThanOrEqual(pairs.length + names.size);
        expect(nodes.filter((it) => !it.again)).toHaveLength(names.size);
        const links = new Set(pairs.map((it) => `${it.blocking} ${it.waiting}`));
        for (const [index, node] of nodes.entries()) {
          if (node.depth === 0) continue;
          const above = aboveOf(nodes, index);
          expect(links.has(`${above} ${node.session.thread}`)).toBe(true);
        }
      }),
    );
  });
});

function aboveOf(nodes: readonly LockNode[], index: number): string | undefined {
  const depth = nodes[index]?.depth ?? 0;
  return nodes.slice(0, index).findLast((it) => it.depth === depth - 1)?.session.thread;
}

const transaction = (o: Partial<DeadlockTransaction>): DeadlockTransaction => ({
  number: 1,
  transaction: '1',
  seconds: 1,
  doing: null,
  thread: '1',
  user: 'app',
  host: 'h',
  rowLocks: 1,
  changes: 0,
  statement: null,
  holds: [],
  waitsFor: null,
  ...o,
});
const lock = (table: string) => ({ table, index: 'PRIMARY', mode: 'X record' });
const deadlock = (...transactions: DeadlockTransaction[]): ReadDeadlock => ({
  toldAt: '2026-11-30 01:40:23',
  complete: true,
  transactions,
  rolledBack: 1,
});

describe('A fingerprint', () => {
  const first = transaction({
    statement: 'UPDATE a SET x = ? WHERE id IN (?, ?)',
    waitsFor: lock('a'),
    holds: [lock('b')],
  });
  const second = transaction({
    number: 2,
    statement: 'UPDATE b SET x = ?',
    waitsFor: lock('b'),
    holds: [lock('a')],
  });
  const usual = fingerprintOf(deadlock(first, second));

  test('does not depend on order, ids, sessions or how many values there were', () => {
    const other = deadlock(
      { ...second, number: 1, transaction: '77', thread: '5', seconds: 9 },
      { ...first, number: 2, statement: 'UPDATE a SET x = ? WHERE id IN (?, ?, ?, ?)' },
    );
    expect(fingerprintOf(other)).toBe(usual);
  });

  test('differs by statement, table, index and mode', () => {
    const others = [
      deadlock({ ...first, statement: 'DELETE FROM a WHERE id = ?' }, second),
      deadlock({ ...first, waitsFor: lock('c') }, second),
      deadlock({ ...first, waitsFor: { ...lock('a'), index: 'other' } }, second),
      deadlock({ ...first, waitsFor: { ...lock('a'), mode: 'X gap' } }, second),
    ].map(fingerprintOf);
    expect(new Set([usual, ...others]).size).toBe(5);
  });
});

test('What is no deadlock in the table is one of which nothing is known', () => {
  for (const detail of ['', 'null', '[]', '{"toldAt":1}', '{']) {
    expect(readDetail(detail)).toEqual({ toldAt: '', complete: false, transactions: [], rolledBack: null });
  }
});

test('A deadlock as CSV has a line for each transaction, and nothing a spreadsheet would run', () => {
  const csv = asCsv({
    id: '1' as never,
    at: '2026-11-30T01:40:23.000000Z' as never,
    fingerprint: 'a'.repeat(64) as never,
    deadlock: deadlock(
      transaction({ statement: '=1+1' }),
      transaction({ number: 2, holds: [lock('a'), lock('b')] }),
    ),
    missed: null,
    same: { count: 1, capped: false, since: '2026-11-30T01:40:23.000000Z' as never },
  });
  const lines = csv.trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain("'=1+1");
  expect(lines[2]).toContain('"X record on a, index PRIMARY; X record on b, index PRIMARY"');
});

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [65, '1 min 5 s'],
  [3600, '1 h'],
  [93_600, '1 d 2 h'],
  [null, 'unknown'],
])('%s seconds are %s', (seconds, words) => {
  expect(secondsText(seconds)).toBe(words);
});

test('An address of locks that makes no sense is the view itself', () => {
  const print = 'f'.repeat(64);
  expect(parseLocksAddress({ part: 'deadlocks', deadlock: 12, kind: print, session: 7 })).toEqual({
    part: 'deadlocks',
    deadlock: '12',
    kind: print,
    session: '7',
  });
  expect(parseLocksAddress({ part: 'x', deadlock: '-1', kind: 'F', session: '1 OR 1', last: '3h' })).toEqual(
    {},
  );
});
