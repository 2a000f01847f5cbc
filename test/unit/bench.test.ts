import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figure, meets, summary, table } from '../bench/support/figures.ts';
import { BadFlags, benchmarks, DEFAULT_MEMBERS, parseFlags } from '../bench/support/flags.ts';
import { processorTime, ticksOf } from '../bench/support/processor.ts';
import { compare, p50, p95, percentile, ratio, spread } from '../bench/support/samples.ts';

const signal = new AbortController().signal;

test('a percentile is a value that was measured, whatever the order they came in', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) + 1);
  expect(p50(hundred)).toBe(50);
  expect(p95(hundred)).toBe(95);
  expect(percentile(hundred, 0)).toBe(1);
  expect(percentile(hundred, 1)).toBe(100);
  expect(p50([7])).toBe(7);
  expect(p95([10, 9, 100])).toBe(100);
});

test('no more than its share of the values lies below a percentile, and the values are left as they were', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 0, max: 100 }),
      (values, hundredths) => {
        const before = [...values];
        const found = percentile(values, hundredths / 100);
        expect(values).toEqual(before);
        expect(values).toContain(found);
        expect(values.filter((it) => it < found).length).toBeLessThanOrEqual(
          (hundredths / 100) * values.length,
        );
        expect(values.filter((it) => it <= found).length).toBeGreaterThanOrEqual(
          (hundredths / 100) * values.length,
        );
      },
    ),
  );
});

test('of nothing there is no percentile, and by nothing no ratio', () => {
  expect(() => p50([])).toThrow('Nothing was measured');
  expect(() => percentile([1], 1.5)).toThrow(RangeError);
  expect(ratio(3, 2)).toBe(1.5);
  expect(() => ratio(3, 0)).toThrow(RangeError);
  expect(() => ratio(3, Number.NaN)).toThrow(RangeError);
});

test('an aim is kept below its bound and missed at it, unless it says so', () => {
  expect([meets(1.49, '< 1.5'), meets(1.5, '< 1.5'), meets(1.5, '<= 1.5')]).toEqual([true, false, true]);
  expect([meets(301, '> 300'), meets(300, '> 300'), meets(300, '>= 300')]).toEqual([true, false, true]);
  expect(() => meets(1, 'small')).toThrow('is no aim');
});

test('a figure is judged by the value that is shown', () => {
  expect(figure('a', 1.49999, '×', '< 1.5')).toEqual({
    name: 'a',
    value: 1.5,
    unit: '×',
    aim: '< 1.5',
    met: false,
  });
  expect(figure('b', 1234567, 'rows')).toEqual({
    name: 'b',
    value: 1234567,
    unit: 'rows',
    aim: null,
    met: null,
  });
  expect(figure('c', 0.00123456, 's').value).toBe(0.001235);
  expect(() => figure('d', Number.NaN, 's')).toThrow('no measurement');
});

test('the table says of each aim whether it was met, and names the missed below', () => {
  const figures = [
    figure('quick', 0.5, 's', '< 1'),
    figure('slow', 1234.5, 'ms', '< 1000'),
    figure('just so', 0.0123, '×'),
  ];
  expect(table(figures).split('\n')).toEqual([
    '         value  unit  aim',
    'quick     0.50  s     < 1     met',
    'slow     1,235  ms    < 1000  MISSED',
    'just so  0.012  ×',
    '',
    '2 aims, 1 MISSED:',
    '  slow: 1,235 ms, aim < 1000',
  ]);
  expect(summary(figures.slice(0, 1))).toBe('1 aim, and it was met.');
  expect(summary(figures.slice(2))).toBe('No aim is set for these figures.');
});

test('ways are compared case by case, taking turns at going first, and the warm-up is not counted', async () => {
  const order: string[] = [];
  const way = (name: string) => async (each: number) => {
    order.push(`${name}${each}`);
    return each;
  };
  const times = await compare({
    ways: { a: way('a'), b: way('b') },
    cases: [1, 2, 3],
    sameness: String,
    warmUp: 1,
    signal,
  });
  expect(order).toEqual(['a1', 'b1', 'b1', 'a1', 'a2', 'b2', 'b3', 'a3']);
  expect([times.a.length, times.b.length]).toEqual([3, 3]);
});

test('a comparison of things that do not come to the same is refused', async () => {
  const ways = { call: async (each: number) => each, sql: async (each: number) => each % 2 };
  await expect(compare({ ways, cases: [1, 2], sameness: String, warmUp: 0, signal })).rejects.toThrow(
    'call and sql came to different results for 2',
  );
});

test('queries are spread over all members, each time the same', () => {
  const ids = spread(500, 50_000);
  expect(new Set(ids).size).toBe(500);
  expect(Math.min(...ids)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...ids)).toBeLessThanOrEqual(50_000);
  const tenths = new Set(ids.map((id) => Math.floor((id - 1) / 5000)));
  expect(tenths.size).toBe(10);
  expect(spread(500, 50_000)).toEqual(ids);
});

test('without names all benchmarks run, and a named one once, in the order of the list', () => {
  expect(parseFlags([])).toMatchObject({
    names: benchmarks,
    members: DEFAULT_MEMBERS,
    json: null,
    generatorNamed: false,
  });
  expect(parseFlags(['members', 'start', 'members']).names).toEqual(['start', 'members']);
  expect(parseFlags(['ground'])).toMatchObject({
    names: ['generator', 'start', 'size', 'calls', 'members'],
    generatorNamed: false,
  });
  expect(parseFlags(['generator', '--members', '1500000'])).toMatchObject({
    members: 1_500_000,
    generatorNamed: true,
  });
});

test('each name is a file of benchmarks, and each file has its name', () => {
  const files = readdirSync(resolve('test/bench')).filter((name) => name.endsWith('.ts'));
  expect(files.sort()).toEqual(benchmarks.map((name) => `${name}.ts`).sort());
});

test.each([
  [
    ['speed'],
    'There is no benchmark "speed". There are: generator, start, size, calls, members, directory, bulk, keystroke, reports, tickets, metrics, ground.',
  ],
  [['--speed'], "Unknown option '--speed'."],
  [['--members', 'many'], '--members takes a whole number from 1000 to 15000000, and "many" is not one.'],
  [['--members', '10'], '--members takes a whole number from 1000'],
  [['--tickets', '10'], '--tickets takes a whole number from 10000'],
  [['--json', '/no/such/folder/figures.json'], '--json needs a file that can be written'],
  [['--json', tmpdir()], '--json needs a file that can be written'],
  [['--json', ''], '--json needs a file that can be written'],
])('%j is refused in words', (args, words) => {
  expect(() => parseFlags(args)).toThrow(BadFlags);
  expect(() => parseFlags(args)).toThrow(words);
});

test('flags that npm kept for itself are asked for again, with the dashes that hand them on', () => {
  // `npm run bench members --members 500` arrives as `members 500`, with the flag in the environment.
  expect(() => parseFlags(['members', '500'], { npm_config_members: 'true' })).toThrow(
    'npm kept --members for itself. Put -- before',
  );
  expect(() => parseFlags([], { npm_config_json: 'true' })).toThrow('npm kept --json for itself');
  expect(parseFlags(['--members', '5000'], { npm_config_json: 'true' }).members).toBe(5000);
});

test('looking whether the file of figures can be written leaves what is in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caretaker-figures-'));
  try {
    const fresh = join(folder, 'new.json');
    expect(parseFlags(['--json', fresh]).json).toBe(fresh);
    expect(existsSync(fresh)).toBe(false);
    const old = join(folder, 'old.json');
    writeFileSync(old, '[]');
    expect(parseFlags(['--json', old]).json).toBe(old);
    expect(readdirSync(folder)).toEqual(['old.json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the time that a process has worked is read whatever it is called', () => {
  const rest = 'S 1 2 3 0 -1 4194304 10 0 0 0 250 50 0 0 20 0 1 0 100';
  expect(ticksOf(`42 (node) ${rest}`)).toBe(300);
  expect(ticksOf(`42 (a (b) c) ${rest}`)).toBe(300);
  expect(processorTime([0])).toBeNull();
});
