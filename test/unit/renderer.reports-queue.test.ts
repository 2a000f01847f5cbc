import fc from 'fast-check';
import { data } from 'franc-min/data.js';
import { expressions } from 'franc-min/expressions.js';
import { describe, expect, it } from 'vitest';
import { CaseRow, queueViews } from '../../src/contract/reports/queue.ts';
import { hoursWords, usualAge, usualAges } from '../../src/renderer/components/filters/age.ts';
import { cappedWords, newsWords } from '../../src/renderer/components/list/count-words.ts';
import { stretchWords } from '../../src/renderer/components/text/stretch-words.ts';
import { actWords, wholeWords } from '../../src/renderer/features/reports/bulk/bulk-words.ts';
import { filterWords } from '../../src/renderer/features/reports/filters/filter-words.ts';
import { languageName, languages } from '../../src/renderer/features/reports/filters/languages.ts';
import {
  dueOf,
  isStillIn,
  reportWords,
  standingOf,
} from '../../src/renderer/features/reports/queue/case-words.ts';
import { parseReportsAddress } from '../../src/renderer/features/reports/reports-address.ts';
import { freshWords } from '../../src/renderer/features/views/column/fresh-words.ts';
import { caseNamed } from '../../src/renderer/shell/case-named.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const minute = 60_000;
const at = (minutes: number) => new Date(now + minutes * minute).toISOString();

/** A case opened 6 hours ago that its policy wants decided in 6 more, nobody’s. */
function caseRow(o: Partial<Record<keyof CaseRow, unknown>> = {}): CaseRow {
  return CaseRow.parse({
    id: '7',
    state: 'open',
    subject: { kind: 'photo', id: '3' },
    authorId: '4',
    author: 'mara',
    excerpt: 'A field',
    hasMedia: false,
    policyId: '7',
    policy: 'Spam',
    severity: 2,
    danger: null,
    reasons: ['spam'],
    reports: 1,
    reporters: 1,
    language: null,
    openedAt: at(-360),
    lastReportAt: at(-360),
    dueAt: at(360),
    score: 58.5,
    claim: null,
    heldUntil: null,
    setBy: null,
    decidedAt: null,
    outcome: null,
    version: 1,
    ...o,
  });
}
const claimOf = (user: string, minutes: number) => ({ user, name: `The ${user}`, until: at(minutes) });

describe('a case in the list', () => {
  it('says how it stands against its target time, and when that becomes urgent', () => {
    expect(dueOf(caseRow(), now)).toEqual({ words: 'due in 6 h', tone: 'fine' });
    expect(dueOf(caseRow({ dueAt: at(50) }), now)).toEqual({ words: 'due in 50 min', tone: 'soon' });
    expect(dueOf(caseRow({ dueAt: at(-200) }), now)).toEqual({ words: '3 h overdue', tone: 'late' });
    expect(dueOf(caseRow({ state: 'done', dueAt: at(-200) }), now)).toBeNull();
  });

  it('never says that no time is left or has passed', () => {
    expect([0, 20_000, 80 * minute, 100 * minute, 40 * 60 * minute].map(stretchWords)).toEqual([
      '1 min',
      '1 min',
      '80 min',
      '2 h',
      '2 d',
    ]);
  });

  it('is with a colleague until the claim lapses, and then with nobody', () => {
    const row = caseRow({ claim: claimOf('noor', 4) });
    expect(standingOf(row, 'mara', now)).toEqual({ kind: 'taken', name: 'The noor', left: 4 * minute });
    expect(standingOf(row, 'mara', now + 4 * minute)).toEqual({ kind: 'free' });
  });

  it('is mine by my claim, or because a colleague handed it to me', () => {
    expect(standingOf(caseRow({ claim: claimOf('mara', 9) }), 'mara', now)).toEqual({
      kind: 'mine',
      left: 9 * minute,
      from: null,
    });
    const handed = caseRow({ claim: claimOf('mara', 200), setBy: 'noor' });
    expect(standingOf(handed, 'mara', now)).toMatchObject({ kind: 'mine', from: 'noor' });
  });

  it('counts reports, and reporters where some reported twice', () => {
    expect(reportWords(caseRow())).toBe('1 report');
    expect(reportWords(caseRow({ reports: 1200, reporters: 1200 }))).toBe('1,200 reports');
    expect(reportWords(caseRow({ reports: 3, reporters: 2 }))).toBe('3 reports by 2');
  });

  it('is in “mine” or in “unclaimed” while it is open, and never in both', () => {
    const rows = fc.record({
      state: fc.constantFrom('open', 'held', 'escalated', 'done'),
      claim: fc.option(
        fc
          .tuple(fc.constantFrom('mara', 'noor'), fc.integer({ min: -20, max: 20 }))
          .map(([user, minutes]) => claimOf(user, minutes)),
      ),
    });
    fc.assert(
      fc.property(rows, (columns) => {
        const row = caseRow(columns);
        const views = queueViews.filter((view) => isStillIn(view, row, 'mara', now));
        const theirs = standingOf(row, 'mara', now).kind === 'taken';
        expect(views.includes('mine') && views.includes('unclaimed')).toBe(false);
        expect(views.length === 0).toBe(theirs);
        if (row.state !== 'open') expect(views).toEqual([row.state]);
      }),
    );
  });
});

const cases = { one: 'case', many: 'cases' };
const reports = { one: 'report', many: 'reports', work: 'reports' };

describe('the queue in words', () => {
  it('says what came and what left', () => {
    expect(newsWords(0, false, 0, cases)).toBe('');
    expect(newsWords(1, false, 0, cases)).toBe('1 new case');
    expect(newsWords(100, true, 3, cases)).toBe('100+ new cases, 3 have left');
    expect(newsWords(0, false, 1, cases)).toBe('1 has left');
  });

  it('counts no further than it was counted', () => {
    expect(cappedWords({ count: 3412, capped: false })).toBe('3,412');
    expect(cappedWords({ count: 10_000, capped: true })).toBe('10,000+');
  });

  it('says how fresh it is, how many reports wait, and when it is behind', () => {
    const fresh = { asOf: at(-0.05), waiting: 0, waitingCapped: false };
    expect(freshWords(fresh, now, reports)).toMatchObject({ words: 'As of 3 s', wait: null, old: false });
    expect(freshWords({ ...fresh, asOf: at(-7), waiting: 1 }, now, reports)).toMatchObject({
      words: '7 min behind the site',
      wait: '1 report waits',
      old: true,
    });
    expect(freshWords({ ...fresh, waiting: 1000, waitingCapped: true }, now, reports).wait).toBe(
      '1,000+ reports wait',
    );
    expect(freshWords({ ...fresh, asOf: null }, now, reports)).toMatchObject({
      words: 'Reports not read yet',
      old: true,
    });
  });

  it('is never as of a moment to come, whatever this machine’s clock says', () => {
    expect(freshWords({ asOf: at(5), waiting: 0, waitingCapped: false }, now, reports).words).toBe(
      'As of 0 s',
    );
  });
});

describe('the filters of the queue', () => {
  const nameless = { policy: undefined, author: undefined, reporter: undefined };

  it('are said in a few words each', () => {
    const address = parseReportsAddress({
      policy: '7',
      kind: 'group_post',
      language: 'deu',
      author: '4',
      reporter: '5',
      older: '72',
      younger: '1',
    });
    expect(filterWords(address, { policy: 'Spam', author: 'mara', reporter: undefined })).toEqual([
      { name: 'policy', words: 'Spam' },
      { name: 'kind', words: 'kind: group post' },
      { name: 'language', words: 'in German' },
      { name: 'author', words: 'about mara' },
      { name: 'reporter', words: 'reported by 5' },
      { name: 'older', words: 'opened more than 3 days ago' },
      { name: 'younger', words: 'opened in the last hour' },
    ]);
    expect(filterWords({ language: 'und' }, nameless)).toEqual([
      { name: 'language', words: 'language not recognised' },
    ]);
  });

  it('know an age that is usually asked for from one that is not', () => {
    for (const [name, age] of Object.entries(usualAges)) expect(usualAge(age)).toBe(name);
    expect(usualAge({ older: 5, younger: 6 })).toBeNull();
    expect([1, 30, 48, 50].map(hoursWords)).toEqual(['1 hour', '30 hours', '2 days', '50 hours']);
  });

  it('offer every language that the intake recognises, by its name', () => {
    const recognised = new Set([
      ...Object.values(data).flatMap((script) => Object.keys(script)),
      // Scripts that one language alone is written in are named by it.
      ...Object.keys(expressions).filter((script) => /^[a-z]{3}$/.test(script)),
    ]);
    expect(new Set(languages.map(({ code }) => code))).toEqual(new Set([...recognised, 'und']));
    expect(languages.filter(({ code, name }) => code === name)).toEqual([]);
    expect(languages.at(-1)?.name).toBe('Not recognised');
    expect(languageName('qaa')).toBe('qaa');
  });
});

describe('many cases at once', () => {
  it('are as many as are counted, and never more than one run takes', () => {
    expect(wholeWords('Unclaimed', { count: 3412, capped: false })).toBe(
      'All 3,412 cases of “Unclaimed” that fit the filters',
    );
    expect(wholeWords('Next for me', { count: 10_000, capped: true })).toBe(
      'The first 10,000 cases of “Next for me” that fit the filters',
    );
    expect(wholeWords('Held', { count: 1, capped: false })).toBe(
      'The one case of “Held” that fits the filters',
    );
  });

  it('are decided about in one sentence', () => {
    expect(actWords(['hide', 'mute'], 412)).toBe('Hide, mute: 412 cases');
    expect(actWords([], 1)).toBe('Decide: 1 case');
  });
});

describe('a case by its number', () => {
  it('is understood as one types it', () => {
    expect(['case 123', '#123', 'Case #123', ' case123 '].map(caseNamed)).toEqual(Array(4).fill('123'));
  });

  it('is not what else one may look for', () => {
    expect(['123', 'case', 'case x', '#0', 'showcase 5', 'case 99999999999999999999'].map(caseNamed)).toEqual(
      Array(6).fill(null),
    );
  });
});
