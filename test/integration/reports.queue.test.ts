import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { createLog } from '../../src/core/log.ts';
import { look, trimLooking } from '../../src/core/looking/looking.ts';
import { claim, release, renew } from '../../src/core/reports/queue/claims/claim.ts';
import { colleaguesOf, handOver } from '../../src/core/reports/queue/claims/hand-over.ts';
import { hold, resume } from '../../src/core/reports/queue/claims/rest.ts';
import { listCases } from '../../src/core/reports/queue/list/list.ts';
import { note } from '../../src/core/reports/queue/note.ts';
import { wakeHeldCases } from '../../src/core/reports/queue/wake.ts';
import { readCase } from '../../src/core/reports/work.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { everything, moderatorNamed, type Queueing, queueing } from '../support/queueing.ts';

describe('The queue', () => {
  let town: Community;
  let queue: Queueing;
  let mara: SignedIn;
  let noor: SignedIn;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    queue = queueing(town);
    mara = stack.use(await moderatorNamed(town, 'mara'));
    noor = stack.use(await moderatorNamed(town, 'noor'));
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => queue.clear());

  const requestId = () => randomUUID();
  const signal = new AbortController().signal;
  const claimed = (who: SignedIn, caseId: CaseId) => claim(who, { caseId, claimId: randomUUID() });
  const give = (caseId: CaseId, to = 'noor', id = requestId()) =>
    handOver(mara, { requestId: id, caseId, to, note: 'You speak Dutch' });
  const rest = (caseId: CaseId, until = inMinutes(60), id = requestId()) =>
    hold(mara, { requestId: id, caseId, until, note: 'Wait for the police' });
  const ids = async (who: SignedIn, view: 'next' | 'mine' | 'held' | 'unclaimed') => {
    const input = { view, filter: everything, passed: [], cursor: null, limit: 100 };
    return (await listCases(who, input, undefined)).rows.map((row) => row.id);
  };
  async function run(job: typeof wakeHeldCases): Promise<void> {
    const { database, site } = await town.signIn('moderator');
    await job.run({ database, site, log: createLog({ level: 'silent' }) }, signal);
  }

  describe('a case that is handed over', () => {
    test('is the colleague’s for four hours, with the note in its history and an entry on record', async () => {
      const only = await queue.open(10);
      await claimed(mara, only);
      await give(only);
      expect(await queue.row(only)).toMatchObject({ holder: 'noor', handed: 1, set_by: 'mara', version: 2 });
      const [left] = await queue.rows(
        'SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(6), claimed_until) AS minutes FROM caretaker.report_case',
      );
      expect(Number(left?.minutes)).toBeGreaterThan(235);
      expect(await queue.events(only)).toEqual([
        {
          kind: 'handed-over',
          actor: 'mara',
          byJob: 0,
          detail: { to: 'noor', name: 'Noor', note: 'You speak Dutch' },
        },
      ]);
      expect(await queue.record(only)).toEqual([
        { action: 'case.handed_over', actor: 'mara', detail: { to: 'noor' } },
      ]);
    });

    test('is the colleague’s next, before any better one, and shows among theirs', async () => {
      const best = await queue.open(50);
      const handed = await queue.open(10);
      await give(handed);
      expect(await ids(noor, 'next')).toEqual([handed, best]);
      expect(await ids(noor, 'mine')).toEqual([handed]);
      expect(await ids(mara, 'next')).toEqual([best]);
      expect((await queue.next(noor)).caseId).toBe(handed);
      expect(await queue.row(handed)).toMatchObject({ handed: 0, set_by: 'mara' });
      expect((await queue.next(noor)).caseId).toBe(best);
    });

    test('keeps its four hours when the colleague claims and renews it', async () => {
      const only = await queue.open(10);
      await give(only);
      const { claimed_until: until } = await queue.row(only);
      await claimed(noor, only);
      await renew(noor, { caseId: only });
      expect(await queue.row(only)).toMatchObject({ claimed_until: until, handed: 0, holder: 'noor' });
    });

    test('is anyone’s again when the colleague does not come', async () => {
      const only = await queue.open(10);
      await give(only);
      await queue.lapse(only);
      expect((await queue.next(mara)).caseId).toBe(only);
      expect(await queue.row(only)).toMatchObject({ holder: 'mara', handed: 0, set_by: null });
    });

    test('is not taken from the colleague who holds it', async () => {
      const only = await queue.open(10);
      await claimed(noor, only);
      await expect(give(only, 'moderator')).rejects.toThrow(/^Noor holds this case until/);
      expect(await queue.record(only)).toEqual([]);
    });

    test.each([
      ['mara', /to someone else/],
      ['nobody', /has the account “nobody”/],
      ['support', /has the account “support”/],
      ['cto', /has the account “cto”/],
    ])('goes to a colleague who works through reports, not to %s', async (to, why) => {
      const only = await queue.open(10);
      await expect(give(only, to)).rejects.toThrow(why);
      expect(await queue.row(only)).toMatchObject({ holder: null, version: 1 });
    });

    test('does not go to someone who left the staff', async () => {
      const only = await queue.open(10);
      await queue.rows("UPDATE caretaker.staff SET removed_at = UTC_TIMESTAMP(6) WHERE user = 'noor'");
      await expect(give(only)).rejects.toThrow(/or no longer/);
      expect((await colleaguesOf(mara, signal)).map((it) => it.user)).toEqual(['admin', 'moderator']);
      await queue.rows("UPDATE caretaker.staff SET removed_at = NULL WHERE user = 'noor'");
      expect((await colleaguesOf(mara, signal)).map((it) => it.name)).toContain('Noor');
    });

    test('is handed over once when it is asked twice', async () => {
      const only = await queue.open(10);
      const id = requestId();
      await give(only, 'noor', id);
      await claimed(noor, only);
      await give(only, 'noor', id);
      expect(await queue.row(only)).toMatchObject({ handed: 0, version: 2 });
      await expect(rest(only, inMinutes(5), id)).rejects.toThrow(/used for something else/);
    });
  });

  describe('a case on hold', () => {
    test('is out of the queue until its time, found among theirs by who put it there', async () => {
      const only = await queue.open(10);
      await claimed(mara, only);
      const until = inMinutes(60);
      await rest(only, until);
      expect(await queue.row(only)).toMatchObject({
        state: 'held',
        holder: null,
        set_by: 'mara',
        version: 2,
      });
      expect(await ids(mara, 'unclaimed')).toEqual([]);
      expect(await ids(mara, 'mine')).toEqual([only]);
      expect(await ids(noor, 'mine')).toEqual([]);
      expect(await ids(noor, 'held')).toEqual([only]);
      expect(await queue.events(only)).toMatchObject([
        { kind: 'held', actor: 'mara', detail: { until, note: 'Wait for the police' } },
      ]);
      expect(await queue.record(only)).toMatchObject([{ action: 'case.held', detail: { until } }]);
    });

    test('comes back when its time has come, by the job, and not before', async () => {
      const due = await queue.open(10);
      const later = await queue.open(20);
      await rest(due);
      await rest(later);
      await run(wakeHeldCases);
      expect(await ids(mara, 'unclaimed')).toEqual([]);
      await queue.rows(
        'UPDATE caretaker.report_case SET held_until = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?',
        [due],
      );
      await run(wakeHeldCases);
      expect(await ids(mara, 'unclaimed')).toEqual([due]);
      expect(await queue.row(due)).toMatchObject({
        state: 'open',
        held_until: null,
        set_by: null,
        version: 3,
      });
      expect((await queue.events(due)).at(-1)).toMatchObject({
        kind: 'resumed',
        byJob: 1,
        detail: { was: 'held', by: 'mara' },
      });
      expect(await queue.row(later)).toMatchObject({ state: 'held' });
    });

    test('more than one batch comes back in one round', async () => {
      for (let count = 0; count < 60; count += 1) await rest(await queue.open(count));
      await queue.rows('UPDATE caretaker.report_case SET held_until = UTC_TIMESTAMP(6)');
      await run(wakeHeldCases);
      const states = await queue.rows('SELECT DISTINCT state FROM caretaker.report_case');
      expect(states.map((it) => it.state)).toEqual(['open']);
    });

    test('is put back by anyone, once', async () => {
      const only = await queue.open(10);
      await rest(only);
      const id = requestId();
      await resume(noor, { requestId: id, caseId: only });
      await resume(noor, { requestId: id, caseId: only });
      expect(await queue.row(only)).toMatchObject({ state: 'open', holder: null, version: 3 });
      await expect(resume(noor, { requestId: requestId(), caseId: only })).rejects.toThrow(
        /in the queue already/,
      );
      expect((await queue.record(only)).map((it) => it.action)).toEqual(['case.held', 'case.resumed']);
    });

    test('is taken out of it by a claim, and the history says so', async () => {
      const only = await queue.open(10);
      await rest(only);
      await claimed(noor, only);
      expect(await queue.row(only)).toMatchObject({ state: 'open', holder: 'noor', held_until: null });
      expect((await queue.events(only)).map((it) => it.kind)).toEqual(['held', 'resumed']);
      await expect(resume(mara, { requestId: requestId(), caseId: only })).rejects.toThrow(/^Noor holds/);
    });

    test('tells who renews a claim on it who put it there', async () => {
      const only = await queue.open(10);
      await claimed(mara, only);
      await rest(only);
      await expect(renew(mara, { caseId: only })).rejects.toThrow(/^You put this case on hold until .*UTC/);
      await expect(renew(noor, { caseId: only })).rejects.toThrow(/^Mara put this case on hold/);
    });

    test.each([
      ['a moment that is past', inMinutes(-1)],
      ['a moment after a year', inMinutes(366 * 24 * 60)],
    ])('does not stay so until %s', async (_, until) => {
      const only = await queue.open(10);
      await expect(rest(only, until)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      expect(await queue.row(only)).toMatchObject({ state: 'open' });
    });

    test('is never one that a colleague holds', async () => {
      const only = await queue.open(10);
      await claimed(noor, only);
      await expect(rest(only)).rejects.toThrow(/^Noor holds this case until/);
    });

    test('an escalated case is put back into the queue, too', async () => {
      const only = await queue.open(10, { columns: { state: 'escalated', set_by: 'noor' } });
      await expect(renew(mara, { caseId: only })).rejects.toThrow(/^Noor escalated this case/);
      await resume(mara, { requestId: requestId(), caseId: only });
      expect((await queue.events(only)).at(-1)).toMatchObject({ detail: { was: 'escalated', by: 'noor' } });
      expect(await ids(mara, 'unclaimed')).toEqual([only]);
    });
  });

  describe('a note', () => {
    test('stands in the history of a case, also of one that a colleague holds; the record only says that there is one', async () => {
      const only = await queue.open(10);
      await claimed(noor, only);
      const before = await queue.told('case', only);
      const id = requestId();
      const words = { requestId: id, caseId: only, body: 'The same person as last week' };
      await note(mara, words);
      await note(mara, words);
      expect(await queue.events(only)).toEqual([
        { kind: 'noted', actor: 'mara', byJob: 0, detail: { note: 'The same person as last week' } },
      ]);
      expect(await queue.record(only)).toEqual([{ action: 'case.noted', actor: 'mara', detail: {} }]);
      expect(await queue.told('case', only)).toBe(before + 1);
      expect(await queue.row(only)).toMatchObject({ version: 1 });
    });

    test('is not written about a case that there is not', async () => {
      const words = { requestId: requestId(), caseId: '999999999' as CaseId, body: 'Hm' };
      await expect(note(mara, words)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  describe('who looks at a case', () => {
    const looks = (who: SignedIn, caseId: CaseId, o: { writing?: boolean; leaving?: boolean } = {}) =>
      look(who, {
        kind: 'case',
        id: caseId,
        writing: false,
        leaving: false,
        exists: (db) => readCase(db, caseId),
        ...o,
      });

    test('is seen by the others, with whether they write, until they leave', async () => {
      const only = await queue.open(10);
      expect((await looks(mara, only)).others).toEqual([]);
      expect((await looks(noor, only, { writing: true })).others).toEqual([
        { user: 'mara', name: 'Mara', writing: false },
      ]);
      expect((await looks(mara, only)).others).toEqual([{ user: 'noor', name: 'Noor', writing: true }]);
      await looks(noor, only, { leaving: true });
      expect((await looks(mara, only)).others).toEqual([]);
    });

    test('is told to others when it changes, and not each time it is said', async () => {
      const only = await queue.open(10);
      await looks(mara, only);
      await looks(mara, only);
      await looks(mara, only);
      expect(await queue.told('looking', only)).toBe(1);
      await looks(mara, only, { writing: true });
      expect(await queue.told('looking', only)).toBe(2);
      await looks(mara, only, { leaving: true });
      await looks(mara, only, { leaving: true });
      expect(await queue.told('looking', only)).toBe(3);
    });

    test('is forgotten after half a minute without a word, and trimmed later', async () => {
      const only = await queue.open(10);
      await looks(mara, only);
      const age = (seconds: number) =>
        queue.rows('UPDATE caretaker.looking SET seen_at = UTC_TIMESTAMP(6) - INTERVAL ? SECOND', [seconds]);
      await age(31);
      expect((await looks(noor, only, { leaving: true })).others).toEqual([]);
      await looks(mara, only);
      expect(await queue.told('looking', only)).toBe(2);
      await age(3601);
      await run(trimLooking);
      expect(await queue.rows('SELECT 1 FROM caretaker.looking')).toEqual([]);
    });

    test('is nobody where there is no such case', async () => {
      await expect(looks(mara, '999999999' as CaseId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  test('what was released after a hand-over no longer says who handed it over', async () => {
    const only = await queue.open(10);
    await give(only);
    await claimed(noor, only);
    await release(noor, { caseId: only });
    expect(await queue.row(only)).toMatchObject({ holder: null, set_by: null, handed: 0 });
  });
});
