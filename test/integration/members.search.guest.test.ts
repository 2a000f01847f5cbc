import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberQuery } from '../../src/contract/members/search.ts';
import type { Cursor } from '../../src/contract/values.ts';
import { bounds } from '../../src/core/members/search/bounds.ts';
import { countMembers } from '../../src/core/members/search/count.ts';
import { searchMembers } from '../../src/core/members/search/search.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';

/** Ways to search that differ in what they read; each with filters and orders below. */
const texts = [
  '',
  '4',
  '#12',
  'an',
  'annaliese the magnificent',
  'e',
  'a@',
  '@e',
  '~anna',
  '10.0.0.0/8',
  '81.2.69.142',
  'device:0',
];
const queries = texts.flatMap((text) =>
  [
    {},
    { filter: { statuses: ['banned'] } },
    { filter: { statuses: ['active', 'muted'], location: 'o', reportedAtLeast: 1 } },
    { filter: { joinedFrom: '2023-01-01T00:00:00Z', activeUntil: '2026-09-01T00:00:00Z' } },
    { sort: { by: 'nickname' } },
    { sort: { by: 'joined', descending: true } },
    { sort: { by: 'active' }, filter: { statuses: ['active'] } },
    { sort: { by: 'reported', descending: true } },
  ].map((more) => MemberQuery.parse({ text, ...more })),
);
/** The same searches where there is too much to gather, as in a large community. */
const large = { ...bounds, gathered: 3, firstRows: 20, rows: 50 };

describe('As a guest of the database, a search', () => {
  let town: Community;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    moderator = await town.signIn('moderator');
    await town.sql.query('USE caretaker');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function rows(statement: string, values: unknown[] = []) {
    const [found] = await town.sql.query(statement, values);
    return found as Record<string, string | number | null>[];
  }

  /** Two pages, and a count. */
  async function goThrough(query: MemberQuery, within: typeof bounds) {
    let cursor: Cursor | null = null;
    for (let page = 0; page < 2; page += 1) {
      const input = { ...query, cursor, limit: 20 };
      const found = await searchMembers(moderator.database, input, undefined, within);
      cursor = found.next;
      if (cursor === null) break;
    }
    await countMembers(moderator.database, query, undefined, within);
  }

  /** What the console sent to the server, as it was sent. */
  async function statementsOf(work: () => Promise<void>): Promise<string[]> {
    await town.sql.query("SET GLOBAL log_output = 'TABLE'");
    await town.sql.query('TRUNCATE TABLE mysql.general_log');
    await town.sql.query('SET GLOBAL general_log = ON');
    try {
      await work();
    } finally {
      await town.sql.query('SET GLOBAL general_log = OFF');
    }
    const logged = await rows(
      "SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log WHERE user_host LIKE 'moderator%' AND command_type = 'Query'",
    );
    return logged.map((it) => String(it.text)).filter((text) => /FROM caretaker\.member_/.test(text));
  }

  test('of any kind, filtered and sorted in any way, reads each table by the index meant for it', async () => {
    const statements = await statementsOf(async () => {
      for (const query of queries) for (const within of [bounds, large]) await goThrough(query, within);
    });
    expect(statements.length).toBeGreaterThan(queries.length * 3);
    for (const statement of statements) {
      const steps = await explain(statement);
      const tables = steps.filter((it) => !it.table.startsWith('<'));
      expect(tables.length, statement).toBeGreaterThan(0);
      for (const { table, type, key } of tables) {
        expect(key, `${table} of ${statement}`).not.toBeNull();
        // `index` is the way along a whole index: from one end, as far as the LIMIT goes.
        if (type === 'index') expect(statement).toMatch(/LIMIT \d+/);
        else
          expect(['range', 'ref', 'eq_ref', 'const'], `${type} of ${table} in ${statement}`).toContain(type);
      }
    }
  });

  /** The tables that a statement reads, and how; none where the server knows without reading. */
  async function explain(statement: string) {
    const flavour = moderator.server.flavour;
    const plan = await rows(`EXPLAIN ${flavour === 'mysql' ? 'FORMAT=TRADITIONAL ' : ''}${statement}`);
    return plan
      .filter((it) => it.table !== null)
      .map((it) => ({ table: String(it.table), type: String(it.type), key: it.key }));
  }

  test('without a filter reads no more rows than it shows, and a few', async () => {
    const misses = ['name:aaqq', 'email:aaqq', '@cccc', 'device:00000000x', '~aqaqaq'];
    for (const text of ['', 'a', '#12', 'a@', '@e', '~anna', '81.2.69.142', ...misses]) {
      const query = MemberQuery.parse({ text });
      await rows('TRUNCATE TABLE performance_schema.events_statements_summary_by_digest');
      const { rows: found } = await searchMembers(
        moderator.database,
        { ...query, cursor: null, limit: 20 },
        undefined,
      );
      const [read] = await rows(
        `SELECT SUM(SUM_ROWS_EXAMINED) AS examined, SUM(COUNT_STAR) AS statements
         FROM performance_schema.events_statements_summary_by_digest
         WHERE SCHEMA_NAME = 'caretaker' AND DIGEST_TEXT LIKE '%member_%'`,
      );
      expect(Number(read?.examined), text).toBeGreaterThanOrEqual(found.length);
      // Each row of the index and the member that it stands for.
      expect(Number(read?.examined), text).toBeLessThanOrEqual(2 * (found.length + 1) + 2);
      expect(Number(read?.statements), text).toBeLessThanOrEqual(/^(#|name:)/.test(text) ? 2 : 1);
    }
  });

  test('with a filter that nobody passes looks at no more than its bound, and says how far it came', async () => {
    const query = MemberQuery.parse({
      text: 'e',
      filter: { statuses: ['active'], location: 'o', joinedFrom: '2099-01-01T00:00:00Z' },
    });
    // As if every part of the filter left too many to gather.
    const within = { ...bounds, gathered: -1, firstRows: 20, rows: 50 };
    let cursor: Cursor | null = null;
    let lookedAt = 0;
    let pages = 0;
    do {
      const page = await searchMembers(
        moderator.database,
        { ...query, cursor, limit: 20 },
        undefined,
        within,
      );
      expect(page.rows).toEqual([]);
      expect(page.lookedAt).toBeLessThanOrEqual(20 + 3 * 50);
      lookedAt += page.lookedAt;
      cursor = page.next;
      pages += 1;
    } while (cursor !== null);
    const [all] = await rows(
      `SELECT (SELECT COUNT(*) FROM member_directory WHERE name_key LIKE 'e%')
            + (SELECT COUNT(*) FROM member_part WHERE part LIKE 'e%') AS n`,
    );
    expect(lookedAt).toBe(Number(all?.n));
    expect(pages).toBeGreaterThan(2);
  });
});
