import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionId } from '../../src/contract/connections.ts';
import { contract } from '../../src/contract/contract.ts';
import type { Revealable } from '../../src/contract/members/page.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import type { Role } from '../../src/contract/roles.ts';
import { MemberId } from '../../src/contract/values.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';
import {
  type AskedAbout,
  everythingAbout,
  everythingOnTickets,
  paths,
  told,
} from '../support/member-calls.ts';
import { reporting } from '../support/reporting.ts';
import { ticketing } from '../support/ticketing.ts';

/**
 * Parts of the contract that are about the console, its staff and the server, and calls about cases and tickets that give back
 * numbers, moments and outcomes alone: no member is read for them. What support reads of tickets has a test of its own.
 */
const ofNoMember =
  /^(account|changes|connections|directory|metrics|session|staff|views|tickets\.(?!referrals)[\w.]+|reports\.(?!list$|rows$|get$|now$|preview$|endings$)\w+$)/;

describe('The e-mail and the addresses of a member', () => {
  let town: Community;
  let at: Awaited<ReturnType<typeof testConsole>>;
  let connectionId: ConnectionId;
  let member: Omit<AskedAbout, 'caseId'>;
  beforeAll(async () => {
    town = await testCommunity();
    at = await testConsole();
    const details = { name: 'Test', host: '127.0.0.1', port: town.root.port, tls: 'off' as const };
    const saved = { id: null, details: { ...details, ca: null, replica: null } };
    connectionId = (await at.client.connections.save(saved)).id;
  });
  afterAll(async () => {
    await at?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await signIn('moderator');
    member = await someone();
  });

  async function rows<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    const [found] = await town.sql.query(statement, values);
    return found as T[];
  }
  async function signIn(role: Role): Promise<void> {
    const signedIn = await at.client.session.signIn({ connectionId, user: role, password: passwordOf(role) });
    expect(signedIn).toEqual({ outcome: 'signed-in' });
  }

  /** A member of their own for each test: active, with sign-ins and comments. */
  let last = 50;
  async function someone() {
    const [found] = await rows<{ id: string; nickname: string; email: string }>(
      `SELECT id, nickname, email FROM caretaker_site.member AS m
       WHERE status = 'active' AND id > ? AND nickname REGEXP '^[a-zA-Z_.-]{6,}$'
         AND EXISTS (SELECT 1 FROM community_demo.comments WHERE user_id = m.id) ORDER BY id LIMIT 1`,
      [last],
    );
    if (!found) throw new Error('there is nobody left');
    last = Number(found.id);
    const logins = await rows<{ ip: string }>(
      'SELECT DISTINCT ip FROM caretaker_site.member_login WHERE member_id = ? ORDER BY 1',
      [found.id],
    );
    return { ...found, id: MemberId.parse(found.id), addresses: logins.map((it) => it.ip) };
  }

  /** Has them reported, and waits until the console has read it. */
  async function caseAbout(id: MemberId): Promise<CaseId> {
    const said = reporting(town);
    await said.report({ on: ['User', Number(id)], minutesAgo: 1 });
    await expect
      .poll(async () => (await said.casesOf('member', Number(id))).length, { timeout: 30_000 })
      .toBe(1);
    return (await said.caseOf('member', Number(id))).id as CaseId;
  }

  const reveal = (what: Revealable, id = member.id, requestId: string = randomUUID()) =>
    at.client.members.reveal({ id, what, requestId });
  const factsOf = async (id = member.id) => (await at.client.members.get({ id })).member;
  const loginsOf = async (id = member.id) => {
    const { entries } = await at.client.members.history({ id, sources: ['login'], limit: 200 });
    return entries.flatMap((it) => (it.source === 'login' ? [it.ip] : []));
  };
  const recordOf = (id: MemberId) =>
    rows<{ actor: string; action: string }>(
      `SELECT actor, action FROM caretaker_audit.entry
       WHERE subject_kind = 'member' AND subject_id = ? AND action LIKE '%revealed' ORDER BY id`,
      [id],
    );

  test('are in no answer of any call until they were asked for, and then only where they belong', async () => {
    const asked = { ...member, caseId: await caseAbout(member.id) };
    const calls = everythingAbout(at.client, asked);
    // A call that is added to the contract must be added here, or be about no member.
    expect(Object.keys(calls).toSorted()).toEqual(
      paths(contract).filter((path) => !ofNoMember.test(path) && path !== 'members.reveal'),
    );
    const answers = async () => {
      const found = new Map<string, string>();
      for (const [path, call] of Object.entries(everythingAbout(at.client, asked))) {
        found.set(path, JSON.stringify(await call().catch((error: unknown) => told(error))));
      }
      return found;
    };
    const holding = (found: Map<string, string>, secrets: readonly string[]) =>
      [...found].flatMap(([path, text]) =>
        secrets.some((it) => text.toLowerCase().includes(it.toLowerCase())) ? [path] : [],
      );

    expect(member.addresses.length).toBeGreaterThan(0);
    const before = await answers();
    expect(holding(before, [member.email, ...member.addresses])).toEqual([]);
    expect([...before].filter(([, text]) => text.includes('"code"')).map(([path]) => path)).toEqual([
      'members.addresses',
    ]);
    expect(holding(before, [member.id]).length).toBeGreaterThan(8); // they did answer, and about this member

    await reveal('email');
    const afterEmail = await answers();
    expect(holding(afterEmail, [member.email])).toEqual([
      'members.get',
      'members.act',
      'members.undo',
      'reports.get',
    ]);
    expect(holding(afterEmail, member.addresses)).toEqual([]);

    await reveal('addresses');
    expect(holding(await answers(), member.addresses)).toEqual(['members.history', 'members.addresses']);
  });

  test('are in nothing that support reads of a ticket, but for the e-mail once it was asked for', async () => {
    await signIn('support');
    const ticketId = await ticketing(town).open({ email: member.email }, { member: Number(member.id) });
    const holding = async (secrets: readonly string[]) => {
      const found: string[] = [];
      for (const [path, call] of Object.entries(everythingOnTickets(at.client, { ...member, ticketId }))) {
        const text = JSON.stringify(await call());
        if (secrets.some((it) => text.toLowerCase().includes(it.toLowerCase()))) found.push(path);
      }
      return found;
    };
    expect(await holding([member.id])).toContain('tickets.get');
    expect(await holding([member.email, ...member.addresses])).toEqual([]);
    await reveal('email');
    expect(await holding([member.email])).toEqual(['tickets.get']);
    await reveal('addresses');
    expect(await holding(member.addresses)).toEqual([]);
  });

  test('are shown once asked for, and the record names who asked about whom', async () => {
    expect(await factsOf()).toMatchObject({ email: null, addressesShown: false });
    await reveal('email');
    expect(await factsOf()).toMatchObject({ email: member.email, addressesShown: false });
    expect(new Set(await loginsOf())).toEqual(new Set([null]));
    await reveal('addresses');
    expect(await factsOf()).toMatchObject({ email: member.email, addressesShown: true });
    expect([...new Set(await loginsOf())].toSorted()).toEqual(member.addresses.toSorted());
    expect(await recordOf(member.id)).toEqual([
      { actor: 'moderator', action: 'member.email_revealed' },
      { actor: 'moderator', action: 'member.addresses_revealed' },
    ]);
  });

  test('of another member stay hidden', async () => {
    await reveal('email');
    await reveal('addresses');
    const other = await someone();
    expect(await factsOf(other.id)).toMatchObject({ email: null, addressesShown: false });
    expect(new Set(await loginsOf(other.id))).toEqual(new Set([null]));
    await expect(at.client.members.addresses({ id: other.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('are not shown where the asking could not be recorded', async () => {
    const requestId = randomUUID();
    await reveal('email', member.id, requestId);
    // The record takes a request once: this one is known, so the second leaves no entry.
    await expect(reveal('addresses', member.id, requestId)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await factsOf()).addressesShown).toBe(false);
    expect(new Set(await loginsOf())).toEqual(new Set([null]));
    await expect(at.client.members.addresses({ id: member.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await recordOf(member.id)).toHaveLength(1);
  });

  test('are on record once a session, however often they are asked for', async () => {
    await reveal('email');
    await reveal('email');
    expect(await recordOf(member.id)).toHaveLength(1);
    await at.client.session.signOut();
    await signIn('moderator');
    await reveal('email');
    expect(await recordOf(member.id)).toHaveLength(2);
  });

  test('are hidden again after signing out, also from the next person', async () => {
    await reveal('email');
    await reveal('addresses');
    for (const role of ['moderator', 'support'] as const) {
      await at.client.session.signOut();
      await signIn(role);
      expect(await factsOf()).toMatchObject({ email: null, addressesShown: false });
      expect(new Set(await loginsOf())).toEqual(new Set([null]));
      await expect(at.client.members.addresses({ id: member.id })).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining('Ask for them first'),
      });
    }
  });

  test('are kept from the CTO, who reads no member at all', async () => {
    await at.client.session.signOut();
    await signIn('cto');
    const { id } = member;
    for (const refused of [
      reveal('email'),
      reveal('addresses'),
      at.client.members.addresses({ id }),
      factsOf(),
    ]) {
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await recordOf(id)).toEqual([]);
  });

  test('of nobody are not found, and nothing is recorded', async () => {
    const nobody = MemberId.parse('999999999');
    await expect(reveal('email', nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await recordOf(nobody)).toEqual([]);
  });

  test('are listed latest first, each with how many accounts signed in from it', async () => {
    const counted = await rows<{ ip: string; first_at: string; last_at: string }>(
      `SELECT ip, MIN(at) AS first_at, MAX(at) AS last_at FROM caretaker_site.member_login
       WHERE member_id = ? GROUP BY ip ORDER BY last_at DESC`,
      [member.id],
    );
    await reveal('addresses');
    const { addresses } = await at.client.members.addresses({ id: member.id });
    expect(addresses.map((it) => it.ip)).toEqual(counted.map((it) => it.ip));
    for (const [place, it] of addresses.entries()) {
      const [shared] = await rows<{ n: string }>(
        'SELECT COUNT(DISTINCT member_id) AS n FROM caretaker_site.member_login WHERE ip = ?',
        [it.ip],
      );
      expect(it).toMatchObject({ sharedBy: Number(shared?.n), sharedByMore: false });
      const [first, latest] = [counted[place]?.first_at, counted[place]?.last_at];
      expect(it.firstAt.slice(0, 19)).toBe(first?.slice(0, 19).replace(' ', 'T'));
      expect(it.lastAt.slice(0, 19)).toBe(latest?.slice(0, 19).replace(' ', 'T'));
    }
  });
});
