import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome, RunProgress } from '../../src/contract/members/actions.ts';
import { MemberId } from '../../src/contract/values.ts';
import { decisionsOf } from '../../src/core/members/actions/decisions.ts';
import { preview } from '../../src/core/members/actions/preview/preview.ts';
import { derivedId } from '../../src/core/members/actions/request-id.ts';
import { actOnMany, undoRun } from '../../src/core/members/actions/run.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Acting, acting, decision } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('Acting on many members', () => {
  let town: Community;
  let moderator: SignedIn;
  let admin: SignedIn;
  let at: Acting;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    moderator = await town.signIn('moderator');
    admin = await town.signIn('admin');
    at = acting(town);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function all(run: AsyncGenerator<RunProgress>) {
    const steps: RunProgress[] = [];
    for await (const step of run) steps.push(step);
    return { steps, outcomes: steps.flatMap((it) => it.outcomes) };
  }
  const ban = (
    memberIds: readonly MemberId[],
    o: { runId?: string; who?: SignedIn; signal?: AbortSignal } = {},
  ) =>
    actOnMany(
      o.who ?? moderator,
      { runId: o.runId ?? randomUUID(), memberIds, decision: decision({ action: 'ban' }) },
      o.signal,
    );
  const done = (memberId: MemberId): Outcome => ({ memberId, outcome: 'done', why: null });

  /** How many of the site's acts these members have, each. */
  const acts = async (ids: readonly MemberId[]) => {
    const found = await at.rows<{ id: string; acts: string }>(
      "SELECT subject_id AS id, COUNT(*) AS acts FROM community_demo.moderation_actions WHERE subject_type = 'member' AND subject_id IN (?) GROUP BY 1",
      [ids],
    );
    const byId = new Map(found.map((it) => [it.id, Number(it.acts)]));
    return ids.map((id) => byId.get(id) ?? 0);
  };

  test('each is done, told of as it goes, and stands on record by itself', async () => {
    const ids = await at.several(100);
    const runId = randomUUID();
    const { steps, outcomes } = await all(ban(ids, { runId }));
    expect(outcomes).toEqual(ids.map(done));
    expect(steps.length).toBeGreaterThanOrEqual(5);
    expect(steps.every((it) => it.total === 100)).toBe(true);
    let sum = 0;
    for (const step of steps) {
      sum += step.outcomes.length;
      expect(step).toMatchObject({ done: sum, finished: sum === 100 });
      expect(step.outcomes.length).toBeLessThanOrEqual(20);
    }
    expect(await acts(ids)).toEqual(ids.map(() => 1));
    for (const id of ids.slice(0, 3)) {
      expect(await at.record(id)).toMatchObject([
        { actor: 'moderator', action: 'member.banned', detail: { run: runId } },
      ]);
      expect(await decisionsOf(moderator, id, undefined)).toMatchObject([{ runId, undoable: true }]);
    }
    const listed = await at.rows<{ status: string }>(
      'SELECT DISTINCT status FROM caretaker.member_directory WHERE member_id IN (?)',
      [ids],
    );
    expect(listed).toEqual([{ status: 'banned' }]);
  });

  test('one who is so already, one who is gone and one who never was hold up nobody', async () => {
    const [first, banned, gone, last] = await at.several(4);
    if (!first || !banned || !gone || !last) throw new Error('too few members');
    await at.act(admin, banned, { action: 'ban' });
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [gone]);
    const never = MemberId.parse('88888888');
    const { outcomes } = await all(ban([first, banned, gone, never, first, last]));
    expect(outcomes).toEqual([
      done(first),
      { memberId: banned, outcome: 'unchanged', why: expect.stringContaining('is banned already') },
      { memberId: gone, outcome: 'refused', why: expect.stringContaining('has deleted their account') },
      { memberId: never, outcome: 'refused', why: expect.stringContaining('no member with the id 88888888') },
      done(last),
    ]);
    expect(await at.record(gone)).toEqual([]);
    expect(await acts([first, last])).toEqual([1, 1]);
  });

  test('what the site protects is refused with the site’s own sentence', async () => {
    const ids = await at.several(2);
    await town.sql.query(
      `CREATE TRIGGER community_demo.protect BEFORE UPDATE ON community_demo.users FOR EACH ROW
       IF OLD.id = ${ids[0]} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Founders are left alone.'; END IF`,
    );
    const { outcomes } = await all(ban(ids));
    await town.sql.query('DROP TRIGGER community_demo.protect');
    expect(outcomes).toEqual([
      { memberId: ids[0], outcome: 'refused', why: 'Founders are left alone.' },
      { memberId: ids[1], outcome: 'done', why: null },
    ]);
    expect(await acts(ids)).toEqual([0, 1]);
  });

  test('left in the middle it stops after the one under way; asked again it does the rest, and nobody twice', async () => {
    const ids = await at.several(60);
    const runId = randomUUID();
    const run = ban(ids, { runId });
    const first = await run.next();
    await run.return(undefined);
    const sofar = (await acts(ids)).filter((it) => it === 1).length;
    expect(sofar).toBe(first.value?.done);
    expect(sofar).toBeLessThan(60);
    const { outcomes } = await all(ban(ids, { runId }));
    expect(outcomes).toEqual(ids.map(done));
    expect(await acts(ids)).toEqual(ids.map(() => 1));
    const again = await all(ban(ids, { runId }));
    expect(again.outcomes).toEqual(ids.map(done));
    expect(await acts(ids)).toEqual(ids.map(() => 1));
  });

  test('a window that closes stops it after the one under way, between two reports too', async () => {
    const ids = await at.several(60);
    const stop = new AbortController();
    const run = ban(ids, { signal: stop.signal });
    const ended = all(run).catch((error: unknown) => error);
    await expect.poll(async () => (await acts(ids)).includes(1), { interval: 5 }).toBe(true);
    stop.abort();
    expect(await ended).toMatchObject({ name: 'AbortError' });
    const stopped = await acts(ids);
    expect(stopped).toContain(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await acts(ids)).toEqual(stopped);
    // Whom it reached shows in the lists at once, though nobody was told of them any more.
    const reached = ids.filter((_, index) => stopped[index] !== 0);
    const [listed] = await town.sql.query(
      `SELECT status FROM caretaker.member_directory WHERE member_id IN (${reached.join()})`,
    );
    expect(reached.length).toBeGreaterThan(0);
    expect(listed).toEqual(reached.map(() => ({ status: 'banned' })));
  });

  test('a run id that was used for another run is refused', async () => {
    const ids = await at.several(3);
    const runId = randomUUID();
    await all(ban(ids, { runId }));
    await expect(all(ban(ids, { runId, who: admin }))).rejects.toMatchObject({ code: 'CONFLICT' });
    const other = { runId, memberIds: ids, decision: decision({ action: 'warn' }) };
    await expect(all(actOnMany(moderator, other, undefined))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await acts(ids)).toEqual([1, 1, 1]);
  });

  test('what is not allowed is said before anybody is touched', async () => {
    const ids = await at.several(2);
    const support = await town.signIn('support');
    await expect(all(ban(ids, { who: support }))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const rename = decision({ action: 'rename', nickname: 'Twins' });
    await expect(
      all(actOnMany(moderator, { runId: randomUUID(), memberIds: ids, decision: rename }, undefined)),
    ).rejects.toThrow(/rename them one at a time/);
    expect(await acts(ids)).toEqual([0, 0]);
  });

  test('a run is taken back, the newest first, but for what someone decided anew', async () => {
    const ids = await at.several(25);
    const runId = randomUUID();
    await all(ban(ids, { runId }));
    const [freed, undone] = ids;
    if (!freed || !undone) throw new Error('too few members');
    await at.act(admin, freed, { action: 'restore' });
    const [mine] = await decisionsOf(admin, undone, undefined);
    if (!mine) throw new Error('no decision');
    await at.undo(admin, mine.id);

    const requestId = randomUUID();
    const { outcomes } = await all(undoRun(moderator, { requestId, runId }, undefined));
    expect(outcomes).toEqual([
      ...ids.slice(2).toReversed().map(done),
      { memberId: undone, outcome: 'unchanged', why: 'It was taken back already.' },
      {
        memberId: freed,
        outcome: 'refused',
        why: expect.stringMatching(/^Since the ban, The admin lifted the sanctions of this member/),
      },
    ]);
    const statuses = await at.rows('SELECT DISTINCT status FROM caretaker_site.member WHERE id IN (?)', [
      ids,
    ]);
    expect(statuses).toEqual([{ status: 'active' }]);
    const before = await acts(ids);
    const again = await all(undoRun(moderator, { requestId, runId }, undefined));
    expect(again.outcomes.slice(0, 23)).toEqual(ids.slice(2).toReversed().map(done));
    expect(await acts(ids)).toEqual(before);

    const anew = await all(ban(ids.slice(2), { runId }));
    expect(new Set(anew.outcomes.map((it) => it.outcome))).toEqual(new Set(['unchanged']));
    expect(await acts(ids)).toEqual(before);
  });

  test('a run that did nothing has nothing to take back', async () => {
    const run = undoRun(moderator, { requestId: randomUUID(), runId: randomUUID() }, undefined);
    await expect(all(run)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the preview of a run says how many change, and how many do not and why', async () => {
    const ids = await at.several(120);
    const [banned, gone] = ids;
    if (!banned || !gone) throw new Error('too few members');
    await at.act(admin, banned, { action: 'ban' });
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [gone]);
    const asked = {
      memberIds: [...ids, MemberId.parse('88888888')],
      decision: { action: 'ban' as const, until: null, nickname: null },
      hasMessage: true,
    };
    expect(await preview(moderator, asked, undefined)).toEqual({
      effects: [
        '118 members of 121: banned until it is lifted (cannot sign in).',
        '1 member: nothing changes, since it holds already.',
        '1 member: refused, since the account is deleted.',
        '1 member: refused, since the site no longer knows them.',
        'All their sessions end at once.',
        'Each member is told by message after 15 seconds; until then, taking this back stops it.',
        'This can be taken back.',
      ],
      warnings: [
        '1 member of these had staff act on them in the last day; The admin was the last, less than a minute ago.',
      ],
      problems: [],
      statuses: [
        { status: 'active', members: 118 },
        { status: 'banned', members: 1 },
        { status: 'deleted', members: 1 },
      ],
      undoable: true,
    });
    expect((await preview(admin, asked, undefined)).warnings).toEqual([
      '1 member of these had staff act on them in the last day; You were the last, less than a minute ago.',
    ]);
  });

  test('the preview of one says what holds, what will, and who acted of late', async () => {
    const id = await at.someone();
    await at.act(admin, id, { action: 'mute', reason: 'Shouting' });
    const asked = {
      memberIds: [id],
      decision: { action: 'suspend' as const, until: null, nickname: null },
      hasMessage: false,
    };
    expect(await preview(moderator, asked, undefined)).toMatchObject({
      effects: [
        'Now: muted until it is lifted. Then: suspended until it is lifted (cannot sign in); muted until it is lifted as before.',
        'All their sessions end at once.',
        'The member is sent no message.',
        'This can be taken back.',
      ],
      warnings: ['The admin muted this member until it is lifted less than a minute ago: Shouting'],
      problems: [],
      statuses: [{ status: 'muted', members: 1 }],
    });
    const support = await town.signIn('support');
    const { problems, effects } = await preview(support, asked, undefined);
    expect(effects).toEqual([]);
    expect(problems).toEqual(['Your role may not suspend members; Community manager and Administrator may.']);
  });

  test('a colleague who uses up the request of one member holds up nobody else, and that is told', async () => {
    const [first, blocked, last] = await at.several(3);
    if (!first || !blocked || !last) throw new Error('three members');
    const runId = randomUUID();
    await town.sql.query(
      `INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
       VALUES ('x', 'member', '1', '{}', ?)`,
      [derivedId(runId, blocked)],
    );
    const { outcomes } = await all(ban([first, blocked, last], { runId }));
    const why = expect.stringContaining('Nothing was changed; act on this member by themselves.');
    expect(outcomes).toEqual([done(first), { memberId: blocked, outcome: 'refused', why }, done(last)]);
  });
});
