import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PrometheusUrl } from '../../src/contract/metrics/prometheus.ts';
import { ChartData } from '../../src/contract/metrics/values.ts';
import { BadExpression } from '../../src/core/metrics/prometheus/api/api.ts';
import { chartOf } from '../../src/core/metrics/prometheus/query/chart.ts';
import { filled, placedAsTyped } from '../../src/core/metrics/prometheus/query/expression.ts';
import { seriesName, shortNames } from '../../src/core/metrics/prometheus/query/labels.ts';
import { linesOf, numberOf } from '../../src/core/metrics/prometheus/query/result.ts';
import { mostSteps, rateWindow, stepsFor } from '../../src/core/metrics/prometheus/query/step.ts';
import { secondsOf } from '../../src/core/metrics/prometheus/servers/scrape.ts';

const scrapes = fc.option(fc.constantFrom(1, 5, 7, 10, 15, 20, 30, 45, 60, 300), { nil: null });

describe('The step of a chart', () => {
  test('never makes more points than are allowed or wanted, and is a multiple of how often targets are asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000_000 }),
        fc.integer({ min: 1, max: 20 * 366 * 86_400 }),
        fc.integer({ min: 10, max: 2000 }),
        scrapes,
        fc.integer({ min: 0, max: 3_000_000_000 }),
        (from, length, points, scrape, now) => {
          const { step, start, end } = stepsFor({ from, to: from + length, points }, scrape, now);
          expect(step % (scrape ?? 1)).toBe(0);
          expect((end - start) / step + 1).toBeLessThanOrEqual(Math.min(points + 1, mostSteps));
          expect([start % step, end % step]).toEqual([0, 0]);
          if (start <= end) {
            expect(start).toBeGreaterThanOrEqual(from);
            expect(end).toBeLessThanOrEqual(from + length);
            expect(end).toBeLessThanOrEqual(Math.max(from, now));
          }
        },
      ),
    );
  });

  test('is one that a person reads off an axis', () => {
    const step = (seconds: number, scrape: number | null) =>
      stepsFor({ from: 0, to: seconds, points: 600 }, scrape, seconds).step;
    expect(step(3600, 15)).toBe(15);
    expect(step(86_400, 15)).toBe(300);
    expect(step(7 * 86_400, 60)).toBe(1800);
    expect(step(3600, null)).toBe(10);
  });

  test('is no longer for targets that are asked at odd times than for others', () => {
    const step = (seconds: number, scrape: number) =>
      stepsFor({ from: 0, to: seconds, points: 600 }, scrape, seconds).step;
    expect(step(3600, 7)).toBe(7);
    expect(step(6 * 3600, 7)).toBe(42);
    expect(step(6 * 3600, 25)).toBe(50);
    expect(step(10 * 3600, 45)).toBe(90);
  });

  test('has a rate window of the step and a reading more, and of four readings at least', () => {
    expect(rateWindow(15, 15)).toBe(60);
    expect(rateWindow(300, 15)).toBe(315);
    expect(rateWindow(60, null)).toBe(240);
  });
});

describe('An expression', () => {
  const filling = { step: 60, window: 240, range: 3600 };

  test('has its placeholders filled, and Grafana’s, and nothing else', () => {
    expect(filled('rate(a[$window]) + b[$__rate_interval] + c[$step:$__interval] + d[$range]', filling)).toBe(
      'rate(a[240s]) + b[240s] + c[60s:60s] + d[3600s]',
    );
    const other = 'label_replace(a{b=~"x$"}, "c", "$1", "d", "(.*)") + $windows + $stepping';
    expect(filled(other, filling)).toBe(other);
  });

  test('names the place of a fault as it was typed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('$window', '$step', '$range', 'a', ' + ', '\n', '"b$"'), { maxLength: 12 }),
        fc.array(fc.constantFrom('$window', '$step', 'x', '\n'), { maxLength: 5 }),
        (before, after) => {
          const typed = `${before.join('')}!${after.join('')}`;
          const place = placeOf(filled(typed, filling));
          const told = placedAsTyped(new BadExpression('unexpected !', place), typed, filling);
          expect((told as BadExpression).place).toEqual(placeOf(typed));
        },
      ),
    );
  });

  test('keeps any other failure as it is', () => {
    const failure = new Error('another');
    expect(placedAsTyped(failure, 'a', filling)).toBe(failure);
  });
});

/** Where the exclamation mark is. */
function placeOf(text: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf('!')).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe('A result', () => {
  test('has only numbers that can be drawn', () => {
    expect(['1.5', '-2e3', 'NaN', '+Inf', '-Inf', '', 'abc'].map(numberOf)).toEqual([
      1.5,
      -2000,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('leaves out native histograms, and counts them', () => {
    const data = {
      resultType: 'matrix',
      result: [
        { metric: { a: '1' }, values: [[1, '2']] },
        { metric: { a: '2' }, histograms: [[1, {}]] },
      ],
    };
    expect(linesOf(data)).toEqual({ lines: [{ labels: { a: '1' }, samples: [[1, '2']] }], histograms: 1 });
  });

  test('becomes a chart with one value or gap for each moment, whatever the server gave', () => {
    const labels = fc.dictionary(fc.constantFrom('instance', 'job', 'device'), fc.constantFrom('a', 'b', ''));
    const sample = fc.tuple(
      fc.integer({ min: 0, max: 50 }),
      fc.constantFrom('1', '0', 'NaN', '+Inf', '-3.5'),
    );
    const line = fc.record({ labels, samples: fc.array(sample, { minLength: 1, maxLength: 20 }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (lines, most) => {
        const found = {
          histograms: 0,
          lines: lines.map((it) => ({ ...it, samples: it.samples.toSorted(([a], [b]) => a - b) })),
        };
        const downs = { notes: [], byTarget: [{ job: 'a', instance: 'a', at: new Set([3, 4]) }] };
        const chart = chartOf(found, downs, { step: 1, unit: 'count', most, endsWhenDown: true }, []);
        expect(ChartData.safeParse(chart).success).toBe(true);
        expect(chart.series.length).toBe(Math.min(most, lines.length));
        expect(chart.at).toEqual(chart.at.toSorted((a, b) => a - b));
        for (const { mean } of chart.series) expect(mean).toHaveLength(chart.at.length);
      }),
    );
  });

  test('names its series by what tells them apart', () => {
    expect(
      shortNames([
        { __name__: 'up', job: 'node', instance: 'a:1', device: 'sda' },
        { __name__: 'up', job: 'node', instance: 'b:1', device: 'sdb' },
      ]),
    ).toEqual(['a:1 · device sda', 'b:1 · device sdb']);
    expect(shortNames([{ __name__: 'up', instance: 'a:1' }])).toEqual(['a:1']);
    expect(shortNames([{}])).toEqual(['value']);
    expect(seriesName({ job: 'a"b', __name__: 'up' })).toBe('up{job="a\\"b"}');
  });

  test('tells intervals in seconds', () => {
    expect(['15s', '1m0s', '1m30s', '1h', '500ms', '', 'x'].map(secondsOf)).toEqual([
      15,
      60,
      90,
      3600,
      0.5,
      null,
      null,
    ]);
  });
});

describe('An address of a server', () => {
  test('keeps its path and loses the slash at its end', () => {
    expect(PrometheusUrl.parse(' https://m.example/prometheus/ ')).toBe('https://m.example/prometheus');
    expect(PrometheusUrl.parse('http://[::1]:9090')).toBe('http://[::1]:9090');
  });

  test('that is none is told why', () => {
    const problem = (text: string) => PrometheusUrl.safeParse(text).error?.issues[0]?.message;
    expect(problem('prometheus')).toContain('an address such as');
    expect(problem('ftp://a.example')).toContain('begins with http://');
    expect(problem('https://a:b@c.example')).toContain('fields of their own');
    expect(problem('https://a.example/api/v1/')).toContain('leave out /api/v1');
  });
});
