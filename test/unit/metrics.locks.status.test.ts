import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInnodbStatus } from '../../src/core/metrics/locks/status/innodb-status.ts';
import { withoutValues } from '../../src/core/metrics/locks/status/without-values.ts';

const folder = join(import.meta.dirname, 'fixtures/innodb-status');
const reports = ['rows', 'insert', 'secondary', 'foreign-key', 'three', 'odd-names', 'table-locks'];
const everyReport = ['mariadb', 'mysql'].flatMap((server) =>
  [...reports, 'hostile', 'waiting', 'quiet'].map((name) => `${server}-${name}`),
);
const textOf = (name: string) => readFileSync(join(folder, `${name}.txt`), 'utf8');
const deadlockOf = (name: string) => {
  const { deadlock } = parseInnodbStatus(textOf(name));
  if (deadlock === null) throw new Error(`${name} has no deadlock`);
  return deadlock;
};

/** What was written as members' words and numbers into the statements of the reports. */
const planted =
  /horse|777123|424242|secret|ann|ben|private|words|long long|31337|99999|4242|hex |asc |80000001/;

describe('The report of InnoDB', () => {
  test('of MariaDB is read: who waited for what, who was rolled back, and the numbers around it', () => {
    const status = parseInnodbStatus(textOf('mariadb-rows'));
    expect(status).toMatchObject({
      whole: true,
      madeAt: '2026-11-30 01:40:06',
      historyLength: 0,
      log: { sequence: 59370n, flushed: 59370n, checkpoint: 44864n },
      rows: null,
      deadlock: { toldAt: '2026-11-30 01:40:06', complete: true, rolledBack: 1 },
    });
    const record = { table: 'shop.account', index: 'PRIMARY', mode: 'X record' };
    expect(status.deadlock?.transactions).toEqual([
      {
        number: 1,
        transaction: '38',
        seconds: 1,
        doing: 'starting index read',
        thread: '6',
        user: 'root',
        host: '127.0.0.1',
        rowLocks: 2,
        changes: 1,
        statement: 'UPDATE shop.account SET balance = balance + ? WHERE id = ?',
        holds: [record],
        waitsFor: record,
      },
      expect.objectContaining({
        number: 2,
        transaction: '37',
        thread: '5',
        statement: 'UPDATE shop.account SET owner = …',
      }),
    ]);
  });

  test('of MySQL is read as well, with its rows and latches', () => {
    expect(parseInnodbStatus(textOf('mysql-rows'))).toMatchObject({
      whole: true,
      historyLength: 11,
      log: { sequence: 19514028n, flushed: 19514028n, checkpoint: 19078244n },
      rows: { inserted: 9, updated: 3, deleted: 0, read: 3 },
      latches: { reservations: 9, sharedWaits: 0, exclusiveWaits: 0, waiting: [] },
      deadlock: {
        complete: true,
        rolledBack: 2,
        transactions: [
          { number: 1, transaction: '1586', thread: '10', rowLocks: 2, changes: 1 },
          { number: 2, transaction: '1587', thread: '11', rowLocks: 2, changes: 1 },
        ],
      },
    });
  });

  test.each([
    ['mariadb-insert', 'X gap', 'X insert intention', 'PRIMARY'],
    ['mysql-insert', 'X gap', 'X insert intention', 'PRIMARY'],
    ['mariadb-foreign-key', 'S record', 'X record', 'PRIMARY'],
    ['mysql-foreign-key', 'S record', 'X record', 'PRIMARY'],
    ['mysql-secondary', 'X record and gap', 'S record and gap', 'account_owner'],
  ])('tells the locks of %s by how they hold and wait', (name, held, waited, index) => {
    const [first] = deadlockOf(name).transactions;
    expect(first?.holds).toContainEqual({ table: 'shop.account', index, mode: held });
    expect(first?.waitsFor).toEqual({ table: 'shop.account', index, mode: waited });
  });

  test.each(['mariadb-three', 'mysql-three'])('tells of more than two transactions: %s', (name) => {
    const { transactions, complete } = deadlockOf(name);
    expect(transactions.map((it) => it.number)).toEqual([1, 2, 3]);
    expect(complete).toBe(true);
    expect(new Set(transactions.map((it) => it.thread)).size).toBe(3);
  });

  test.each(['mariadb-odd-names', 'mysql-odd-names'])('reads odd names and partitions: %s', (name) => {
    expect(deadlockOf(name).transactions[0]?.waitsFor?.table).toBe('my-forum.odd `name');
  });

  test.each([
    ['mariadb-hostile', '70', '69', 1],
    ['mysql-hostile', '1616', '1617', 2],
  ])('takes nothing that a statement quotes for its own words: %s', (name, first, second, loser) => {
    const { transactions, rolledBack, complete } = deadlockOf(name);
    expect(transactions.map((it) => it.transaction)).toEqual([first, second]);
    expect([rolledBack, complete]).toEqual([loser, true]);
    expect(parseInnodbStatus(textOf(name)).historyLength).toBeLessThan(100);
  });

  test('says which threads wait for a latch', () => {
    const text = textOf('mysql-quiet').replace(
      'RW-shared spins',
      '--Thread 139857897105088 has waited at buf0buf.cc line 1203 for 7.50 seconds the semaphore:\nRW-shared spins',
    );
    expect(parseInnodbStatus(text).latches.waiting).toEqual([{ at: 'buf0buf.cc line 1203', seconds: 7.5 }]);
  });

  test('of more than a megabyte, whose list of transactions the server cut, is read but for the list', () => {
    const text = textOf('mysql-three');
    const start = text.indexOf('LIST OF TRANSACTIONS FOR EACH SESSION:\n');
    const end = text.indexOf('------------------\n--------\nFILE I/O');
    const cut = `${text.slice(0, start)}LIST OF TRANSACTIONS FOR EACH SESSION:\n... truncated...\n23 WHERE id = 77\n${text.slice(end)}`;
    expect(parseInnodbStatus(cut)).toEqual(parseInnodbStatus(text));
  });

  test('without its end keeps the deadlock in front, and nothing that may go on', () => {
    const text = textOf('mysql-three');
    const whole = parseInnodbStatus(text);
    const cut = parseInnodbStatus(text.slice(0, text.indexOf('FILE I/O')));
    expect(cut).toEqual({
      ...whole,
      whole: false,
      log: { sequence: null, flushed: null, checkpoint: null },
      rows: null,
    });
  });

  test('keeps no value of a statement and no byte of a record', () => {
    for (const name of everyReport) {
      expect(printed(parseInnodbStatus(textOf(name))), name).not.toMatch(planted);
    }
  });

  // Law: whatever is cut off, what is left is read as in the whole text, or is absent.
  test('cut off at any byte gives no number that the whole does not have', () => {
    for (const name of everyReport) {
      const bytes = Buffer.from(textOf(name));
      const whole = parseInnodbStatus(bytes.toString());
      const every = /rows|hostile/.test(name) ? 1 : 13;
      for (let end = 0; end < bytes.length; end += every) {
        const cut = parseInnodbStatus(bytes.subarray(0, end).toString());
        if (!isPart(cut, whole)) throw new Error(`${name} cut at ${end}: ${printed(cut)}`);
        if (planted.test(printed(cut))) throw new Error(`${name} cut at ${end} gives a value away`);
      }
    }
  });

  // Law: a digit that became another cannot be told; whatever else is changed makes a number absent, never another. But not
  // where a statement was written to look like a report and its quotes are what is changed.
  test('with bytes changed never fails, and gives no number that was not there', () => {
    const name = fc.constantFrom(...everyReport.filter((it) => !/hostile|waiting/.test(it)));
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(name, changes, (report, changed) => {
        const bytes = Buffer.from(textOf(report));
        const whole = numbersOf(parseInnodbStatus(bytes.toString()));
        for (const [place, byte] of changed) {
          const at = place % bytes.length;
          if (isDigit(bytes[at] ?? 0) && isDigit(byte)) continue;
          bytes[at] = byte;
        }
        const read = numbersOf(parseInnodbStatus(bytes.toString()));
        for (const [path, number] of read) {
          // A transaction whose heading is lost leaves its place to no other.
          expect(whole.get(path), path).toBe(number);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  test('that is no report at all is read without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(parseInnodbStatus(text).deadlock).toBeNull();
      }),
    );
  });
});

describe('A statement', () => {
  test.each([
    ["UPDATE t SET a = 'x' WHERE id = 5", 'UPDATE t SET a = …'],
    [
      'SELECT a1, `b2` FROM t2 WHERE c = 5 AND d = 0xFF AND e = 1.5e3',
      'SELECT a1, `b2` FROM t2 WHERE c = ? AND d = ? AND e = ?',
    ],
    ['SELECT 0b0101, -7', 'SELECT ?, -?'],
    ['DELETE FROM t WHERE id = 1 -- because of Mara', 'DELETE FROM t WHERE id = ? …'],
    ['SELECT 1 --\nmore', 'SELECT ? …'],
    ['SELECT a--1', 'SELECT a--?'],
    ['SELECT 1 /* secret */ + 2', 'SELECT ? …'],
    ['SELECT 1 # secret', 'SELECT ? …'],
    ['CREATE FUNCTION f() AS $$ secret $$', 'CREATE FUNCTION f() AS …'],
    ['SELECT\n  1,\n  2', 'SELECT ?, ?'],
  ])('%s is kept as %s', (statement, kept) => {
    expect(withoutValues(statement)).toBe(kept);
  });
});

function printed(value: unknown): string {
  return JSON.stringify(value, (_, it) => (typeof it === 'bigint' ? String(it) : it));
}

/** Whether everything that `part` tells is told by `whole` as well. */
function isPart(part: unknown, whole: unknown, key = ''): boolean {
  if (part === null || key === 'whole' || key === 'complete') return true;
  if (Array.isArray(part)) {
    // Locks of a transaction may be fewer, in the same order or not.
    if (key === 'holds') {
      return part.every(
        (it) => Array.isArray(whole) && whole.some((other) => printed(other) === printed(it)),
      );
    }
    return Array.isArray(whole) && part.every((it, index) => isPart(it, whole[index]));
  }
  if (typeof part === 'object' && part !== null) {
    if (typeof whole !== 'object' || whole === null) return false;
    return Object.entries(part).every(([name, it]) =>
      isPart(it, (whole as Record<string, unknown>)[name], name),
    );
  }
  return part === whole;
}

/** Every number that is told, by where it stands; texts of digits are numbers too. */
function numbersOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'number' || typeof value === 'bigint') return new Map([[path, String(value)]]);
  if (typeof value === 'string') {
    return /^\d+$/.test(value) && !/user|host|index|doing/.test(path) ? new Map([[path, value]]) : new Map();
  }
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).flatMap(([name, it]) => [...numbersOf(it, `${path}/${name}`)]));
}

const isDigit = (byte: number) => byte >= 48 && byte <= 57;
