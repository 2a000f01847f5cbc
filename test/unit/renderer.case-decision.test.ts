import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aloneKinds, CaseDecision, caseActionKinds } from '../../src/contract/reports/decisions.ts';
import { Policy, Preset } from '../../src/contract/reports/policies.ts';
import { openPlaceholders } from '../../src/contract/reports/templates.ts';
import { PolicyId } from '../../src/contract/reports/values.ts';
import { doneWords, doWords, minutesWords } from '../../src/renderer/features/reports/decide/action-words.ts';
import {
  type CaseDraft,
  decisionOf,
  emptyDraft,
  messageOf,
  previewOf,
  withKind,
} from '../../src/renderer/features/reports/decide/case-draft.ts';
import {
  asksFirst,
  fitPreset,
  type PresetGround,
} from '../../src/renderer/features/reports/decide/digits/preset-draft.ts';
import { repeats } from '../../src/renderer/features/reports/decide/intention.ts';

const spam = policy({ id: '7', name: 'Spam' });
const nudity = policy({ id: '6', name: 'Nudity', actions: ['dismiss', 'hide', 'warn'] });
const ground = { now: Date.parse('2026-11-23T12:00:00Z'), zone: 'utc', policy: spam, mayTell: true } as const;
const draft = (o: Partial<CaseDraft> = {}): CaseDraft => ({
  ...emptyDraft(spam.id),
  kinds: ['hide'],
  reason: 'Adverts',
  ...o,
});
const errors = (o: Partial<CaseDraft>, more: Partial<typeof ground> = {}) => {
  const read = decisionOf(draft(o), { ...ground, ...more });
  return read.ok ? {} : read.errors;
};

describe('a decision about a case, as it is typed', () => {
  it('takes several actions, but those that end a case alone stand alone', () => {
    const hidden = draft();
    expect(withKind(hidden, 'mute', true).kinds).toEqual(['hide', 'mute']);
    expect(withKind(withKind(hidden, 'ban', true), 'warn', true).kinds).toEqual(['hide', 'warn', 'ban']);
    expect(withKind(hidden, 'dismiss', true).kinds).toEqual(['dismiss']);
    expect(withKind(draft({ kinds: ['escalate'] }), 'hide', true).kinds).toEqual(['hide']);
    expect(withKind(hidden, 'hide', false).kinds).toEqual([]);
  });

  it('says at the field what is missing', () => {
    expect(errors({ kinds: [], reason: ' a ' })).toEqual({
      kinds: expect.any(String),
      reason: expect.any(String),
    });
    expect(errors({ kinds: ['mute'], mute: { kind: 'at', local: '' } })).toHaveProperty('mute');
    expect(errors({ kinds: ['suspend'], suspend: { kind: 'at', local: '2026-11-23T11:00' } })).toEqual({
      suspend: 'This moment has passed',
    });
  });

  it('cannot be sent while a placeholder is open, and can once it is filled', () => {
    const text = 'Hello {nickname}, see {link to the rules} and {the date}.';
    const told = { tells: true, text, filled: { 'link to the rules': 'rule 4' } };
    expect(errors({ member: told })).toEqual({ member: 'Fill in “the date” first' });
    const filled = draft({ member: { ...told, filled: { ...told.filled, 'the date': '3 May' } } });
    expect(messageOf(filled, 'member', spam)).toBe('Hello {nickname}, see rule 4 and 3 May.');
    expect(decisionOf(filled, ground)).toMatchObject({
      ok: true,
      decision: { memberMessage: 'Hello {nickname}, see rule 4 and 3 May.' },
    });
    expect(errors({ member: { ...told, tells: false } }), 'nobody is told').toEqual({});
  });

  it('lets nobody open a placeholder by what is filled in', () => {
    const member = { tells: true, text: 'See {x}.', filled: { x: '{y}' } };
    expect(errors({ member })).toEqual({ member: 'Fill in “y” first' });
  });

  it('follows the words of its policy until they are changed', () => {
    const usual = draft();
    expect(messageOf(usual, 'reporters', spam)).toBe(spam.reporterTemplate);
    expect(messageOf(usual, 'reporters', nudity)).toBe(nudity.reporterTemplate);
    const own = draft({ reporters: { tells: true, text: 'Thanks!', filled: {} } });
    expect(messageOf(own, 'reporters', nudity)).toBe('Thanks!');
  });

  it('is always one that the contract takes, whatever was typed', () => {
    const choice = fc.oneof(
      fc.record({ kind: fc.constant('hours' as const), hours: fc.integer({ min: 1, max: 720 }) }),
      fc.record({ kind: fc.constant('open' as const) }),
      fc.record({ kind: fc.constant('at' as const), local: fc.constantFrom('', '2027-02-28T10:00', 'x') }),
    );
    const message = fc.record({
      tells: fc.boolean(),
      text: fc.option(fc.string({ maxLength: 200 })),
      filled: fc.dictionary(fc.string({ maxLength: 10 }), fc.string({ maxLength: 20 })),
    });
    const typed = fc.record({
      policyId: fc.constant(spam.id),
      kinds: fc.subarray([...caseActionKinds]),
      mute: choice,
      suspend: choice,
      reason: fc.string({ maxLength: 500 }),
      member: message,
      reporters: message,
    });
    fc.assert(
      fc.property(typed, ({ kinds, ...rest }) => {
        const chosen = kinds.reduce((now, kind) => withKind(now, kind, true), draft({ ...rest, kinds: [] }));
        expect(chosen.kinds.some((kind) => aloneKinds.includes(kind)) && chosen.kinds.length > 1).toBe(false);
        const read = decisionOf(chosen, ground);
        const preview = previewOf(chosen, ground);
        if (preview !== null) expect(CaseDecision.safeParse(preview).error).toBeUndefined();
        if (!read.ok) {
          expect(Object.keys(read.errors)).not.toEqual([]);
          return;
        }
        expect(CaseDecision.safeParse(read.decision).error).toBeUndefined();
        for (const body of [read.decision.memberMessage, read.decision.reporterMessage]) {
          expect(openPlaceholders(body ?? '')).toEqual([]);
        }
      }),
    );
  });

  it('is asked about before it is complete, as soon as something is chosen', () => {
    expect(previewOf(draft({ kinds: [] }), ground)).toBeNull();
    expect(previewOf(draft({ reason: '' }), ground)).toMatchObject({ actions: [{ kind: 'hide' }] });
    const at = (now: number) => previewOf(draft({ kinds: ['mute'] }), { ...ground, now });
    expect(at(ground.now + 100), 'the same question for a minute').toEqual(at(ground.now + 59_000));
  });

  it('is the same request again only for as long as the form is as it was sent', () => {
    const read = decisionOf(draft(), ground);
    if (!read.ok) throw new Error('not complete');
    const request = { requestId: 'r', caseId: '12' as never, seenVersion: 3, decision: read.decision };
    expect(repeats({ draft: draft(), request }, draft())).toBe(true);
    expect(repeats({ draft: draft(), request }, draft({ reason: 'Something else' }))).toBe(false);
    expect(repeats(null, draft())).toBe(false);
  });
});

describe('a preset for one case', () => {
  const site = {
    procedures: [
      'content_hide',
      'member_warn',
      'member_mute',
      'member_suspend',
      'member_ban',
      'notify_member',
    ],
    contentKinds: ['photo', 'group_post'],
  };
  const on: PresetGround = {
    subjectKind: 'photo',
    authorKnown: true,
    policyId: spam.id,
    policies: [spam, nudity],
    site,
  };
  const hideAndMute = preset({ actions: [{ kind: 'hide' }, { kind: 'mute', minutes: 1440 }] });

  it('becomes the decision it stands for', () => {
    const { draft: fitted, words, whyNot } = fitPreset(hideAndMute, on);
    expect(whyNot).toBeNull();
    expect(words).toBe('hide · mute 1 day · tells both');
    expect(decisionOf(fitted, ground)).toEqual({
      ok: true,
      decision: {
        policyId: '7',
        actions: [{ kind: 'hide' }, { kind: 'mute', until: '2026-11-24T12:00:00Z' }],
        reason: 'Spammer (key 4, Spam)',
        memberMessage: spam.memberTemplate,
        reporterMessage: spam.reporterTemplate,
      },
    });
  });

  it('leaves hiding out where there is nothing to hide, and says so', () => {
    const about = { ...on, subjectKind: 'conversation' };
    expect(fitPreset(hideAndMute, about)).toMatchObject({
      whyNot: null,
      words: 'mute 1 day · nothing to hide · tells both',
      draft: { kinds: ['mute'] },
    });
    expect(fitPreset(preset({ actions: [{ kind: 'hide' }] }), about).whyNot).toBe(
      'a conversation cannot be hidden',
    );
  });

  it('cannot be where its policy, the site or the case does not allow it', () => {
    const ban = preset({ actions: [{ kind: 'ban' }] });
    expect(fitPreset(ban, { ...on, policyId: nudity.id }).whyNot).toBe('not under “Nudity”: ban');
    expect(fitPreset(ban, { ...on, authorKnown: false }).whyNot).toMatch(/author/);
    expect(fitPreset(ban, { ...on, site: { ...site, procedures: [] } }).whyNot).toMatch(/site/);
    expect(fitPreset(ban, { ...on, policies: [nudity] }).whyNot).toMatch(/not in force/);
  });

  it('decides under the policy it names, else under the case’s', () => {
    expect(fitPreset(hideAndMute, { ...on, policyId: nudity.id }).draft.policyId).toBe('6');
    expect(
      fitPreset({ ...hideAndMute, policyId: spam.id }, { ...on, policyId: nudity.id }).draft.policyId,
    ).toBe('7');
  });

  it('asks for what its messages leave open, unless nobody is told', () => {
    const asking = policy({ id: '7', name: 'Spam', memberTemplate: 'Until {the date}, {nickname}.' });
    expect(fitPreset(hideAndMute, { ...on, policies: [asking] }).toFill).toEqual(['the date']);
    expect(fitPreset({ ...hideAndMute, tellMember: false }, { ...on, policies: [asking] }).toFill).toEqual(
      [],
    );
  });

  it('asks before a ban and before what is warned of, and otherwise not', () => {
    const fine = { warnings: [], problems: [] };
    expect(asksFirst({ actions: [{ kind: 'hide' }, { kind: 'warn' }] }, fine)).toBe(false);
    expect(asksFirst({ actions: [{ kind: 'ban' }] }, fine)).toBe(true);
    expect(asksFirst({ actions: [{ kind: 'hide' }] }, { ...fine, warnings: ['Mind'] })).toBe(true);
    expect(asksFirst({ actions: [{ kind: 'hide' }] }, { ...fine, problems: ['No'] })).toBe(true);
  });

  it('says how long in the largest unit that fits', () => {
    expect([5, 60, 90, 1440, 2160, 10_080, 20_160].map(minutesWords)).toEqual([
      '5 minutes',
      '1 hour',
      '90 minutes',
      '1 day',
      '36 hours',
      '1 week',
      '2 weeks',
    ]);
  });

  it('is named by what it does and by what it did', () => {
    expect(doWords(['hide', 'mute', 'suspend'])).toBe('Hide, mute and suspend');
    expect(doneWords(['hide', 'mute'])).toBe('Hidden, muted');
    expect(doneWords(['something-new'])).toBe('Something-new');
  });
});

function policy(o: Partial<Omit<Policy, 'id'>> & { id: string; name: string }): Policy {
  return Policy.parse({
    body: 'The rule.',
    severity: 2,
    danger: null,
    targetMinutes: 1440,
    actions: [...caseActionKinds],
    reasons: [],
    memberTemplate: `Hello {nickname}, this was ${o.name}.`,
    reporterTemplate: `Thank you: ${o.name}.`,
    version: 1,
    savedAt: '2026-01-01T00:00:00Z',
    savedBy: 'ada',
    removed: false,
    fallback: false,
    ...o,
    id: PolicyId.parse(o.id),
  });
}

function preset(o: { actions: readonly { kind: string; minutes?: number }[] }): Preset {
  return Preset.parse({
    digit: 4,
    name: 'Spammer',
    policyId: null,
    tellMember: true,
    tellReporters: true,
    ...o,
  });
}
