import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import { BusinessHours, type MacroDraft, type TicketRules } from '../../src/contract/tickets/rules.ts';
import type { TeamId } from '../../src/contract/tickets/values.ts';
import type { EntryId } from '../../src/contract/values.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { refusalOf } from '../support/rule-setting.ts';
import { clientFor, type Ticketing, ticketing } from '../support/ticketing.ts';

const alwaysOpen = BusinessHours.parse({
  zone: 'UTC',
  week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
  holidays: [],
});

describe('Macros, hours and targets', () => {
  let town: Community;
  let desk: Ticketing;
  let ada: Client;
  let sam: Client;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ members: 100, directory: false }));
    desk = ticketing(town);
    ada = stack.use(await clientFor(town, 'admin')).client;
    sam = stack.use(await clientFor(town, 'support')).client;
  });
  afterAll(() => stack.disposeAsync());

  const macro = (change: Partial<MacroDraft> = {}): MacroDraft => ({
    name: `Macro ${randomUUID().slice(0, 8)}`,
    teamId: null,
    change: { status: 'waiting', addTags: ['login'] },
    body: 'Hello {nickname}, we look into {what it is}. {me}',
    asNote: false,
    ...change,
  });
  const save = (draft: MacroDraft, over: { id: EntryId; seen: number } | null = null, by = ada) =>
    by.tickets.saveMacro({
      requestId: randomUUID(),
      id: over?.id ?? null,
      seenVersion: over?.seen ?? 0,
      macro: draft,
    });
  const remove = (id: EntryId, removed = true, by = ada) =>
    by.tickets.removeMacro({ requestId: randomUUID(), id, removed });
  const macros = async (removed = false) => (await sam.tickets.macros({ removed })).macros;
  const record = async (kind: string, subject: string) =>
    (
      await desk.rows(
        `SELECT CONCAT(actor, ' ', action, ' ', detail) AS text FROM caretaker_audit.entry
         WHERE subject_kind = ? AND subject_id = ? ORDER BY id`,
        [kind, subject],
      )
    ).map((row) => String(row.text));

  test('a desk begins with macros, by name', async () => {
    const names = (await macros()).map((it) => it.name);
    expect(names).toContain('Ask for the device');
    expect(names).toEqual(names.toSorted());
  });

  test('a macro is there for support as it was written, each tag once, and on record', async () => {
    const draft = macro({
      teamId: '1' as TeamId,
      change: { status: 'solved', priority: 3, assignee: null, addTags: ['app', 'app'], removeTags: ['old'] },
      asNote: true,
    });
    const { id, version } = await save(draft);
    expect(version).toBe(1);
    expect((await macros()).find((it) => it.id === id)).toEqual({
      ...draft,
      change: { status: 'solved', priority: 3, assignee: null, addTags: ['app'], removeTags: ['old'] },
      id,
      version: 1,
      removed: false,
    });
    expect(await record('macro', draft.name)).toEqual([
      expect.stringMatching(/^admin macro\.saved {"version": ?1}/),
    ]);
    const [told] = await desk.rows(
      "SELECT COUNT(*) AS count FROM caretaker.change_feed WHERE topic = 'ticket-rules' AND subject_id = ?",
      [`macro ${id}`],
    );
    expect(Number(told?.count)).toBe(1);
  });

  test('of two who save one macro at one moment, one is told that someone did', async () => {
    const draft = macro();
    const { id } = await save(draft);
    const both = await Promise.all(
      ['A', 'B'].map((body) => refusalOf(save({ ...draft, body }, { id, seen: 1 }))),
    );
    expect(both.map((it) => it.code).toSorted()).toEqual(['CONFLICT', 'it worked']);
    expect(both.find((it) => it.code === 'CONFLICT')?.message).toBe(
      `Someone saved “${draft.name}” meanwhile. Nothing was changed; what you typed is kept.`,
    );
    expect((await macros()).find((it) => it.id === id)?.version).toBe(2);
  });

  test('a macro out of use is not offered, cannot be changed, and comes back unless its name is taken', async () => {
    const draft = macro();
    const { id } = await save(draft);
    await remove(id);
    expect((await macros()).some((it) => it.id === id)).toBe(false);
    expect((await macros(true)).find((it) => it.id === id)).toMatchObject({ removed: true });
    expect(await refusalOf(save(draft, { id, seen: 1 }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('is out of use'),
    });
    const other = await save({ ...draft, name: draft.name.toUpperCase() });
    expect(await refusalOf(remove(id, false))).toMatchObject({
      code: 'CONFLICT',
      message: `There is a macro “${draft.name}” already. Nothing was changed; what you typed is kept.`,
    });
    await remove(other.id);
    await remove(id, false);
    expect((await macros()).some((it) => it.id === id)).toBe(true);
  });

  test('a macro that could never be filled, does nothing, or contradicts itself is refused', async () => {
    expect(await refusalOf(save(macro({ body: 'Hello {nickname' })))).toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'macro.body' }] },
    });
    for (const change of [{}, { addTags: [] }]) {
      expect(await refusalOf(save(macro({ body: null, change })))).toMatchObject({ code: 'INVALID_INPUT' });
    }
    const both = { addTags: ['app'], removeTags: ['app'] };
    expect(await refusalOf(save(macro({ change: both })))).toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'macro.change.removeTags' }] },
    });
  });

  test('a macro that a newer console wrote is left to it', async () => {
    await desk.rows(
      `INSERT INTO caretaker.ticket_macro (name, actions) VALUES ('From tomorrow', '{"mood":"good"}'), ('Broken', '{')`,
    );
    expect((await macros(true)).filter((it) => ['From tomorrow', 'Broken'].includes(it.name))).toEqual([]);
  });

  test('only administrators write macros, hours and targets: the console refuses support, and so does the server', async () => {
    const { version, rules } = await sam.tickets.rules();
    const saving = { requestId: randomUUID(), seenVersion: version, rules };
    expect(await refusalOf(save(macro(), null, sam))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusalOf(remove('1' as EntryId, true, sam))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusalOf(sam.tickets.saveRules(saving))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusalOf(sam.tickets.tryRules({ rules }))).toMatchObject({ code: 'FORBIDDEN' });
    const [granted] = await desk.rows(
      `SELECT COUNT(*) AS count FROM information_schema.table_privileges
       WHERE grantee LIKE '%caretaker_support%' AND table_name IN ('ticket_macro', 'ticket_rules')
         AND privilege_type <> 'SELECT'`,
    );
    expect(Number(granted?.count)).toBe(0);
  });

  test('saved hours and targets hold from then on, holidays in order, with who saved them, and on record', async () => {
    const before = await ada.tickets.rules();
    const rules: TicketRules = {
      hours: {
        zone: 'Europe/Berlin',
        week: before.rules.hours.week,
        holidays: [
          { day: '2026-12-26', name: 'Boxing Day' },
          { day: '2026-12-25', name: 'Christmas' },
        ],
      },
      targets: [{ teamId: null, priority: 2, first: 60, next: null, solve: 480 }],
      warnMinutes: 30,
    };
    const { version } = await ada.tickets.saveRules({
      requestId: randomUUID(),
      seenVersion: before.version,
      rules,
    });
    expect(version).toBe(before.version + 1);
    expect(await sam.tickets.rules()).toMatchObject({
      version,
      savedBy: 'admin',
      rules: { ...rules, hours: { ...rules.hours, holidays: rules.hours.holidays.toReversed() } },
    });
    expect((await record('ticket', 'rules')).at(-1)).toMatch(/^admin ticket\.rules_saved .*Europe\/Berlin/);
  });

  test('who saves what someone saved meanwhile is told who', async () => {
    const { version, rules } = await ada.tickets.rules();
    const saveAs = (warnMinutes: number) =>
      refusalOf(
        ada.tickets.saveRules({
          requestId: randomUUID(),
          seenVersion: version,
          rules: { ...rules, warnMinutes },
        }),
      );
    const both = await Promise.all([saveAs(11), saveAs(12)]);
    expect(both.map((it) => it.code).toSorted()).toEqual(['CONFLICT', 'it worked']);
    expect(both.find((it) => it.code === 'CONFLICT')?.message).toBe(
      'admin saved other hours or targets meanwhile. Nothing was changed; what you set is kept.',
    );
  });

  test('hours and targets that make no sense are refused', async () => {
    const { version, rules } = await ada.tickets.rules();
    const target = { teamId: null, priority: 2, first: 60, next: null, solve: null };
    const bad: TicketRules[] = [
      { ...rules, hours: { ...rules.hours, zone: 'Mars/Olympus' } },
      { ...rules, hours: { ...rules.hours, week: rules.hours.week.map(() => []) } },
      { ...rules, targets: [target, { ...target, first: 30 }] },
      { ...rules, targets: [{ ...target, first: 0 }] },
    ];
    for (const each of bad) {
      const saving = { requestId: randomUUID(), seenVersion: version, rules: each };
      expect(await refusalOf(ada.tickets.saveRules(saving))).toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect((await ada.tickets.rules()).version).toBe(version);
  });

  test('before hours and targets are saved it is said how many deadlines would move, and be over', async () => {
    await desk.clear();
    const since = 'UTC_TIMESTAMP(6) - INTERVAL 3 HOUR';
    for (const priority of [2, 2, 4]) {
      const id = await desk.open({ priority });
      await desk.rows(
        `UPDATE caretaker.ticket SET clock_since = ${since}, first_due_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR,
           due_at = first_due_at WHERE id = ?`,
        [id],
      );
    }
    const { rules } = await ada.tickets.rules();
    const target = { teamId: null, next: null, solve: null };
    const tried = await ada.tickets.tryRules({
      rules: {
        ...rules,
        hours: alwaysOpen,
        targets: [
          { ...target, priority: 2, first: 120 },
          { ...target, priority: 4, first: 600 },
        ],
      },
    });
    expect(tried).toEqual({ looked: 3, overdue: { before: 0, after: 2 }, sooner: 2, later: 1 });
  });
});
