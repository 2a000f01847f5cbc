import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { ROLE } from '../../scripts/demo/world/population.ts';
import { makeWorld, type World } from '../../scripts/demo/world/world.ts';
import { type DemoRows, demoRows, type Row, timeOf } from '../support/demo-rows.ts';

// A community is made in a few seconds, on a busy machine in more.
vi.setConfig({ testTimeout: 60_000 });

const UNTIL = new Date('2026-10-01T09:30:00Z');
const NULL = '\\N';

let world: World;
let rowsOf: DemoRows['rowsOf'];

beforeAll(() => {
  world = makeWorld({ members: 20_000, seed: 7, until: UNTIL });
  ({ rowsOf } = demoRows(world));
});

function byMember(rows: readonly Row[], column: string): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => row[column] ?? '');
}

/** What a member is once these actions were carried out, one after the other, as the site's procedures do it. */
function replayed(actions: readonly Row[]): Record<string, string> {
  const state = { banned_at: NULL, muted_until: NULL, suspended_until: NULL, warned_at: NULL };
  const end = (row: Row) => (row.until === NULL ? 'for ever' : (row.until ?? ''));
  for (const row of actions) {
    const at = row.created_at ?? '';
    if (row.action === 'member_warn') state.warned_at = at;
    if (row.action === 'member_ban') state.banned_at = at;
    if (row.action === 'member_mute') state.muted_until = end(row);
    if (row.action === 'member_suspend') state.suspended_until = end(row);
    if (row.action === 'member_restore')
      Object.assign(state, { banned_at: NULL, muted_until: NULL, suspended_until: NULL });
  }
  // The site keeps when a sanction ended; the generator keeps those that still run.
  const running = (until: string) => (until === 'for ever' || timeOf(until) > UNTIL.getTime() ? until : NULL);
  return {
    ...state,
    muted_until: running(state.muted_until),
    suspended_until: running(state.suspended_until),
  };
}

describe('what staff did to members', () => {
  test('leaves each of them as they are now, when it is done over again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 20, max: 3000 }), (seed, members) => {
        const { rowsOf } = demoRows(makeWorld({ members, seed, until: UNTIL }));
        const done = byMember(rowsOf('moderation_actions'), 'subject_id');
        for (const user of rowsOf('users')) {
          const { banned_at, muted_until, suspended_until, warned_at } = user;
          const actions = done.get(user.id ?? '') ?? [];
          const ends = { muted_until, suspended_until };
          for (const column of ['muted_until', 'suspended_until'] as const)
            if (ends[column]?.startsWith('9999')) ends[column] = 'for ever';
          expect(replayed(actions), `member ${user.id} of seed ${seed}`).toEqual({
            banned_at,
            warned_at,
            ...ends,
          });
          expect(user.status === 'banned').toBe(banned_at !== NULL);
          const last = Math.max(0, ...actions.map((it) => timeOf(it.created_at)));
          expect(last).toBeLessThanOrEqual(timeOf(user.updated_at));
        }
      }),
      { numRuns: 12 },
    );
  });

  test('lies between joining and now, has a reason, and was done by someone of the staff under a request of its own', () => {
    const requests = new Set<string>();
    for (const row of rowsOf('moderation_actions')) {
      const at = timeOf(row.created_at);
      expect(at).toBeGreaterThanOrEqual(world.population.joined[Number(row.subject_id)] ?? Number.NaN);
      expect(at).toBeLessThanOrEqual(UNTIL.getTime());
      if (row.until !== NULL) expect(timeOf(row.until)).toBeGreaterThan(at);
      expect(row.subject_type).toBe('member');
      expect(row.reason?.length).toBeGreaterThan(10);
      expect(row.actor).toMatch(/^(mara|ada)@localhost$/);
      expect(row.request_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
      requests.add(row.request_id ?? '');
    }
    expect(requests.size).toBe(rowsOf('moderation_actions').length);
  });

  test('holds warnings, mutes, suspensions and bans, some of which were over or taken back long ago', () => {
    const rows = rowsOf('moderation_actions');
    const past = rows.filter((row) => row.until !== NULL && timeOf(row.until) < UNTIL.getTime());
    const counts = (of: readonly Row[], action: string) => of.filter((row) => row.action === action).length;
    for (const action of ['member_warn', 'member_ban', 'member_restore', 'member_rename'])
      expect(counts(rows, action), action).toBeGreaterThan(3);
    for (const action of ['member_mute', 'member_suspend'])
      expect(counts(past, action), action).toBeGreaterThan(3);
    const endless = rows.filter((row) => row.until === NULL && /mute|suspend/.test(row.action ?? ''));
    expect(endless.length).toBeGreaterThan(0);
    expect(rows.length / 20_000).toBeLessThan(0.06);
  });

  test('comes in bursts where a spam wave was banned', () => {
    const bans = byMember(
      rowsOf('moderation_actions').filter((row) => row.action === 'member_ban'),
      'subject_id',
    );
    const gaps = world.population.waveAccounts.flatMap((accounts) => {
      const times = accounts
        .flatMap((id) => bans.get(String(id)) ?? [])
        .map((row) => timeOf(row.created_at))
        .toSorted((a, b) => a - b);
      return times.slice(1).map((at, i) => at - (times[i] ?? 0));
    });
    expect(gaps.length).toBeGreaterThan(50);
    // One after the other, a second apart; or in the next round, two hours later.
    expect(gaps.filter((gap) => gap > 10_000 && gap < 3_600_000)).toEqual([]);
    expect(gaps.filter((gap) => gap < 10_000).length / gaps.length).toBeGreaterThan(0.4);
  });
});

describe('former nicknames', () => {
  test('lead from one to the next and at last to the present one', () => {
    const nicknames = new Map(rowsOf('users').map((row) => [row.id, row.nickname]));
    const renames = byMember(rowsOf('nickname_changes'), 'user_id');
    for (const [member, changes] of renames) {
      for (const [i, change] of changes.entries()) {
        expect(change.old_nickname).not.toBe(change.new_nickname);
        expect(change.new_nickname).toBe(changes[i + 1]?.old_nickname ?? nicknames.get(member));
        expect(change.old_nickname?.length).toBeLessThanOrEqual(60);
        const at = timeOf(change.created_at);
        expect(at).toBeGreaterThan(world.population.joined[Number(member)] ?? Number.NaN);
        expect(at).toBeLessThanOrEqual(world.population.left[Number(member)] ?? Number.NaN);
      }
    }
    expect(renames.size / 20_000).toBeGreaterThan(0.02);
    expect(renames.size / 20_000).toBeLessThan(0.05);
    const twice = [...renames.values()].filter((changes) => changes.length === 2);
    expect(twice.length).toBeGreaterThan(20);
  });

  test('were mostly left behind by the members themselves, and a few taken from them by staff, on record', () => {
    const byStaff = rowsOf('nickname_changes').filter((row) => row.actor !== NULL);
    expect(byStaff.length).toBeGreaterThan(2);
    expect(byStaff.length / rowsOf('nickname_changes').length).toBeLessThan(0.1);
    const recorded = rowsOf('moderation_actions').filter((row) => row.action === 'member_rename');
    expect(recorded.map((row) => `${row.subject_id} ${row.actor} ${row.created_at}`)).toEqual(
      byStaff.map((row) => `${row.user_id} ${row.actor} ${row.created_at}`),
    );
  });
});

describe('devices', () => {
  test('keep their id and are the same device to everyone who uses them', () => {
    const devices = new Map<string, string>();
    for (const row of rowsOf('logins')) {
      const id = row.device_id ?? '';
      const what = `${row.device} ${row.user_agent}`;
      expect(id).toMatch(/^[0-9a-f]{16}$/);
      expect(devices.get(id) ?? what, id).toBe(what);
      devices.set(id, what);
    }
    const perMember = [...byMember(rowsOf('logins'), 'user_id')].filter(
      ([id]) => world.population.role[Number(id)] === ROLE.ordinary,
    );
    const ids = perMember.map(([, rows]) => new Set(rows.map((row) => row.device_id)).size);
    expect(ids.filter((count) => count <= 2).length / ids.length).toBeGreaterThan(0.9);
  });

  test('give a ring away, and a library’s computer gives nobody away', () => {
    const users = new Map<string, Set<number>>();
    for (const row of rowsOf('logins')) {
      const id = row.device_id ?? '';
      users.set(id, (users.get(id) ?? new Set()).add(Number(row.user_id)));
    }
    for (const ring of world.population.rings) {
      const puppets = new Set(ring.puppets);
      const shared = [...users.values()].filter(
        (members) => [...members].filter((id) => puppets.has(id)).length > 1,
      );
      expect(shared.length).toBeGreaterThan(0);
      for (const members of shared) expect([...members].every((id) => puppets.has(id))).toBe(true);
    }
    const most = Math.max(...[...users.values()].map((members) => members.size));
    expect(most).toBeGreaterThan(5);
  });
});
