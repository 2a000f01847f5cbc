import { describe, expect, test } from 'vitest';
import { soakSettings } from '../soak/command.ts';
import { reportOf } from '../soak/report.ts';
import { soak } from '../soak/soak.ts';
import { testCommunity } from '../support/community.ts';

describe('Moderators at one queue, of whom some are killed in the middle of their work', () => {
  test('lose nothing, do nothing twice and nothing by halves, though the database is killed as well', async () => {
    const moderators = 6;
    await using town = await testCommunity({
      directory: false,
      settings: { settings: soakSettings(moderators) },
    });
    const soaked = await soak(town, {
      moderators,
      cases: 300,
      seconds: 15,
      decisions: 30,
      seatsEach: 3,
      killEverySeconds: 8,
      say: () => {},
    });
    // The whole report, so that a failure shows what was found.
    const report = reportOf(soaked, { moderators, cases: 300, minutes: 0.25 });
    for (const [what, found] of Object.entries(soaked.wrong)) expect(found, `${what}\n${report}`).toEqual([]);
    expect(soaked.killed.people).toBeGreaterThan(0);
  }, 300_000);
});
