import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aloneKinds,
  type CaseAction,
  CaseDecision,
  caseActionKinds,
} from '../../src/contract/reports/decisions.ts';
import { openPlaceholders } from '../../src/contract/reports/templates.ts';
import { Utc } from '../../src/contract/values.ts';
import { remindAt } from '../../src/core/reports/decisions/decide/write.ts';
import { messageFor, templateProblems } from '../../src/core/reports/decisions/messages/templates.ts';
import { bearingOf, isSanction, planOf } from '../../src/core/reports/decisions/plan.ts';
import { problemsOf } from '../../src/core/reports/decisions/rules.ts';
import { outcomeFor, outcomeWords, subjectWords } from '../../src/core/reports/decisions/words.ts';

const later = Utc.parse('2026-12-24T18:00:00.000000Z');
const policy = { name: 'Spam', body: 'No advertising.' };

function decision(actions: readonly CaseAction[], o: Partial<CaseDecision> = {}): CaseDecision {
  return CaseDecision.parse({ policyId: '7', actions, reason: 'Because of it', ...o });
}

const anyAction = fc
  .tuple(fc.constantFrom(...caseActionKinds), fc.constantFrom(null, later))
  .map(([kind, until]): CaseAction => (kind === 'mute' || kind === 'suspend' ? { kind, until } : { kind }));

describe('What was decided, in words', () => {
  test.each<[CaseAction[], string]>([
    [[{ kind: 'dismiss' }], 'dismissed'],
    [[{ kind: 'dismiss-and-mute' }], 'dismissed, repeats muted until it is edited'],
    [[{ kind: 'hide' }, { kind: 'mute', until: later }], 'hidden, muted until 24 Dec 2026, 18:00 UTC'],
    [[{ kind: 'suspend', until: null }], 'suspended until it is lifted'],
    [[{ kind: 'hide' }, { kind: 'warn' }, { kind: 'ban' }], 'hidden, warned, banned'],
    [[{ kind: 'escalate' }], 'escalated'],
  ])('for colleagues: %j', (actions, words) => expect(outcomeWords(actions)).toBe(words));

  test('fits into its column, whatever is decided', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyAction, { minLength: 1, maxLength: 5, selector: ({ kind }) => kind }),
        (actions) => {
          expect(outcomeWords(planOf(decision(actions)).actions).length).toBeLessThanOrEqual(200);
        },
      ),
    );
  });

  test.each<[CaseAction[], string, string]>([
    [
      [{ kind: 'dismiss' }],
      'Nothing was found that breaks our rules',
      'Nothing was found that breaks our rules',
    ],
    [[{ kind: 'escalate' }], 'It is being looked at more closely', 'It is being looked at more closely'],
    [[{ kind: 'hide' }], 'It was hidden', 'It was hidden'],
    [[{ kind: 'warn' }], 'You were warned', 'The member was warned'],
    [
      [{ kind: 'hide' }, { kind: 'mute', until: later }, { kind: 'ban' }],
      'It was hidden, you are muted until 24 Dec 2026, 18:00 UTC and you are banned',
      'It was hidden and the member was muted and banned',
    ],
  ])('for author and reporters: %j', (actions, author, reporter) => {
    expect(outcomeFor('author', actions)).toBe(author);
    expect(outcomeFor('reporter', actions)).toBe(reporter);
  });

  test('whoever reported does not learn for how long', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { minLength: 1, maxLength: 5 }), (actions) => {
        expect(outcomeFor('reporter', actions)).not.toMatch(/until|2026/);
      }),
    );
  });

  test.each([
    ['photo', 'your photo', 'a photo'],
    ['event', 'your event', 'an event'],
    ['forum_post', 'your forum post', 'a forum post'],
    ['member', 'your profile', 'a member'],
    ['conversation', 'your messages', 'a conversation'],
  ])('what was reported is called by kind alone: %s', (kind, author, reporter) => {
    expect(subjectWords(kind, 'author')).toBe(author);
    expect(subjectWords(kind, 'reporter')).toBe(reporter);
  });
});

describe('A message of a decision', () => {
  const about = { subjectKind: 'photo', actions: [{ kind: 'mute', until: later }] as CaseAction[], policy };

  test('is filled in for who reads it', () => {
    const template = '{nickname}: {subject}, {policy}, {rule} {outcome}, until {until}. { nickname }';
    expect(messageFor(template, 'author', 'Ada', about)).toBe(
      'Ada: your photo, Spam, No advertising. You are muted until 24 Dec 2026, 18:00 UTC, until 24 Dec 2026, 18:00 UTC. Ada',
    );
    expect(messageFor('{subject}', 'reporter', 'Bo', about)).toBe('a photo');
  });

  test('what is put in is not filled in again, whatever a member calls themselves', () => {
    fc.assert(
      fc.property(fc.string(), (nickname) => {
        expect(messageFor('{nickname}', 'reporter', nickname, about)).toBe(nickname);
      }),
    );
    expect(messageFor('{nickname}', 'author', '{rule}', about)).toBe('{rule}');
  });

  test('without an end, “until” is until it is lifted; of two the later counts', () => {
    const endless = {
      ...about,
      actions: [
        { kind: 'mute', until: later },
        { kind: 'suspend', until: null },
      ] as CaseAction[],
    };
    expect(messageFor('until {until}', 'author', 'Ada', endless)).toBe('until it is lifted');
    const earlier = Utc.parse('2026-12-01T00:00:00.000000Z');
    const two = {
      ...about,
      actions: [
        { kind: 'mute', until: later },
        { kind: 'suspend', until: earlier },
      ] as CaseAction[],
    };
    expect(messageFor('{until}', 'author', 'Ada', two)).toBe('24 Dec 2026, 18:00 UTC');
  });

  test('is not sent while a placeholder of the moderator’s own is open, which is named', () => {
    const it = decision([{ kind: 'hide' }], {
      memberMessage: 'Hello {nickname}, {what to do now}. {subject}',
      reporterMessage: '{what was found}',
    });
    expect(templateProblems(it).map(({ text }) => text)).toEqual([
      'Fill in “{what to do now}” in the message to the author.',
      'Fill in “{what was found}” in the message to the reporters.',
    ]);
  });

  test('nor while it speaks of an end that the decision has not', () => {
    const message = 'Until {until}';
    expect(templateProblems(decision([{ kind: 'ban' }], { memberMessage: message }))).toMatchObject([
      {
        code: 'INVALID_INPUT',
        text: expect.stringContaining('“{until}” in the message to the author is the end of a mute'),
      },
    ]);
    expect(templateProblems(decision([{ kind: 'mute', until: null }], { memberMessage: message }))).toEqual(
      [],
    );
  });

  test('every open placeholder is a problem, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', 'a', ' ', '{nickname}', '{rule}'), minLength: 1 }),
        (text) => {
          if (text.trim() === '') return;
          const it = decision([{ kind: 'dismiss' }], { reporterMessage: text });
          expect(templateProblems(it)).toHaveLength(openPlaceholders(text.trim()).length);
        },
      ),
    );
  });
});

describe('The rules of a decision', () => {
  const whole = {
    role: 'moderator' as const,
    site: {
      name: 'x',
      contentKinds: ['photo'],
      procedures: [
        'member_warn',
        'member_mute',
        'member_suspend',
        'member_ban',
        'content_hide',
        'notify_member',
      ],
      mediaOrigins: new Map<string, string>(),
    },
    policy: {
      ...policy,
      id: '7' as never,
      version: 1,
      severity: 2,
      danger: null,
      targetMinutes: 60,
      actions: [...caseActionKinds],
      reasons: [],
      memberTemplate: '',
      reporterTemplate: '',
      savedAt: later,
      savedBy: 'x',
      removed: false,
      fallback: false,
    },
    moment: Utc.parse('2026-11-01T00:00:00.000000Z'),
  };

  test('it is allowed exactly where each kind goes once, and those that go alone do', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { minLength: 1, maxLength: 5 }), (actions) => {
        const kinds = actions.map(({ kind }) => kind);
        const isOnce = new Set(kinds).size === kinds.length;
        const isAlone = kinds.length === 1 || !kinds.some((kind) => aloneKinds.includes(kind));
        expect(problemsOf(decision(actions), whole).length === 0).toBe(isOnce && isAlone);
      }),
      { numRuns: 500 },
    );
  });

  test('a role that may not act on members may not do so by a case', () => {
    const { site, policy: its, moment } = whole;
    expect(
      problemsOf(decision([{ kind: 'ban' }]), { role: 'support', site, policy: its, moment }),
    ).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  test('the order in which actions are named makes no difference, and ends are kept to the second', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyAction, { minLength: 1, maxLength: 5, selector: ({ kind }) => kind }),
        (actions) => {
          expect(planOf(decision(actions.toReversed()))).toEqual(planOf(decision(actions)));
        },
      ),
    );
    const fine = Utc.parse('2026-12-24T18:00:00.987654Z');
    expect(planOf(decision([{ kind: 'mute', until: fine }])).actions).toEqual([
      { kind: 'mute', until: later },
    ]);
  });

  test('what is done to the author is a sanction, and reporters were right where something was done', () => {
    const kinds = caseActionKinds.map((kind) => [kind, isSanction({ kind, until: null }), bearingOf([kind])]);
    expect(kinds).toEqual([
      ['dismiss', false, 'wrong'],
      ['dismiss-and-mute', false, 'wrong'],
      ['hide', false, 'right'],
      ['warn', true, 'right'],
      ['mute', true, 'right'],
      ['suspend', true, 'right'],
      ['ban', true, 'right'],
      ['escalate', false, null],
    ]);
  });
});

test.each([
  ['2026-12-08 00:00:00', '2026-12-07 00:00:00.000000'],
  ['2026-12-02 00:00:00', '2026-12-01 12:00:00.000000'],
  ['2026-12-01 01:00:00', '2026-12-01 00:30:00.000000'],
])('of a sanction until %s the staff is reminded at %s', (ends, at) => {
  expect(remindAt('2026-12-01 00:00:00.000000', ends)).toBe(at);
});
