import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberContent } from '../../src/core/members/page/content.ts';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { type Reportable, type Reporting, reporting } from '../support/reporting.ts';

describe('What is kept of what was reported', () => {
  let town: Community;
  let it: Reporting;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 1000, directory: false });
    it = reporting(town);
    moderator = await town.signIn('moderator');
    await it.beginNow();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const read = () => readAllReports(moderator);

  test.each<[Reportable, string, string]>([
    ['Status', 'status', 'statuses'],
    ['Photo', 'photo', 'photos'],
    ['Writing', 'writing', 'writings'],
    ['Comment', 'comment', 'comments'],
  ])('of a %s is what its own page shows, with what surrounds it', async (type, kind, table) => {
    const rows = await it.rows<{ id: string }>(`SELECT id FROM community_demo.${table} ORDER BY id LIMIT 40`);
    const ids = rows.filter((_, nr) => nr % 4 === 0).map((row) => Number(row.id));
    for (const id of ids) await it.report({ on: [type, id] });
    await read();
    for (const id of ids) {
      const row = await it.caseOf(kind, id);
      const [kept] = await it.evidenceOf(row.id);
      const { item, within, before, after } = await memberContent(
        moderator,
        { kind, id: String(id) },
        undefined,
      );
      expect(kept?.evidence).toEqual({
        content: item,
        within,
        before,
        after,
        member: null,
        talk: [],
        absent: null,
      });
      const others = new Set([...within, ...before, ...after].map((it) => it.authorId));
      others.delete(item.authorId);
      expect(row).toMatchObject({ reach: others.size, has_media: Number(item.mediaUrl !== null) });
    }
  });

  test('stays when it is edited: a later report keeps it as it is then, and says that it was edited', async () => {
    await it.report({ on: ['Comment', 101], by: 6 });
    await read();
    const row = await it.caseOf('comment', 101);
    await it.rows("UPDATE community_demo.comments SET body = 'I never said that' WHERE id = 101");
    await it.report({ on: ['Comment', 101], by: 7 });
    await it.report({ on: ['Comment', 101], by: 8 });
    await read();
    const kept = await it.evidenceOf(row.id);
    expect(kept.map((one) => one.evidence.content?.body)).toEqual([expect.anything(), 'I never said that']);
    expect(kept[0]?.evidence.content?.body).not.toBe('I never said that');
    expect(await it.eventsOf(row.id)).toEqual(['opened', 'joined', 'edited']);
    // To what it was before is no third state.
    await it.rows('UPDATE community_demo.comments SET body = ? WHERE id = 101', [
      kept[0]?.evidence.content?.body,
    ]);
    await it.report({ on: ['Comment', 101], by: 9 });
    await read();
    expect(await it.evidenceOf(row.id)).toHaveLength(2);
  });

  test('does not grow without end, however often it is edited', async () => {
    for (let edit = 0; edit < 23; edit += 1) {
      await it.rows('UPDATE community_demo.comments SET body = ? WHERE id = 102', [`edit ${edit}`]);
      await it.report({ on: ['Comment', 102], by: 6 + edit });
      await read();
    }
    const row = await it.caseOf('comment', 102);
    expect(row.reports).toBe(23);
    expect(await it.evidenceOf(row.id)).toHaveLength(20);
  });

  test('says so where it was gone before it could be read; the case is opened all the same', async () => {
    await it.report({ on: ['Comment', 103], by: 6, about: 44, reason: 'self-harm' });
    await it.report({ on: ['User', 900_000], by: 6 });
    await it.report({ on: ['Conversation', 900_000], by: 6, about: 44 });
    await it.rows('DELETE FROM community_demo.comments WHERE id = 103');
    await read();
    for (const [kind, id] of [
      ['comment', 103],
      ['member', 900_000],
      ['conversation', 900_000],
    ] as const) {
      const row = await it.caseOf(kind, id);
      const [kept] = await it.evidenceOf(row.id);
      expect(kept?.evidence).toMatchObject({ content: null, member: null, talk: [], absent: 'gone' });
    }
    expect(await it.caseOf('comment', 103)).toMatchObject({ author_id: '44', excerpt: '', danger: 'life' });
  });

  test('stays readable when it is removed later, and repeats join its case', async () => {
    await it.report({ on: ['Comment', 104], by: 6 });
    await read();
    await it.rows('DELETE FROM community_demo.comments WHERE id = 104');
    await it.report({ on: ['Comment', 104], by: 7 });
    await read();
    const row = await it.caseOf('comment', 104);
    expect(row.reports).toBe(2);
    const kept = await it.evidenceOf(row.id);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.evidence.content?.id).toBe('104');
  });

  test('of a conversation comes through the report that names it, at most 200 messages around it', async () => {
    const messages = Array.from({ length: 1300 }, (_, nr) => [
      7,
      nr % 2 ? 60 : 61,
      `message ${nr}`,
      1400 - nr,
    ]);
    await it.rows('DELETE FROM community_demo.messages WHERE conversation_id = 7');
    for (const message of messages) {
      await it.rows(
        `INSERT INTO community_demo.messages (conversation_id, user_id, body, created_at)
         VALUES (?, ?, ?, UTC_TIMESTAMP(6) - INTERVAL ? MINUTE)`,
        message,
      );
    }
    // Reported when 1101 of them had been written.
    await it.report({
      on: ['Conversation', 7],
      by: 60,
      about: 61,
      reason: 'harassment',
      minutesAgo: 299.5 as number,
    });
    await read();
    const row = await it.caseOf('conversation', 7);
    const [kept] = await it.evidenceOf(row.id);
    const talk = kept?.evidence.talk ?? [];
    expect(talk).toHaveLength(200);
    const said = talk.map((one) => Number(one.body.split(' ')[1]));
    expect(said).toEqual(Array.from({ length: 200 }, (_, nr) => (said[0] ?? 0) + nr));
    const [reported] = await it.itemsOf(row.id);
    const before = talk.filter((one) => one.at <= `${String(reported?.at).replace(' ', 'T')}Z`);
    expect(before).toHaveLength(150);
    expect(new Set(talk.map((one) => one.authorId))).toEqual(new Set(['60', '61']));
    expect(talk.every((one) => one.author !== null)).toBe(true);
    expect(row).toMatchObject({ author_id: '61', reach: 1 });
    // The last thing that the reported one said.
    expect(row.excerpt).toBe(before.findLast((one) => one.authorId === '61')?.body);
  });

  test('of a conversation that went on is more, and of one that did not is the same', async () => {
    await it.report({ on: ['Conversation', 8], by: 62, about: 63 });
    await read();
    const row = await it.caseOf('conversation', 8);
    await it.report({ on: ['Conversation', 8], by: 62, about: 63 });
    await read();
    expect(await it.evidenceOf(row.id)).toHaveLength(1);
    await it.rows(
      "INSERT INTO community_demo.messages (conversation_id, user_id, body, created_at) VALUES (8, 63, 'and another thing', UTC_TIMESTAMP(6))",
    );
    await it.report({ on: ['Conversation', 8], by: 62, about: 63 });
    await read();
    const kept = await it.evidenceOf(row.id);
    expect(kept).toHaveLength(2);
    expect(kept[1]?.evidence.talk.at(-1)?.body).toBe('and another thing');
  });

  test('is nothing where the site’s contract does not show it, and says that', async () => {
    const site = { ...moderator.site, contentKinds: ['photo'], procedures: [] };
    await it.report({ on: ['Status', 120], by: 6, about: 44 });
    await it.report({ on: ['Conversation', 9], by: 6, about: 45 });
    await readAllReports({ database: moderator.database, site });
    for (const [kind, id, author] of [
      ['status', 120, '44'],
      ['conversation', 9, '45'],
    ] as const) {
      const row = await it.caseOf(kind, id);
      expect(row).toMatchObject({ author_id: author, excerpt: '', state: 'open' });
      const [kept] = await it.evidenceOf(row.id);
      expect(kept?.evidence).toMatchObject({ content: null, talk: [], absent: 'not-shown' });
    }
  });

  test('is in the language that it is written in, where that can be told', async () => {
    const texts = [
      [
        'Ich habe dir schon so oft gesagt, dass du mich endlich in Ruhe lassen sollst, und du hörst nicht auf.',
        'deu',
      ],
      [
        'Tu es vraiment la personne la plus méchante que je connaisse, laisse-moi tranquille maintenant.',
        'fra',
      ],
      [
        'You have been told so many times to leave her alone, and still you write to her every single day.',
        'eng',
      ],
      ['lol', 'und'],
      ['https://buy.example/cheap-watches-for-everyone @all #watches #cheap #now', 'und'],
      ['🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥', 'und'],
    ] as const;
    for (const [nr, [text]] of texts.entries()) {
      await it.rows('UPDATE community_demo.statuses SET body = ? WHERE id = ?', [text, 130 + nr]);
      await it.report({ on: ['Status', 130 + nr] });
    }
    await read();
    const found = [];
    for (const nr of texts.keys()) found.push((await it.caseOf('status', 130 + nr)).language);
    expect(found).toEqual(texts.map(([, language]) => language));
  });
});
