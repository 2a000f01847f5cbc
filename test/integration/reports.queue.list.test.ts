import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type QueueFilter, type QueueView, queueViews } from '../../src/contract/reports/queue.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import type { Cursor } from '../../src/contract/values.ts';
import { release } from '../../src/core/reports/queue/claims/claim.ts';
import { countCases } from '../../src/core/reports/queue/list/counts.ts';
import { findCaseIds } from '../../src/core/reports/queue/list/find.ts';
import { casesById, listCases } from '../../src/core/reports/queue/list/list.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { expected, fillQueue, filtersOf, readQueue, views } from '../support/queue-model.ts';
import { everything, filtered, moderatorNamed, type Queueing, queueing } from '../support/queueing.ts';
import { costOf } from '../support/statements.ts';

const mostPages = 8;

/** The first pages of a view. */
async function pages(
  who: SignedIn,
  view: QueueView,
  filter: QueueFilter,
  limit: number,
): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listCases>> = await listCases(
      who,
      { view, filter, passed: [], cursor, limit },
      undefined,
    );
    found.push(page.rows.map((row) => row.id));
    cursor = page.next;
  } while (cursor !== null && found.length < mostPages);
  return found;
}

describe('Lists of cases', () => {
  let town: Community;
  let queue: Queueing;
  let mara: SignedIn;
  let cases: Awaited<ReturnType<typeof readQueue>>;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    queue = queueing(town);
    mara = stack.use(await moderatorNamed(town, 'mara'));
    stack.use(await moderatorNamed(town, 'noor'));
    await fillQueue(queue, 400);
    cases = await readQueue(queue);
  });
  afterAll(() => stack.disposeAsync());

  test('a view shows just its cases, in their order, in pages of any size, whatever they are narrowed by', async () => {
    const size = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(views, filtersOf(cases), size, async (view, filter, limit) => {
        const found = await pages(mara, view, filter, limit);
        expect(found.flat()).toEqual(expected(cases, view, filter, 'mara').slice(0, mostPages * limit));
        expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true);
      }),
      { numRuns: 150 },
    );
  }, 300_000);

  test('the counts are those of the views', async () => {
    await fc.assert(
      fc.asyncProperty(filtersOf(cases), async (filter) => {
        const { counts } = await countCases(mara, filter, undefined);
        for (const view of queueViews) {
          const count = expected(cases, view, filter, 'mara').length;
          expect({ view, ...counts[view] }).toEqual({ view, count, capped: false });
        }
      }),
      { numRuns: 50 },
    );
  }, 300_000);

  test('all that a filter finds is found by number', async () => {
    const asked = {
      view: 'unclaimed' as const,
      filter: filtered({ kind: 'photo' }),
      passed: [],
      user: 'mara',
    };
    const wanted = expected(cases, 'unclaimed', asked.filter, 'mara');
    const signal = undefined;
    expect(await findCaseIds(mara.database, { ...asked, most: 10_000 }, signal)).toEqual(wanted);
    expect(await findCaseIds(mara.database, { ...asked, most: 7 }, signal)).toEqual(wanted.slice(0, 7));
  });

  test('a row says what the queue shows of a case', async () => {
    const caseId = await queue.open(25.85, {
      authorId: '12',
      policyId: 3,
      columns: { reasons: '["hate","spam"]', danger: 'life', language: 'eng', has_media: 1 },
    });
    const { caseId: next } = await queue.next(mara, {
      filter: { authorId: '12' as never, policyId: '3' as never },
    });
    const { rows } = await casesById(mara, { caseIds: [caseId, '999999999' as CaseId] }, undefined);
    const [member] = await queue.rows('SELECT nickname FROM caretaker_site.member WHERE id = 12');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      id: caseId,
      state: 'open',
      author: member?.nickname,
      policy: 'Hate',
      reasons: ['hate', 'spam'],
      danger: 'life',
      score: 25.85,
      hasMedia: true,
      language: 'eng',
    });
    for (const id of [caseId, next ?? caseId]) await release(mara, { caseId: id });
    await queue.rows('DELETE FROM caretaker.report_case WHERE id = ?', [caseId]);
  });

  test('a page marker of another list is refused', async () => {
    const page = { view: 'done' as const, filter: everything, passed: [], limit: 1 };
    const { next } = await listCases(mara, { ...page, cursor: null }, undefined);
    await expect(listCases(mara, { ...page, view: 'next', cursor: next }, undefined)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('what was passed over is left out of what comes next', async () => {
    const [first] = expected(cases, 'next', everything, 'mara');
    const input = { filter: everything, passed: [first as CaseId], cursor: null, limit: 200 };
    const next = await listCases(mara, { view: 'next', ...input }, undefined);
    expect(next.rows.map((row) => row.id)).not.toContain(first);
    const unclaimed = await listCases(mara, { view: 'unclaimed', ...input, passed: [] }, undefined);
    expect(unclaimed.rows.length).toBeGreaterThan(0);
  });

  describe('with 12,000 cases in the queue', () => {
    beforeAll(async () => {
      await queue.rows(
        `INSERT INTO caretaker.report_case
           (subject_kind, subject_id, author_id, policy_id, excerpt, reasons, language, opened_at, last_report_at, due_at,
            reports, reporters, severity, believed, reach, age_step, score, rescore_at)
         SELECT 'status', n.id, n.id % 900, 1 + n.id % 4, '', '[]', 'eng', UTC_TIMESTAMP(6) - INTERVAL n.id % 5000 MINUTE,
                UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, 1, 1, 0.5, 0, 0, (n.id * 7919) % 3000, '9999-12-31'
         FROM (WITH RECURSIVE n AS (SELECT 1 AS id UNION ALL SELECT id + 1 FROM n WHERE id < 1000)
               SELECT a.id + 1000 * b.id AS id FROM n a JOIN n b ON b.id <= 12) n`,
      );
      await queue.rows('ANALYZE TABLE caretaker.report_case');
    });

    test('a view is counted up to 10,000', async () => {
      const { counts } = await countCases(mara, everything, undefined);
      expect(counts.unclaimed).toEqual({ count: 10_000, capped: true });
      expect(counts.next).toEqual({ count: 10_000, capped: true });
      expect(counts.held.capped).toBe(false);
    });

    test('all of them are found by number, beyond what one statement gives', async () => {
      const asked = {
        view: 'unclaimed' as const,
        filter: filtered({ kind: 'status' }),
        passed: [],
        user: 'mara',
      };
      const ids = await findCaseIds(mara.database, { ...asked, most: 10_000 }, undefined);
      expect(new Set(ids).size).toBe(10_000);
    });

    test.each([
      ['everything', {}],
      ['one policy', { policyId: '2' }],
      ['one kind', { kind: 'status' }],
      ['one language', { language: 'eng' }],
      ['one author', { authorId: '7' }],
    ])('the best of %s is claimed by reading a handful of rows', async (_, filter) => {
      const costs = await costOf(town, async () => {
        for (let count = 0; count < 5; count += 1)
          await queue.next(mara, { filter: filter as Partial<QueueFilter> });
      });
      const [claims] = costs.filter((it) => /^UPDATE .*SKIP LOCKED/s.test(it.text));
      expect(claims?.calls).toBe(5);
      // The cases in its way that others hold.
      expect((claims?.rowsExamined ?? 0) / 5).toBeLessThan(200);
    });

    test('what few of those that are done have is listed and counted without looking through all of them', async () => {
      await queue.rows(
        `UPDATE caretaker.report_case
         SET state = 'done', open_mark = NULL, decided_at = UTC_TIMESTAMP(6) - INTERVAL id SECOND
         WHERE subject_kind = 'status' AND state = 'open' AND subject_id > 5000 LIMIT 7000`,
      );
      await queue.rows(
        "UPDATE caretaker.report_case SET language = 'xho' WHERE state = 'done' ORDER BY id LIMIT 3",
      );
      for (const filter of [{ language: 'xho' }, { policyId: '8' as never, kind: 'status' }]) {
        const costs = await costOf(town, async () => {
          const asked = { filter: filtered(filter), passed: [], cursor: null, limit: 100 };
          const { rows } = await listCases(mara, { view: 'done', ...asked }, undefined);
          const { counts } = await countCases(mara, asked.filter, undefined);
          expect(rows).toHaveLength(counts.done.count);
        });
        const reads = costs.filter((it) => /report_case/.test(it.text) && /^SELECT/.test(it.text));
        expect(reads.length).toBeGreaterThan(1);
        for (const it of reads) expect(it.rowsExamined, it.text).toBeLessThan(1000);
      }
    });

    test('a page deep in a view costs what the first does', async () => {
      let cursor: Cursor | null = null;
      const step = async () => {
        const page = { view: 'unclaimed' as const, filter: everything, passed: [], cursor, limit: 200 };
        cursor = (await listCases(mara, page, undefined)).next;
      };
      for (let count = 0; count < 30; count += 1) await step();
      const costs = await costOf(town, step);
      const [read] = costs.filter((it) => /report_case_queue/.test(it.text));
      expect(read?.rowsExamined).toBeLessThan(450);
      expect(read?.rowsSorted).toBe(0);
    });
  });
});
