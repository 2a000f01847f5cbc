import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IndexAdvice } from '../../src/contract/metrics/headroom/indexes.ts';
import { indexAdvice } from '../../src/core/metrics/headroom/indexes/advice.ts';
import { measureAll } from '../../src/core/metrics/headroom/measure/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { stageUse } from '../support/headroom-history.ts';

const never = new AbortController().signal;

describe('Indexes that could go', () => {
  let town: Community;
  let cto: SignedIn;

  beforeAll(async () => {
    town = await testCommunity();
    cto = await town.signIn('cto');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    await town.sql.query('DROP DATABASE IF EXISTS shop');
    await town.sql.query('CREATE DATABASE shop');
    await town.sql.query('DELETE FROM caretaker.index_use');
  });

  const run = (statement: string) => town.sql.query<RowDataPacket[]>(statement);
  const advice = () => indexAdvice(cto, never);
  const inShop = <Row extends { schemaName: string }>(found: readonly Row[]) =>
    found.filter((it) => it.schemaName === 'shop');
  const names = (found: IndexAdvice['redundant'] | IndexAdvice['unused']) =>
    inShop<(typeof found)[number]>(found).map((it) => it.indexName);
  async function tableAsMade(table: string): Promise<string> {
    const [rows] = await run(`SHOW CREATE TABLE shop.${table}`);
    // In which order indexes were made is not part of what they are.
    const [head, ...lines] = String(rows[0]?.['Create Table']).split('\n');
    return [head, ...lines.map((line) => line.replace(/,$/, '')).sort()].join('\n');
  }

  test('redundant ones are found, and their DROP and its undo bring the table back as it was', async () => {
    await run(`CREATE TABLE shop.\`or\`\`der s\` (
      id INT AUTO_INCREMENT PRIMARY KEY, user_id INT NOT NULL, \`na\`\`me\` VARCHAR(100), at DATETIME,
      KEY \`by \`\`user\` (user_id) COMMENT 'it''s old', KEY user_at (user_id, at),
      KEY name10 (\`na\`\`me\`(10)), KEY name10_at (\`na\`\`me\`(10), at DESC),
      UNIQUE KEY one (user_id, at, id), UNIQUE KEY other (user_id, at, id)
    )`);
    const before = await tableAsMade('`or``der s`');
    const found = inShop((await advice()).redundant);
    expect(found.map((it) => it.indexName).sort()).toEqual(['by `user', 'name10', 'other', 'user_at']);
    for (const { drop } of found) await run(drop);
    const [left] = await run(`SHOW INDEX FROM shop.\`or\`\`der s\``);
    expect([...new Set(left.map((it) => it.Key_name))].sort()).toEqual(['PRIMARY', 'name10_at', 'one']);
    for (const { undo } of found) await run(undo ?? '');
    expect(await tableAsMade('`or``der s`')).toBe(before);
    // Nothing more could go once they are gone.
    for (const { drop } of found) await run(drop);
    expect(names((await advice()).redundant)).toEqual([]);
  });

  test('says the bytes that a redundant index takes, and what is lost with its order', async () => {
    await run(
      'CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, a INT, b INT, KEY a (a), KEY ab (a, b))',
    );
    await run('INSERT INTO shop.orders (a, b) VALUES (1, 1), (2, 2)');
    await run('ANALYZE TABLE shop.orders');
    const [only] = inShop((await advice()).redundant);
    expect(only).toMatchObject({ indexName: 'a', by: { indexName: 'ab' }, columns: 'a' });
    expect(only?.bytes).toBeGreaterThan(0);
    expect(only?.caution).toContain('in order of id');
  });

  test('leaves alone what only looks redundant: full text, other prefixes and directions, uniqueness', async () => {
    await run(`CREATE TABLE shop.kept (
      id INT PRIMARY KEY, a VARCHAR(50) NOT NULL, b INT, c TEXT,
      UNIQUE KEY only_one (a), KEY ab (a, b), KEY a10 (a(10), b), KEY c20 (c(20)),
      FULLTEXT KEY words (c), FULLTEXT KEY words_a (c, a), KEY b_down (b DESC), KEY b_a (b, a)
    )`);
    const redundant = names((await advice()).redundant);
    // A server that keeps no directions has b_down as an index on b.
    expect(redundant.filter((it) => it !== 'b_down')).toEqual([]);
  });

  test('an index of a foreign key goes only where another serves the key', async () => {
    await run('CREATE TABLE shop.parent (id INT PRIMARY KEY)');
    await run(`CREATE TABLE shop.child (
      id INT PRIMARY KEY, parent_id INT NOT NULL, x INT, KEY parent_key (parent_id), KEY parent_x (parent_id, x),
      CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parent (id))`);
    await run(`CREATE TABLE shop.lone (
      id INT PRIMARY KEY, parent_id INT NOT NULL, KEY lone_key (parent_id),
      CONSTRAINT lone_to_parent FOREIGN KEY (parent_id) REFERENCES parent (id))`);
    for (const [table, index] of [
      ['child', 'parent_key'],
      ['child', 'parent_x'],
      ['lone', 'lone_key'],
    ] as const)
      await stageUse(town.sql, { schema: 'shop', table, index, daysSeen: 40 });
    const { unused, redundant } = await advice();
    const of = (index: string) => unused.find((it) => it.schemaName === 'shop' && it.indexName === index);
    expect(of('lone_key')?.neededFor).toContain('lone.lone_to_parent');
    expect(of('lone_key')?.statements).toBeNull();
    // Either of the two could go, not both.
    const free = ['parent_key', 'parent_x'].filter((index) => of(index)?.statements !== null);
    expect(free).toHaveLength(1);
    expect(names(redundant)).toEqual([]);
    for (const index of free) await run(of(index)?.statements?.drop ?? '');
    await expect(run('ALTER TABLE shop.lone DROP INDEX lone_key')).rejects.toThrow(/foreign key/);
  });

  test('an index without a use is called unused only after 30 days, and never one that is unique', async () => {
    await run(
      'CREATE TABLE shop.orders (id INT PRIMARY KEY, a INT, b INT, c INT, KEY a (a), KEY b (b), UNIQUE KEY c (c))',
    );
    const seen = (index: string, daysSeen: number) =>
      stageUse(town.sql, { schema: 'shop', table: 'orders', index, daysSeen });
    await seen('a', 29);
    await seen('b', 30);
    await seen('c', 90);
    await seen('PRIMARY', 90);
    const { unused, waiting, counting, countedOn } = await advice();
    expect(names(unused)).toEqual(['b']);
    expect(waiting).toEqual({ count: 1, daysSeen: 29 });
    expect(counting).toEqual({ on: true });
    expect(countedOn).not.toBeNull();
    const [b] = inShop(unused);
    expect(b?.statements?.drop).toBe('ALTER TABLE `shop`.`orders` DROP INDEX `b`;');
    expect(b?.statements?.undo).toBe('ALTER TABLE `shop`.`orders` ADD INDEX `b` (`b`);');
  });

  test('a use is noticed at the next reading, and a day of a restart is not counted', async () => {
    await run('CREATE TABLE shop.orders (id INT PRIMARY KEY, a INT, b INT, KEY a (a), KEY b (b))');
    await run('INSERT INTO shop.orders VALUES (1, 1, 1), (2, 2, 2)');
    await measureAll(cto.database, never);
    const [first] = await run(
      "SELECT index_name, days_seen, uses FROM caretaker.index_use WHERE schema_name = 'shop'",
    );
    expect(first.map((it) => [it.index_name, it.days_seen]).sort()).toEqual([
      ['PRIMARY', 0],
      ['a', 0],
      ['b', 0],
    ]);
    // As if they had been seen for 40 days, until yesterday. This server started today.
    await run(
      "UPDATE caretaker.index_use SET days_seen = 40, used_at = NULL, seen_on = UTC_DATE() - INTERVAL 1 DAY WHERE schema_name = 'shop'",
    );
    await run('SELECT id FROM shop.orders FORCE INDEX (a) WHERE a = 1');
    await measureAll(cto.database, never);
    const [then] = await run(
      "SELECT index_name, days_seen, used_at IS NOT NULL AS used FROM caretaker.index_use WHERE schema_name = 'shop' AND index_name IN ('a', 'b') ORDER BY index_name",
    );
    expect(then.map((it) => [it.index_name, it.days_seen, Number(it.used)])).toEqual([
      ['a', 0, 1],
      ['b', 40, 0],
    ]);
    expect(names((await advice()).unused)).toEqual(['b']);
  });

  test('nothing is claimed where performance_schema counts no use of indexes', async () => {
    await run('CREATE TABLE shop.orders (id INT PRIMARY KEY, a INT, KEY a (a))');
    await stageUse(town.sql, { schema: 'shop', table: 'orders', index: 'a', daysSeen: 200 });
    const set = (enabled: string) =>
      run(
        `UPDATE performance_schema.setup_instruments SET ENABLED = '${enabled}' WHERE NAME = 'wait/io/table/sql/handler'`,
      );
    await set('NO');
    try {
      const { unused, counting } = await advice();
      expect(unused).toEqual([]);
      expect(counting).toMatchObject({
        on: false,
        turnOn: expect.stringContaining('wait/io/table/sql/handler'),
      });
      await measureAll(cto.database, never);
      const [kept] = await run("SELECT days_seen FROM caretaker.index_use WHERE schema_name = 'shop'");
      expect(kept.map((it) => it.days_seen)).toEqual([200]);
    } finally {
      await set('YES');
    }
  });

  test('the console’s own tables are left alone: its updates expect their indexes', async () => {
    const { redundant, unused } = await advice();
    const schemas = [...redundant, ...unused].map((it) => it.schemaName);
    expect(schemas).not.toContain('caretaker');
    expect(schemas).not.toContain('caretaker_audit');
  });
});

describe('Indexes on a server whose performance_schema is off', () => {
  test('are said to be unknown, with how to turn it on', async () => {
    await using town = await testCommunity({
      settings: { settings: { options: { 'performance-schema': 'OFF' } } },
    });
    const cto = await town.signIn('cto');
    await measureAll(cto.database, never);
    const { counting, unused, waiting } = await indexAdvice(cto, never);
    expect(counting).toMatchObject({
      on: false,
      because: expect.stringContaining('performance_schema is off'),
      turnOn: expect.stringContaining('performance_schema=ON'),
    });
    expect([unused, waiting.count]).toEqual([[], 0]);
    const [rows] = await town.sql.query<RowDataPacket[]>('SELECT COUNT(*) AS count FROM caretaker.index_use');
    expect(Number(rows[0]?.count)).toBe(0);
  });
});
