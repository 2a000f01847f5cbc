import { describe, expect, test } from 'vitest';
import { parseSoakFlags } from '../soak/flags.ts';

describe('The command line of the soak', () => {
  test('without flags is what is promised: 50 moderators on 100,000 cases for 5 minutes', () => {
    expect(parseSoakFlags(['reports'])).toMatchObject({ moderators: 50, cases: 100_000, minutes: 5 });
  });

  test('takes as many members as there is to report for', () => {
    const { cases, members } = parseSoakFlags(['reports', '--cases', '10000']);
    expect(members).toBeGreaterThan(cases / 3);
    expect(() => parseSoakFlags(['reports', '--cases', '10000', '--members', '1000'])).toThrow(/--members/);
  });

  test.each([
    [[], /What is to be soaked/],
    [['members'], /What is to be soaked/],
    [['reports', '--minutes', 'five'], /--minutes takes a number/],
    [['reports', '--moderators', '0'], /--moderators takes a whole number/],
    [['reports', '--speed', '9'], /Unknown option/],
  ])('of %j says what is wrong with it', (args, why) => {
    expect(() => parseSoakFlags(args)).toThrow(why);
  });
});
