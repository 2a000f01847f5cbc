import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { claim, release, renew } from '../../src/core/reports/queue/claims/claim.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, overTheWire, rootConnection, testCommunity } from '../support/community.ts';
import { moderatorNamed, type Queueing, queueing } from '../support/queueing.ts';

describe('Claims', () => {
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

  const claimed = (who: SignedIn, caseId: CaseId) => claim(who, { caseId, claimId: randomUUID() });
  const minutesLeft = async (caseId: CaseId) => {
    const [row] = await queue.rows<{ left: number }>(
      'SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), claimed_until) / 60e6 AS `left` FROM caretaker.report_case WHERE id = ?',
      [caseId],
    );
    return Number(row?.left);
  };

  test('“next” gives the best case that is nobody’s, and then the next best', async () => {
    await queue.open(10);
    const best = await queue.open(30);
    const second = await queue.open(20);
    expect((await queue.next(mara)).caseId).toBe(best);
    expect((await queue.next(noor)).caseId).toBe(second);
    expect(await minutesLeft(best)).toBeCloseTo(10, 0);
    expect(await queue.row(best)).toMatchObject({ holder: 'mara', state: 'open', version: 1 });
  });

  test('of two cases with one score the older comes first', async () => {
    const first = await queue.open(10);
    await queue.open(10);
    expect((await queue.next(mara)).caseId).toBe(first);
  });

  test('one person may hold several cases', async () => {
    const cases = [await queue.open(20), await queue.open(10)];
    expect([(await queue.next(mara)).caseId, (await queue.next(mara)).caseId]).toEqual(cases);
  });

  test('asked again with one claim, “next” gives the same case', async () => {
    const best = await queue.open(30);
    const second = await queue.open(20);
    const claimId = randomUUID();
    const first = await queue.next(mara, { claimId });
    expect(await queue.next(mara, { claimId })).toEqual(first);
    expect(first.caseId).toBe(best);
    expect(await queue.row(second)).toMatchObject({ holder: null });
  });

  test('asked twice at once with one claim, “next” gives one case', async () => {
    const best = await queue.open(30);
    const second = await queue.open(20);
    const claimId = randomUUID();
    const given = await Promise.all([queue.next(mara, { claimId }), queue.next(mara, { claimId })]);
    expect(given.map((it) => it.caseId)).toEqual([best, best]);
    expect(await queue.row(second)).toMatchObject({ holder: null });
  });

  test('asked again with a claim that has run out, “next” takes no other case for it', async () => {
    const best = await queue.open(30);
    const second = await queue.open(20);
    const claimId = randomUUID();
    await queue.next(mara, { claimId });
    await queue.lapse(best);
    await expect(queue.next(mara, { claimId, passed: [best] })).rejects.toThrow(/run out/);
    expect(await queue.row(second)).toMatchObject({ holder: null });
  });

  test('“next” is empty where nothing is left', async () => {
    const only = await queue.open(10);
    await queue.next(mara);
    expect(await queue.next(noor)).toEqual({ caseId: null, until: null });
    expect(await queue.row(only)).toMatchObject({ holder: 'mara' });
  });

  test('“next” leaves out what the person passed over', async () => {
    const best = await queue.open(30);
    const second = await queue.open(20);
    expect((await queue.next(mara, { passed: [best] })).caseId).toBe(second);
  });

  test('“next” keeps to the filter', async () => {
    await queue.open(30);
    const wanted = await queue.open(20, { policyId: 3, authorId: '77', kind: 'comment' });
    const german = await queue.open(10, { policyId: 3, columns: { language: 'deu' } });
    const old = await queue.open(5);
    await queue.rows(
      'UPDATE caretaker.report_case SET opened_at = opened_at - INTERVAL 50 HOUR WHERE id = ?',
      [old],
    );
    expect((await queue.next(mara, { filter: { language: 'deu' } })).caseId).toBe(german);
    expect((await queue.next(mara, { filter: { olderThanHours: 48 } })).caseId).toBe(old);
    await Promise.all([german, old].map((caseId) => release(mara, { caseId })));
    for (const filter of [{ policyId: '3' }, { authorId: '77' }, { kind: 'comment' }] as never[]) {
      expect((await queue.next(mara, { filter })).caseId).toBe(wanted);
      await release(mara, { caseId: wanted });
    }
  });

  test('“next” finds the cases of one reporter', async () => {
    await queue.open(30);
    const reported = await queue.open(10);
    const [report] = await queue.rows(
      'SELECT id, reporter_id FROM caretaker_site.report ORDER BY id LIMIT 1',
    );
    await queue.rows(
      "INSERT INTO caretaker.report_item (report_id, case_id, reporter_id, at, reason, weight) VALUES (?, ?, ?, UTC_TIMESTAMP(6), 'spam', 0.5)",
      [report?.id, reported, report?.reporter_id],
    );
    const filter = { reporterId: report?.reporter_id };
    expect((await queue.next(mara, { filter })).caseId).toBe(reported);
    expect((await queue.next(noor, { filter })).caseId).toBeNull();
  });

  test('what was claimed and ran out is anyone’s again', async () => {
    const only = await queue.open(10);
    await queue.next(mara);
    await queue.lapse(only);
    expect((await queue.next(noor)).caseId).toBe(only);
    await expect(renew(mara, { caseId: only })).rejects.toThrow(
      /^Noor holds this case until .* UTC\. Nothing/,
    );
  });

  test('“next” passes by a case that another transaction has locked, without waiting for it', async () => {
    const best = await queue.open(30);
    const second = await queue.open(20);
    const other = await rootConnection(town.root);
    await other.beginTransaction();
    await other.query('SELECT id FROM caretaker.report_case WHERE id = ? FOR UPDATE', [best]);
    const began = performance.now();
    expect((await queue.next(mara)).caseId).toBe(second);
    // The server would wait for 3 s.
    expect(performance.now() - began).toBeLessThan(2000);
    await other.rollback();
    other.destroy();
  });

  test('the last case is not “none” because it was locked for a moment', async () => {
    const only = await queue.open(10);
    const other = await rootConnection(town.root);
    await other.beginTransaction();
    await other.query('SELECT id FROM caretaker.report_case WHERE id = ? FOR UPDATE', [only]);
    const asked = queue.next(mara);
    await other.rollback();
    expect((await asked).caseId).toBe(only);
    other.destroy();
  });

  test('twenty who ask at once are given twenty cases', async () => {
    const cases = await Promise.all(Array.from({ length: 20 }, (_, score) => queue.open(score)));
    const asked = cases.map((_, index) => queue.next(index % 2 ? mara : noor));
    const given = (await Promise.all(asked)).map((it) => it.caseId);
    expect(given.toSorted()).toEqual(cases.toSorted());
    const holders = await queue.rows('SELECT DISTINCT holder FROM caretaker.report_case ORDER BY holder');
    expect(holders.map((it) => it.holder)).toEqual(['mara', 'noor']);
  });

  test('others are told of a claim and of a release, and not of a renewal', async () => {
    const only = await queue.open(10);
    const opened = await queue.told('case', only);
    await claimed(mara, only);
    expect(await queue.told('case', only)).toBe(opened + 1);
    await renew(mara, { caseId: only });
    expect(await queue.told('case', only)).toBe(opened + 1);
    await release(mara, { caseId: only });
    expect(await queue.told('case', only)).toBe(opened + 2);
  });

  test('a case that a colleague holds is refused, with who and until when', async () => {
    const only = await queue.open(10);
    await claimed(mara, only);
    await expect(claimed(noor, only)).rejects.toThrow(
      /^Mara holds this case until \d+ \w+ \d{4}, \d\d:\d\d UTC\. Nothing was changed/,
    );
    expect(await queue.row(only)).toMatchObject({ holder: 'mara' });
  });

  test('of two who claim one case at once one gets it, and the other is told who', async () => {
    const only = await queue.open(10);
    const [first, second] = await Promise.allSettled([claimed(mara, only), claimed(noor, only)]);
    const { holder } = await queue.row(only);
    expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(holder).toBe(first.status === 'fulfilled' ? 'mara' : 'noor');
  });

  test('a case that was decided is refused, with who, when and what', async () => {
    const only = await queue.open(10);
    await queue.rows(
      "UPDATE caretaker.report_case SET state = 'done', open_mark = NULL, decided_at = UTC_TIMESTAMP(6), outcome = 'hidden' WHERE id = ?",
      [only],
    );
    await queue.rows(
      `INSERT INTO caretaker.report_decision (request_id, case_id, actor, policy_id, policy_version, actions, reason, before_case)
       VALUES (?, ?, 'noor', 1, 1, '[]', 'because', '{}')`,
      [randomUUID(), only],
    );
    await expect(claimed(mara, only)).rejects.toThrow(
      /^It was decided by Noor less than a minute ago: hidden\./,
    );
    await expect(claimed(noor, only)).rejects.toThrow(
      /^It was decided by you less than a minute ago: hidden\./,
    );
    await expect(renew(mara, { caseId: only })).rejects.toThrow(/^It was decided by Noor/);
  });

  test('a claim that is renewed lasts ten minutes from then', async () => {
    const only = await queue.open(10);
    await claimed(mara, only);
    await queue.rows(
      'UPDATE caretaker.report_case SET claimed_until = UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE WHERE id = ?',
      [only],
    );
    const { until } = await renew(mara, { caseId: only });
    expect(await minutesLeft(only)).toBeCloseTo(10, 0);
    expect(`${(await queue.row(only)).claimed_until.replace(' ', 'T')}Z`).toBe(until);
  });

  test('a claim that ran out is not renewed, and it is said that the case is still there', async () => {
    const only = await queue.open(10);
    await claimed(mara, only);
    await queue.lapse(only, 200);
    await expect(renew(mara, { caseId: only })).rejects.toThrow(
      /^Your claim ran out 3 minutes ago, and nobody has taken the case since\. Claim it again/,
    );
    await claimed(mara, only);
    expect(await minutesLeft(only)).toBeCloseTo(10, 0);
  });

  test('what was released is anyone’s, and releasing it again is no error', async () => {
    const only = await queue.open(10);
    await queue.next(mara);
    await release(mara, { caseId: only });
    await release(mara, { caseId: only });
    await expect(renew(mara, { caseId: only })).rejects.toThrow(/back in the queue/);
    expect((await queue.next(noor)).caseId).toBe(only);
    await release(mara, { caseId: only });
    expect(await queue.row(only)).toMatchObject({ holder: 'noor' });
  });

  test('there is no case to claim where there is none', async () => {
    await expect(claimed(mara, '999999999' as CaseId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each(['support', 'cto'] as const)('the server itself keeps %s from every case', async (role) => {
    const only = await queue.open(10);
    await overTheWire(town, role, async (connection) => {
      const denied = (statement: string) =>
        expect(connection.query(statement)).rejects.toMatchObject({ errno: 1142 });
      await denied('SELECT id FROM caretaker.report_case');
      await denied(`UPDATE caretaker.report_case SET holder = '${role}' WHERE id = ${only}`);
      await denied(
        `INSERT INTO caretaker.report_event (case_id, kind, detail) VALUES (${only}, 'noted', '{}')`,
      );
    });
    expect(await queue.row(only)).toMatchObject({ holder: null });
  });
});
