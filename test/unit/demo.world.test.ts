import { beforeAll, describe, expect, test, vi } from 'vitest';
import { trafficHours } from '../../scripts/demo/tables/traffic.ts';
import { makeTables } from '../../scripts/demo/tables.ts';
import { makePlan } from '../../scripts/demo/world/plan.ts';
import { ROLE } from '../../scripts/demo/world/population.ts';
import { NICK_CYRILLIC } from '../../scripts/demo/world/words.ts';
import { makeWorld, type World } from '../../scripts/demo/world/world.ts';
import { type DemoRows, demoRows, timeOf as time } from '../support/demo-rows.ts';

// A community is made in a few seconds, on a busy machine in more.
vi.setConfig({ testTimeout: 30_000 });

const UNTIL = new Date('2026-10-01T09:30:00Z');
const HOUR = 3_600_000;

let world: World;
let tableOf: DemoRows['tableOf'];
let rowsOf: DemoRows['rowsOf'];

beforeAll(() => {
  world = makeWorld({ members: 20_000, seed: 7, until: UNTIL });
  ({ tableOf, rowsOf } = demoRows(world));
});

function counts<K>(keys: Iterable<K>): Map<K, number> {
  const found = new Map<K, number>();
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
  return found;
}

describe('each row', () => {
  test('is the same however and in whatever order it is made', () => {
    const again = makeWorld({ members: 20_000, seed: 7, until: UNTIL });
    for (const table of makeTables(again)) {
      const backwards: string[] = [];
      const step = Math.max(1, Math.floor(table.units / 300));
      for (let unit = table.units - 1; unit >= 0; unit -= step) {
        const lines: string[] = [];
        table.write(unit, lines);
        backwards.push(lines.join('\n'));
      }
      const original = tableOf(table.name);
      let at = 0;
      for (let unit = table.units - 1; unit >= 0; unit -= step) {
        const lines: string[] = [];
        original.write(unit, lines);
        expect(lines.join('\n'), table.name).toBe(backwards[at++]);
      }
    }
  });

  test('is another with another seed', () => {
    const other = makeWorld({ members: 20_000, seed: 8, until: UNTIL });
    const lines: string[] = [];
    for (const table of makeTables(other)) if (table.name === 'users') table.write(41, lines);
    expect(lines[0]?.split('\t')[1]).not.toBe(rowsOf('users')[41]?.nickname);
  });
});

test('nobody does anything before joining or after being seen last, and nothing lies in the future', () => {
  const { joined, left } = world.population;
  const check = (member: string | undefined, at: number, what: string): void => {
    const id = Number(member);
    if (at < (joined[id] ?? 0) || at > (left[id] ?? 0) || at > UNTIL.getTime())
      expect.fail(`member ${id} ${what} at ${new Date(at).toISOString()}`);
  };
  for (const name of ['statuses', 'photos', 'writings', 'comments', 'activities', 'messages', 'logins'])
    for (const row of rowsOf(name)) check(row.user_id, time(row.created_at), name);
  for (const row of rowsOf('reports')) check(row.reporter_id, time(row.created_at), 'reports');
});

test('ids grow with time, so the newest come last', () => {
  for (const name of [
    'users',
    'logins',
    'statuses',
    'photos',
    'writings',
    'comments',
    'activities',
    'reports',
    'moderation_actions',
    'nickname_changes',
  ]) {
    const rows = rowsOf(name);
    const late = rows.filter((row, i) => i > 0 && time(row.created_at) < time(rows[i - 1]?.created_at));
    expect(late, name).toEqual([]);
  }
});

test('the stream holds each post and comment exactly once', () => {
  const seen = counts(
    rowsOf('activities')
      .filter(({ verb }) => verb === 'posted' || verb === 'commented')
      .map((row) => `${row.trackable_type} ${row.trackable_id} by ${row.user_id} at ${row.created_at}`),
  );
  for (const [name, type] of [
    ['statuses', 'Status'],
    ['photos', 'Photo'],
    ['writings', 'Writing'],
    ['comments', 'Comment'],
  ] as const)
    for (const row of rowsOf(name))
      if (seen.get(`${type} ${row.id} by ${row.user_id} at ${row.created_at}`) !== 1)
        expect.fail(`${type} ${row.id} is in the stream not once`);
});

test('a comment is younger than what it comments on', () => {
  const tableOfType: Record<string, string> = { Status: 'statuses', Photo: 'photos', Writing: 'writings' };
  for (const comment of rowsOf('comments')) {
    const parent = rowsOf(tableOfType[comment.commentable_type ?? ''] ?? '')[
      Number(comment.commentable_id) - 1
    ];
    if (time(parent?.created_at) > time(comment.created_at)) expect.fail(`comment ${comment.id} is older`);
  }
});

test('a few members write most, and a few posts draw most comments', () => {
  const byMember = [...counts(rowsOf('comments').map((row) => row.user_id)).values()].sort((a, b) => b - a);
  const total = byMember.reduce((sum, count) => sum + count, 0);
  const top = byMember.slice(0, 200).reduce((sum, count) => sum + count, 0);
  expect(top / total).toBeGreaterThan(0.2);
  expect(byMember.length).toBeLessThan(16_000);
  const byPost = counts(rowsOf('comments').map((row) => `${row.commentable_type} ${row.commentable_id}`));
  expect(Math.max(...byPost.values())).toBeGreaterThan(15);
});

test('evenings are busier than early mornings, and Sundays busier than Fridays', () => {
  const times = rowsOf('comments').map((row) => new Date(time(row.created_at)));
  const hour = counts(times.map((at) => at.getUTCHours()));
  expect((hour.get(20) ?? 0) / (hour.get(5) ?? 1)).toBeGreaterThan(2);
  const day = counts(times.map((at) => at.getUTCDay()));
  expect((day.get(0) ?? 0) / (day.get(5) ?? 1)).toBeGreaterThan(1.1);
});

test('members grow fifteenfold in 45 months, and the days count the very members that joined', () => {
  const start = UNTIL.getTime() - 45 * 30.4375 * 24 * HOUR;
  const before = rowsOf('users').filter((row) => time(row.created_at) < start).length;
  expect(20_000 / before).toBeGreaterThan(13.5);
  expect(20_000 / before).toBeLessThan(16.5);
  const day = rowsOf('growth_days').at(-30);
  const joined = rowsOf('users').filter((row) => row.created_at?.startsWith(String(day?.day)));
  expect(Number(day?.sign_ups)).toBe(joined.length);
});

test('with 1.5 million members, requests grow from 50 million to a billion a month, half of them page views', () => {
  const table = trafficHours({ plan: makePlan({ members: 1_500_000, seed: 7, until: UNTIL }) });
  const sums = (from: number, to: number): [number, number] => {
    const lines: string[] = [];
    for (let unit = from; unit < to; unit++) table.write(unit, lines);
    const fields = lines.map((line) => line.split('\t').map(Number));
    const sum = (column: number): number => fields.reduce((total, row) => total + (row[column] ?? 0), 0);
    return [sum(2), sum(3)];
  };
  const [first] = sums(0, 730);
  const [last, pageviews] = sums(table.units - 730, table.units);
  expect(first / 50e6).toBeGreaterThan(0.85);
  expect(first / 50e6).toBeLessThan(1.2);
  expect(last / 1e9).toBeGreaterThan(0.85);
  expect(last / 1e9).toBeLessThan(1.15);
  expect(pageviews / last).toBeCloseTo(0.5, 1);
});

test('a wave of spam comes from fresh accounts, and is reported as such', () => {
  const spammers = new Set(world.population.waveAccounts.flat().map(String));
  const links = rowsOf('comments').filter((row) => row.body?.includes('http'));
  expect(links.length).toBeGreaterThan(100);
  for (const row of links) {
    expect(spammers).toContain(row.user_id);
    expect(time(row.created_at) - (world.population.joined[Number(row.user_id)] ?? 0)).toBeLessThan(
      24 * HOUR,
    );
  }
  const bodies = new Map(rowsOf('comments').map((row) => [row.id, row.body]));
  const reported = rowsOf('reports').filter(
    (row) => row.reason === 'spam' && bodies.get(row.reportable_id)?.includes('http'),
  );
  expect(reported.length).toBeGreaterThan(20);
});

test('the accounts of a ring share addresses and look like somebody else', () => {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
  const nicknames = new Map(rowsOf('users').map((row) => [Number(row.id), row.nickname ?? '']));
  const addresses = new Map<number, Set<string>>();
  for (const row of rowsOf('logins')) {
    const id = Number(row.user_id);
    addresses.set(id, (addresses.get(id) ?? new Set()).add(row.ip ?? ''));
  }
  const rings = world.population.rings.filter((ring) => world.population.role[ring.model] !== ROLE.puppet);
  expect(rings.length).toBeGreaterThan(2);
  for (const ring of rings) {
    const model = nicknames.get(ring.model) ?? '';
    for (const id of ring.puppets) {
      const name = nicknames.get(id) ?? '';
      expect(name.toLowerCase()).not.toBe(model.toLowerCase());
      expect(Math.abs(plain(name).length - plain(model).length)).toBeLessThan(10);
    }
    const used = counts(ring.puppets.flatMap((id) => [...(addresses.get(id) ?? [])]));
    expect(Math.max(...used.values())).toBeGreaterThan(1);
  }
});

test('who looks like a member of another script has a name that nobody else could have by chance', () => {
  const names = new Set(NICK_CYRILLIC);
  let seen = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const other = makeWorld({ members: 20_000, seed, until: UNTIL });
    for (const { model, puppets } of other.population.rings) {
      if (!names.has(other.nicknames(model).replace(/\d+$/, ''))) continue;
      for (const id of puppets) {
        seen++;
        const ordinary = /^(\p{L}+)\d+$/u.exec(other.nicknames(id))?.[1] ?? '';
        // A puppet for whom no trick is left has a name of its own, as ordinary members have.
        if (names.has(ordinary))
          expect(other.nicknames(id)).not.toContain(other.nicknames(model).slice(0, -1));
      }
    }
  }
  expect(seen).toBeGreaterThan(5);
});

test('behind some addresses there are a hundred members, and some are of the newer kind', () => {
  const users = new Map<string, Set<string>>();
  for (const row of rowsOf('logins'))
    users.set(row.ip ?? '', (users.get(row.ip ?? '') ?? new Set()).add(row.user_id ?? ''));
  expect(Math.max(...[...users.values()].map((set) => set.size))).toBeGreaterThan(100);
  expect([...users.keys()].filter((ip) => ip.includes(':')).length).toBeGreaterThan(1000);
});

test('a few people report far more than others', () => {
  const reporters = counts(rowsOf('reports').map((row) => Number(row.reporter_id)));
  const often = world.population.complainers.map((id) => reporters.get(id) ?? 0);
  const mean = rowsOf('reports').length / reporters.size;
  expect(often.reduce((a, b) => a + b, 0) / often.length).toBeGreaterThan(4 * mean);
});

test('what offends one offends others: some things are reported by many, most by one', () => {
  const by = new Map<string, Set<string>>();
  for (const { reportable_type, reportable_id, reporter_id = '' } of rowsOf('reports')) {
    const subject = `${reportable_type} ${reportable_id}`;
    by.set(subject, (by.get(subject) ?? new Set()).add(reporter_id));
  }
  const sizes = [...by.values()].map((them) => them.size);
  expect(Math.max(...sizes)).toBeGreaterThan(5);
  expect(sizes.filter((size) => size > 2).length).toBeGreaterThan(20);
  expect(sizes.filter((size) => size === 1).length / sizes.length).toBeGreaterThan(0.7);
});

test('a report names what was there before it, and nobody reports themselves', () => {
  const writers: Record<string, string> = {
    Status: 'statuses',
    Photo: 'photos',
    Writing: 'writings',
    Comment: 'comments',
  };
  const kinds = counts(rowsOf('reports').map((row) => row.reportable_type));
  for (const kind of [...Object.keys(writers), 'User', 'Conversation'])
    expect(kinds.get(kind), kind).toBeGreaterThan(5);
  for (const report of rowsOf('reports')) {
    expect(report.reporter_id).not.toBe(report.reported_user_id);
    const table = writers[report.reportable_type ?? ''];
    const subject = table ? rowsOf(table)[Number(report.reportable_id) - 1] : undefined;
    if (!subject) continue;
    expect(subject.user_id).toBe(report.reported_user_id);
    expect(time(subject.created_at)).toBeLessThanOrEqual(time(report.created_at));
  }
});

test('muted, suspended, banned and deleted members are few, and there are some of each', () => {
  const status = counts(rowsOf('users').map((row) => row.status));
  const has = (column: string): number => rowsOf('users').filter((row) => row[column] !== '\\N').length;
  expect(status.get('active')).toBeGreaterThan(18_000);
  expect(status.get('banned')).toBe(has('banned_at'));
  expect(status.get('deleted')).toBe(has('deleted_at'));
  for (const column of ['muted_until', 'suspended_until', 'banned_at', 'deleted_at']) {
    expect(has(column), column).toBeGreaterThan(5);
    expect(has(column), column).toBeLessThan(2000);
  }
});

test('texts come in several languages and scripts', () => {
  const bodies = rowsOf('statuses').map((row) => row.body ?? '');
  for (const letters of [/[äöüß]/, /[¿¡]/, /[а-я]{4}/, /[ぁ-ん]/])
    expect(bodies.filter((body) => letters.test(body)).length, String(letters)).toBeGreaterThan(20);
  expect(bodies.filter((body) => /\b(the|is|you|and)\b/.test(body)).length / bodies.length).toBeGreaterThan(
    0.5,
  );
});
