import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Note, NoteBody } from '../../src/contract/members/notes.ts';
import { EntryId, MemberId } from '../../src/contract/values.ts';
import { addNote, editNote, listNotes, pinNote, removeNote } from '../../src/core/members/notes/notes.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('Notes about a member', () => {
  let town: Community;
  let moderator: SignedIn;
  let support: SignedIn;
  beforeAll(async () => {
    town = await testCommunity();
    moderator = await town.signIn('moderator');
    support = await town.signIn('support');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function rows<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    const [found] = await town.sql.query(statement, values);
    return found as T[];
  }

  /** A member of their own for each test. */
  let last = 100;
  const someone = () => MemberId.parse(String(++last));
  const list = async (memberId: MemberId, who = moderator) =>
    (await listNotes(who, memberId, undefined)).notes;
  const add = async (memberId: MemberId, body: string, who = moderator) =>
    (await addNote(who, { requestId: randomUUID(), memberId, body })).id;
  const edit = (who: SignedIn, id: EntryId, editedAt: Note['editedAt'], body: string) =>
    editNote(who, { requestId: randomUUID(), id, editedAt, body });
  const pin = (who: SignedIn, id: EntryId, pinned: boolean) =>
    pinNote(who, { requestId: randomUUID(), id, pinned });
  const remove = (who: SignedIn, id: EntryId, removed: boolean) =>
    removeNote(who, { requestId: randomUUID(), id, removed });

  /** What stands on record about a member, oldest first. */
  const recordOf = async (memberId: MemberId) => {
    const entries = await rows<{ actor: string; action: string; detail: string }>(
      `SELECT actor, action, detail FROM caretaker_audit.entry
       WHERE subject_kind = 'member' AND subject_id = ? ORDER BY id`,
      [memberId],
    );
    return entries.map(({ actor, action, detail }) => ({ actor, action, detail: JSON.parse(detail) }));
  };

  test('what one writes the others read at once, with who wrote it and when', async () => {
    const memberId = someone();
    const id = await add(memberId, 'Asks to be called Kim. 🙂\nSecond line');
    const [note, ...others] = await list(memberId, support);
    expect(others).toEqual([]);
    expect(note).toEqual({
      id,
      author: 'moderator',
      at: note?.at,
      editedAt: null,
      pinned: false,
      body: 'Asks to be called Kim. 🙂\nSecond line',
    });
    const [clock] = await rows<{ off: string }>(
      'SELECT ABS(TIMESTAMPDIFF(SECOND, at, UTC_TIMESTAMP(6))) AS off FROM caretaker_audit.member_note WHERE id = ?',
      [id],
    );
    expect(Number(clock?.off)).toBeLessThan(60);
    expect(await list(someone())).toEqual([]);
  });

  test('any text is kept to the letter', async () => {
    const memberId = someone();
    const bodies = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(bodies, async (text) => {
        const parsed = NoteBody.safeParse(text);
        fc.pre(parsed.success);
        const id = await add(memberId, parsed.data ?? '');
        expect((await list(memberId)).find((it) => it.id === id)?.body).toBe(parsed.data);
      }),
      { numRuns: 25 },
    );
    const longest = '語'.repeat(4000);
    const id = await add(memberId, longest);
    expect((await list(memberId)).find((it) => it.id === id)?.body).toBe(longest);
  });

  test('pinned ones stand on top, whoever pinned them, then the newest', async () => {
    const memberId = someone();
    const [oldest, middle, newest] = [
      await add(memberId, 'oldest'),
      await add(memberId, 'middle'),
      await add(memberId, 'newest'),
    ];
    const order = async () => (await list(memberId)).map((it) => it.id);
    expect(await order()).toEqual([newest, middle, oldest]);
    await pin(support, oldest, true);
    expect(await order()).toEqual([oldest, newest, middle]);
    expect((await list(memberId))[0]).toMatchObject({ author: 'moderator', pinned: true, editedAt: null });
    await pin(support, oldest, false);
    expect(await order()).toEqual([newest, middle, oldest]);
  });

  test('a note is edited by who wrote it, and says when', async () => {
    const memberId = someone();
    const id = await add(memberId, 'first words');
    await edit(moderator, id, null, 'second words');
    const [once] = await list(memberId);
    expect(once).toMatchObject({ body: 'second words', author: 'moderator' });
    expect(once?.editedAt).not.toBeNull();
    await edit(moderator, id, once?.editedAt ?? null, 'third words');
    const [twice] = await list(memberId);
    expect(twice?.body).toBe('third words');
    expect(twice?.at).toBe(once?.at);
    expect(`${twice?.editedAt}` > `${once?.editedAt}`).toBe(true);

    await expect(edit(support, id, twice?.editedAt ?? null, 'not mine')).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/^moderator wrote this note.*Nothing was changed/),
    });
    await expect(remove(support, id, true)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await list(memberId)).toEqual([twice]);
  });

  test('an edit of what was edited on another console meanwhile is refused, and loses neither text', async () => {
    const memberId = someone();
    const id = await add(memberId, 'as it was');
    await edit(moderator, id, null, 'from one console');
    await expect(edit(moderator, id, null, 'from another')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/^moderator changed this note meanwhile.*what you typed is kept/),
    });
    expect((await list(memberId))[0]?.body).toBe('from one console');
    expect((await recordOf(memberId)).map((it) => it.action)).toEqual([
      'member.note_added',
      'member.note_edited',
    ]);
  });

  test('a removed note is gone from the list until it is brought back, and is neither edited nor pinned', async () => {
    const memberId = someone();
    const id = await add(memberId, 'a mistake');
    const [before] = await list(memberId);
    await remove(moderator, id, true);
    expect(await list(memberId)).toEqual([]);
    await expect(edit(moderator, id, null, 'changed')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(pin(support, id, true)).rejects.toMatchObject({ code: 'CONFLICT' });
    await remove(moderator, id, false);
    expect(await list(memberId)).toEqual([before]);
  });

  test('everything done to a note is on record under who did it, without what it says', async () => {
    const memberId = someone();
    const id = await add(memberId, 'first words');
    await edit(moderator, id, null, 'second words');
    await pin(support, id, true);
    await remove(moderator, id, true);
    await remove(moderator, id, false);
    expect(await recordOf(memberId)).toEqual([
      { actor: 'moderator', action: 'member.note_added', detail: {} },
      { actor: 'moderator', action: 'member.note_edited', detail: { note: id } },
      {
        actor: 'support',
        action: 'member.note_pinned',
        detail: { note: id, author: 'moderator', pinned: true },
      },
      { actor: 'moderator', action: 'member.note_removed', detail: { note: id, removed: true } },
      { actor: 'moderator', action: 'member.note_removed', detail: { note: id, removed: false } },
    ]);
    const told = await rows("SELECT 1 FROM caretaker.change_feed WHERE topic = 'member' AND subject_id = ?", [
      memberId,
    ]);
    expect(told).toHaveLength(5);
  });

  test('what holds already is not done again', async () => {
    const memberId = someone();
    const requestId = randomUUID();
    const { id } = await addNote(moderator, { requestId, memberId, body: 'asked for twice' });
    expect(await addNote(moderator, { requestId, memberId, body: 'asked for twice' })).toEqual({ id });
    await edit(moderator, id, null, 'asked for twice');
    await pin(moderator, id, false);
    await remove(moderator, id, false);
    expect(await list(memberId)).toMatchObject([{ id, editedAt: null }]);
    expect(await recordOf(memberId)).toHaveLength(1);
    // Another note under the same request would be lost without a word.
    await expect(addNote(moderator, { requestId, memberId, body: 'another' })).rejects.toThrow();
    expect(await list(memberId)).toHaveLength(1);
  });

  test('of a member or a note that is not there, one is told so and nothing is written', async () => {
    const nobody = MemberId.parse('999999999');
    await expect(add(nobody, 'to nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const none = EntryId.parse('999999999');
    await expect(edit(moderator, none, null, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(pin(moderator, none, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(remove(moderator, none, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await recordOf(nobody)).toEqual([]);
    expect(await rows('SELECT 1 FROM caretaker_audit.member_note WHERE member_id = 999999999')).toEqual([]);
  });

  test('the list is read by its index, without sorting', async () => {
    const tabular = town.server.flavour === 'mysql' ? 'EXPLAIN FORMAT=TRADITIONAL' : 'EXPLAIN';
    const [plan] = await rows<{ key: string; Extra: string }>(
      `${tabular} SELECT id FROM caretaker_audit.member_note WHERE member_id = 7 AND removed_at IS NULL
       ORDER BY pinned DESC, at DESC, id DESC LIMIT 200`,
    );
    expect(plan?.key).toBe('member_note_pinned');
    expect(String(plan?.Extra)).not.toMatch(/filesort|temporary/);
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'a note whose line breaks %s stands once',
    async (when) => {
      await using line = await breakingLine(town.root.port);
      const opening = await openSession({
        primary: { ...town.address('moderator'), port: line.port },
        replica: null,
      });
      if (opening.outcome !== 'opened') throw new Error(opening.outcome);
      const who = opening.signedIn;
      const memberId = someone();
      try {
        line.breakAt(when);
        const id = await add(memberId, 'written once', who);
        expect(await list(memberId)).toMatchObject([{ id, body: 'written once' }]);
        line.breakAt(when);
        await edit(who, id, null, 'edited once');
        expect((await list(memberId))[0]?.body).toBe('edited once');
        expect(line.broken).toBe(2);
        expect((await recordOf(memberId)).map((it) => it.action)).toEqual([
          'member.note_added',
          'member.note_edited',
        ]);
      } finally {
        await who.database.close();
      }
    },
  );
});
