import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';

/** Not allowed on a table or a column; and a trigger's own no. */
const refusals = [1142, 1143, 1644];

/** Over the wire, without any code of the console in between. */
describe('A saved view is its owner’s', () => {
  let town: Community;
  beforeAll(async () => {
    town = await testCommunity({ members: 50, directory: false });
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const save = (name: string, owner: string, shared = 1) =>
    `INSERT INTO caretaker.saved_view (owner, workspace, name, shared, address)
     VALUES ('${owner}', 'members', '${name}', ${shared}, 'query=x')`;
  async function views(where = '1 = 1') {
    const [rows] = await town.sql.query<mysql.RowDataPacket[]>(
      `SELECT * FROM caretaker.saved_view WHERE ${where} ORDER BY id`,
    );
    return rows;
  }

  test.each(['moderator', 'support', 'cto', 'admin'] as const)(
    '%s makes one in their own name alone',
    async (role) => {
      await overTheWire(town, role, (connection) =>
        connection.query(save(`made by ${role}`, 'somebody else')),
      );
      expect(await views(`name = 'made by ${role}'`)).toMatchObject([{ owner: role }]);
    },
  );

  test.each(['support', 'cto'] as const)('%s neither changes nor removes one of another', async (role) => {
    const name = `for ${role} to try`;
    const hidden = `${name}, not shared`;
    await overTheWire(town, 'moderator', async (connection) => {
      await connection.query(save(name, 'moderator'));
      await connection.query(save(hidden, 'moderator', 0));
    });
    const before = await views();
    const id = before.find((it) => it.name === name)?.id;
    await overTheWire(town, role, async (connection) => {
      await connection.query("SET sql_mode = ''");
      for (const statement of [
        `UPDATE caretaker.saved_view SET address = 'query=other' WHERE id = ${id}`,
        `UPDATE caretaker.saved_view SET name = NULL WHERE id = ${id}`,
        `UPDATE caretaker.saved_view SET owner = '${role}' WHERE id = ${id}`,
        `UPDATE caretaker.saved_view SET id = 18446744073709551614 WHERE id = ${id}`,
        `DELETE FROM caretaker.saved_view WHERE id = ${id}`,
        `DELETE FROM caretaker.saved_view WHERE name = '${hidden}'`,
        `REPLACE INTO caretaker.saved_view (id, owner, workspace, name, shared, address)
         VALUES (${id}, '${role}', 'members', 'mine now', 1, '')`,
        'TRUNCATE TABLE caretaker.saved_view',
      ]) {
        await expect(connection.query(statement), statement).rejects.toMatchObject({
          errno: expect.toBeOneOf(refusals),
        });
      }
    });
    expect(await views()).toEqual(before);
  });

  test('an admin removes one that is shared, and its owner any', async () => {
    await overTheWire(town, 'moderator', async (connection) => {
      await connection.query(save('shared', 'moderator'));
      await connection.query(save('mine', 'moderator', 0));
    });
    await overTheWire(town, 'admin', async (connection) => {
      await connection.query("DELETE FROM caretaker.saved_view WHERE name = 'shared'");
      const removal = connection.query("DELETE FROM caretaker.saved_view WHERE name = 'mine'");
      await expect(removal).rejects.toMatchObject({ sqlState: '45000' });
    });
    await overTheWire(town, 'moderator', (connection) =>
      connection.query("DELETE FROM caretaker.saved_view WHERE name = 'mine'"),
    );
    expect(await views("name IN ('shared', 'mine')")).toEqual([]);
  });

  test('nobody uses up the numbers of views', async () => {
    await overTheWire(town, 'cto', async (connection) => {
      await connection.query('SET insert_id = 18446744073709551614');
      await expect(connection.query(save('the last number', 'cto'))).rejects.toMatchObject({
        sqlState: '45000',
        message: 'Saved views are numbered by the server. Nothing was changed.',
      });
    });
    await overTheWire(town, 'cto', (connection) => connection.query(save('after the attack', 'cto')));
    expect(Number((await views("name = 'after the attack'"))[0]?.id)).toBeLessThan(1000);
  });
});
