import { describe, expect, test } from 'vitest';
import { complaint, rowsPerRow, sumDigests } from '../../scripts/test/guest.ts';
import {
  closingLine,
  playwrightCounts,
  repeatedTests,
  settled,
  vitestCounts,
} from '../../scripts/test/steps.ts';
import type { Digest } from '../support/community.ts';

describe('A run of the tests', () => {
  test('ends with a line that says how many passed and failed, and what was left out', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(closingLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
  });

  test('fails when a runner crashed without a failed test, or ran none', () => {
    expect(settled(1, { passed: 5, failed: 0, skipped: 0 }).failed).toBe(1);
    expect(settled(0, { passed: 0, failed: 0, skipped: 9 }).failed).toBe(1);
    expect(settled(0, { passed: 5, failed: 0, skipped: 0 }).failed).toBe(0);
  });

  test('counts a test that passed only when repeated as passed, and names it', () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
    const test = (status: string) => ({ tests: [{ status }] });
    const suites = [
      {
        specs: [{ title: 'steady', ...test('expected') }],
        suites: [{ specs: [{ title: 'shaky', file: 'one.spec.ts', ...test('flaky') }] }],
      },
    ];
    expect(playwrightCounts({ stats })).toEqual({ passed: 4, failed: 1, skipped: 2 });
    expect(repeatedTests({ suites })).toEqual(['one.spec.ts: shaky']);
    expect(repeatedTests({})).toEqual([]);
  });

  test('counts what the unit and integration tests say', () => {
    expect(vitestCounts({ numPassedTests: 2, numFailedTests: 1, numPendingTests: 4 })).toEqual({
      passed: 2,
      failed: 1,
      skipped: 4,
    });
  });
});

describe('The check for a good guest', () => {
  const digest = (change: Partial<Digest>): Digest => ({
    text: 'SELECT `id` FROM `caretaker_site` . `member` WHERE `nickname` LIKE ?',
    calls: 10,
    rowsSent: 100,
    rowsExamined: 110,
    rowsAffected: 0,
    noIndexUsed: 0,
    ...change,
  });

  test('accepts a range read, and a lookup that found nothing', () => {
    expect(complaint(digest({}))).toBeNull();
    expect(complaint(digest({ rowsSent: 0, rowsExamined: 10 }))).toBeNull();
  });

  test('complains of a scan and of many rows read for few given, on a table that grows', () => {
    expect(complaint(digest({ noIndexUsed: 1, rowsExamined: 5000 }))).toContain('scanned');
    expect(complaint(digest({ rowsExamined: 90_000 }))).toContain('examined 900 rows');
    for (const table of ['caretaker_audit` . `entry', 'caretaker` . `outbox', 'caretaker` . `member_part'])
      expect(
        complaint(digest({ text: `SELECT * FROM \`${table}\``, noIndexUsed: 2, rowsExamined: 5000 })),
      ).toContain('scanned');
  });

  test('lets a server read a few rows whole, or in the order of a key up to a limit', () => {
    expect(complaint(digest({ noIndexUsed: 10, rowsExamined: 300 }))).toBeNull();
    const newest = 'SELECT `id` FROM `caretaker_site` . `member` ORDER BY `id` DESC LIMIT ?';
    const page = { noIndexUsed: 10, rowsExamined: 5000, rowsSent: 5000 };
    expect(complaint(digest({ ...page, text: newest }))).toBeNull();
    expect(complaint(digest({ ...page, text: newest.replace(' LIMIT ?', '') }))).toContain('scanned');
  });

  test('lets a search follow the index of members as far as its bounds allow', () => {
    const count = 'SELECT COUNT ( * ) FROM ( SELECT `member_id` FROM `caretaker` . `member_part` LIMIT ? ) c';
    expect(complaint(digest({ text: count, noIndexUsed: 10, rowsExamined: 900_000 }))).toBeNull();
    expect(complaint(digest({ text: count, rowsExamined: 1_100_000 }))).toContain('110000 rows at each call');
  });

  test('lets a chart sum up samples by their key, and complains of a scan of them', () => {
    const sum =
      'SELECT `series` , SUM ( `total` ) FROM ( SELECT `series` , SUM ( `mean` ) AS `total` FROM `caretaker` . `metric_sample` WHERE `step` = ? GROUP BY `series` ) AS `part` GROUP BY `series`';
    expect(complaint(digest({ text: sum, noIndexUsed: 10, rowsExamined: 90_000 }))).toBeNull();
    const all = 'SELECT MAX ( `high` ) FROM `caretaker` . `metric_sample`';
    expect(complaint(digest({ text: all, rowsExamined: 90_000 }))).toBeNull();
    expect(complaint(digest({ text: all, noIndexUsed: 10, rowsExamined: 90_000 }))).toContain(
      'scanned samples',
    );
  });

  test('lets the cases of the queue be counted by an index as far as they are counted', () => {
    const count =
      'SELECT ( SELECT COUNT ( * ) FROM ( SELECT ? FROM `caretaker` . `report_case` `c` FORCE INDEX ( `report_case_queue` ) WHERE `c` . `state` = ? LIMIT ? ) `counted` ) AS `held`';
    expect(complaint(digest({ text: count, noIndexUsed: 10, rowsExamined: 900_000 }))).toBeNull();
    expect(complaint(digest({ text: count, rowsExamined: 2_000_000 }))).toContain('200000 rows at each call');
    const unbounded = count.replace('FORCE INDEX ( `report_case_queue` )', '');
    expect(complaint(digest({ text: unbounded, noIndexUsed: 10, rowsExamined: 900_000 }))).toContain(
      'scanned',
    );
  });

  test('lets a table that stays small be read whole', () => {
    const staff = digest({
      text: 'SELECT `user` FROM `caretaker` . `staff` ORDER BY `display_name`',
      noIndexUsed: 3,
    });
    expect(complaint(staff)).toBeNull();
  });

  test('adds up the same statement of several servers before it judges', () => {
    const [sum] = sumDigests([digest({ rowsExamined: 10 }), digest({ rowsExamined: 30 })]);
    expect(sum).toMatchObject({ calls: 20, rowsSent: 200, rowsExamined: 40 });
    expect(rowsPerRow(digest({ rowsExamined: 200 }))).toBe(2);
  });
});
