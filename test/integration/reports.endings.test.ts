import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobRunner } from '../../src/core/jobs/runner.ts';
import { createLog } from '../../src/core/log.ts';
import { listEndings } from '../../src/core/reports/decisions/endings/list.ts';
import { remindOfEndings } from '../../src/core/reports/decisions/endings/remind.ts';
import { settleEnding } from '../../src/core/reports/decisions/endings/settle.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding, type Opened } from '../support/deciding.ts';

const log = createLog({ level: 'silent' });
const hour = 60;
const day = 24 * hour;

describe('Sanctions that end by themselves', () => {
  let town: Community;
  let moderator: SignedIn;
  let admin: SignedIn;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    moderator = await town.signIn('moderator');
    admin = await town.signIn('admin');
    at = deciding(town, moderator);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const remind = () =>
    remindOfEndings.run(
      { database: moderator.database, site: moderator.site, log },
      new AbortController().signal,
    );
  const list = async (limit = 100) => {
    const ids: string[] = [];
    let cursor = null;
    do {
      const page: Awaited<ReturnType<typeof listEndings>> = await listEndings(
        moderator,
        { cursor, limit },
        undefined,
      );
      ids.push(...page.endings.map((it) => it.memberId));
      cursor = page.next;
    } while (cursor !== null);
    return ids;
  };
  const rowOf = async ({ caseId }: Opened) =>
    (
      await at.rows<Record<string, string | number | null>>(
        'SELECT * FROM caretaker.report_ending WHERE case_id = ?',
        [caseId],
      )
    )[0];

  /** A sanction that lasts so long, decided just now. */
  async function sanction(kind: 'mute' | 'suspend', minutes: number | null) {
    const opened = await at.open();
    const until = minutes === null ? null : inMinutes(minutes);
    const decisionId = await at.decide(
      moderator,
      opened.caseId,
      caseDecision([{ kind: 'hide' }, { kind, until }]),
    );
    return { ...opened, decisionId };
  }

  /** As time would: the moment of its reminder comes, its end is so many minutes away, and the site has it so as well. */
  async function comeNear(
    opened: Opened,
    minutes: number,
    table: 'muted_until' | 'suspended_until' = 'muted_until',
  ) {
    const ends = `DATE_FORMAT(UTC_TIMESTAMP() + INTERVAL ${minutes} MINUTE, '%Y-%m-%d %H:%i:%s')`;
    await town.sql.query(
      `UPDATE caretaker.report_ending SET remind_at = UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE, ends_at = ${ends} WHERE case_id = ?`,
      [opened.caseId],
    );
    await town.sql.query(
      `UPDATE community_demo.users SET ${table} = (SELECT ends_at FROM caretaker.report_ending WHERE case_id = ?) WHERE id = ?`,
      [opened.caseId, opened.author],
    );
  }

  test.each([
    ['a week, a day before', 7 * day, day],
    ['a day, when half of it is over', day, day / 2],
    ['an hour, when half of it is over', hour, hour / 2],
  ])('are reminded of, where they last %s', async (_, minutes, ahead) => {
    const opened = await sanction('mute', minutes);
    const [row] = await at.rows<{ ahead: number; kind: string; open: number }>(
      `SELECT TIMESTAMPDIFF(SECOND, remind_at, ends_at) / 60 AS ahead, kind, open_mark AS open
       FROM caretaker.report_ending WHERE case_id = ?`,
      [opened.caseId],
    );
    expect(row).toMatchObject({ kind: 'mute', open: 1 });
    expect(Math.abs(Number(row?.ahead) - ahead)).toBeLessThan(1);
  });

  test('are none where they have no end, or held already', async () => {
    expect(await rowOf(await sanction('suspend', null))).toBeUndefined();
    const opened = await at.open();
    const until = inMinutes(day);
    await at.act(admin, opened.author, { action: 'mute', until });
    await at.decide(moderator, opened.caseId, caseDecision([{ kind: 'mute', until }]));
    expect(await rowOf(opened)).toBeUndefined();
  });

  test('are listed from their reminder on, soonest first, a page at a time, until someone says that they know', async () => {
    const [late, soon, far] = [
      await sanction('mute', 3 * day),
      await sanction('suspend', 3 * day),
      await sanction('mute', 3 * day),
    ];
    await comeNear(late, 20 * hour);
    await comeNear(soon, 2 * hour, 'suspended_until');
    const mine = async () => (await list(1)).filter((id) => [late, soon, far].some((it) => it.author === id));
    expect(await mine()).toEqual([soon.author, late.author]);
    const [shown] = (await listEndings(moderator, { cursor: null, limit: 100 }, undefined)).endings.filter(
      (it) => it.memberId === soon.author,
    );
    expect(shown).toMatchObject({
      caseId: soon.caseId,
      nickname: (await at.user(soon.author)).nickname,
      kind: 'suspend',
      decidedBy: 'moderator',
    });

    const endingId = shown?.id as never;
    const asked = { requestId: randomUUID(), endingId };
    await settleEnding(admin, asked);
    await settleEnding(admin, asked);
    await settleEnding(moderator, { requestId: randomUUID(), endingId });
    expect(await mine()).toEqual([late.author]);
    expect((await at.caseRecord(soon.caseId)).map((it) => [it.action, it.actor])).toEqual([
      ['case.decided', 'moderator'],
      ['case.ending_settled', 'admin'],
    ]);
    await expect(
      settleEnding(moderator, { requestId: randomUUID(), endingId: '99999' as never }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the staff is reminded of each once, in the history of its case and by the feed', async () => {
    const opened = await sanction('mute', 3 * day);
    const reminders = async () => (await at.events(opened.caseId)).filter((it) => it.kind === 'ending');
    await remind();
    expect(await reminders()).toEqual([]);
    await comeNear(opened, 20 * hour);
    const feed = () =>
      at.rows("SELECT 1 FROM caretaker.change_feed WHERE topic = 'case' AND subject_id = ?", [opened.caseId]);
    const news = (await feed()).length;
    await Promise.all([remind(), remind()]);
    await remind();
    expect(await reminders()).toMatchObject([
      {
        kind: 'ending',
        detail: { sanction: 'mute', endsAt: expect.any(String), decision: opened.decisionId },
      },
    ]);
    expect((await rowOf(opened))?.reminded_at).not.toBeNull();
    expect((await feed()).length).toBe(news + 1);
    const { version } = await at.row(opened.caseId);
    await remind();
    expect((await at.row(opened.caseId)).version).toBe(version);
  });

  test('the console reminds by itself', async () => {
    const opened = await sanction('mute', 3 * day);
    await comeNear(opened, 20 * hour);
    const runner = new JobRunner(moderator, log);
    runner.start();
    await expect.poll(async () => (await rowOf(opened))?.reminded_at, { timeout: 15_000 }).not.toBeNull();
    await runner.stop();
  });

  test.each([
    [
      'were taken back on the member’s own page',
      (it: Opened) => at.act(admin, it.author, { action: 'restore' }),
    ],
    [
      'were replaced by others',
      (it: Opened) => at.act(admin, it.author, { action: 'mute', until: inMinutes(9 * hour) }),
    ],
    [
      'the site itself lifted',
      (it: Opened) =>
        town.sql.query('UPDATE community_demo.users SET muted_until = NULL WHERE id = ?', [it.author]),
    ],
    ['have ended', (it: Opened) => comeNear(it, -1)],
  ] as const)('that %s leave the list, and nobody is reminded of them', async (_, change) => {
    const [told, untold] = [await sanction('mute', 3 * day), await sanction('mute', 3 * day)];
    await comeNear(told, 20 * hour);
    await remind();
    expect(await list()).toContain(told.author);
    await comeNear(untold, 20 * hour);
    for (const it of [told, untold]) await change(it);
    expect(await list()).not.toContain(told.author);
    await remind();
    expect((await at.events(untold.caseId)).map((it) => it.kind)).not.toContain('ending');
    for (const it of [told, untold]) expect((await rowOf(it))?.open_mark).toBeNull();
  });

  test('that an undo took back are none any more', async () => {
    const opened = await sanction('mute', 3 * day);
    await comeNear(opened, 20 * hour);
    await town.sql.query(
      `UPDATE caretaker.member_decision SET after_state = JSON_SET(after_state, '$.mutedUntil',
         (SELECT DATE_FORMAT(ends_at, '%Y-%m-%dT%H:%i:%s.000000Z') FROM caretaker.report_ending WHERE case_id = ?))
       WHERE member_id = ?`,
      [opened.caseId, opened.author],
    );
    expect(await list()).toContain(opened.author);
    await at.undo(moderator, opened.decisionId);
    expect(await list()).not.toContain(opened.author);
    expect((await rowOf(opened))?.open_mark).toBeNull();
  });
});
