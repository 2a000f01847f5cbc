import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContentItem } from '../../src/contract/members/page.ts';
import type { CaseEvent } from '../../src/contract/reports/case.ts';
import { CaseRow } from '../../src/contract/reports/queue.ts';
import { EntryId, MemberId, Utc } from '../../src/contract/values.ts';
import { differenceOf, folded } from '../../src/renderer/components/text/difference.ts';
import { lookingWords } from '../../src/renderer/features/looking/looking-words.ts';
import { authorJoin, subjectWords } from '../../src/renderer/features/reports/case/case-words.ts';
import { subjectDifferences } from '../../src/renderer/features/reports/case/evidence/evidence-differences.ts';
import {
  guardsOf,
  mediaGuards,
} from '../../src/renderer/features/reports/case/evidence/media/media-guards.ts';
import { eventWords } from '../../src/renderer/features/reports/case/history/event-words.ts';
import { countdown, isLapsing, isToRenew } from '../../src/renderer/features/reports/claim/claim-state.ts';
import { caseDifferences } from '../../src/renderer/features/reports/decide/case-differences.ts';
import { standingOf } from '../../src/renderer/features/reports/queue/case-words.ts';
import { skewOf } from '../../src/renderer/preferences/server-clock.ts';

const words = (before: string, after: string) =>
  differenceOf(before, after).map(({ kind, text }) => `${kind} ${text}`);

describe('an edit as a difference', () => {
  it('is told word by word', () => {
    expect(words('I will find you on Sunday', 'I will miss you on Sunday')).toEqual([
      'same I will ',
      'removed find',
      'added miss',
      'same  you on Sunday',
    ]);
  });

  it('takes words that were written anew together as one change', () => {
    expect(words('at the old mill on Sunday', 'at the new bus station on Sunday')).toEqual([
      'same at the ',
      'removed old mill',
      'added new bus station',
      'same  on Sunday',
    ]);
  });

  it('is nothing where nothing was edited, and all where nothing was there before', () => {
    expect(words('the same', 'the same')).toEqual(['same the same']);
    expect(words('', 'all of it')).toEqual(['added all of it']);
    expect(words('all of it', '')).toEqual(['removed all of it']);
  });

  it('always holds the whole of both texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n', 'é', '😀', '.', 'word'), { maxLength: 40 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [before, after] = [one.join(''), other.join('')];
        const stretches = differenceOf(before, after);
        const made = (left: string) =>
          stretches
            .filter(({ kind }) => kind !== left)
            .map((it) => it.text)
            .join('');
        expect([made('added'), made('removed')]).toEqual([before, after]);
      }),
    );
  });

  it('keeps of a long text what stands around the changes, and cuts no sign in two', () => {
    const long = 'so it goes on and on '.repeat(40);
    const shown = folded(differenceOf(`${long}yes ${long}`, `${long}no ${long}`));
    expect(shown.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same']);
    expect(shown[0]?.text).toMatch(/^….{20,70} $/);
    expect(shown[3]?.text).toMatch(/^ .{20,70}…$/);
    const emoji = '😀'.repeat(300);
    for (const { text } of folded(differenceOf(`${emoji} a ${emoji}`, `${emoji} b ${emoji}`))) {
      expect(text.isWellFormed()).toBe(true);
    }
  });

  it('names each part that differs, and nothing where one of the two is gone', () => {
    const before = item({ title: 'Hello', body: 'You again' });
    const after = item({ title: 'Hello', body: 'You', visible: false });
    expect(subjectDifferences({ content: before, member: null }, { content: after, member: null })).toEqual([
      { name: 'Text', before: 'You again', after: 'You' },
      { name: 'Seen by', before: 'the community', after: 'nobody: it is hidden' },
    ]);
    expect(subjectDifferences({ content: before, member: null }, { content: null, member: null })).toEqual(
      [],
    );
  });
});

describe('a claim', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const claim = { user: 'mara', name: 'Mara', until: Utc.parse('2026-11-23T12:10:00Z') };

  it('counts down to the second', () => {
    expect(countdown(582_400)).toBe('9:42');
    expect(countdown(9_000)).toBe('0:09');
    expect(countdown(11_100_000)).toBe('3:05:00');
    expect(countdown(-5)).toBe('0:00');
  });

  it('is renewed while someone works, and not while they are away', () => {
    const later = standingOf(row({ claim }), 'mara', now + 150_000);
    expect(isToRenew(later, 5_000)).toBe(true);
    expect(isToRenew(later, 120_000)).toBe(false);
    expect(isToRenew(standingOf(row({ claim }), 'mara', now), 5_000), 'one just made').toBe(false);
    expect(isToRenew(standingOf(row({ claim }), 'ada', now + 150_000), 5_000), 'someone else’s').toBe(false);
  });

  it('is warned of two minutes before it lapses, and lapses by the server’s clock', () => {
    expect(isLapsing(standingOf(row({ claim }), 'mara', now + 470_000))).toBe(false);
    expect(isLapsing(standingOf(row({ claim }), 'mara', now + 481_000))).toBe(true);
    expect(standingOf(row({ claim }), 'mara', now + 600_000)).toEqual({ kind: 'free' });
    expect(skewOf('2026-11-23T12:00:05Z', now)).toBe(5000);
  });

  it('says who else is there', () => {
    const other = (name: string, writing: boolean) => ({ user: name.toLowerCase(), name, writing });
    expect(lookingWords([], 'a decision')).toBe('');
    expect(lookingWords([other('Ada', false)], 'a decision')).toBe('Ada is looking');
    const three = [other('Ada', false), other('Mara', true), other('Tom', false)];
    expect(lookingWords(three, 'a decision')).toBe('Ada and Tom are looking; Mara is writing a decision');
  });
});

describe('a case in words', () => {
  it('says what it is about', () => {
    const about = (kind: string) => `${subjectWords(kind)} ${authorJoin(kind)}`.trim();
    expect(['photo', 'event', 'group_post', 'conversation', 'member'].map(about)).toEqual([
      'A photo by',
      'An event by',
      'A group post by',
      'A private conversation with',
      'The member',
    ]);
  });

  it('tells what happened, whoever wrote the event', () => {
    const told = (kind: string, detail: CaseEvent['detail'] = {}, actor: string | null = 'mara') =>
      eventWords(event({ kind, detail, actor }), (account) => account.toUpperCase(), 'utc');
    expect(told('joined', { reports: 3, newReporters: 2 }, null).deed).toBe('3 more reports came');
    expect(told('handed-over', { to: 'ada', note: 'You know her' })).toEqual({
      deed: 'handed it to ADA',
      note: 'You know her',
    });
    expect(told('held', { until: '2026-11-24T08:00:00Z', note: 'x' }).deed).toBe(
      'put it on hold until 24 Nov 2026, 08:00:00 UTC',
    );
    expect(told('held', { until: 'never', note: 7 })).toEqual({ deed: 'put it on hold', note: null });
    expect(told('resumed', {}, null).deed).toMatch(/^Came back/);
    expect(told('something-new').deed).toContain('something-new');
  });

  it('says what changed while someone was writing', () => {
    const seen = { row: row({ version: 4 }), events: [event({ id: '1', kind: 'opened' })] };
    const differences = (version: number, ...events: CaseEvent[]) =>
      caseDifferences(
        seen,
        { row: row({ version }), events: [...seen.events, ...events] },
        () => 'Ada',
        'utc',
      );
    expect(differences(4, event({ id: '2', kind: 'noted' }))).toEqual([]);
    expect(
      differences(
        6,
        event({ id: '2', kind: 'joined', actor: null, detail: { reports: 1 } }),
        event({ id: '3', kind: 'decided', actor: 'ada', detail: { outcome: 'dismissed' } }),
      ),
    ).toEqual(['Another report came.', 'Ada decided it: dismissed.']);
    expect(differences(5)).toEqual(['Something about it is no longer as you saw it.']);
  });
});

describe('what softens media', () => {
  it('is on until the person turns it off', () => {
    expect(guardsOf(undefined)).toEqual(mediaGuards);
    expect(guardsOf('')).toEqual([]);
    expect(guardsOf('mute,blur,nonsense')).toEqual(['blur', 'mute']);
  });
});

function item(o: Partial<ContentItem>): ContentItem {
  return {
    kind: 'status',
    id: '1',
    authorId: MemberId.parse('1'),
    authorNickname: 'Someone',
    title: null,
    body: null,
    mediaUrl: null,
    createdAt: Utc.parse('2026-11-01T00:00:00Z'),
    editedAt: null,
    visible: true,
    ...o,
  };
}

function event(o: Partial<Omit<CaseEvent, 'id'>> & { kind: string; id?: string }): CaseEvent {
  const { id = '9', ...rest } = o;
  return { at: Utc.parse('2026-11-23T12:00:00Z'), actor: 'mara', detail: {}, ...rest, id: EntryId.parse(id) };
}

function row(o: { claim?: CaseRow['claim']; version?: number }): CaseRow {
  return CaseRow.parse({
    id: '12',
    state: 'open',
    subject: { kind: 'status', id: '1' },
    authorId: '1',
    author: 'Someone',
    excerpt: '',
    hasMedia: false,
    policyId: '7',
    policy: 'Spam',
    severity: 2,
    danger: null,
    reasons: ['spam'],
    reports: 1,
    reporters: 1,
    language: null,
    openedAt: '2026-11-23T10:00:00Z',
    lastReportAt: '2026-11-23T10:00:00Z',
    dueAt: '2026-11-24T10:00:00Z',
    score: 20,
    claim: null,
    heldUntil: null,
    setBy: null,
    decidedAt: null,
    outcome: null,
    version: 1,
    ...o,
  });
}
