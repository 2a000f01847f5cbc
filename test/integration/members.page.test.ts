import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberId } from '../../src/contract/values.ts';
import { readMember } from '../../src/core/members/page/member.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('The facts of a member', () => {
  let town: Community;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity();
    moderator = await town.signIn('moderator');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function rows<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    const [found] = await town.sql.query(statement, values);
    return found as T[];
  }

  /** Someone of their own for each test, with nothing against them. */
  let last = 100;
  async function someone(): Promise<MemberId> {
    const [found] = await rows<{ id: string }>(
      "SELECT id FROM caretaker_site.member WHERE status = 'active' AND id > ? ORDER BY id LIMIT 1",
      [last],
    );
    last = Number(found?.id);
    await town.sql.query('DELETE FROM community_demo.moderation_actions WHERE subject_id = ?', [last]);
    return MemberId.parse(found?.id);
  }
  const factsOf = async (id: MemberId) => (await readMember(moderator, id, undefined)).member;
  const act = (procedure: string, id: MemberId, reason: string, ...more: (string | null)[]) =>
    moderator.database.write(false, (trx) =>
      sql`CALL ${sql.table(`caretaker_site.${procedure}`)}
        (${sql.join([randomUUID(), BigInt(id), reason, ...more])})`.execute(trx),
    );
  const onSite = (set: string, id: MemberId) =>
    town.sql.query(`UPDATE community_demo.users SET ${set} WHERE id = ?`, [id]);

  test('are those of the site, and the e-mail is but a hint', async () => {
    const id = await someone();
    const [row] = await rows<Record<string, string>>('SELECT * FROM community_demo.users WHERE id = ?', [id]);
    const member = await factsOf(id);
    expect(member).toMatchObject({
      id,
      nickname: row?.nickname,
      status: 'active',
      statusUntil: null,
      location: row?.location,
      avatarUrl: row?.avatar_url,
      email: null,
      emailHint: row?.email?.replace(/^(.).*@(.).*$/, '$1•••@$2•••'),
      addressesShown: false,
      sanctions: [],
    });
    expect(member.createdAt).toBe(`${row?.created_at?.replace(' ', 'T')}Z`);
    expect(member.updatedAt).toBe(`${row?.updated_at?.replace(' ', 'T')}Z`);
  });

  test('say how often the member was reported, as the directory has it', async () => {
    const [row] = await rows<{ id: string; times: number }>(
      `SELECT subject_author_id AS id, COUNT(*) AS times FROM caretaker_site.report
       WHERE subject_author_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1`,
    );
    expect((await factsOf(MemberId.parse(row?.id))).timesReported).toBe(Number(row?.times));
  });

  test('of an id that no member has are said not to be', async () => {
    await expect(factsOf(MemberId.parse('999999999'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('hold each sanction with who imposed it, why and until when', async () => {
    const id = await someone();
    await act('member_mute', id, 'Shouted', '2031-02-03 04:05:06');
    await act('member_suspend', id, 'Shouted on', null);
    const member = await factsOf(id);
    expect(member).toMatchObject({ status: 'suspended', statusUntil: null });
    expect(member.sanctions).toMatchObject([
      { kind: 'suspension', until: null, by: 'moderator', reason: 'Shouted on' },
      { kind: 'mute', until: '2031-02-03T04:05:06.000000Z', by: 'moderator', reason: 'Shouted' },
    ]);
    await act('member_ban', id, 'Enough');
    expect((await factsOf(id)).sanctions.map((it) => it.kind)).toEqual(['ban', 'suspension', 'mute']);
  });

  test('name the latest action, where a sanction was imposed again', async () => {
    const id = await someone();
    await act('member_suspend', id, 'First', '2030-01-01 00:00:00');
    await act('member_suspend', id, 'Second', '2032-01-01 00:00:00');
    expect((await factsOf(id)).sanctions).toMatchObject([
      { reason: 'Second', until: '2032-01-01T00:00:00.000000Z' },
    ]);
    expect((await factsOf(id)).statusUntil).toBe('2032-01-01T00:00:00.000000Z');
  });

  test('hold nothing that was lifted, and do not lay a later ban of the site to who was lifted', async () => {
    const id = await someone();
    await act('member_ban', id, 'By mistake');
    await act('member_restore', id, 'Was a mistake');
    expect(await factsOf(id)).toMatchObject({ status: 'active', sanctions: [] });
    await onSite("status = 'banned', banned_at = '2026-11-11 11:11:11'", id);
    expect((await factsOf(id)).sanctions).toEqual([
      { kind: 'ban', since: '2026-11-11T11:11:11.000000Z', until: null, by: null, reason: null },
    ]);
  });

  test('hold nothing that has run out, nor lay a new mute of the site to who imposed the old', async () => {
    const id = await someone();
    await act('member_mute', id, 'For a moment', '2020-01-01 00:00:00');
    expect(await factsOf(id)).toMatchObject({ status: 'active', sanctions: [] });
    await onSite("muted_until = '2033-03-03 03:03:03'", id);
    const member = await factsOf(id);
    expect(member).toMatchObject({ status: 'muted', statusUntil: '2033-03-03T03:03:03.000000Z' });
    expect(member.sanctions).toMatchObject([{ kind: 'mute', since: null, by: null, reason: null }]);
  });

  test('of a member who left are still there', async () => {
    const [gone] = await rows<{ id: string }>(
      "SELECT id FROM caretaker_site.member WHERE status = 'deleted' LIMIT 1",
    );
    expect((await factsOf(MemberId.parse(gone?.id))).status).toBe('deleted');
  });

  test('show a change as soon as it was made', async () => {
    const id = await someone();
    await act('member_rename', id, 'Was no name', `renamed_${id}`);
    expect((await factsOf(id)).nickname).toBe(`renamed_${id}`);
  });
});
