import { describe, expect, test } from 'vitest';
import type { TicketMessage } from '../../src/contract/tickets/conversation.ts';
import type { TicketRow } from '../../src/contract/tickets/queue.ts';
import { mergeSentences, whyNotMerged } from '../../src/renderer/features/tickets/merging/merge-words.ts';
import { splitProblem, splitSentence } from '../../src/renderer/features/tickets/merging/split-words.ts';
import {
  begun,
  referralProblems,
  subjectOf,
} from '../../src/renderer/features/tickets/refer/referral-draft.ts';

const row = (id: string, o: Partial<Record<keyof TicketRow, unknown>> = {}) =>
  ({
    id,
    status: 'open',
    memberId: '1',
    assignee: null,
    tags: [],
    messages: 1,
    snoozedUntil: null,
    mergedInto: null,
    others: [],
    ...o,
  }) as unknown as TicketRow;

describe('Before tickets are merged', () => {
  test('the dialog says which cannot be, and why', () => {
    expect(whyNotMerged(row('1'), row('2'))).toBeNull();
    expect(whyNotMerged(row('1'), row('1'))).toBe('this ticket');
    expect(whyNotMerged(row('1'), row('2', { mergedInto: '3' }))).toBe('lies in ticket 3');
    expect(whyNotMerged(row('1'), row('2', { memberId: '9' }))).toBe('of another member');
    expect(whyNotMerged(row('1', { memberId: null }), row('2'))).toBeNull();
  });

  test('the dialog says what becomes of them', () => {
    const into = row('1', { status: 'waiting', tags: ['login'] });
    const mara = { user: 'mara', name: 'Mara' };
    const from = row('2', { tags: ['app', 'login'], messages: 3, assignee: mara, others: [{ name: 'Tom' }] });
    expect(mergeSentences(into, [from])).toEqual({
      problems: [],
      warnings: [
        'Ticket 2 is Mara’s; it goes with ticket 1, which is nobody’s.',
        'Tom looks at ticket 2 just now.',
      ],
      effects: [
        'All 3 messages of ticket 2 go into ticket 1.',
        'Ticket 1 waits for an answer again, since ticket 2 does.',
        'It is also tagged app.',
        'What is being written, or scheduled, stays and shows there.',
      ],
    });
    expect(mergeSentences(row('1'), [row('2', { status: 'solved' })]).effects).toEqual([
      'The message of ticket 2 goes into ticket 1.',
      'What is being written, or scheduled, stays and shows there.',
    ]);
  });
});

describe('Before a ticket is split', () => {
  const message = (id: string, kind: string, thanks = false) => ({ id, kind, thanks }) as TicketMessage;
  const talk = [message('1', 'in'), message('2', 'out'), message('3', 'note'), message('4', 'in')];

  test('the dialog wants talk on both sides; what is not loaded counts for the rest', () => {
    expect(splitProblem(talk, new Set(['4']), false)).toBeNull();
    expect(splitProblem(talk, new Set(), false)).toMatch(/^Choose/);
    expect(splitProblem(talk, new Set(['3']), false)).toMatch(/^Choose/);
    expect(splitProblem(talk, new Set(['1', '2', '4']), false)).toMatch(/^Leave/);
    expect(splitProblem(talk, new Set(['1', '2', '4']), true)).toBeNull();
  });

  test('the dialog says for whom the new one waits', () => {
    expect(splitSentence(talk, new Set(['4']))).toBe(
      'One message goes into a new ticket, which waits for an answer.',
    );
    expect(splitSentence(talk, new Set(['1', '2']))).toBe(
      '2 messages go into a new ticket, which waits for the member.',
    );
    expect(splitSentence([message('1', 'in', true)], new Set(['1']))).toMatch(/waits for the member\.$/);
  });
});

describe('Before a ticket is handed over', () => {
  test('the dialog wants to know about whom or what, why, and what they should know', () => {
    const draft = begun(null);
    expect(referralProblems(draft)).toEqual({
      subject: 'Choose a member',
      reason: 'Give a reason',
      note: 'Write what they should know',
    });
    const whole = { ...draft, kind: 'photo', contentId: ' 12 ', reason: 'spam', note: 'Look' };
    expect(referralProblems(whole)).toEqual({});
    expect(subjectOf(whole)).toEqual({ kind: 'photo', id: '12' });
    expect(subjectOf({ ...whole, contentId: 'twelve' })).toBeNull();
  });
});
