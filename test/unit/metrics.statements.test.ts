import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountOf, tablesIn } from '../../src/core/metrics/statements/explain/grant.ts';
import { maskedPlan, stepOf } from '../../src/core/metrics/statements/explain/plan.ts';
import { preparedOf } from '../../src/core/metrics/statements/explain/prepare.ts';
import { tokensOf } from '../../src/core/metrics/statements/explain/tokens.ts';
import { pointsOf, stepsFor } from '../../src/core/metrics/statements/list/chart.ts';
import { noCosts } from '../../src/core/metrics/statements/list/costs.ts';
import { segmentsOf } from '../../src/core/metrics/statements/list/cover.ts';
import { changeOf, figuresOf } from '../../src/core/metrics/statements/list/figures.ts';
import {
  addedSince,
  type Counted,
  costliest,
  keyOf,
  nextBaseline,
  sumOf,
} from '../../src/core/metrics/statements/sampling/differences.ts';
import { maskedText } from '../../src/core/metrics/statements/sampling/masked-text.ts';
import { plainSql, sqlLines } from '../../src/renderer/features/metrics/statements/sql/sql-lines.ts';
import { changeText } from '../../src/renderer/features/metrics/statements/statement-words.ts';
import { parseStatementsAddress } from '../../src/renderer/features/metrics/statements/statements-address.ts';

const early = '2026-11-30 10:00:00';
const late = '2026-11-30 11:00:00';

function counted(digest: string | null, calls: number, o: Partial<Counted> = {}): Counted {
  const n = BigInt(calls);
  return {
    schema: 'shop',
    digest,
    firstSeen: early,
    lastSeen: late,
    calls: n,
    timer: n * 1_000_000n,
    lockTimer: n,
    errors: 0n,
    rowsAffected: 0n,
    rowsSent: n,
    rowsExamined: n * 10n,
    tmpTables: 0n,
    tmpDiskTables: 0n,
    noIndex: 0n,
    ...o,
  };
}
const baseline = (...all: Counted[]) => nextBaseline(new Map(), all);

describe('What statements added since the last reading', () => {
  test('is the difference of each counter, and a new kind counts as a whole', () => {
    const before = baseline(counted('a', 5), counted('b', 7));
    const added = addedSince(before, late, [
      counted('a', 8),
      counted('new', 3, { firstSeen: '2026-11-30 11:00:01' }),
    ]);
    expect(added?.map((it) => [it.digest, it.calls, it.timer, it.rowsExamined])).toEqual([
      ['a', 3n, 3_000_000n, 30n],
      ['new', 3n, 3_000_000n, 30n],
    ]);
  });

  test('is not known where a counter went back, or the server saw a kind for the first time again', () => {
    const before = baseline(counted('a', 5), counted('b', 7));
    expect(addedSince(before, late, [counted('a', 4), counted('b', 9)])).toBeNull();
    // More calls than before, but counted anew since the server forgot them.
    expect(addedSince(before, late, [counted('a', 9, { firstSeen: late })])).toBeNull();
  });

  test('leaves out a kind that the reading before should have had and did not', () => {
    expect(addedSince(baseline(counted('a', 1)), late, [counted('old', 1000)])).toEqual([]);
  });

  test('is the same schema’s alone: one digest in two schemas is two kinds', () => {
    const before = baseline(counted('a', 5), counted('a', 50, { schema: 'other' }));
    const added = addedSince(before, late, [counted('a', 60, { schema: 'other' })]);
    expect(added?.map((it) => [it.schema, it.calls])).toEqual([['other', 10n]]);
    expect(keyOf({ schema: null, digest: 'a' })).not.toBe(keyOf({ schema: 'null', digest: 'a' }));
  });

  test('adds up over any cut of time: readings in between change no sum (law)', () => {
    const runs = fc.array(
      fc.tuple(fc.constantFrom<string>('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 50 })),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(fc.array(runs, { minLength: 1, maxLength: 6 }), (stretches) => {
        const totals = new Map<string, number>([['a', 1]]);
        let before = baseline(counted('a', 1));
        let sum = 0n;
        for (const stretch of stretches) {
          for (const [name, calls] of stretch) totals.set(name, (totals.get(name) ?? 0) + calls);
          const ran = new Set(stretch.map(([name]) => name));
          const now = [...totals]
            .filter(([name]) => ran.has(name))
            .map(([name, calls]) => counted(name, calls, name === 'a' ? {} : { firstSeen: late }));
          const added = addedSince(before, late, now);
          expect(added).not.toBeNull();
          sum += (added ?? []).reduce((all, it) => all + it.calls, 0n);
          before = nextBaseline(before, now);
        }
        const all = [...totals.values()].reduce((a, b) => a + b, 0);
        expect(sum).toBe(BigInt(all - 1));
      }),
    );
  });

  test('is told by the costliest and the others, and nothing is lost between them (law)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.boolean()), { maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (kinds, most) => {
          const all = kinds.map(([calls, named], index) => counted(named ? `d${index}` : null, calls));
          const { top, others } = costliest(all, most);
          expect(top.length).toBeLessThanOrEqual(most);
          expect(top.every((it) => it.digest !== null)).toBe(true);
          const parts = [...top, ...(others === null ? [] : [others])];
          expect(sumOf(parts)).toEqual(sumOf(all));
          const least = top.at(-1)?.timer ?? 0n;
          const left = all.filter((it) => it.digest !== null && !top.includes(it as never));
          expect(left.every((it) => it.timer <= least)).toBe(true);
        },
      ),
    );
  });
});

describe('A kept text', () => {
  test('holds no value, should the server ever leave one in; names stay', () => {
    expect(maskedText("SELECT `a'b` FROM `t1` WHERE `n` = 'Ann''s \\' secret' AND `x2` > 17.5e3")).toBe(
      "SELECT `a'b` FROM `t1` WHERE `n` = ? AND `x2` > ?",
    );
    expect(maskedText('SELECT "open end')).toBe('SELECT ?');
    expect(maskedText('SELECT 0xDEADBEEF , COL1 FROM `t` LIMIT 5')).toBe('SELECT ? , COL1 FROM `t` LIMIT ?');
    // MySQL keeps the positions of columns, which are no values.
    expect(maskedText('SELECT ? FROM `t` GROUP BY 2 ORDER BY 1 , 2')).toBe(
      'SELECT ? FROM `t` GROUP BY 2 ORDER BY 1 , 2',
    );
  });

  test('never shows a planted secret, wherever in a text it is quoted (law)', () => {
    const secret = 'hunter2';
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('SELECT', '`t`', '=', ',', '(', ')', '?', 'WHERE', "\\'", "''", ' '), {
          maxLength: 12,
        }),
        fc.constantFrom("'", '"'),
        fc.constantFrom("'", '"', ''),
        (parts, quote, other) => {
          const safe = parts.filter((it) => !/['"\\]/.test(it)).join(' ');
          expect(
            maskedText(
              `${safe} ${quote}x ${secret} ${quote}${quote} y${quote} ${safe} ${other}${secret.toUpperCase()}`,
            ),
          ).not.toContain(secret);
        },
      ),
    );
  });
});

describe('A range', () => {
  const day = 86_400;
  const now = 1_790_000_000;
  const reach = {
    now,
    minutesFrom: now - 2 * day - 3600,
    hoursUntil: Math.floor((now - 90) / 3600) * 3600,
    daysUntil: Math.floor((now - 90) / day) * day,
  };

  test('is covered by samples once, in order, and by few of them (law)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 420 * day }),
        fc.integer({ min: 1, max: 420 * day }),
        (ago, length) => {
          const from = now - ago;
          const to = from + length;
          const segments = segmentsOf({ from, to }, reach);
          for (const [index, it] of segments.entries()) {
            expect(it.from).toBeLessThan(it.to);
            expect(it.from % it.step).toBe(0);
            expect(it.to % it.step).toBe(0);
            const next = segments[index + 1];
            if (next) expect(next.from).toBe(it.to);
          }
          const first = segments[0];
          const last = segments.at(-1);
          if (!first || !last) throw new Error('nothing covers it');
          expect(first.from).toBeLessThanOrEqual(from);
          expect(first.from).toBeGreaterThan(from - 3600);
          expect(last.to).toBeGreaterThanOrEqual(Math.min(to, now));
          expect(last.to).toBeLessThan(Math.min(to, now + 60) + 3600);
          const steps = segments.reduce((sum, it) => sum + (it.to - it.from) / it.step, 0);
          expect(steps).toBeLessThanOrEqual(420 + 48 + 125);
        },
      ),
    );
  });

  test('takes no hour and no day that is not summed up yet', () => {
    const behind = { ...reach, hoursUntil: now - 30 * 3600, daysUntil: 0 };
    for (const it of segmentsOf({ from: now - day, to: now }, behind)) expect(it.step).toBe(60);
    expect(segmentsOf({ from: now + 3600, to: now + 7200 }, reach)).toEqual([]);
  });

  test('is drawn by the finest samples that reach back, in readable steps', () => {
    const steps = (from: number, to: number) => stepsFor({ from, to, points: 600 }, reach);
    expect(steps(now - 3600, now)).toEqual({ level: 60, step: 60 });
    expect(steps(now - 2 * day, now)).toEqual({ level: 60, step: 300 });
    expect(steps(now - 7 * day, now)).toEqual({ level: 3600, step: 3600 });
    expect(steps(now - 400 * day, now)).toEqual({ level: 3600, step: 86_400 });
  });

  test('has a point for each step that was read, and none where nothing was', () => {
    const read = new Map([
      [600, { seconds: 60, allMs: 100 }],
      [60, { seconds: 30, allMs: 0 }],
    ]);
    const { at, series } = pointsOf(
      read,
      new Map([[600, { ...noCosts, calls: 120, total_ms: 50, rows_examined: 480, rows_sent: 240 }]]),
    );
    expect(at).toEqual([60, 600]);
    expect(series.map((it) => [it.name, it.mean])).toEqual([
      ['calls', [0, 2]],
      ['mean', [null, 50 / 120]],
      ['share', [0, 0.5]],
      ['examined', [null, 2]],
    ]);
  });
});

describe('The figures of a kind of statement', () => {
  test('count a call that found nothing as one row', () => {
    const figures = figuresOf(
      { ...noCosts, calls: 10, rows_examined: 5000, rows_sent: 1, total_ms: 20, lock_ms: 5 },
      80,
      40,
    );
    expect(figures).toMatchObject({
      examinedPerRow: 500,
      share: 0.25,
      callsPerSecond: 0.25,
      meanMs: 2,
      lockShare: 0.25,
    });
    expect(figuresOf(noCosts, 0, 0)).toMatchObject({
      examinedPerRow: null,
      share: 0,
      callsPerSecond: 0,
      meanMs: 0,
    });
  });

  test('compare with the week before by the time that was read of each', () => {
    expect(changeOf({ ms: 100, seconds: 60 }, { ms: 100, seconds: 120 }, false)).toEqual({
      kind: 'ratio',
      ratio: 1,
    });
    expect(changeOf({ ms: 100, seconds: 60 }, { ms: 0, seconds: 120 }, true)).toEqual({ kind: 'new' });
    expect(changeOf({ ms: 100, seconds: 60 }, { ms: 0, seconds: 120 }, false)).toEqual({ kind: 'risen' });
    expect(changeOf({ ms: 100, seconds: 60 }, { ms: 0, seconds: 0 }, false)).toEqual({ kind: 'unknown' });
  });
});

describe('A statement to be explained', () => {
  const ready = (text: string) => {
    const it = preparedOf(text, 1024);
    return it.outcome === 'ready' ? it.statement : it;
  };
  const reason = (text: string) => {
    const it = preparedOf(text, 1024);
    return it.outcome === 'refused' ? it.reason : it.statement;
  };

  test.each([
    [
      'SELECT * FROM `t` WHERE `id` = ? AND NAME IN (...) LIMIT ?, ... ',
      "SELECT * FROM `t` WHERE `id` = '1' AND NAME IN ('1') LIMIT 1",
    ],
    [
      'SELECT COUNT ( * ) , `CONCAT` ( NAME , ?, ... ) , NOW (?) , CAST ( ID AS DECIMAL (...) ) FROM `t` ORDER BY ?, ... LIMIT ? OFFSET ?',
      "SELECT COUNT(*), `CONCAT`(NAME, '1', '1'), NOW(1), CAST(ID AS DECIMAL(1)) FROM `t` ORDER BY 1 LIMIT 1 OFFSET 1",
    ],
    [
      'SELECT LAG ( ID , ? ) OVER ( ORDER BY ID ROWS BETWEEN ? PRECEDING AND CURRENT ROW ) FROM `t`',
      'SELECT LAG(ID, 1) OVER (ORDER BY ID ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM `t`',
    ],
    [
      'SELECT SYSTEM_USER FROM EVENTS WHERE NAME = (_charset) ? OR NAME = (unknown)',
      "SELECT `user` FROM `events` WHERE NAME = '1' OR NAME = '1'",
    ],
    [
      'WITH `w` ( `a` , `b` ) AS ( SELECT ID , NAME FROM `t` ) SELECT * FROM `w`',
      'WITH `w`(`a`, `b`) AS (SELECT ID, NAME FROM `t`) SELECT * FROM `w`',
    ],
    ['( SELECT ID FROM `t` LIMIT ? ) UNION ( SELECT ? )', "(SELECT ID FROM `t` LIMIT 1) UNION (SELECT '1')"],
    ['SELECT `x (y` . `a ,b` FROM `t` WHERE ID IS ?', 'SELECT `x (y`.`a ,b` FROM `t` WHERE ID IS NULL'],
  ])('gets placeholders that the language takes in each place: %s', (text, statement) => {
    expect(ready(text)).toBe(statement);
  });

  test.each([
    ['UPDATE `t` SET NAME = ? WHERE ID = ?', 'not-a-read'],
    ['CALL `p` (?)', 'not-a-read'],
    ['SET @? = ?', 'unreadable'],
    ['SHOW TABLES', 'not-a-read'],
    ['WITH `w` AS ( SELECT ? ) DELETE FROM `t`', 'unsafe'],
    ['SELECT * FROM `t` WHERE ID = ? FOR UPDATE', 'unsafe'],
    ['SELECT * FROM `t` LOCK IN SHARE MODE', 'unsafe'],
    ['SELECT * FROM `t` INTO OUTFILE ?', 'unsafe'],
    ['SELECT `SLEEP` (?)', 'unsafe'],
    ['SELECT SLEEP (?)', 'unsafe'],
    ['SELECT `BENCHMARK` (...)', 'unsafe'],
    ['SELECT `GET_LOCK` (...)', 'unsafe'],
    ['SELECT `LOAD_FILE` (?)', 'unsafe'],
    ['SELECT `f` ( ID ) FROM `t`', 'unsafe'],
    ['SELECT `shop` . `concat` ( ID ) FROM `t`', 'unsafe'],
    ['SELECT NEXT VALUE FOR `s`', 'unsafe'],
    ['SELECT NEXTVAL ( `s` )', 'unsafe'],
    ['SELECT ? ; DROP TABLE `t`', 'unreadable'],
    ['SELECT ? -- `x`', 'unreadable'],
    ['SELECT ? # `x`', 'unreadable'],
    ['SELECT /*!50000 `SLEEP` (?) */ ?', 'unreadable'],
    ['SELECT /*+ `NO_ICP` ( `t` ) */ ? FROM `t`', 'unreadable'],
    ["SELECT 'left over' FROM `t`", 'unreadable'],
    ['SELECT @`x` := ?', 'unreadable'],
    ['SELECT @? FROM `t`', 'unreadable'],
    ['SELECT `a', 'unreadable'],
    ['SELECT `a` FROM `t` WHERE ( `b` = ?', 'cut-off'],
    ['', 'unreadable'],
  ])('is refused where planning it could do something, or its text is not all of it: %s', (text, why) => {
    expect(reason(text)).toBe(why);
  });

  test('is refused where the server may have cut its text off, which neither server says', () => {
    const columns = (count: number) =>
      `SELECT ${Array.from({ length: count }, () => '`t` . `name`').join(' , ')} FROM \`t\``;
    expect(reason(columns(50))).toContain('SELECT');
    expect(reason(columns(60))).toBe('cut-off');
    const long = preparedOf(columns(60), 4096);
    expect(long.outcome).toBe('ready');
  });

  test('holds no value but placeholders, whatever the text was (law)', () => {
    const piece = fc.constantFrom(
      'SELECT',
      'FROM',
      '`t`',
      '`a`',
      '.',
      ',',
      '(',
      ')',
      '?',
      '?, ...',
      '(...)',
      'LIMIT',
      'WHERE',
      'IN',
      '=',
      'IS',
      'NOT',
      'ORDER',
      'BY',
      'COUNT',
      "'secret'",
      '"secret"',
      '/* secret */',
      '-- secret',
      ';',
      '@',
      '0xBEEF',
      '77',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (parts) => {
        const it = preparedOf(maskedText(`SELECT ${parts.join(' ')}`), 4096);
        if (it.statement === undefined || it.outcome !== 'ready') return;
        const bare = it.statement
          .replace(/`[^`]*`/g, '')
          .replace(/'1'/g, '')
          .replace(/(?<![\w$])1(?![\w$])/g, '');
        expect(bare).not.toMatch(/secret|beef|["'@;#]|--|\/\*/i);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('A plan', () => {
  test('marks what makes a step dear', () => {
    const step = stepOf({
      id: 1,
      select_type: 'SIMPLE',
      table: 't',
      type: 'ALL',
      possible_keys: 'a',
      key: null,
      key_len: null,
      ref: null,
      rows: '250000',
      Extra: 'Using where; Using temporary; Using filesort',
    });
    expect(step.problems).toEqual(['full-scan', 'no-key', 'filesort', 'temporary', 'many-rows']);
    expect(stepOf({ table: '<derived2>', type: 'ALL', rows: 3 }).problems).toEqual([]);
    expect(
      stepOf({ table: 't', type: 'const', possible_keys: 'PRIMARY', key: 'PRIMARY', rows: 1 }).problems,
    ).toEqual([]);
  });

  test('shows no value of a row that the server read in order to plan; names, rows and costs stay', () => {
    const json =
      '{"query_block": {"table": {"table_name": "t2", "key": "k1", "rows": 12, "attached_condition": "t2.email = \'ann@mail.example\' and t2.age > 41"}, "table": {"table_name": "t3", "possible_keys": ["k1", "k9"], "cost": "0.35"}, "query": "select \\"x\\" from t"}}';
    const masked = maskedPlan(json);
    expect(masked).not.toMatch(/ann|41|\\"x/);
    expect(masked).toContain('"attached_condition": "t2.email = ? and t2.age > ?"');
    for (const kept of ['"table_name": "t2"', '"table_name": "t3"', '"k9"', '"rows": 12', '"cost": "0.35"'])
      expect(masked).toContain(kept);
  });

  test('that may not be read comes with what would allow it, of its own tables alone', () => {
    const tables = (text: string) => tablesIn(tokensOf(text) ?? [], 'shop');
    expect(tables('SELECT * FROM `orders` `o` JOIN `site` . `users` ON ? JOIN `orders` `p`')).toEqual([
      '`shop`.`orders`',
      '`site`.`users`',
    ]);
    expect(tables('WITH `w` AS ( SELECT ? FROM `orders` ) SELECT * FROM `w`')).toEqual(['`shop`.`orders`']);
    expect(tables('SELECT ?')).toEqual([]);
    expect(accountOf("o'neil@10.0.%")).toBe("'o''neil'@'10.0.%'");
  });
});

describe('The text of a statement, as it is shown', () => {
  test('loses no piece, over one line or several (law)', () => {
    const bare = (text: string) => text.replace(/\s+/g, '');
    const piece = fc.constantFrom(
      'SELECT',
      'FROM',
      '`t`',
      '.',
      ',',
      '(',
      ')',
      '?',
      '?, ...',
      '(...)',
      'WHERE',
      'AND',
      'BETWEEN',
      'LEFT',
      'JOIN',
      'ON',
      '=',
      '/* , ... */',
      '`',
      '7',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const text = parts.join(' ');
        expect(bare(plainSql(text))).toBe(bare(text));
        const lines = sqlLines(text).flatMap((line) => line.parts.map((it) => it.text));
        expect(bare(lines.join(''))).toBe(bare(text));
      }),
    );
  });

  test('begins a line with each clause, and goes further in with conditions and inner statements', () => {
    const lines = sqlLines(
      'SELECT `a` FROM `t` LEFT JOIN `u` ON `u` . `id` = `t` . `id` WHERE `a` BETWEEN ? AND ? AND `b` IN ( SELECT ID FROM `v` ) ORDER BY ?',
    );
    expect(
      lines.map(({ indent, parts }) => '  '.repeat(indent) + plainSql(parts.map((it) => it.text).join(' '))),
    ).toEqual([
      'SELECT `a`',
      'FROM `t`',
      'LEFT JOIN `u`',
      '  ON `u`.`id` = `t`.`id`',
      'WHERE `a` BETWEEN ? AND ?',
      '  AND `b` IN (',
      '  SELECT ID',
      '  FROM `v`',
      ')',
      'ORDER BY ?',
    ]);
  });

  test('has a change in words that are not read wrong', () => {
    expect(changeText({ kind: 'ratio', ratio: 0.004 })).toBe('±0%');
    expect(changeText({ kind: 'ratio', ratio: -0.25 })).toBe('−25%');
    expect(changeText({ kind: 'ratio', ratio: 2.4 })).toBe('×3.4');
    expect(changeText({ kind: 'unknown' })).toBe('–');
  });

  test('is opened by an address, of which what makes no sense is left out', () => {
    expect(
      parseStatementsAddress({ sort: 'examined', q: ' x ', new: '1', digest: '12', last: '7d' }),
    ).toEqual({ sort: 'examined', q: ' x ', new: '1', digest: 12, last: '7d' });
    expect(parseStatementsAddress({ sort: 'drop', q: '  ', new: 'yes', digest: '-1', last: '7y' })).toEqual(
      {},
    );
  });
});
