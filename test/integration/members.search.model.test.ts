import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MemberSort } from '../../src/contract/members/search.ts';
import type { Cursor } from '../../src/contract/values.ts';
import { type Bounds, bounds } from '../../src/core/members/search/bounds.ts';
import { countMembers } from '../../src/core/members/search/count.ts';
import { searchMembers } from '../../src/core/members/search/search.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { writeDirectory } from '../support/directory-rows.ts';
import { expected } from '../support/search-model.ts';
import { filters, makeMembers, noFilter, sorts, typedOf } from '../support/search-questions.ts';

const count = 1200;
const runs = 600;
/** What of a long list is looked at: its pages one after the other, as far as a person would go. */
const mostPages = 20;
/** So small that what takes a million members otherwise is met by these few. */
const narrow: Bounds = {
  gathered: 90,
  firstRows: 20,
  rows: 90,
  statements: 3,
  counted: 60,
  countedRows: 300,
};

describe('Whatever is searched for', () => {
  let town: Community;
  let moderator: SignedIn;
  const members = makeMembers(count);
  beforeAll(async () => {
    town = await testCommunity({ members: 500 });
    await writeDirectory(town.sql, members);
    moderator = await town.signIn('moderator');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const searches = fc.record({
    typed: typedOf(members),
    filter: fc.oneof({ weight: 2, arbitrary: fc.constant(noFilter) }, filters),
    sort: sorts,
    limit: fc.constantFrom(1, 7, 40, 200, 200),
  });

  /** The pages together, and whether they came to an end; each must keep the limit. */
  async function everyPage(query: Omit<Parameters<typeof searchMembers>[1], 'cursor'>, within: Bounds) {
    const ids: string[] = [];
    const kinds = new Set<string>();
    const sorted = new Set<boolean>();
    let cursor: Cursor | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const { rows, next, kind, sortedAsAsked } = await searchMembers(
        moderator.database,
        { ...query, cursor },
        undefined,
        within,
      );
      expect(rows.length).toBeLessThanOrEqual(query.limit);
      ids.push(...rows.map((it) => it.id));
      kinds.add(kind);
      sorted.add(sortedAsAsked);
      cursor = next;
      if (cursor === null) break;
    }
    return { ids, isWhole: cursor === null, kinds, sorted };
  }

  test.each([
    ['as it is', bounds],
    ['where there is too much to gather', narrow],
  ] as const)(
    '%s, just those are found whom it means, in order and each once',
    { timeout: 900_000 },
    async (_, within) => {
      await fc.assert(
        fc.asyncProperty(searches, async ({ typed: { text, asked }, filter, sort, limit }) => {
          const { ids, isWhole, kinds, sorted } = await everyPage({ text, filter, sort, limit }, within);
          expect([...kinds]).toEqual([asked.kind]);
          const isSorted = sorted.has(true);
          expect(sorted.size).toBe(1);
          if (within === bounds) expect(isSorted).toBe(true);
          const order: MemberSort = isSorted ? sort : { by: 'match', descending: false };
          const wanted = expected(members, asked, filter, order);
          expect(ids).toEqual(isWhole ? wanted : wanted.slice(0, ids.length));
        }),
        { numRuns: runs, seed: 1 },
      );
    },
  );

  test.each([
    ['as it is', bounds],
    ['where there is too much to look at', narrow],
  ] as const)(
    '%s, it is counted right, or said that there are more',
    { timeout: 900_000 },
    async (_, within) => {
      await fc.assert(
        fc.asyncProperty(searches, async ({ typed: { text, asked }, filter }) => {
          const { count: counted, more } = await countMembers(
            moderator.database,
            { text, filter },
            undefined,
            within,
          );
          const real = expected(members, asked, filter, { by: 'match', descending: false }).length;
          expect(counted).toBeLessThanOrEqual(within.counted);
          if (more) expect(counted).toBeLessThanOrEqual(real);
          else expect(counted).toBe(real);
          if (within === bounds) expect(more).toBe(false);
        }),
        { numRuns: runs, seed: 2 },
      );
    },
  );
});
