import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BusinessHours, Target } from '../../src/contract/tickets/rules.ts';
import type { TeamId } from '../../src/contract/tickets/values.ts';
import {
  type ClockColumns,
  farAway,
  type Reckoned,
  reckon,
  timeOf,
} from '../../src/core/tickets/clocks/clock.ts';
import { type Rules, rulesOf, targetOf } from '../../src/core/tickets/clocks/rules.ts';
import { ClockModel, owedBy } from '../support/clock-model.ts';
import { aboutTurns, alwaysOpen, businessHours, OfficeModel } from '../support/office-model.ts';

const minuteMs = 60_000;
const columnOf = (moment: number) => new Date(moment).toISOString().replace('T', ' ').replace('Z', '000');
const dueColumns = { first: 'first_due_at', next: 'next_due_at', solve: 'solve_due_at' } as const;
const usedColumns = { first: 'first_used', next: 'next_used', solve: 'solve_used' } as const;
const kinds = ['first', 'next', 'solve'] as const;

type Row = ClockColumns & Reckoned;

/** A ticket that came in at a moment, as its row has it from then on. */
function opened(rules: Rules, moment: number, set: Partial<ClockColumns> = {}): Row {
  const blank: ClockColumns = {
    status: 'new',
    merged_into: null,
    priority: 2,
    team_id: null,
    first_at: null,
    asked_at: null,
    first_used: 0,
    next_used: 0,
    solve_used: 0,
    clock_since: null,
    ...set,
  };
  return { ...blank, ...reckon(rules, blank, blank, columnOf(moment)) };
}

function saved(rules: Rules, row: Row, moment: number, set: Partial<ClockColumns> = {}): Row {
  const after = { ...row, ...set };
  return { ...after, ...reckon(rules, row, after, columnOf(moment)) };
}

const target = (over: Partial<Target>): Target => ({
  teamId: null,
  priority: 2,
  first: 60,
  next: 30,
  solve: 480,
  ...over,
});
const rulesWith = (hours: BusinessHours, targets: Target[], warnMinutes = 15) =>
  rulesOf(7, { hours, targets, warnMinutes });
const office = (zone = 'UTC'): BusinessHours => ({
  zone,
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => (day < 6 ? [{ from: '09:00', to: '17:00' }] : [])),
  holidays: [],
});
const at = (text: string) => Date.parse(`${text}Z`);
const due = (text: string) => columnOf(at(text));

const minutes = fc.option(fc.integer({ min: 1, max: 1500 }), { freq: 6 });
const targets = fc.uniqueArray(
  fc.record({
    teamId: fc.constantFrom(null, '1' as TeamId),
    priority: fc.constantFrom(2, 3),
    first: minutes,
    next: minutes,
    solve: minutes,
  }),
  { selector: (it) => `${it.teamId} ${it.priority}`, minLength: 2, maxLength: 4 },
);

type Deed =
  | 'answer'
  | 'ask'
  | 'wait'
  | 'hold'
  | 'solve'
  | 'open'
  | 'merge'
  | 'part'
  | 'priority'
  | 'team'
  | 'none';
const deeds: readonly Deed[] = [
  'answer',
  'ask',
  'ask',
  'wait',
  'hold',
  'solve',
  'open',
  'merge',
  'part',
  'priority',
  'team',
  'none',
];
const history = fc.array(
  fc.record({
    deed: fc.constantFrom(...deeds),
    after: fc.nat({ max: 600 }),
    /** How long what a member wrote lies on the site before it is read. */
    unread: fc.constantFrom(0, 0, 5, 90),
  }),
  { maxLength: 14 },
);

/** What a deed sets, as the handlers of the deeds do. */
function setBy(deed: Deed, row: Row, moment: number, asked: number): Partial<ClockColumns> {
  switch (deed) {
    case 'answer':
      return { status: 'waiting', first_at: row.first_at ?? columnOf(moment), asked_at: null };
    case 'ask':
      return {
        status: row.first_at === null ? 'new' : 'open',
        asked_at: row.first_at === null ? null : (row.asked_at ?? columnOf(asked)),
      };
    case 'wait':
      return { status: 'waiting' };
    case 'hold':
      return { status: 'hold' };
    case 'solve':
      return { status: 'solved' };
    case 'open':
      return { status: 'open' };
    case 'merge':
      return { merged_into: '99' };
    case 'part':
      return { merged_into: null };
    case 'priority':
      return { priority: 5 - row.priority };
    case 'team':
      return { team_id: row.team_id === null ? '1' : null };
    case 'none':
      return {};
  }
}

const isRunning = (row: ClockColumns) => ['new', 'open'].includes(row.status) && row.merged_into === null;
const modelOf = (row: ClockColumns) => ({
  running: isRunning(row),
  answered: row.first_at !== null,
  asked: row.asked_at !== null,
});

test('through any history the clocks show what a model counts minute by minute', () => {
  fc.assert(
    fc.property(businessHours, targets, aboutTurns, history, (hours, promised, about, deeds) => {
      const rules = rulesWith(hours, promised);
      let moment = Math.floor(about / minuteMs) * minuteMs;
      let row = opened(rules, moment);
      const model = new ClockModel(new OfficeModel(hours), moment);
      for (const { deed, after, unread } of deeds) {
        const before = row;
        const asked = moment + after * minuteMs;
        moment = asked + (deed === 'ask' ? unread * minuteMs : 0);
        const set = setBy(deed, before, moment, asked);
        // What was asked counts from when it was asked, and as what it is then.
        const wakes = set.asked_at != null && set.asked_at !== before.asked_at;
        model.runTo(wakes ? asked : moment, modelOf(before));
        row = saved(rules, before, moment, set);
        if (wakes || row.asked_at === null) model.used.next = 0;
        if (wakes) model.runTo(moment, modelOf(row));

        for (const kind of kinds) expect(row[usedColumns[kind]], `${kind} used`).toBe(model.used[kind]);
        expectDeadlines(rules, row, model, moment);
      }
    }),
    { numRuns: 150 },
  );
});

function expectDeadlines(rules: Rules, row: Row, model: ClockModel, moment: number): void {
  const owed = isRunning(row) ? owedBy(modelOf(row)) : [];
  const promised = targetOf(rules, row);
  for (const kind of kinds) {
    const limit = owed.includes(kind) ? promised[kind] : null;
    const shown = row[dueColumns[kind]];
    if (limit === null) {
      expect(shown).toBeNull();
    } else if (model.used[kind] >= limit * 60) {
      expect(shown === null ? moment + 1 : timeOf(shown)).toBeLessThanOrEqual(moment);
    } else {
      const reached = model.reaches(kind, limit * 60);
      if (reached !== null) expect(shown).toBe(columnOf(reached));
      else expect(shown === null ? moment + 1 : timeOf(shown)).toBeGreaterThan(moment);
    }
  }
  const dues = kinds.flatMap((kind) => row[dueColumns[kind]] ?? []);
  expect(row.due_at).toBe(dues.toSorted()[0] ?? farAway);
  if (row.warn_at !== null) expect(row.warn_at <= row.due_at).toBe(true);
}

test('however often a ticket is saved, its deadlines and its warning stay where they are', () => {
  const saves = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(businessHours, targets, aboutTurns, saves, (hours, promised, moment, gaps) => {
      const rules = rulesWith(hours, promised);
      const first = opened(rules, moment);
      let row = first;
      let now = moment;
      for (const gap of gaps) {
        now += gap;
        row = saved(rules, row, now);
      }
      for (const column of ['first_due_at', 'solve_due_at', 'due_at', 'warn_at'] as const) {
        expect(row[column]).toBe(first[column]);
      }
      const counted = rules.office.between(moment, now);
      expect(row.solve_used).toBe(Math.floor(counted));
    }),
  );
});

test('the first answer, the next one and the solution each have their deadline while they are owed', () => {
  const rules = rulesWith(office(), [target({})]);
  let row = opened(rules, at('2026-11-30T10:00'));
  expect(row).toMatchObject({ first_due_at: due('2026-11-30T11:00'), next_due_at: null });
  expect(row.solve_due_at).toBe(due('2026-12-01T10:00'));
  row = saved(rules, row, at('2026-11-30T10:20'), {
    first_at: due('2026-11-30T10:20'),
    status: 'waiting',
  });
  expect(row).toMatchObject({
    first_due_at: null,
    next_due_at: null,
    solve_due_at: null,
    due_at: farAway,
    warn_at: null,
    first_used: 1200,
  });
  // Asked again in the evening, so the half hour is that of the next morning; the solution has 7 h 40 left.
  row = saved(rules, row, at('2026-11-30T20:05'), { asked_at: due('2026-11-30T20:00'), status: 'open' });
  expect(row).toMatchObject({
    first_due_at: null,
    next_due_at: due('2026-12-01T09:30'),
    solve_due_at: due('2026-12-01T16:40'),
    due_at: due('2026-12-01T09:30'),
    warn_at: due('2026-12-01T09:15'),
  });
});

test('what a member asked while nobody read it has waited since it was asked', () => {
  const rules = rulesWith(alwaysOpen('UTC'), [target({})]);
  const row = opened(rules, at('2026-11-30T10:00'), {
    status: 'waiting',
    first_at: due('2026-11-30T09:00'),
  });
  const read = saved(rules, row, at('2026-11-30T12:20'), {
    status: 'open',
    asked_at: due('2026-11-30T12:00'),
  });
  expect(read).toMatchObject({ next_used: 1200, solve_used: 1200, next_due_at: due('2026-11-30T12:30') });
});

test('a deadline that was missed stays where it was, while the ticket is worked on and once it waited', () => {
  const rules = rulesWith(office(), [target({})]);
  let row = opened(rules, at('2026-11-30T10:00'));
  row = saved(rules, row, at('2026-11-30T12:00'));
  expect(row.first_due_at).toBe(due('2026-11-30T11:00'));
  row = saved(rules, row, at('2026-11-30T13:00'), { status: 'hold' });
  expect(row.due_at).toBe(farAway);
  // Two hours late before it was put on hold, and two hours late after.
  row = saved(rules, row, at('2026-12-02T11:00'), { status: 'open' });
  expect(rules.office.between(timeOf(row.first_due_at ?? ''), at('2026-12-02T11:00'))).toBe(2 * 3600);
});

test('more urgent, its deadline comes sooner, and may have been; a team of its own promises may promise nothing', () => {
  const rules = rulesWith(office(), [
    target({}),
    target({ priority: 4, first: 15 }),
    target({ teamId: '1' as TeamId, first: null, next: null, solve: null }),
  ]);
  const row = opened(rules, at('2026-11-30T10:00'));
  const urgent = saved(rules, row, at('2026-11-30T10:30'), { priority: 4 });
  expect(urgent.first_due_at).toBe(due('2026-11-30T10:15'));
  expect(saved(rules, urgent, at('2026-11-30T10:40'), { team_id: '1' }).first_due_at).toBe(
    due('2026-11-30T10:15'),
  );
  expect(saved(rules, row, at('2026-11-30T10:40'), { team_id: '1' })).toMatchObject({
    due_at: farAway,
    warn_at: null,
  });
});

test('a breach is warned of so many minutes of business hours before, and of a short target half way', () => {
  const rules = rulesWith(
    office(),
    [target({ first: 120, solve: null }), target({ priority: 4, first: 20 })],
    60,
  );
  expect(opened(rules, at('2026-11-30T16:30')).warn_at).toBe(due('2026-12-01T09:30'));
  expect(opened(rules, at('2026-11-30T10:00'), { priority: 4 }).warn_at).toBe(due('2026-11-30T10:10'));
});

test('where no target is, or the office is closed for good, no deadline is', () => {
  expect(opened(rulesWith(office(), []), at('2026-11-30T10:00'))).toMatchObject({
    due_at: farAway,
    warn_at: null,
    clock_since: due('2026-11-30T10:00'),
  });
});
