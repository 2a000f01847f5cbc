import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memberActionNames, memberActions } from '../../src/contract/members/actions.ts';
import { Utc } from '../../src/contract/values.ts';
import {
  effectsOnMany,
  effectsOnOne,
  type Plan,
  warningsOnOne,
} from '../../src/core/members/actions/preview/effects.ts';
import { derivedId } from '../../src/core/members/actions/request-id.ts';
import { problemsOf } from '../../src/core/members/actions/rules.ts';
import type { Step } from '../../src/core/members/actions/site-call.ts';
import {
  type MemberState,
  type Present,
  type Standing,
  standingAt,
  wholeSecond,
} from '../../src/core/members/actions/state.ts';
import { reversalOf, stepsBetween } from '../../src/core/members/actions/undo/reversal.ts';
import {
  agoWords,
  countWords,
  deedWords,
  listWords,
  momentWords,
  spanWords,
  untilWords,
} from '../../src/core/members/actions/words.ts';

const moment = Utc.parse('2026-11-23T10:00:00.000000Z');
const later = Utc.parse('2026-11-26T10:00:00.000000Z');
const evenLater = Utc.parse('2026-12-24T10:00:00.000000Z');
const earlier = Utc.parse('2026-11-20T10:00:00.000000Z');
const endless = Utc.parse('9999-12-31T23:59:59.000000Z');

const free: MemberState = {
  nickname: 'Ann',
  status: 'active',
  mutedUntil: null,
  suspendedUntil: null,
  bannedAt: null,
};
const present = (o: Partial<MemberState> = {}): Present => ({
  id: '1',
  state: { ...free, ...o },
  updatedAt: earlier,
  moment,
});
const plan = (o: Partial<Plan> & Pick<Plan, 'action'>): Plan => ({
  until: null,
  nickname: null,
  hasMessage: false,
  ...o,
});

describe('The words of an action', () => {
  test('moments, spans and counts are said as people say them', () => {
    expect(momentWords(Utc.parse('2026-01-05T09:07:59.999999Z'))).toBe('5 Jan 2026, 09:07 UTC');
    expect(untilWords(null)).toBe('until it is lifted');
    expect(untilWords(endless)).toBe('until it is lifted');
    expect(spanWords(moment, later)).toBe('3 days');
    expect(spanWords(moment, Utc.parse('2026-11-23T11:00:00Z'))).toBe('1 hour');
    expect(agoWords(Utc.parse('2026-11-23T09:58:10Z'), moment)).toBe('2 minutes ago');
    expect(agoWords(moment, moment)).toBe('less than a minute ago');
    expect(countWords(1, 'member')).toBe('1 member');
    expect(countWords(1200, 'member')).toBe('1,200 members');
    expect(listWords(['a'])).toBe('a');
    expect(listWords(['a', 'b', 'c'])).toBe('a, b and c');
  });

  test('an act is told by the name of the site’s procedure, also one that this console does not know', () => {
    expect(deedWords('member_suspend', later)).toBe('suspended this member until 26 Nov 2026, 10:00 UTC');
    expect(deedWords('member_restore', null)).toBe('lifted the sanctions of this member');
    expect(deedWords('member_shadow', null)).toBe('did “member_shadow” to this member');
  });

  test('the effects on one say what holds now, what will, what it replaces, and whether it can be taken back', () => {
    expect(effectsOnOne(plan({ action: 'mute', until: later }), present())).toEqual([
      'Now: nothing holds them back. Then: muted for 3 days, until 26 Nov 2026, 10:00 UTC (can read, cannot write).',
      'The member is sent no message.',
      'This can be taken back.',
    ]);
    const suspended = present({ status: 'suspended', suspendedUntil: evenLater, mutedUntil: earlier });
    expect(effectsOnOne(plan({ action: 'suspend', until: later, hasMessage: true }), suspended)).toEqual([
      'Now: suspended until 24 Dec 2026, 10:00 UTC. Then: suspended for 3 days, until 26 Nov 2026, 10:00 UTC (cannot sign in).',
      'This takes the place of the present one, until 24 Dec 2026, 10:00 UTC.',
      'All their sessions end at once.',
      'The member is told by message after 15 seconds; until then, taking this back stops it.',
      'This can be taken back.',
    ]);
    expect(warningsOnOne(plan({ action: 'suspend', until: later }), suspended)).toEqual([
      'This ends earlier than what holds now, until 24 Dec 2026, 10:00 UTC.',
    ]);
    const all = present({ status: 'banned', bannedAt: earlier, suspendedUntil: endless, mutedUntil: later });
    expect(effectsOnOne(plan({ action: 'restore' }), all)).toEqual([
      'Now: banned, suspended until it is lifted, muted until 26 Nov 2026, 10:00 UTC. Then: nothing holds them back.',
      'This lifts the ban, the suspension without an end and the mute until 26 Nov 2026, 10:00 UTC.',
      'The member is sent no message.',
      'This can be taken back.',
    ]);
    expect(warningsOnOne(plan({ action: 'mute', until: evenLater }), all)).toEqual([
      'This is noted, but shows only after the ban and the suspension without an end, which weighs more.',
    ]);
    expect(effectsOnOne(plan({ action: 'rename', nickname: 'Bo' }), present())[0]).toBe(
      'Now: called Ann. Then: called Bo.',
    );
    expect(effectsOnOne(plan({ action: 'warn', hasMessage: true }), present())).toEqual([
      'Now: nothing holds them back. Then: warned, which the site shows at the next visit.',
      'The member is told by message after 15 seconds.',
      'This cannot be taken back.',
    ]);
  });

  test('the effects on many add up to all that were chosen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('active', 'banned', 'deleted'), { maxLength: 50 }),
        fc.nat(20),
        fc.constantFrom(...memberActionNames),
        (statuses, missing, action) => {
          const members = statuses.map((status) => present({ status }));
          const effects = effectsOnMany(plan({ action }), members, missing);
          const counted = effects
            .flatMap((it) => /^(\d+) members?( of \d+)?:/.exec(it)?.[1] ?? [])
            .map(Number);
          expect(counted.reduce((a, b) => a + b, 0)).toBe(statuses.length + missing);
          expect(effects).not.toContain('');
        },
      ),
    );
  });
});

describe('The rules of an action', () => {
  const procedures = [...Object.values(memberActions).map((it) => it.procedure), 'notify_member'];
  const ask = (o: Partial<Plan> & Pick<Plan, 'action'>, role: 'admin' | 'support' = 'admin', members = 1) =>
    problemsOf(plan(o), { role, site: { procedures }, hasMessage: false, members, moment }).map(
      (it) => it.text,
    );

  test('each that is broken is named, and none where all is well', () => {
    expect(ask({ action: 'mute', until: later })).toEqual([]);
    expect(ask({ action: 'mute', until: moment })).toEqual([
      'The end, 23 Nov 2026, 10:00 UTC, has passed already.',
    ]);
    expect(ask({ action: 'ban', until: later, nickname: 'x' })).toEqual([
      'Only a mute or a suspension has an end.',
      'Only a rename takes a nickname.',
    ]);
    expect(ask({ action: 'rename' }, 'admin', 2)).toEqual([
      'A rename needs the new nickname.',
      'Two members cannot have one nickname: rename them one at a time.',
    ]);
    expect(ask({ action: 'ban' }, 'support')).toEqual([
      'Your role may not ban members; Community manager and Administrator may.',
    ]);
  });

  test('an end is cut to the second, as sites keep it', () => {
    expect(wholeSecond(Utc.parse('2026-11-23T10:00:00.999Z'))).toBe('2026-11-23T10:00:00.000000Z');
    expect(wholeSecond(null)).toBeNull();
  });
});

describe('How an action is taken back', () => {
  const until = fc.constantFrom(null, later, evenLater, endless);
  const standing: fc.Arbitrary<Standing> = fc.record({
    banned: fc.boolean(),
    suspendedUntil: until,
    mutedUntil: until,
  });
  /** What a site makes of the steps. */
  function standingAfter(start: Standing, steps: readonly Step[]): Standing {
    let it = start;
    for (const step of steps) {
      if (step.action === 'restore') it = { banned: false, suspendedUntil: null, mutedUntil: null };
      else if (step.action === 'ban') it = { ...it, banned: true };
      else if (step.action === 'mute') it = { ...it, mutedUntil: step.until ?? endless };
      else if (step.action === 'suspend') it = { ...it, suspendedUntil: step.until ?? endless };
      else throw new Error(`${step.action} is no step of an undo`);
    }
    return it;
  }

  test('the steps lead from any sanctions to any others, and there are none where nothing differs', () => {
    fc.assert(
      fc.property(standing, standing, (now, target) => {
        const steps = stepsBetween(now, target);
        expect(standingAfter(now, steps)).toEqual(target);
        expect(steps.length).toBeLessThanOrEqual(4);
      }),
    );
    fc.assert(fc.property(standing, (it) => stepsBetween(it, it).length === 0));
  });

  const banned = { ...free, status: 'banned', bannedAt: earlier };
  const decided = { action: 'ban' as const, at: earlier, before: free, after: banned };

  test('a ban is known by its moment: another one, or one that an undo put back', () => {
    expect(reversalOf(decided, present(banned))).toEqual({
      outcome: 'possible',
      steps: [{ action: 'restore' }],
    });
    const another = present({ ...banned, bannedAt: moment });
    expect(reversalOf(decided, another)).toEqual({ outcome: 'overtaken' });
    expect(reversalOf(decided, another, [{ decisionId: '2' as never, bannedAt: moment }]).outcome).toBe(
      'possible',
    );
    expect(reversalOf(decided, present())).toEqual({ outcome: 'overtaken' });
  });

  test('whatever states a decision names, its undo changes only what its action can', () => {
    const state: fc.Arbitrary<MemberState> = fc.record({
      nickname: fc.constant('Ann'),
      status: fc.constantFrom('active', 'banned'),
      mutedUntil: until,
      suspendedUntil: until,
      bannedAt: fc.constantFrom(null, earlier),
    });
    const own = { mute: 'mutedUntil', suspend: 'suspendedUntil', ban: 'banned' } as const;
    fc.assert(
      fc.property(fc.constantFrom('mute', 'suspend', 'ban'), state, state, (action, before, left) => {
        const reversal = reversalOf({ action, at: earlier, before, after: left }, present(left));
        if (reversal.outcome !== 'possible') return;
        const now = standingAt(left, moment);
        const part = own[action];
        const then = standingAfter(now, reversal.steps);
        expect({ ...then, [part]: null }).toEqual({ ...now, [part]: null });
        expect(then[part]).toEqual(standingAt(before, moment)[part]);
      }),
    );
    const forged = { action: 'mute' as const, at: earlier, before: banned, after: free };
    expect(reversalOf(forged, present())).toEqual({ outcome: 'over' });
  });

  test('what would have ended by now is not put back', () => {
    const before = { ...free, status: 'muted', mutedUntil: moment };
    const over = { action: 'restore' as const, at: earlier, before, after: free };
    expect(reversalOf(over, present())).toEqual({ outcome: 'over' });
    expect(standingAt(before, moment).mutedUntil).toBeNull();
    expect(standingAt(before, earlier).mutedUntil).toBe(moment);
  });

  test('a request id made from the same parts is the same UUID, and from others another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 1 }),
        fc.array(fc.string(), { minLength: 1 }),
        (a, b) => {
          expect(derivedId(...a)).toMatch(
            /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
          );
          expect(derivedId(...a) === derivedId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        },
      ),
    );
  });
});
