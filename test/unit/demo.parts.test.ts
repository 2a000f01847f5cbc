import { expect, test } from 'vitest';
import { sqlTime } from '../../scripts/demo/tables/table.ts';
import { Calendar } from '../../scripts/demo/world/calendar.ts';
import { makeNicknames } from '../../scripts/demo/world/nicknames.ts';
import { makePlan } from '../../scripts/demo/world/plan.ts';
import { makePopulation } from '../../scripts/demo/world/population.ts';
import { Random, shuffledPlace } from '../../scripts/demo/world/random.ts';
import { escaped } from '../../scripts/demo/world/texts.ts';
import { NICK_FIRST } from '../../scripts/demo/world/words.ts';

test('a shuffle gives each place to one and no place to two', () => {
  for (const count of [1, 2, 7, 500, 4097])
    expect(new Set(Array.from({ length: count }, (_, i) => shuffledPlace(i, count, 3)))).toEqual(
      new Set(Array.from({ length: count }, (_, i) => i)),
    );
});

test('the random numbers of a row do not depend on what was drawn before', () => {
  const random = new Random(5);
  const first = Array.from({ length: 5 }, () => random.of(1, 2).bits());
  random.of(9, 9).bits();
  expect(new Set(first).size).toBe(1);
  expect(random.of(1, 2).bits()).toBe(first[0]);
  expect(random.of(1, 3).bits()).not.toBe(first[0]);
});

test('a calendar finds the moment of a share and the share of a moment', () => {
  const calendar = new Calendar(0, Float64Array.from([1, 0, 3]));
  expect(calendar.at(0.125)).toBe(1_800_000);
  expect(calendar.at(0.25)).toBe(2 * 3_600_000);
  expect(calendar.share(calendar.at(0.7))).toBeCloseTo(0.7, 5);
  expect(calendar.share(-5)).toBe(0);
  expect(calendar.share(1e12)).toBe(1);
});

test('times are written as the database reads them', () => {
  expect(sqlTime(Date.parse('2026-10-01T09:05:07.045Z'))).toMatch(/^2026-10-01 09:05:07\.045\d{3}$/);
});

test('tabs, line feeds and backslashes in a text cannot end a field or a row', () => {
  expect(escaped('a\tb\nc\\d')).toBe('a\\tb\\nc\\\\d');
});

test('no first half of a nickname begins another, so that no two pairs make one name', () => {
  const sorted = [...NICK_FIRST].sort();
  expect(sorted.filter((word, i) => sorted[i + 1]?.startsWith(word))).toEqual([]);
  expect(sorted.length).toBeGreaterThan(1000);
});

test('a hundred thousand nicknames are all different, without regard to case and accents', () => {
  const plan = makePlan({ members: 100_000, seed: 3, until: new Date('2026-10-01T00:00:00Z') });
  const nickname = makeNicknames(plan, makePopulation(plan));
  const seen = new Set<string>();
  for (let id = 1; id <= 100_000; id++)
    seen.add(nickname(id).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
  expect(seen.size).toBe(100_000);
});
