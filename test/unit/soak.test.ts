import { describe, expect, test } from 'vitest';
import { parseSoakFlags } from '../soak/flags.ts';

describe('The command line of the soak', () => {
  test('without flags is what is promised: 50 moderators on 100,000 cases, 30 agents on tickets, for 5 minutes', () => {
    expect(parseSoakFlags(['reports'])).toMatchObject({
      ...{ work: 'reports', people: 50, amount: 100_000, minutes: 5 },
    });
    expect(parseSoakFlags(['tickets'])).toMatchObject({
      ...{ work: 'tickets', people: 30, amount: 20_000, minutes: 5 },
    });
  });

  test('takes as many members as there is to report for', () => {
    const { amount: cases, members } = parseSoakFlags(['reports', '--cases', '10000']);
    expect(members).toBeGreaterThan(cases / 3);
    expect(() => parseSoakFlags(['reports', '--cases', '10000', '--members', '1000'])).toThrow(/--members/);
  });

  test.each([
    [[], /What is to be soaked/],
    [['members'], /What is to be soaked/],
    [['reports', '--minutes', 'five'], /--minutes takes a number/],
    [['reports', '--moderators', '0'], /--moderators takes a whole number/],
    [['reports', '--speed', '9'], /Unknown option/],
    [['reports', '--agents', '9'], /Unknown option/],
    [['tickets', '--agents', '0'], /--agents takes a whole number/],
  ])('of %j says what is wrong with it', (args, why) => {
    expect(() => parseSoakFlags(args)).toThrow(why);
  });
});
