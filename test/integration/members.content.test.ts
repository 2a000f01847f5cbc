import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberId } from '../../src/contract/values.ts';
import { memberContent } from '../../src/core/members/page/content.ts';
import { memberHistory } from '../../src/core/members/page/history.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { costOf } from '../support/statements.ts';

describe('A piece of content in its place', () => {
  let town: Community;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    moderator = await town.signIn('moderator');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function rows<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    const [found] = await town.sql.query(statement, values);
    return found as T[];
  }
  const content = (kind: string, id: string) => memberContent(moderator, { kind, id }, undefined);
  const idsOf = (items: readonly { id: string }[]) => items.map((it) => it.id);

  interface Comment {
    id: string;
    commentable_type: string;
    commentable_id: string;
  }
  /** All comments on what has most of them, in the order they were written. */
  async function longestTalk(): Promise<Comment[]> {
    return rows<Comment>(
      `SELECT id, c.commentable_type, c.commentable_id FROM community_demo.comments AS c
       JOIN (SELECT commentable_type, commentable_id FROM community_demo.comments
             GROUP BY 1, 2 ORDER BY COUNT(*) DESC, 1, 2 LIMIT 1) AS most
         ON c.commentable_type = most.commentable_type AND c.commentable_id = most.commentable_id
       ORDER BY created_at, id`,
    );
  }
  const comment = async (on: { type: string; id: string }, body: string, at: string) => {
    await town.sql.query(
      `INSERT INTO community_demo.comments (user_id, commentable_type, commentable_id, body, created_at, updated_at)
       VALUES (9, ?, ?, ?, ?, ?)`,
      [on.type, on.id, body, at, at],
    );
    const [made] = await rows<{ id: string }>('SELECT LAST_INSERT_ID() AS id');
    return String(made?.id);
  };

  test('a comment is shown on what it was written on, between the five before it and the five after', async () => {
    const talk = await longestTalk();
    expect(talk.length).toBeGreaterThan(12);
    for (const place of [0, 3, 6, talk.length - 2, talk.length - 1]) {
      const { item, within, before, after } = await content('comment', talk[place]?.id ?? '');
      expect(item.id).toBe(talk[place]?.id);
      expect(within.map((it) => [it.kind, it.id])).toEqual([
        [talk[0]?.commentable_type.toLowerCase(), talk[0]?.commentable_id],
      ]);
      expect(idsOf(before)).toEqual(idsOf(talk.slice(Math.max(0, place - 5), place)));
      expect(idsOf(after)).toEqual(idsOf(talk.slice(place + 1, place + 6)));
    }
  });

  test('comments of one moment keep the order of their ids, and none is its own neighbour', async () => {
    const moment = '2026-09-09 09:09:09.000009';
    const made: string[] = [];
    for (const body of ['a', 'b', 'c', 'd', 'e']) {
      made.push(await comment({ type: 'Status', id: '999999' }, body, moment));
    }
    const { item, within, before, after } = await content('comment', made[2] ?? '');
    expect([...idsOf(before), item.id, ...idsOf(after)]).toEqual(made);
    expect(within).toEqual([]); // the status is gone
  });

  test('every author is named, and one whom the community no longer knows is not made up', async () => {
    const talk = await longestTalk();
    const [stranger] = [talk[4]?.id];
    await town.sql.query('UPDATE community_demo.comments SET user_id = 88888888 WHERE id = ?', [stranger]);
    const { item, within, before, after } = await content('comment', talk[5]?.id ?? '');
    for (const it of [item, ...within, ...before, ...after]) {
      const [author] = await rows<{ nickname: string }>(
        'SELECT nickname FROM community_demo.users WHERE id = ?',
        [it.authorId],
      );
      expect(it.authorNickname).toBe(author?.nickname ?? null);
    }
    expect(before.find((it) => it.id === stranger)).toMatchObject({
      authorId: '88888888',
      authorNickname: null,
    });
  });

  test('a talk on a talk is followed outwards for three steps, the outermost first', async () => {
    const on: string[] = [];
    const first = await comment({ type: 'Photo', id: '1' }, 'on a photo', '2026-08-01 00:00:00');
    on.push(first);
    for (const body of ['one', 'two', 'three']) {
      on.push(await comment({ type: 'Comment', id: on.at(-1) ?? '' }, body, '2026-08-02 00:00:00'));
    }
    const withinOf = async (id: string | undefined) =>
      (await content('comment', id ?? '')).within.map((it) => `${it.kind} ${it.id}`);
    expect(await withinOf(on[0])).toEqual(['photo 1']);
    expect(await withinOf(on[2])).toEqual(['photo 1', `comment ${on[0]}`, `comment ${on[1]}`]);
    expect(await withinOf(on[3])).toEqual([`comment ${on[0]}`, `comment ${on[1]}`, `comment ${on[2]}`]);
  });

  test('what was written in a group stands among what else was, and the group is no content', async () => {
    const [group] = await rows<{ id: string }>(
      'SELECT group_id AS id FROM community_demo.writings WHERE group_id IS NOT NULL GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1',
    );
    const writings = await rows<{ id: string }>(
      'SELECT id FROM community_demo.writings WHERE group_id = ? ORDER BY created_at, id',
      [group?.id],
    );
    expect(writings.length).toBeGreaterThan(1);
    const { item, within, before, after } = await content('writing', writings[1]?.id ?? '');
    expect(item.title).not.toBeNull();
    expect(within).toEqual([]);
    expect([...idsOf(before), item.id]).toEqual(idsOf(writings.slice(0, 2)));
    expect(idsOf(after)).toEqual(idsOf(writings.slice(2, 7)));
  });

  test('what stands alone is shown among what else of its kind its author wrote', async () => {
    const [author] = await rows<{ id: string }>(
      'SELECT user_id AS id FROM community_demo.photos GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1',
    );
    const photos = await rows<{ id: string; image_url: string }>(
      'SELECT id, image_url FROM community_demo.photos WHERE user_id = ? ORDER BY created_at, id',
      [author?.id],
    );
    const { item, before, after } = await content('photo', photos[2]?.id ?? '');
    expect(item).toMatchObject({ authorId: author?.id, mediaUrl: photos[2]?.image_url });
    expect(idsOf(before)).toEqual(idsOf(photos.slice(0, 2)));
    expect(idsOf(after)).toEqual(idsOf(photos.slice(3, 8)));
  });

  test('content that was hidden is shown as hidden', async () => {
    await town.sql.query('UPDATE community_demo.statuses SET hidden_at = NOW() WHERE id = 5');
    expect((await content('status', '5')).item.visible).toBe(false);
    await town.sql.query('UPDATE community_demo.statuses SET hidden_at = NULL WHERE id = 5');
    expect((await content('status', '5')).item.visible).toBe(true);
  });

  test('is cut where it is too long for a window, and where it stands among others much earlier', async () => {
    const on = { type: 'Group', id: '990' };
    const [book, chapter] = ['🙂'.repeat(100_001), 'y'.repeat(100_000)];
    const write = async (body: string, at: string) => {
      await town.sql.query(
        `INSERT INTO community_demo.writings (user_id, title, body, group_id, created_at, updated_at)
         VALUES (9, 'Long', ?, ?, ?, ?)`,
        [body, on.id, at, at],
      );
      const [made] = await rows<{ id: string }>('SELECT LAST_INSERT_ID() AS id');
      return String(made?.id);
    };
    const first = await write(book, '2026-01-01');
    const second = await write(chapter, '2026-01-02');
    const shown = await content('writing', first);
    expect(shown.item.body === `${'🙂'.repeat(100_000)}…`).toBe(true);
    expect(shown.after.map((it) => it.body)).toEqual([`${'y'.repeat(5000)}…`]);
    expect((await content('writing', second)).item.body === chapter).toBe(true);
    const history = { id: MemberId.parse('9'), sources: ['content' as const], cursor: null, limit: 200 };
    const { entries } = await memberHistory(moderator, history, undefined);
    const bodies = entries.flatMap((it) => (it.source === 'content' && it.title === 'Long' ? [it.body] : []));
    expect(bodies).toEqual([`${'y'.repeat(5000)}…`, `${'🙂'.repeat(5000)}…`]);
  });

  test('a kind that the community has not, and an id that is not there, are said to be so', async () => {
    await expect(content('sculpture', '1')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'This community has no content of the kind “sculpture”.',
    });
    await expect(content('comment', '999999999')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'The community has no comment 999999999, or no longer.',
    });
  });

  test('reads a few rows by an index, however much was written there and by whom', async () => {
    const talk = await longestTalk();
    const middle = talk[Math.floor(talk.length / 2)]?.id ?? '';
    const [inGroup] = await rows<{ id: string }>(
      'SELECT id FROM community_demo.writings WHERE group_id IS NOT NULL LIMIT 1',
    );
    const statements = await costOf(town, async () => {
      await content('comment', middle);
      await content('photo', '100');
      await content('writing', inGroup?.id ?? '');
    });
    expect(statements.filter((it) => /content_comment|content_writing/.test(it.text))).toHaveLength(6);
    for (const it of statements.filter((one) => /caretaker_site/.test(one.text))) {
      expect(it, it.text).toMatchObject({ scans: 0, rowsSorted: 0 });
      expect(it.rowsExamined / it.calls, it.text).toBeLessThanOrEqual(20);
    }
  });
});
