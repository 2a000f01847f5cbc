import mysql, { type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explained } from '../../src/contract/metrics/statements/explained.ts';
import { StatementQuery } from '../../src/contract/metrics/statements/values.ts';
import { explainStatement } from '../../src/core/metrics/statements/explain/explain.ts';
import { listStatements } from '../../src/core/metrics/statements/list/list.ts';
import { readStatements } from '../../src/core/metrics/statements/sampling/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, personNamed, testCommunity } from '../support/community.ts';

const never = new AbortController().signal;
const secret = 'Hunter2Secret';

describe('The plan of a kind of statement', () => {
  let town: Community;
  /** May read the shop's tables. */
  let carl: SignedIn & AsyncDisposable;
  /** May not. */
  let dora: SignedIn & AsyncDisposable;
  let shop: mysql.Connection;

  beforeAll(async () => {
    town = await testCommunity({ members: 60, directory: false });
    carl = await personNamed(town, 'cto', 'carl');
    dora = await personNamed(town, 'cto', 'dora');
    const { host, port, user, password } = town.root;
    await town.sql.query('CREATE DATABASE shop');
    shop = await mysql.createConnection({ host, port, user, password, database: 'shop' });
    await shop.query(
      'CREATE TABLE orders (id INT PRIMARY KEY, buyer VARCHAR(40), code VARCHAR(40), state INT, KEY (buyer), KEY (code))',
    );
    await shop.query('CREATE TABLE events (id INT PRIMARY KEY, user INT)');
    await shop.query('CREATE TABLE touched (id INT PRIMARY KEY)');
    for (let id = 1; id <= 300; id += 1) {
      await shop.query('INSERT INTO orders VALUES (?, ?, ?, ?)', [
        id,
        `buyer ${id}`,
        `${secret}${id}`,
        id % 3,
      ]);
    }
    await shop.query('INSERT INTO events VALUES (1, 1), (2, 2)');
    await shop.query(
      'CREATE FUNCTION nosy(p INT) RETURNS INT DETERMINISTIC MODIFIES SQL DATA BEGIN INSERT INTO touched VALUES (p); RETURN p; END',
    );
    await shop.query("GRANT SELECT, EXECUTE ON shop.* TO 'carl'");
    // A role's holder is still refused what the account alone was not given.
    await shop.query('FLUSH PRIVILEGES');
  });
  afterAll(async () => {
    shop?.destroy();
    await carl?.[Symbol.asyncDispose]();
    await dora?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  /** Runs it as the site would, and asks for its plan as soon as it was sampled. */
  async function explained(statement: string, who: SignedIn = carl): Promise<Explained> {
    const at = { soonest: 0, latest: -1 };
    await readStatements(carl.database, never, at);
    await shop.query(statement).catch(() => {});
    await readStatements(carl.database, never, { soonest: 0, latest: 150 });
    const now = Math.floor(Date.now() / 1000);
    const query = StatementQuery.parse({
      range: { from: now - 3600, to: now + 120 },
      sort: 'last-seen',
      limit: 200,
    });
    const { rows } = await listStatements(carl, query, never);
    const [row] = rows.filter((it) => it.schema === 'shop').sort((a, b) => b.id - a.id);
    if (row === undefined) throw new Error('it was not sampled');
    return explainStatement(who, row.id, never);
  }
  const plan = async (statement: string, who?: SignedIn) => {
    const it = await explained(statement, who);
    if (it.outcome !== 'plan') throw new Error(`${it.reason}: ${it.message}\n${it.explain}`);
    return it;
  };
  const refusal = async (statement: string, who?: SignedIn) => {
    const it = await explained(statement, who);
    if (it.outcome !== 'refused') throw new Error(`it has a plan: ${it.explain}`);
    return it;
  };

  test('is that of the server: which index, and what is dear', async () => {
    const byKey = await plan("SELECT id FROM orders WHERE buyer = 'buyer 7'");
    expect(byKey.steps[0]).toMatchObject({ table: 'orders', key: 'buyer', problems: [] });
    expect(byKey.explain).toContain('USE `shop`;\nEXPLAIN SELECT');
    expect(byKey.json).toMatch(/"query_(block|plan)"/);
    const scan = await plan(
      'SELECT id, code FROM orders WHERE state = 2 ORDER BY state + id, code LIMIT 10, 5',
    );
    expect(scan.steps[0]?.type).toBe('ALL');
    expect(scan.steps[0]?.problems).toEqual(expect.arrayContaining(['full-scan', 'filesort']));
    const byNumber = await plan('SELECT buyer FROM orders WHERE id = 7');
    expect(byNumber.steps[0]).toMatchObject({ type: 'const', key: 'PRIMARY' });
  });

  test.each([
    'SELECT o.id, COUNT(*), CONCAT(o.buyer, 1, 2), NOW(6), CAST(o.id AS DECIMAL(10, 2)) FROM orders o JOIN orders p ON p.id = o.id WHERE o.id IN (1, 2, 3) GROUP BY o.id, o.buyer ORDER BY 2 DESC LIMIT 5 OFFSET 10',
    'WITH few (a, b) AS (SELECT id, buyer FROM orders WHERE id < 10) SELECT * FROM few WHERE a BETWEEN 2 AND 5 AND b IS NOT NULL',
    'SELECT SUM(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), LAG(id, 2) OVER (ORDER BY id) FROM orders',
    '(SELECT id FROM orders WHERE id = 3 LIMIT 1) UNION ALL (SELECT id FROM orders WHERE buyer LIKE "b%")',
    "SELECT id FROM orders WHERE buyer = N'x' OR buyer = 0x4142 OR buyer = _utf8mb4'x' OR id = -4 OR state <> 1.5",
    'SELECT e.id, e.user FROM events e WHERE e.id > 1 AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = e.id)',
    "SELECT CASE WHEN state = 1 THEN 'a' ELSE 'b' END, IF(id > 3, 'x', 'y'), SUBSTRING(buyer, 2, 3), REPLACE(buyer, 'a', 'b'), LPAD('a', 3, 'x'), DATE_FORMAT(NOW() - INTERVAL 3 DAY, '%Y') FROM orders",
    'SELECT * FROM events',
  ])('can be had with placeholders: %s', async (statement) => {
    const { steps, explain } = await plan(statement);
    expect(steps.length).toBeGreaterThan(0);
    await shop.query(explain.replace(/^USE `shop`;\n/, ''));
  });

  test('has no value in it, not even of a row that the server reads in order to plan', async () => {
    // The row of id 1 is read while planning, and its code becomes part of the condition on the other table.
    const { json, steps, explain } = await plan(
      `SELECT b.id FROM orders a JOIN orders b ON b.code >= a.code WHERE a.id = 1 AND b.buyer > 'Ann ${secret}'`,
    );
    const [raw] = await town.sql.query<RowDataPacket[]>(
      "EXPLAIN FORMAT=JSON SELECT b.id FROM shop.orders a JOIN shop.orders b ON b.code >= a.code WHERE a.id = '1' AND b.buyer > '1'",
    );
    expect(JSON.stringify(raw)).toContain(secret);
    for (const text of [json, JSON.stringify(steps), explain]) expect(text).not.toContain(secret);
    expect(json).toMatch(/condition/);
  });

  test('is refused to an account that may not read the tables, with what to do, and left to who may', async () => {
    const it = await refusal('SELECT state FROM orders WHERE buyer = 3 AND state = 8', dora);
    expect(it).toMatchObject({ reason: 'not-allowed' });
    expect(it.message).toContain('may not read');
    expect(it.grant).toMatch(/^GRANT SELECT, SHOW VIEW ON `shop`\.(\*|`orders`) TO 'dora'@'%';$/);
    expect(it.explain).toContain('USE `shop`;\nEXPLAIN SELECT');
    await shop.query((it.explain ?? '').replace(/^USE `shop`;\n/, ''));
    expect(
      (await town.sql.query<RowDataPacket[]>('SELECT buyer FROM shop.orders WHERE id = 1'))[0],
    ).toHaveLength(1);
  });

  test.each([
    ['SELECT nosy(5) FROM orders WHERE id = 1', 'unsafe', 'nosy'],
    ['SELECT shop.nosy(6) FROM orders WHERE id = 1', 'unsafe', 'nosy'],
    ['SELECT SLEEP(0), id FROM orders WHERE id = 1', 'unsafe', 'SLEEP'],
    ["SELECT GET_LOCK('x', 0)", 'unsafe', 'GET_LOCK'],
    ['SELECT id FROM orders WHERE id = 4 FOR UPDATE', 'unsafe', 'FOR UPDATE'],
    ['SELECT id INTO @x FROM orders WHERE id = 4', 'unreadable', 'variables'],
    ['UPDATE orders SET state = 9 WHERE id = 999', 'not-a-read', 'read'],
    ['CALL missing(1)', 'not-a-read', 'read'],
    [
      `SELECT ${Array.from({ length: 90 }, () => 'orders.buyer').join(', ')} FROM orders`,
      'cut-off',
      'longer',
    ],
  ])(
    'is refused where asking could do something, or the text is not all of it: %s',
    async (statement, reason, word) => {
      const before = (await town.sql.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM shop.touched'))[0][0]
        ?.n;
      const it = await refusal(statement);
      expect(it.reason).toBe(reason);
      expect(it.message).toContain(word);
      expect(it.message).toMatch(/\.$/);
      await town.sql.query('DELETE FROM shop.touched');
      expect(before).toBeDefined();
    },
  );

  test('of what a server cannot plan with placeholders comes as a sentence, with the text to fill in', async () => {
    const it = await refusal(
      "SELECT id FROM orders WHERE (id, state) IN ((1, 2), (3, 4)) AND JSON_EXTRACT(buyer, '$.a') = 1",
    );
    expect(it).toMatchObject({ reason: 'not-explained', grant: null });
    expect(it.message).toMatch(/error \d+/);
    expect(it.explain).toContain('EXPLAIN SELECT');
  });

  test('changes nothing, even through a function that the server runs to plan a view', async () => {
    await shop.query('CREATE VIEW sly AS SELECT id FROM orders WHERE id = nosy(7)');
    await shop.query('DELETE FROM touched');
    await shop.query("GRANT SELECT, SHOW VIEW, INSERT ON shop.* TO 'carl'");
    await explained('SELECT id + 0 FROM sly');
    const left = async () => (await town.sql.query<RowDataPacket[]>('SELECT id FROM shop.touched'))[0];
    await shop.query('DELETE FROM touched');
    const [row] = (
      await town.sql.query<RowDataPacket[]>(
        "SELECT id FROM caretaker.statement_digest WHERE text LIKE '%sly%' ORDER BY id DESC LIMIT 1",
      )
    )[0];
    await explainStatement(carl, Number(row?.id), never);
    expect(await left()).toEqual([]);
  });

  test('leaves the console’s own connections in their own schema, and is gone with its own', async () => {
    await plan("SELECT code FROM orders WHERE code = 'z'");
    const { rows } = await import('kysely').then(({ sql }) =>
      carl.database.read(never, (db, run) =>
        sql<{ name: string }>`SELECT DATABASE() AS name`.execute(db, run),
      ),
    );
    expect(rows).toEqual([{ name: 'caretaker' }]);
    await expect
      .poll(async () => {
        const [found] = await town.sql.query<RowDataPacket[]>(
          "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = 'shop' AND USER = 'carl'",
        );
        return found;
      })
      .toEqual([]);
  });
});
