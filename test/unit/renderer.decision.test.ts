import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decision, type MemberDecision, memberActionNames } from '../../src/contract/members/actions.ts';
import { Member } from '../../src/contract/members/member.ts';
import type { Note } from '../../src/contract/members/notes.ts';
import { EntryId, Utc } from '../../src/contract/values.ts';
import { untilOf } from '../../src/renderer/components/fields/until.ts';
import {
  type DecisionDraft,
  decisionOf,
  emptyDraft,
  repeats,
  withAction,
} from '../../src/renderer/features/members/actions/decision-draft.ts';
import { commonReasons, doneWords } from '../../src/renderer/features/members/actions/decision-words.ts';
import { deedsOf, newsAmong } from '../../src/renderer/features/members/page/member-news.ts';
import { memberDifferences } from '../../src/renderer/features/members/sheet/member-differences.ts';
import { spanOf } from '../../src/renderer/preferences/time-left.ts';

const now = Date.parse('2026-11-23T12:00:00.400Z');
const ground = { now, zone: 'utc', mayTell: true } as const;
const read = (draft: DecisionDraft, o: Partial<typeof ground> | { mayTell: boolean } = {}) =>
  decisionOf(draft, { ...ground, ...o });
const decided = (draft: DecisionDraft) => {
  const result = read(draft);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.decision;
};

describe('a decision as it is typed', () => {
  it('ends to the second, as the site keeps it', () => {
    expect(untilOf({ kind: 'hours', hours: 72 }, now, 'utc')).toBe('2026-11-26T12:00:00Z');
    expect(untilOf({ kind: 'open' }, now, 'utc')).toBeNull();
    expect(untilOf({ kind: 'at', local: '2026-12-03T14:30' }, now, 'utc')).toBe('2026-12-03T14:30:00Z');
    expect(untilOf({ kind: 'at', local: '' }, now, 'utc')).toBe('invalid');
  });

  it('says at the field what is missing', () => {
    expect(read({ ...emptyDraft('rename'), reason: ' a ' })).toMatchObject({
      ok: false,
      errors: { reason: expect.any(String), nickname: expect.any(String) },
    });
    const past: DecisionDraft = {
      ...emptyDraft('mute'),
      reason: 'spam',
      until: { kind: 'at', local: '2026-11-23T11:00' },
    };
    expect(read(past)).toMatchObject({ ok: false, errors: { until: 'This moment has passed' } });
    expect(read({ ...emptyDraft('ban'), reason: 'spam', message: ' ' })).toMatchObject({
      ok: false,
      errors: { message: expect.any(String) },
    });
  });

  it('carries an end and a nickname only where the action takes one', () => {
    const typed = { reason: 'spam', nickname: 'Someone', until: { kind: 'hours', hours: 1 } } as const;
    expect(decided({ ...emptyDraft('ban'), ...typed })).toMatchObject({ until: null, nickname: null });
    expect(decided({ ...emptyDraft('mute'), ...typed }).until).toBe('2026-11-23T13:00:00Z');
    expect(decided({ ...emptyDraft('rename'), ...typed })).toMatchObject({
      until: null,
      nickname: 'Someone',
    });
  });

  it('tells the member nothing of a reason that staff typed', () => {
    const message = decided({ ...emptyDraft('ban'), reason: 'a puppet of member 17, ask Ada' }).message;
    expect(message).toBe('Your account is banned.');
  });

  it('tells the member a common reason in words made for them, and the end in UTC', () => {
    const draft = { ...emptyDraft('suspend'), reason: 'Harassment' };
    expect(decided(draft).message).toBe(
      'Your account is suspended until 24 Nov 2026, 12:00 UTC because of harassing other members. ' +
        'You cannot sign in meanwhile.',
    );
  });

  it('tells nothing when it is not to, or the site cannot', () => {
    const draft = { ...emptyDraft('ban'), reason: 'spam' };
    expect(decided({ ...draft, tells: false }).message).toBeNull();
    expect(read(draft, { mayTell: false })).toMatchObject({ ok: true, decision: { message: null } });
  });

  it('keeps what was typed when another action is chosen', () => {
    const draft = { ...emptyDraft('mute'), reason: 'spam', message: 'Stop it.' };
    expect(withAction(draft, 'ban')).toMatchObject({ action: 'ban', reason: 'spam', message: 'Stop it.' });
  });

  it('is always one that the contract takes, whatever was typed', () => {
    const choice = fc.oneof(
      fc.record({ kind: fc.constant('hours' as const), hours: fc.integer({ min: 1, max: 720 }) }),
      fc.record({ kind: fc.constant('open' as const) }),
      fc.record({ kind: fc.constant('at' as const), local: fc.constantFrom('', '2027-02-28T10:00', 'x') }),
    );
    const draft = fc.record({
      action: fc.constantFrom(...memberActionNames),
      reason: fc.string({ maxLength: 500 }),
      tells: fc.boolean(),
      message: fc.option(fc.string({ maxLength: 300 })),
      until: choice,
      nickname: fc.string({ maxLength: 60 }),
    });
    fc.assert(
      fc.property(draft, (typed) => {
        const result = read(typed);
        if (result.ok) expect(Decision.safeParse(result.decision).error).toBeUndefined();
        else expect(Object.keys(result.errors)).not.toEqual([]);
      }),
    );
  });

  it('is the same request again only for as long as the form is as it was sent', () => {
    const draft = { ...emptyDraft('ban'), reason: 'spam' };
    const member = someone();
    const request = {
      requestId: 'r',
      memberId: member.id,
      seenAt: member.updatedAt,
      decision: decided(draft),
    };
    expect(repeats({ draft, request }, { ...draft })).toBe(true);
    expect(repeats({ draft, request }, { ...draft, reason: 'spam, again' })).toBe(false);
    expect(repeats(null, draft)).toBe(false);
  });

  it('has a few common reasons for every action, each long enough', () => {
    for (const action of memberActionNames) {
      expect(commonReasons[action].length).toBeGreaterThan(2);
      for (const { reason } of commonReasons[action]) {
        expect(read({ ...emptyDraft(action), reason, nickname: 'New' }).ok).toBe(true);
      }
    }
  });

  it('names an action that it does not know as the site does', () => {
    expect(doneWords('ban')).toBe('Banned');
    expect(doneWords('shadow_ban')).toBe('Shadow ban');
  });
});

describe('a member who changed while someone was writing', () => {
  const before = someone();

  it('is the same until the site says that something changed', () => {
    expect(memberDifferences(before, { ...before, timesReported: 9 }, 'utc')).toEqual([]);
  });

  it('is described by what matters for the decision', () => {
    const after = Member.parse({
      ...before,
      nickname: 'Other',
      updatedAt: '2026-11-23T12:00:01Z',
      sanctions: [{ kind: 'mute', since: null, until: '2026-11-24T12:00:00Z', by: null, reason: null }],
    });
    expect(memberDifferences(before, after, 'utc')).toEqual([
      'The nickname was Someone and is Other.',
      'There is a mute in force until 24 Nov 2026, 12:00:00 UTC.',
    ]);
    expect(memberDifferences(after, { ...before, nickname: 'Other' }, 'utc')).toEqual(['The mute is over.']);
  });

  it('is said to have changed even where nothing of it shows', () => {
    const after = { ...before, updatedAt: Utc.parse('2026-11-23T12:00:01Z') };
    expect(memberDifferences(before, after, 'utc')).toHaveLength(1);
  });
});

describe('the news of a member', () => {
  const decision: MemberDecision = {
    id: EntryId.parse('5'),
    at: Utc.parse('2026-11-23T12:00:00Z'),
    actor: 'mara',
    action: 'mute',
    reason: 'spam',
    message: null,
    delivery: null,
    until: null,
    runId: null,
    undoneAt: null,
    undoneBy: null,
    undoable: true,
  };
  const note: Note = {
    id: EntryId.parse('7'),
    author: 'sam',
    at: Utc.parse('2026-11-23T12:01:00Z'),
    editedAt: null,
    pinned: false,
    body: 'Seen before.',
  };
  const known = new Set(deedsOf([decision], [note]).map(({ key }) => key));

  it('is what someone else did since', () => {
    const undone = { ...decision, undoneAt: Utc.parse('2026-11-23T12:02:00Z'), undoneBy: 'sam' };
    expect(newsAmong(deedsOf([undone], [note]), known, 'mara')).toMatchObject({
      kind: 'undid',
      account: 'sam',
      action: 'mute',
    });
    expect(newsAmong(deedsOf([], [note]), new Set(), 'mara')).toMatchObject({
      kind: 'noted',
      account: 'sam',
    });
  });

  it('is not what was known, nor what one did oneself', () => {
    expect(newsAmong(deedsOf([decision], [note]), known, 'ada')).toBeNull();
    expect(newsAmong(deedsOf([decision], []), new Set(), 'mara')).toBeNull();
  });
});

describe('the time that is left', () => {
  it('is coarse while it is long, and counts seconds in the last hour', () => {
    expect(spanOf(2 * 86_400_000 + 4 * 3_600_000)).toBe('2 d 4 h left');
    expect(spanOf(3_600_000 + 20 * 60_000)).toBe('1 h 20 min left');
    expect(spanOf(299_000)).toBe('04:59 left');
    expect(spanOf(0)).toBe('over');
  });
});

function someone(): Member {
  return Member.parse({
    id: '17',
    nickname: 'Someone',
    status: 'active',
    statusUntil: null,
    createdAt: '2026-01-01T00:00:00Z',
    lastActiveAt: null,
    location: null,
    avatarUrl: null,
    timesReported: 0,
    emailHint: 's•••@e•••',
    email: null,
    addressesShown: false,
    sanctions: [],
    updatedAt: '2026-11-23T11:00:00Z',
  });
}
