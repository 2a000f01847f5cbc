import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChartData } from '../../src/contract/metrics/values.ts';
import { chartCsv } from '../../src/renderer/components/charts/export/chart-csv.ts';
import { fileName } from '../../src/renderer/components/charts/export/save-file.ts';
import { keyMove } from '../../src/renderer/components/charts/plot/plot-keys.ts';
import { changeText, latestOf, readOut } from '../../src/renderer/components/charts/plot/read-out.ts';
import { extentOf, isEmpty, sceneOf } from '../../src/renderer/components/charts/plot/scene.ts';
import { readingAt, readingsOf } from '../../src/renderer/components/charts/series/readings.ts';
import { stacked } from '../../src/renderer/components/charts/series/stack.ts';
import { weekSeconds } from '../../src/renderer/components/charts/series/week.ts';
import { summaryOf } from '../../src/renderer/components/charts/table/chart-summary.ts';

const noon = Date.parse('2026-11-30T12:00:00Z') / 1000;

function chart(part: Partial<ChartData> = {}): ChartData {
  return {
    step: 60,
    gap: 150,
    at: [noon, noon + 60, noon + 120, noon + 600, noon + 660],
    series: [
      {
        name: 'connected',
        label: 'Connections',
        unit: 'count',
        mean: [10, 20, null, 40, 50],
        low: [8, 20, null, 30, 50],
        high: [12, 20, null, 45, 50],
      },
    ],
    asOf: null,
    notes: [],
    ...part,
  };
}

const off: ReadonlySet<string> = new Set();
const sceneFor = (data: ChartData, before?: ChartData, kind: 'line' | 'stacked' = 'line') =>
  sceneOf({ data, before, kind, off, theme: 'light' });

describe('readings', () => {
  it('are found by time within their stretch, and none in a gap', () => {
    const { mean } = sceneFor(chart()).lines[0] ?? {};
    if (mean === undefined) throw new Error('the chart has a line');
    const at = (time: number) => mean.values[readingAt(mean, noon + time, 60)];
    expect(at(0)).toBe(10);
    expect(at(29)).toBe(10);
    expect(at(31)).toBe(20);
    expect(at(119)).toBe(20);
    expect(at(300)).toBeUndefined();
    expect(at(660)).toBe(50);
    expect(at(719)).toBe(50);
    expect(at(721)).toBeUndefined();
    expect(at(-100)).toBeUndefined();
  });

  it('of any moments give the nearest of their stretch', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(5000), { minLength: 1 }), fc.nat(5000), (moments, time) => {
        const at = moments.sort((a, b) => a - b);
        const readings = readingsOf(at, at, 100);
        const found = readings.values[readingAt(readings, time, 10)];
        const nearest = Math.min(...at.map((moment) => Math.abs(moment - time)));
        if (found !== undefined) expect(Math.abs(found - time)).toBeLessThanOrEqual(Math.max(nearest, 10));
        if (nearest === 0) expect(found).toBe(time);
      }),
    );
  });

  it('in a row tell that there are none in the range', () => {
    expect(isEmpty(sceneFor(chart()), noon, noon + 700)).toBe(false);
    expect(isEmpty(sceneFor(chart()), noon + 1000, noon + 2000)).toBe(true);
    expect(isEmpty(sceneFor(chart()), noon - 2000, noon - 1000)).toBe(true);
  });
});

describe('a stack', () => {
  it('adds up what was read, bridges a missing reading and leaves out who is gone', () => {
    const at = [0, 60, 120, 600, 660];
    const tops = stacked(
      at,
      [
        [1, null, 3, null, null],
        [10, 10, 10, 10, 10],
      ],
      150,
    );
    expect(Array.from(tops[0]?.values ?? [])).toEqual([1, 2, 3]);
    expect(Array.from(tops[1]?.values ?? [])).toEqual([11, 12, 13, 10, 10]);
    expect(tops[1]?.edges).toEqual([0, 3, 5]);
  });

  it('of any series is as high as what was read together, at each moment without a hole', () => {
    const rows = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000)), { minLength: 1 });
    fc.assert(
      fc.property(rows, (list) => {
        const at = list.map((_, index) => index * 10);
        const series = [0, 1, 2].map((place) => list.map((row) => row[place] ?? 0));
        const top = stacked(at, series, 10).at(-1);
        expect(Array.from(top?.values ?? [])).toEqual(list.map(([a, b, c]) => a + b + c));
      }),
    );
  });
});

describe('the read-out', () => {
  const before = chart({
    at: [noon - weekSeconds, noon - weekSeconds + 60],
    series: [{ name: 'connected', label: 'Connections', unit: 'count', mean: [5, 40] }],
  });

  it('gives mean and band at the moment, and the change to the week before', () => {
    const scene = sceneFor(chart(), before);
    expect(readOut(scene, noon)[0]).toMatchObject({ text: '10 (8 to 12)', change: '+100%' });
    expect(readOut(scene, noon + 60)[0]).toMatchObject({ text: '20', change: '−50%' });
    expect(readOut(scene, noon + 300)[0]).toMatchObject({ text: 'no reading', change: null, at: null });
  });

  it('names the unit once where mean, lowest and highest share it', () => {
    const data = chart();
    const mib = 2 ** 20;
    data.at = [noon, noon + 60];
    data.series = [
      {
        name: 'pool',
        label: 'Pool',
        unit: 'bytes',
        mean: [36 * mib, 2 * mib],
        low: [32 * mib, 512 * 1024],
        high: [40 * mib, 3 * mib],
      },
    ];
    expect(readOut(sceneFor(data), noon)[0]?.text).toBe('36 MiB (32 to 40)');
    expect(readOut(sceneFor(data), noon + 60)[0]?.text).toBe('2 MiB (512 KiB to 3 MiB)');
  });

  it('gives the last reading of the range where there is no cross-hair, and the change of the mean', () => {
    const [row] = latestOf(sceneFor(chart(), before), noon, noon + 700);
    expect(row).toMatchObject({ text: '50', change: '+33%' });
    expect(latestOf(sceneFor(chart()), noon + 900, noon + 1000)[0]?.text).toBe('no reading');
  });

  it('never divides by nothing', () => {
    expect(changeText(5, 0)).toBeNull();
    expect(changeText(null, 5)).toBeNull();
    expect(changeText(5, 5)).toBe('±0%');
    expect(changeText(5000, 1)).toBe('> +999%');
    expect(changeText(1, -1)).toBe('+200%');
  });
});

describe('the axes', () => {
  it('reach over band and week before, each side by its own unit', () => {
    const data = chart();
    data.series.push({
      name: 'oldest',
      label: 'Oldest',
      unit: 'seconds',
      mean: [900, 900, null, 900, 900],
    });
    const before = chart({
      at: [noon - weekSeconds],
      series: [{ name: 'connected', label: 'Connections', unit: 'count', mean: [77] }],
    });
    const scene = sceneFor(data, before);
    expect(scene.units).toEqual(['count', 'seconds']);
    expect(extentOf(scene, 'left', noon, noon + 700)).toEqual({ low: 8, high: 77 });
    expect(extentOf(scene, 'right', noon, noon + 700)).toEqual({ low: 900, high: 900 });
    expect(extentOf(scene, 'right', noon + 5000, noon + 6000)).toEqual({ low: 900, high: 900 });
  });

  it('are of what was read: a series without readings takes none', () => {
    const data = chart();
    data.series.unshift({
      name: 'lag',
      label: 'Lag',
      unit: 'seconds',
      mean: [null, null, null, null, null],
    });
    expect(sceneFor(data).units).toEqual(['count']);
  });
});

describe('the table of a chart', () => {
  it('sums up the range: last, lowest, mean, highest, readings and gaps', () => {
    expect(summaryOf(chart(), noon, noon + 700)).toEqual([
      {
        name: 'connected',
        label: 'Connections',
        unit: 'count',
        last: 50,
        lowest: 8,
        mean: 30,
        highest: 50,
        readings: 4,
        gaps: 1,
      },
    ]);
    expect(summaryOf(chart(), noon + 5000, noon + 6000)[0]).toMatchObject({
      last: null,
      lowest: null,
      mean: null,
      highest: null,
      readings: 0,
      gaps: 0,
    });
  });
});

describe('the CSV of a chart', () => {
  it('has a row for each step of the range, in UTC, with mean, lowest and highest', () => {
    expect(chartCsv(chart(), undefined, { from: noon + 60, to: noon + 660 }).split('\r\n')).toEqual([
      'time_utc,Connections (count) mean,Connections (count) lowest,Connections (count) highest',
      '2026-11-30T12:01:00Z,20,20,20',
      '2026-11-30T12:02:00Z,,,',
      '2026-11-30T12:10:00Z,40,30,45',
      '',
    ]);
  });

  it('has the week before beside it', () => {
    const before = chart({
      at: [noon - weekSeconds],
      series: [{ name: 'connected', label: 'Connections', unit: 'count', mean: [5] }],
    });
    const [head, first] = chartCsv(chart(), before, { from: noon, to: noon + 60 }).split('\r\n');
    expect(head).toMatch(/Connections \(count\) mean, the week before"?$/);
    expect(first).toBe('2026-11-30T12:00:00Z,10,8,12,5');
  });

  it('runs nothing in a spreadsheet, whatever a server calls its series', () => {
    const data = chart();
    data.series = [
      { name: 'x', label: '=HYPERLINK("http://x.example")', unit: 'count', mean: [1, 2, 3, 4, 5] },
    ];
    const [head = ''] = chartCsv(data, undefined, { from: noon, to: noon + 60 }).split('\r\n');
    expect(head).toBe(`time_utc,"'=HYPERLINK(""http://x.example"") (count) mean"`);
  });

  it('is a file whose name tells chart and range', () => {
    expect(fileName('Redo & checkpoint', { from: noon, to: noon + 3600 }, 'csv')).toBe(
      'caretaker-redo-checkpoint-20261130T1200Z-20261130T1300Z.csv',
    );
    expect(fileName('../../…', { from: noon, to: noon + 60 }, 'png')).toMatch(/^caretaker-chart-2026/);
  });
});

describe('the keys of a chart', () => {
  const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  const place = { from: 0, to: 1000, step: 10, time: 500, anchor: null };

  it('move the cross-hair, a step or ten, and never out of the range', () => {
    expect(keyMove({ ...plain, key: 'ArrowLeft' }, place)?.time).toBe(490);
    expect(keyMove({ ...plain, key: 'ArrowRight', shiftKey: true }, place)?.time).toBe(600);
    expect(keyMove({ ...plain, key: 'ArrowLeft' }, { ...place, time: 4 })?.time).toBe(0);
    expect(keyMove({ ...plain, key: 'ArrowLeft' }, { ...place, time: null })?.time).toBe(990);
    expect(keyMove({ ...plain, key: 'End' }, place)?.time).toBe(1000);
    expect(keyMove({ ...plain, key: 'j' }, place)).toBeNull();
    expect(keyMove({ ...plain, key: 'ArrowLeft', ctrlKey: true }, place)).toBeNull();
  });

  it('mark a stretch from Enter to Enter and show it', () => {
    const begun = keyMove({ ...plain, key: 'Enter' }, place);
    expect(begun).toMatchObject({ anchor: 500, zoom: null });
    expect(keyMove({ ...plain, key: 'Enter' }, { ...place, time: 300, anchor: 500 })).toMatchObject({
      anchor: null,
      zoom: { from: 300, to: 500 },
    });
    expect(keyMove({ ...plain, key: 'Enter' }, { ...place, anchor: 500 })?.zoom).toBeNull();
    expect(keyMove({ ...plain, key: 'Escape' }, { ...place, anchor: 500 })).toMatchObject({
      anchor: null,
      time: 500,
    });
    expect(keyMove({ ...plain, key: 'Escape' }, place)?.time).toBeNull();
    expect(keyMove({ ...plain, key: 'Backspace' }, place)?.back).toBe(true);
  });
});
