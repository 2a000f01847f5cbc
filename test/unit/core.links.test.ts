import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkReasons } from '../../src/contract/members/page.ts';
import { reasonStrength, totalStrength } from '../../src/core/members/page/link-strength.ts';

const kind = fc.constantFrom(...linkReasons);
const accounts = fc.integer({ min: 1, max: 1_000_000 });
const reason = fc.record({ kind, strength: fc.double({ min: 0, max: 1, noNaN: true }) });
const reasons = fc.array(reason, { maxLength: 30 });

describe('How strongly a shared thing ties two accounts', () => {
  test('is between nothing and certain', () => {
    fc.assert(
      fc.property(kind, accounts, (of, sharedBy) => {
        const strength = reasonStrength(of, sharedBy);
        expect(strength).toBeGreaterThan(0);
        expect(strength).toBeLessThan(1);
      }),
    );
  });

  test('never rises with the number of accounts that share it', () => {
    fc.assert(
      fc.property(kind, accounts, accounts, (of, some, more) => {
        expect(reasonStrength(of, some + more)).toBeLessThanOrEqual(reasonStrength(of, some));
      }),
    );
  });

  test('is strong for what two alone share, weak for an address of twenty and nothing for one of hundreds', () => {
    expect(linkReasons.map((of) => reasonStrength(of, 2))).toEqual([0.6, 0.85, 0.95, 0.4]);
    expect(reasonStrength('address', 20)).toBeLessThan(0.1);
    expect(reasonStrength('address', 300)).toBeLessThan(0.01);
  });

  test('a device says more than an address that as many share, and a mailbox more than a device', () => {
    fc.assert(
      fc.property(accounts, (sharedBy) => {
        expect(reasonStrength('device', sharedBy)).toBeGreaterThan(reasonStrength('address', sharedBy));
        expect(reasonStrength('email', sharedBy)).toBeGreaterThan(reasonStrength('device', sharedBy));
      }),
    );
  });
});

describe('What all reasons say together', () => {
  test('is between nothing and certain, and no less than the strongest of them', () => {
    fc.assert(
      fc.property(reasons, (given) => {
        const total = totalStrength(given);
        expect(total).toBeGreaterThanOrEqual(Math.max(0, ...given.map((it) => it.strength)) - 1e-12);
        expect(total).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('never falls by one more reason, and does not depend on their order', () => {
    fc.assert(
      fc.property(reasons, reason, (given, more) => {
        expect(totalStrength([...given, more])).toBeGreaterThanOrEqual(totalStrength(given) - 1e-12);
        expect(totalStrength(given.toReversed())).toBeCloseTo(totalStrength(given), 12);
      }),
    );
  });

  test('two reasons of different kinds say more than two of one kind', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (strength) => {
        const ofOne = totalStrength([
          { kind: 'address', strength },
          { kind: 'address', strength },
        ]);
        const ofTwo = totalStrength([
          { kind: 'address', strength },
          { kind: 'device', strength },
        ]);
        expect(ofOne).toBeGreaterThan(strength);
        expect(ofTwo).toBeGreaterThan(ofOne);
      }),
    );
  });
});
