import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/contract/reports/policies.ts';
import { dangers, type PolicyId } from '../../src/contract/reports/values.ts';
import {
  type Gathered,
  gather,
  type Joining,
  topReasons,
} from '../../src/core/reports/intake/cases/grouping.ts';
import { reckon } from '../../src/core/reports/intake/scores/reckon.ts';
import { rulesOf } from '../../src/core/reports/intake/scores/rules.ts';
import { weightOf } from '../../src/core/reports/score.ts';

const weights = { severity: 20, reporters: 10, reach: 5, age: 10 };

function policy(id: number, o: Partial<Policy>): Policy {
  return {
    id: String(id) as PolicyId,
    version: 1,
    name: `policy ${id}`,
    body: '',
    severity: 3,
    danger: null,
    targetMinutes: 60,
    actions: ['dismiss'],
    reasons: [],
    memberTemplate: '',
    reporterTemplate: '',
    savedAt: '2026-01-01T00:00:00Z' as Policy['savedAt'],
    savedBy: 'ada',
    removed: false,
    fallback: false,
    ...o,
  };
}

/** The gravest first, as they are read. */
const policies = [
  policy(1, { danger: 'life', severity: 4, targetMinutes: 60, reasons: ['self-harm'] }),
  policy(2, { severity: 5, targetMinutes: 4320, reasons: ['hate'] }),
  policy(3, { severity: 2, targetMinutes: 30, reasons: ['spam', 'Advert'] }),
  policy(4, { severity: 1, targetMinutes: 1440, fallback: true }),
];
const rules = rulesOf(policies, weights, 1);

const reporters = fc.integer({ min: 1, max: 8 });
const joining: fc.Arbitrary<Joining> = fc
  .record({
    reporter: reporters,
    minute: fc.integer({ min: 0, max: 59 }),
    reason: fc.constantFrom('spam', ' SPAM ', 'advert', 'hate', 'self-harm', 'something else', ''),
  })
  .map(({ reporter, minute, reason }) => ({
    // The eighth is support, which reports nothing.
    reporterId: reporter === 8 ? null : String(reporter),
    at: `2026-11-01 10:${String(minute).padStart(2, '0')}:00.000000`,
    reason,
    // Everyone has a record of their own.
    weight: weightOf({ right: reporter * 3, wrong: reporter % 4 }),
  }));

/** The reports in some order, cut into batches. */
const history = fc.array(joining, { minLength: 1, maxLength: 40 }).chain((reports) =>
  fc.record({
    reports: fc.constant(reports),
    shuffled: fc.shuffledSubarray(reports, { minLength: reports.length }),
    cuts: fc.array(fc.nat({ max: reports.length }), { maxLength: 5 }),
  }),
);

function inBatches(reports: readonly Joining[], cuts: readonly number[]): Gathered {
  const ends = [0, ...cuts.toSorted((a, b) => a - b), reports.length];
  let gathered: Gathered | null = null;
  const known = new Set<string>();
  for (const [nr, end] of ends.slice(1).entries()) {
    const batch = reports.slice(ends[nr], end);
    if (batch.length === 0) continue;
    gathered = gather(gathered, batch, known, rules);
    for (const { reporterId } of batch) if (reporterId !== null) known.add(reporterId);
  }
  if (gathered === null) throw new Error('no reports');
  return gathered;
}

describe('Reports of one subject', () => {
  test('make the same case, in whichever order and however many at once they come', () => {
    fc.assert(
      fc.property(history, ({ reports, shuffled, cuts }) => {
        const whole = inBatches(reports, []);
        expect(inBatches(shuffled, cuts)).toEqual(whole);
        expect(topReasons(shuffled.map((it) => it.reason))).toBe(topReasons(reports.map((it) => it.reason)));
        const members = reports.flatMap((it) => it.reporterId ?? []);
        expect(whole).toMatchObject({ reports: members.length, reporters: new Set(members).size });
      }),
    );
  });

  test('never lower the place of their case when one more joins, whatever it names', () => {
    fc.assert(
      fc.property(history, joining, ({ reports }, one) => {
        const at = '2026-11-01 12:00:00.000000';
        const scoreOf = (of: Gathered) =>
          reckon({ ...of, ...of.policy, reach: 0, targetMs: of.targetMinutes * 60_000 }, weights, at).score;
        const before = inBatches(reports, []);
        const after = inBatches([...reports, one], [reports.length]);
        expect(scoreOf(after)).toBeGreaterThanOrEqual(scoreOf(before));
      }),
    );
  });

  test('belong to the gravest policy that one of them names: danger first, then severity', () => {
    const of = (...reasons: string[]) =>
      inBatches(
        reasons.map((reason) => ({ reporterId: '1', at: '2026-11-01 10:00:00.000000', reason, weight: 0.5 })),
        [],
      ).policy.name;
    expect(of('spam')).toBe('policy 3');
    expect(of('spam', 'hate')).toBe('policy 2');
    expect(of('hate', 'Self-Harm', 'spam')).toBe('policy 1');
    expect(of(' ADVERT')).toBe('policy 3');
    expect(of('what nobody named')).toBe('policy 4');
    expect(of('')).toBe('policy 4');
  });

  test('whose policy is out of use go to the fallback', () => {
    const removed = rulesOf(
      policies.map((it) => (it.name === 'policy 2' ? { ...it, removed: true } : it)),
      weights,
      1,
    );
    expect(removed.policyFor('hate').name).toBe('policy 4');
    expect(removed.policy('2')?.name).toBe('policy 2');
  });

  test('are told by the three reasons given most often, spelt as most spell them', () => {
    expect(topReasons(['b', 'Spam', 'spam', 'spam', 'a', 'c', 'a', ''])).toBe('["spam","a","b"]');
    expect(topReasons(['', ''])).toBe('[]');
  });

  test('are told by as many reasons as fit the column, however many quotes they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60, unit: 'grapheme' }), { maxLength: 6 }), (reasons) => {
        const list = topReasons(reasons);
        expect(list.length).toBeLessThanOrEqual(250);
        expect(JSON.parse(list).length).toBeLessThanOrEqual(3);
      }),
    );
    expect(JSON.parse(topReasons(Array.from('abc', (it) => it.padEnd(60, '"'))))).toHaveLength(2);
  });
});

describe('The graver of two danger policies', () => {
  test.each(dangers)('is the one that stands first: %s', (danger) => {
    const two = [policy(1, { danger, severity: 5 }), policy(2, { danger, severity: 4, fallback: true })];
    const [first, second] = two;
    if (!first || !second) throw new Error('two policies');
    const { graver } = rulesOf(two, weights, 1);
    expect(graver(second, first)).toBe(first);
    expect(graver(first, second)).toBe(first);
  });
});
