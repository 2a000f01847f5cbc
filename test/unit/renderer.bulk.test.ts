import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportSize } from '../../src/renderer/components/notices/file-export.tsx';
import { outcomeKinds, passageOf, type Run, stepped, tally } from '../../src/renderer/components/runs/run.ts';
import {
  countWords,
  passageWords,
  runTitle,
  tallyWords,
} from '../../src/renderer/components/runs/run-words.ts';
import {
  behind,
  partUnderWay,
  timeLeft,
} from '../../src/renderer/features/members/directory/directory-words.ts';

const ids = Array.from({ length: 12 }, (_, index) => String(index + 1));
const outcome = fc.record({
  id: fc.constantFrom(...ids),
  outcome: fc.constantFrom(...outcomeKinds),
  why: fc.constant(null),
});

const subjects = {
  one: 'member',
  many: 'members',
  name: 'Nickname',
  place: () => ({ to: '/members' as const }),
};

describe('a run over many', () => {
  it('counts each once, as they came out last, however often it is gone on with', () => {
    fc.assert(
      fc.property(fc.array(fc.array(outcome)), (steps) => {
        const passage = steps.reduce(
          (now, step, index) =>
            stepped(now, { done: index, total: ids.length, outcomes: step, finished: false }),
          passageOf(ids.length),
        );
        const last = new Map(steps.flat().map((each) => [each.id, each.outcome]));
        expect(new Map([...passage.outcomes].map(([id, each]) => [id, each.outcome]))).toEqual(last);
        expect(Object.values(tally(passage)).reduce((sum, count) => sum + count)).toBe(last.size);
      }),
    );
  });

  it('says how it stands, and what came of it', () => {
    const step = {
      done: 3,
      total: 1200,
      finished: false,
      outcomes: [
        { id: ids[0] ?? fail(), outcome: 'done' as const, why: null },
        { id: ids[1] ?? fail(), outcome: 'done' as const, why: null },
        { id: ids[2] ?? fail(), outcome: 'refused' as const, why: 'deleted' },
      ],
    };
    const passage = stepped(passageOf(1200), step);
    const run: Run = {
      id: 'r',
      title: 'Ban: 1,200 members',
      subjects,
      total: 1200,
      names: new Map(),
      undoable: true,
      act: fail,
      takeBack: fail,
      action: passage,
      undo: null,
    };
    expect(passageWords(passage)).toBe('Under way: 3 of 1,200');
    expect(passageWords({ ...passage, state: 'cut' })).toBe('Broken off: 3 of 1,200');
    expect(passageWords({ ...passage, state: 'stopping' })).toBe(
      'Stopping after what is under way: 3 of 1,200',
    );
    expect(tallyWords(run)).toBe('2 done, 1 refused');
    const undone = { ...run, undo: { requestId: 'u', passage } };
    expect(runTitle(undone)).toBe('Taking back – Ban: 1,200 members');
    expect(tallyWords(undone)).toBe('2 taken back, 1 refused');
  });
});

it('counts in words', () => {
  expect(countWords(1, subjects)).toBe('1 member');
  expect(countWords(10_000, subjects)).toBe('10,000 members');
});

describe('the member directory in words', () => {
  it('tells how long it takes, coarsely', () => {
    expect([null, 20, 240, 7200].map(timeLeft)).toEqual([
      '',
      'less than a minute left',
      'about 4 min left',
      'about 2 h left',
    ]);
  });

  it('never reads more rows than it says there are', () => {
    const state = {
      phase: 'building' as const,
      part: 'logins' as const,
      share: 0.5,
      done: 1200,
      total: 1000,
      secondsLeft: null,
      pausedBy: null,
      freshAt: null,
      cost: { statements: 1, rows: 1, seconds: 1 },
    };
    expect(partUnderWay(state)).toBe('Reading sign-ins: 1,200 of about 1,200');
  });

  it('tells how far it is behind, and never that it is ahead', () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    expect(behind('2026-11-23T11:59:56Z', now)).toBe('4 s');
    expect(behind('2026-11-23T12:00:03Z', now)).toBe('0 s');
    expect(behind('2026-11-23T11:40:00Z', now)).toBe('20 min');
    expect(behind('2026-11-23T02:00:00Z', now)).toBe('10 h');
  });
});

describe('an export', () => {
  it('says how much it wrote', () => {
    expect(exportSize(1, 96)).toBe('1 row, 96 bytes');
    expect(exportSize(1204, 96_000)).toBe('1,204 rows, 96 kB');
    expect(exportSize(10_000, 2_340_000)).toBe('10,000 rows, 2.3 MB');
  });
});

function fail(): never {
  throw new Error('not asked for here');
}
