import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWorld } from '../../scripts/demo/world/world.ts';
import { MemberId } from '../../src/contract/values.ts';
import { addressKey } from '../../src/core/members/keys/address.ts';
import { linkedMembers } from '../../src/core/members/page/linked.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, demoUntil, testCommunity } from '../support/community.ts';
import { costOf, type StatementCost } from '../support/statements.ts';

const members = 8000;

describe('Accounts that may be the same person’s', () => {
  let town: Community;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members });
    moderator = await town.signIn('moderator');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const linkedTo = (id: MemberId) => linkedMembers(moderator, id, undefined);
  const run = (statement: string, values: unknown[] = []) => town.sql.query(statement, values);

  /** Accounts of a test's own that share nothing with anyone: the oldest, which are in no ring. */
  let last = 10;
  async function strangers(count: number): Promise<MemberId[]> {
    const ids = Array.from({ length: count }, () => MemberId.parse(String(++last)));
    for (const table of ['member_address', 'member_device']) {
      await run(`DELETE FROM caretaker.${table} WHERE member_id IN (?)`, [ids]);
    }
    await run(
      `UPDATE caretaker.member_directory SET look_key = CONCAT('own ', member_id),
         mailbox_key = CONCAT(member_id, '@own.example') WHERE member_id IN (?)`,
      [ids],
    );
    return ids;
  }
  async function stranger(): Promise<MemberId> {
    const [id] = await strangers(1);
    return MemberId.parse(id);
  }
  async function signedInFrom(ip: string, ids: readonly MemberId[], at = '2026-09-01 10:00:00') {
    const rows = ids.map((id) => [addressKey(ip), id, '2026-08-01', at]);
    await run('INSERT INTO caretaker.member_address (address, member_id, first_at, last_at) VALUES ?', [
      rows,
    ]);
  }
  async function usedDevice(device: string, ids: readonly MemberId[], at = '2026-09-01 10:00:00') {
    const rows = ids.map((id) => [device, id, '2026-08-01', at]);
    await run('INSERT INTO caretaker.member_device (device, member_id, first_at, last_at) VALUES ?', [rows]);
  }
  const named = (column: 'mailbox_key' | 'look_key', key: string, ids: readonly MemberId[]) =>
    run(`UPDATE caretaker.member_directory SET ${column} = ? WHERE member_id IN (?)`, [key, ids]);

  test('hold most of the other puppets of one’s ring, above any stranger', async () => {
    const { rings } = makeWorld({ members, seed: 1, until: demoUntil }).population;
    expect(rings.length).toBeGreaterThan(1);
    for (const { model, puppets } of rings) {
      const ring = puppets.map(String);
      // An office that one of them goes to, so that there are strangers in the list.
      await signedInFrom(`198.51.100.${rings.length}${model % 10}`, [
        MemberId.parse(ring[0]),
        ...(await strangers(30)),
      ]);
      for (const puppet of ring) {
        const { linked, edges } = await linkedTo(MemberId.parse(puppet));
        const found = linked.map((it) => String(it.member.id));
        const firstStranger = found.findIndex((id) => !ring.includes(id) && id !== String(model));
        const above = found.slice(0, firstStranger < 0 ? undefined : firstStranger);
        const others = above.filter((id) => ring.includes(id));
        expect(others.length, `${puppet} of ${ring}`).toBeGreaterThan((ring.length - 1) / 2);
        if (puppet === ring[0]) expect(firstStranger).toBeGreaterThan(0);
        // Seen from each, the ring is one: every two of those found are tied, not only each to the one looked at.
        const tied = edges.filter((it) => others.includes(it.a) && others.includes(it.b));
        expect(tied.length).toBeGreaterThan((others.length * (others.length - 1)) / 4);
      }
    }
  });

  test('say what is shared, by how many, when the other last used it and how much it says', async () => {
    const one = await stranger();
    const two = await stranger();
    const three = await stranger();
    await signedInFrom('203.0.113.1', [one], '2026-09-03 00:00:00');
    await signedInFrom('203.0.113.1', [two], '2026-09-02 00:00:00');
    await usedDevice('aaaa', [one, two, three], '2026-09-04 00:00:00');
    await named('mailbox_key', 'm@own.example', [one, three]);
    const { linked } = await linkedTo(one);
    expect(linked).toMatchObject([
      {
        member: { id: three },
        reasons: [
          { kind: 'email', sharedBy: 2, lastAt: null, strength: 0.95 },
          { kind: 'device', sharedBy: 3, lastAt: '2026-09-04T00:00:00.000000Z' },
        ],
      },
      {
        member: { id: two },
        reasons: [
          { kind: 'device', sharedBy: 3 },
          { kind: 'address', sharedBy: 2, lastAt: '2026-09-02T00:00:00.000000Z', strength: 0.6 },
        ],
      },
    ]);
    expect(linked[0]?.strength).toBeGreaterThan(linked[1]?.strength ?? 1);
  });

  test('are tied to each other also by what the member has not, and to nobody outside', async () => {
    const one = await stranger();
    const two = await stranger();
    const three = await stranger();
    const outside = await stranger();
    await named('look_key', 'lookslike', [one, two, three]);
    await usedDevice('bbbb', [two, three]);
    await usedDevice('cccc', [three, outside]);
    const { linked, edges } = await linkedTo(one);
    expect(linked.map((it) => it.member.id).sort()).toEqual([two, three].sort());
    expect(edges.map(({ a, b, kinds }) => [a, b, kinds.toSorted()])).toEqual([
      [two, three, ['device', 'lookalike']],
      [one, two, ['lookalike']],
      [one, three, ['lookalike']],
    ]);
  });

  test('share an IPv6 network though no address, and not with the network beside it', async () => {
    const one = await stranger();
    const two = await stranger();
    const beside = await stranger();
    for (const host of ['1:2:3:4', '5:6:7:8', 'ffff:ffff:ffff:ffff']) {
      await signedInFrom(`2001:db8:1:1:${host}`, [one]);
    }
    await signedInFrom('2001:db8:1:1::', [two]);
    await signedInFrom('2001:db8:1:2::', [beside]);
    await signedInFrom('2001:db8:1:0:ffff:ffff:ffff:ffff', [beside]);
    const { linked } = await linkedTo(one);
    expect(linked).toMatchObject([{ member: { id: two }, reasons: [{ kind: 'address', sharedBy: 2 }] }]);
    expect(linked[0]?.reasons).toHaveLength(1);
  });

  test('an account that was deleted is among them', async () => {
    const one = await stranger();
    const gone = await stranger();
    await run("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [gone]);
    await usedDevice('dddd', [one, gone]);
    expect((await linkedTo(one)).linked).toMatchObject([{ member: { id: gone, status: 'deleted' } }]);
  });

  test('one that the site removed altogether is not', async () => {
    const one = await stranger();
    const two = await stranger();
    await usedDevice('eeee', [one, two, MemberId.parse('777777777')]);
    const { linked, edges } = await linkedTo(one);
    expect(linked.map((it) => it.member.id)).toEqual([two]);
    expect(edges).toHaveLength(1);
  });

  test('an address of two hundred still leads to them, one of more to nobody', async () => {
    const one = await stranger();
    const others = await strangers(200);
    await signedInFrom('203.0.113.2', [one, ...others.slice(1)]);
    const { linked, edges } = await linkedTo(one);
    expect(linked).toHaveLength(50);
    expect(linked.every((it) => it.strength < 0.01)).toBe(true);
    expect(edges).toHaveLength((25 * 24) / 2);
    await signedInFrom('203.0.113.2', others.slice(0, 1));
    expect((await linkedTo(one)).linked).toEqual([]);
  });

  test('e-mails that are empty, and names, are nothing in common', async () => {
    const one = await stranger();
    const two = await stranger();
    await named('mailbox_key', '', [one, two]);
    await named('look_key', '', [one, two]);
    expect((await linkedTo(one)).linked).toEqual([]);
  });

  test('a member whom the directory does not know yet has none', async () => {
    expect(await linkedTo(MemberId.parse('999999999'))).toMatchObject({ linked: [], edges: [] });
  });

  test('cost a bounded number of rows, however much the member shares with however many', async () => {
    const one = await stranger();
    for (let place = 0; place < 60; place += 1) {
      await run(
        `INSERT INTO caretaker.member_address (address, member_id, first_at, last_at)
         SELECT ?, member_id, '2026-08-01', '2026-09-01' FROM caretaker.member_directory
         WHERE member_id = ? OR member_id > 5000 LIMIT 1500`,
        [addressKey(`203.0.114.${place}`), one],
      );
      await run(
        `INSERT INTO caretaker.member_device (device, member_id, first_at, last_at)
         SELECT ?, member_id, '2026-08-01', '2026-09-01' FROM caretaker.member_directory
         WHERE member_id = ? OR member_id BETWEEN ? AND ?`,
        [`many ${place}`, one, 100 + 100 * place, 250 + 100 * place],
      );
    }
    const asked = async (id: MemberId) => {
      const statements = await costOf(town, () => linkedTo(id));
      return statements.filter((it) => /caretaker/.test(it.text) && !/^SET/.test(it.text));
    };
    const sum = (costs: StatementCost[], of: 'calls' | 'rowsExamined') =>
      costs.reduce((total, it) => total + it[of], 0);
    // Of 50 addresses and 20 devices 201 rows each, and once more where the server keeps them for a moment.
    const most = await asked(one);
    expect(sum(most, 'rowsExamined')).toBeLessThan(40_000);
    expect(sum(most, 'calls')).toBeLessThanOrEqual(12);
    const usual = await asked(MemberId.parse('4321'));
    expect(sum(usual, 'rowsExamined')).toBeLessThan(4000);
  });
});
