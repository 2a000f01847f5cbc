import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minMaxLttb } from '../../src/renderer/components/charts/min-max-lttb.ts';
import {
  drawnStretches,
  readingsOf,
  seenStretches,
} from '../../src/renderer/components/charts/series/readings.ts';

const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 800 });
const asked = fc.integer({ min: 2, max: 300 });
const ascending = (list: readonly number[]) =>
  list.every((it, place) => place === 0 || it > (list[place - 1] ?? it));
const momentsOf = (list: readonly unknown[]) => list.map((_, index) => 1000 + 60 * index);

test('a line drawn of fewer points keeps its first and last, their order, and is never longer than asked', () => {
  fc.assert(
    fc.property(values, asked, (line, most) => {
      const kept = minMaxLttb(momentsOf(line), line, { begin: 0, end: line.length }, most);
      expect(kept.length).toBeLessThanOrEqual(Math.max(most, Math.min(2, line.length)));
      expect(kept[0]).toBe(0);
      expect(kept.at(-1)).toBe(line.length - 1);
      expect(ascending(kept)).toBe(true);
      expect(kept.every((index) => Number.isInteger(index) && index >= 0 && index < line.length)).toBe(true);
      if (line.length <= most) expect(kept).toHaveLength(line.length);
    }),
    { numRuns: 500 },
  );
});

test('the lowest and the highest of each bucket are drawn, so no peak between two pixels is lost', () => {
  fc.assert(
    fc.property(values, asked, (line, most) => {
      if (line.length <= Math.max(most, 2)) return;
      const kept = minMaxLttb(momentsOf(line), line, { begin: 0, end: line.length }, most);
      const drawn = kept.map((index) => line[index] ?? Number.NaN);
      const buckets = Math.floor((most - 2) / 3);
      const inner = line.length - 2;
      for (let bucket = 0; bucket < buckets; bucket += 1) {
        const begin = 1 + Math.floor((bucket * inner) / buckets);
        const end = 1 + Math.floor(((bucket + 1) * inner) / buckets);
        const all = line.slice(begin, end);
        const of = kept.filter((index) => index >= begin && index < end).map((index) => line[index] ?? 0);
        expect(Math.min(...of)).toBe(Math.min(...all));
        expect(Math.max(...of)).toBe(Math.max(...all));
      }
      if (buckets > 0) {
        expect(Math.min(...drawn)).toBe(Math.min(...line));
        expect(Math.max(...drawn)).toBe(Math.max(...line));
      }
    }),
    { numRuns: 500 },
  );
});

test('a part of a line is drawn as that part alone would be', () => {
  fc.assert(
    fc.property(values, asked, fc.nat(50), (line, most, before) => {
      const whole = [...Array.from({ length: before }, () => 5), ...line, 7, 7, 7];
      const moments = momentsOf(whole);
      const part = { begin: before, end: before + line.length };
      const kept = minMaxLttb(moments, whole, part, most);
      const alone = minMaxLttb(moments.slice(before), line, { begin: 0, end: line.length }, most);
      expect(kept).toEqual(alone.map((index) => index + before));
    }),
  );
});

/** Moments with holes of all lengths, and readings that may be missing. */
const holed = fc
  .array(
    fc.record({
      after: fc.constantFrom(10, 10, 10, 10, 20, 60, 70, 600),
      value: fc.option(fc.double({ min: -100, max: 100, noNaN: true }), { freq: 6 }),
    }),
    { maxLength: 400 },
  )
  .map((steps) => {
    let moment = 5000;
    return steps.map(({ after, value }) => {
      moment += after;
      return { moment, value };
    });
  });
const gap = 60;

test('every gap stays a gap, and nothing else becomes one, however few points are asked for', () => {
  fc.assert(
    fc.property(holed, asked, (line, most) => {
      const at = line.map(({ moment }) => moment);
      const readings = readingsOf(
        at,
        line.map(({ value }) => value),
        gap,
      );
      const read = line.filter(({ value }) => value !== null);
      const holes = read.filter(({ moment }, place) => moment - (read[place - 1]?.moment ?? moment) > gap);
      const stretches = drawnStretches(readings, 0, 1e9, most);
      expect(stretches).toHaveLength(read.length === 0 ? 0 : holes.length + 1);
      expect(stretches.every((stretch) => stretch.length > 0)).toBe(true);
      expect(stretches.flat().length).toBeLessThanOrEqual(Math.max(most, 2 * stretches.length));
      expect(ascending(stretches.flat())).toBe(true);
      for (const [place, stretch] of stretches.entries()) {
        // Each begins and ends where the readings do, so no hole grows.
        expect(readings.at[stretch[0] ?? -1]).toBe(place === 0 ? read[0]?.moment : holes[place - 1]?.moment);
      }
    }),
    { numRuns: 500 },
  );
});

test('of a part of the range no more is drawn than is seen, and one reading more at either side', () => {
  fc.assert(
    fc.property(holed, fc.nat(8000), fc.nat(3000), (line, start, length) => {
      const from = 5000 + start;
      const to = from + length + 1;
      const readings = readingsOf(
        line.map(({ moment }) => moment),
        line.map(({ value }) => value),
        gap,
      );
      const seen = seenStretches(readings, from, to).flatMap(({ begin, end }) =>
        Array.from(readings.at.slice(begin, end)),
      );
      const inside = Array.from(readings.at).filter((moment) => moment >= from && moment <= to);
      expect(seen).toEqual(expect.arrayContaining(inside));
      expect(seen.filter((moment) => moment < from).length).toBeLessThanOrEqual(1);
      expect(seen.filter((moment) => moment > to).length).toBeLessThanOrEqual(1);
    }),
  );
});
