import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HistoryEntry, type HistorySource, historySources } from '../../src/contract/members/page.ts';
import { type Cursor, MemberId } from '../../src/contract/values.ts';
import { addNote, removeNote } from '../../src/core/members/notes/notes.ts';
import { memberHistory } from '../../src/core/members/page/history.ts';
import { shownKey } from '../../src/core/members/page/member.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { costOf } from '../support/statements.ts';

describe('The time line of a member', () => {
  let town: Community;
  let moderator: SignedIn;
  let support: SignedIn;
  /** Someone with much of everything that members do. */
  let busy: MemberId;
  beforeAll(async () => {
    town = await testCommunity({ members: 1000 });
    moderator = await town.signIn('moderator');
    support = await town.signIn('support');
    busy = await busiest();
    await act('member_warn', busy, 'Be kind');
    await act('member_mute', busy, 'Was not kind', '2030-01-02 03:04:05');
    await act('member_rename', busy, 'Was no name', 'kind_one');
    await act('member_sign_out_everywhere', busy, 'To be safe');
    for (const body of ['First', 'Second', 'Third']) await note(busy, body);
    await calledBefore(busy);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function rows<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    const [found] = await town.sql.query(statement, values);
    return found as T[];
  }

  async function busiest(): Promise<MemberId> {
    const [found] = await rows<{ id: string }>(
      'SELECT user_id AS id FROM community_demo.comments GROUP BY user_id ORDER BY COUNT(*) DESC LIMIT 1',
    );
    return MemberId.parse(found?.id);
  }

  /** They had another nickname once, and changed it themselves. */
  async function calledBefore(id: MemberId): Promise<void> {
    await town.sql.query(
      `INSERT INTO community_demo.nickname_changes (user_id, old_nickname, new_nickname, actor, created_at)
       VALUES (?, 'younger', 'older', NULL, '2025-05-05 05:05:05.050505')`,
      [id],
    );
  }

  const act = (procedure: string, id: MemberId, reason: string, ...more: string[]) =>
    moderator.database.write(false, (trx) =>
      sql`CALL ${sql.table(`caretaker_site.${procedure}`)}
        (${sql.join([randomUUID(), BigInt(id), reason, ...more])})`.execute(trx),
    );
  const note = async (memberId: MemberId, body: string, who = moderator) =>
    (await addNote(who, { requestId: randomUUID(), memberId, body })).id;

  const page = (id: MemberId, sources: HistorySource[] = [], limit = 200, cursor: Cursor | null = null) =>
    memberHistory(moderator, { id, sources, cursor, limit }, undefined);

  async function whole(id: MemberId, sources: HistorySource[], limit: number): Promise<HistoryEntry[]> {
    const found: HistoryEntry[] = [];
    let cursor: Cursor | null = null;
    do {
      const { entries, next } = await page(id, sources, limit, cursor);
      expect(entries.length).toBeLessThanOrEqual(limit);
      found.push(...entries);
      cursor = next;
    } while (cursor !== null);
    return found;
  }

  const keyOf = (it: HistoryEntry) => `${it.source} ${'kind' in it ? it.kind : ''} ${it.id}`;

  test('in pages of any size is the same, newest first, nothing twice and nothing left out', async () => {
    const all = await whole(busy, [], 200);
    expect(await whole(busy, [], 7)).toEqual(all);
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
    const moments = all.map((it) => it.at);
    expect(moments).toEqual(moments.toSorted().reverse());
    expect(new Set(all.map((it) => it.source))).toEqual(new Set(historySources));

    const counted = async (from: string) => {
      const [row] = await rows<{ n: string }>(`SELECT COUNT(*) AS n FROM ${from} = ${busy}`);
      return Number(row?.n);
    };
    const bySource = Map.groupBy(all, (it) => it.source);
    expect(bySource.get('login')).toHaveLength(await counted('caretaker_site.member_login WHERE member_id'));
    expect(bySource.get('activity')).toHaveLength(await counted('caretaker_site.activity WHERE actor_id'));
    expect(bySource.get('report-by')).toHaveLength(await counted('caretaker_site.report WHERE reporter_id'));
    expect(bySource.get('report-against')).toHaveLength(
      await counted('caretaker_site.report WHERE subject_author_id'),
    );
    let written = 0;
    for (const kind of moderator.site.contentKinds) {
      written += await counted(`caretaker_site.content_${kind} WHERE author_id`);
    }
    expect(bySource.get('content')).toHaveLength(written);
    expect(bySource.get('note')).toHaveLength(3);
  });

  test('keeps its order and loses nothing where much happened in one moment, whatever the page size', async () => {
    const id = MemberId.parse('1');
    const moment = '2026-01-01 00:00:00.000000';
    for (const table of ['logins', 'activities', 'comments', 'statuses', 'photos']) {
      await town.sql.query(
        `UPDATE community_demo.${table} SET created_at = ? WHERE user_id = ? ORDER BY id LIMIT 8`,
        [moment, id],
      );
    }
    const all = await whole(id, [], 200);
    expect(all.filter((it) => it.at === '2026-01-01T00:00:00.000000Z').length).toBeGreaterThan(15);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (limit) => {
        expect(await whole(id, [], limit)).toEqual(all);
      }),
      { numRuns: 6 },
    );
  });

  test('of chosen sources holds those alone, each once though it was asked for twice', async () => {
    const logins = await whole(busy, ['login'], 50);
    expect(logins.length).toBeGreaterThan(0);
    expect(logins.every((it) => it.source === 'login')).toBe(true);
    expect(await whole(busy, ['login', 'login'], 50)).toEqual(logins);
  });

  test('shows no address of a sign-in until the addresses were asked for in this session', async () => {
    const [expected] = await rows<{ ip: string; device_id: string }>(
      'SELECT ip, device_id FROM caretaker_site.member_login WHERE member_id = ? ORDER BY at DESC LIMIT 1',
      [busy],
    );
    const { entries } = await page(busy, ['login'], 1);
    expect(entries[0]).toMatchObject({ ip: null, deviceId: expected?.device_id });
    const asked = { ...moderator, shown: new Set([shownKey(busy, 'addresses')]) };
    const input = { id: busy, sources: ['login' as const], cursor: null, limit: 1 };
    expect((await memberHistory(asked, input, undefined)).entries[0]).toMatchObject({ ip: expected?.ip });
    const other = { ...moderator, shown: new Set([shownKey(MemberId.parse('2'), 'addresses')]) };
    expect((await memberHistory(other, input, undefined)).entries[0]).toMatchObject({ ip: null });
  });

  test('tells what staff did, by whom and until when, in the words of the console', async () => {
    const acts = await whole(busy, ['action'], 50);
    expect(acts.filter((it) => it.at > '2026-10-02')).toMatchObject([
      { action: 'sign-out', reason: 'To be safe', until: null, actor: 'moderator' },
      { action: 'mute', reason: 'Was not kind', until: '2030-01-02T03:04:05.000000Z', actor: 'moderator' },
      { action: 'warn', reason: 'Be kind', until: null, actor: 'moderator' },
    ]);
  });

  test('names an action that only the site knows as the site does', async () => {
    const id = MemberId.parse('3');
    await town.sql.query(
      `INSERT INTO community_demo.moderation_actions
         (request_id, action, subject_type, subject_id, reason, actor, created_at)
       VALUES (?, 'member_shadow_ban', 'member', ?, '', 'old.tool@10.0.0.9', '2026-11-01')`,
      [randomUUID(), id],
    );
    const [latest] = await whole(id, ['action'], 50);
    expect(latest).toMatchObject({ action: 'shadow_ban', actor: 'old.tool' });
  });

  test('tells a rename once, with both names and who did it', async () => {
    const renames = await whole(busy, ['rename'], 50);
    expect(renames.filter((it) => it.at > '2026-10-02')).toMatchObject([
      { after: 'kind_one', actor: 'moderator' },
    ]);
    expect(renames).toContainEqual({
      source: 'rename',
      id: expect.any(String),
      at: '2025-05-05T05:05:05.050505Z',
      before: 'younger',
      after: 'older',
      actor: null,
    });
    const all = await whole(busy, [], 200);
    expect(all.filter((it) => it.source === 'action' && it.action === 'rename')).toEqual([]);
  });

  test('holds the notes of the staff, without those that were removed', async () => {
    const id = MemberId.parse('4');
    const kept = await note(id, 'Kept', support);
    const removed = await note(id, 'Removed');
    await removeNote(moderator, { requestId: randomUUID(), id: removed, removed: true });
    expect(await whole(id, ['note'], 50)).toMatchObject([
      { id: kept, author: 'support', body: 'Kept', pinned: false, editedAt: null },
    ]);
  });

  test('says what content was written on, and that there is media, without naming the media', async () => {
    const content = (await whole(busy, ['content'], 200)).filter((it) => it.source === 'content');
    const comment = content.find((it) => it.kind === 'comment');
    const [row] = await rows<{ type: string; id: string }>(
      'SELECT commentable_type AS type, commentable_id AS id FROM community_demo.comments WHERE id = ?',
      [comment?.id],
    );
    expect(row?.type).toMatch(/^[A-Z]/);
    expect(comment).toMatchObject({ contextKind: row?.type.toLowerCase(), contextId: row?.id });
    expect(content.filter((it) => it.hasMedia).map((it) => it.kind)).toEqual(
      content.filter((it) => it.kind === 'photo').map((it) => it.kind),
    );
    expect(JSON.stringify(content.filter((it) => it.kind === 'photo'))).not.toContain('https://media');
  });

  test('reads of each source but a page by its index, also deep in it', async () => {
    const { next } = await page(busy, [], 40);
    const statements = await costOf(town, async () => {
      await page(busy, [], 5);
      await page(busy, [], 5, next);
    });
    const sources = statements.filter((it) => /member_note|caretaker_site/.test(it.text));
    expect(sources.length).toBeGreaterThan(historySources.length);
    for (const it of sources) {
      expect(it, it.text).toMatchObject({ scans: 0, rowsSorted: 0 });
      expect(it.rowsExamined / it.calls, it.text).toBeLessThanOrEqual(12);
    }
  });

  test('goes on from no page marker but its own', async () => {
    const cursor = Buffer.from('["x\' OR 1=1", 5]').toString('base64url') as Cursor;
    await expect(page(busy, [], 10, cursor)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
