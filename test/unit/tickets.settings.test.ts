import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Macro, MacroDraft, TicketRules } from '../../src/contract/tickets/rules.ts';
import type { TeamId } from '../../src/contract/tickets/values.ts';
import type { EntryId } from '../../src/contract/values.ts';
import {
  keptOf,
  readMacro,
  rebased,
  textOf,
} from '../../src/renderer/features/settings/tickets/macros/macro-draft.ts';
import {
  blankTargets,
  changedFields,
  fieldWords,
  readRules,
  rebasedText,
  rulesText,
  teamsOf,
} from '../../src/renderer/features/settings/tickets/rules/rules-text.ts';
import { readSpan, readSpans, spanText } from '../../src/renderer/features/settings/tickets/rules/spans.ts';
import { fittingMacros } from '../../src/renderer/features/tickets/macros/macro-choice.ts';
import { businessHours } from '../support/office-model.ts';

const minutes = fc.option(fc.integer({ min: 1, max: 525_600 }));
const rules: fc.Arbitrary<TicketRules> = fc
  .record({
    hours: businessHours,
    teams: fc.uniqueArray(fc.constantFrom<string | null>(null, '1', '22'), { minLength: 1 }),
    promised: fc.array(minutes, { minLength: 36, maxLength: 36 }),
    warnMinutes: fc.integer({ min: 0, max: 1440 }),
  })
  .map(({ hours, teams, promised, warnMinutes }) => {
    let at = 0;
    const next = () => promised[at++] ?? null;
    const targets = [null, '1', '22']
      .filter((team) => team === null || teams.includes(team))
      .flatMap((team) =>
        [4, 3, 2, 1].map((priority) => ({
          teamId: team as TeamId | null,
          priority,
          first: next(),
          next: next(),
          solve: next(),
        })),
      );
    const holidays = hours.holidays.toSorted((a, b) => (a.day < b.day ? -1 : 1));
    return { hours: { ...hours, holidays }, targets, warnMinutes };
  });

test('rules that are shown in the fields and read again are the same', () => {
  fc.assert(
    fc.property(rules, (shown) => {
      expect(TicketRules.safeParse(shown).success).toBe(true);
      expect(readRules(rulesText(shown))).toEqual({ ok: true, rules: shown });
    }),
  );
});

test('on top of what someone saved, what one changed is one’s own, and the rest is theirs', () => {
  fc.assert(
    fc.property(rules, rules, rules, (seen, mine, newest) => {
      const [before, typed, now] = [seen, mine, newest].map(rulesText) as [never, never, never];
      const after = rebasedText(before, typed, now);
      const changed = changedFields(before, typed);
      expect(changedFields(after, now).every((field) => changed.includes(field))).toBe(true);
      for (const field of changed) expect(after[field]).toBe((typed as Record<string, string>)[field]);
      // What nobody changed meanwhile is what one typed.
      expect(changedFields(rebasedText(before, typed, before), typed)).toEqual([]);
    }),
  );
});

test('open hours are read as people write them', () => {
  const nine = [{ from: '09:00', to: '17:00' }];
  for (const typed of ['9-17', '09:00–17:00', ' 9:00 to 17:00 ', '0900-1700', '9.00 - 17.00']) {
    expect(readSpans(typed), typed).toEqual(nine);
  }
  expect(readSpans('9-12:30, 13-24')).toEqual([
    { from: '09:00', to: '12:30' },
    { from: '13:00', to: '24:00' },
  ]);
  expect(readSpans('24 h')).toEqual([{ from: '00:00', to: '24:00' }]);
  expect([readSpans(''), readSpans('Closed')]).toEqual([[], []]);
  for (const typed of ['from nine', '17-9', '9-25', '9-12, 11-13', '9', '9-17,']) {
    expect(readSpans(typed), typed).toBeNull();
  }
});

test('spans of time are read as people write them, and written so that they are read again', () => {
  const read = { '30': 30, '30 min': 30, '8h': 480, '8 hours': 480, '1 h 30': 90, '1:30': 90, '1.5 h': 90 };
  for (const [typed, expected] of Object.entries(read)) expect(readSpan(typed), typed).toBe(expected);
  expect(readSpan('')).toBeNull();
  for (const typed of ['soon', '8 d', '-3', 'h', '1:75'])
    expect(readSpan(typed), typed).toSatisfy(isNoPromise);
  fc.assert(
    fc.property(minutes, (each) => {
      expect(readSpan(spanText(each))).toBe(each);
    }),
  );
});

const isNoPromise = (read: number | null) => read === null || Number.isNaN(read) || read === 0;

test('each field that is wrong says so, and a week without an open day', () => {
  const good = rulesText({
    hours: {
      zone: 'UTC',
      week: [1, 2, 3, 4, 5, 6, 7].map(() => [{ from: '09:00', to: '17:00' }]),
      holidays: [],
    },
    targets: [],
    warnMinutes: 60,
  });
  const errorsOf = (change: Record<string, string>) => {
    const read = readRules({ ...good, ...change });
    return read.ok ? [] : Object.keys(read.errors);
  };
  expect(errorsOf({})).toEqual([]);
  expect(errorsOf({ 'day 2': 'noon', 'target all 4 first': 'soon', warn: '' })).toEqual([
    'day 2',
    'target all 4 first',
    'warn',
  ]);
  expect(errorsOf({ 'target all 4 first': '0' })).toEqual(['target all 4 first']);
  expect(errorsOf(Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [`day ${day}`, ''])))).toEqual([
    'day 0',
  ]);
  expect(teamsOf({ ...good, ...blankTargets('12') })).toEqual(['12']);
  expect(fieldWords('target 12 4 first', () => 'Night watch')).toBe('urgent, first answer, Night watch');
});

const macro = (over: Partial<Macro> = {}): Macro => ({
  id: '1' as EntryId,
  name: 'Refund under way',
  teamId: null,
  change: { status: 'solved', addTags: ['billing'] },
  body: 'We have sent back {amount}.',
  asNote: false,
  version: 1,
  removed: false,
  ...over,
});

test('a macro that is shown in its form and read again is the same', () => {
  for (const each of [
    macro(),
    macro({ change: { assignee: null, teamId: null, priority: 3, removeTags: ['a'] } }),
    macro({ change: {}, asNote: true }),
    macro({ body: null }),
  ]) {
    expect(readMacro(textOf(each))).toEqual({ ok: true, macro: MacroDraft.parse(each) });
  }
});

test('what was typed into a macro stays on top of what someone saved, and the rest becomes theirs', () => {
  const seen = macro();
  const typed = { ...keptOf(seen), text: { ...textOf(seen), body: 'Mine', status: undefined } };
  const newest = macro({
    version: 2,
    name: 'Refund',
    body: 'Theirs',
    change: { status: 'hold', priority: 4 },
  });
  expect(rebased(typed, newest)).toEqual({
    seen: newest,
    text: { ...textOf(newest), body: 'Mine', status: undefined },
  });
});

test('a macro is found by its name first, then by what it says; those of the ticket’s team stand first', () => {
  const all = [
    macro(),
    macro({ id: '2' as EntryId, name: 'About refunds', teamId: '7' as TeamId, change: { status: 'hold' } }),
    macro({
      id: '3' as EntryId,
      name: 'Password link',
      teamId: '8' as TeamId,
      change: {},
      body: 'No refund here.',
    }),
  ];
  const found = (typed: string, teamId: string | null) =>
    fittingMacros(all, typed, teamId as TeamId | null).map((it) => it.id);
  expect(found('', '7')).toEqual(['2', '1']);
  expect(found('', null)).toEqual(['1']);
  expect(found('refund', '7')).toEqual(['1', '2', '3']);
  expect(found('REFUND way', null)).toEqual(['1']);
  expect(found('billing', null)).toEqual(['1']);
  expect(found('nothing of it', null)).toEqual([]);
});
