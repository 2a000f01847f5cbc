import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Role, roles } from '../../src/contract/roles.ts';
import { install } from '../../src/core/database/install.ts';
import { type Community, demoAdapter, overTheWire, testCommunity } from '../support/community.ts';
import { callable, readable, type Writes, writesOf } from '../support/rights.ts';

/** Not allowed: on a schema, table, column, routine or system table, for a privilege, or by a view's own rules. */
const refusals = [1044, 1142, 1143, 1227, 1345, 1348, 1356, 1370, 1419, 1465, 1471, 3554];

describe('The database refuses each role what is not its own', () => {
  let town: Community;
  let objects: string[];
  beforeAll(async () => {
    town = await testCommunity();
    // The owner of the procedures holds most rights where the console makes the accounts of the staff.
    await install({ root: town.root, adapterFile: demoAdapter, makesAccounts: true });
    const [rows] = await town.sql.query(
      `SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS name FROM information_schema.TABLES
       WHERE TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'sys') ORDER BY 1`,
    );
    objects = (rows as { name: string }[]).map((row) => row.name);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  /** The error's number, or null when the server did as it was told. */
  async function refusal(connection: Connection, statement: string): Promise<number | null> {
    try {
      await connection.query(statement);
      return null;
    } catch (error) {
      return (error as { errno: number }).errno;
    }
  }

  async function allowedOf(role: Role, statements: ReadonlyMap<string, string>): Promise<string[]> {
    return overTheWire(town, role, async (connection) => {
      const allowed: string[] = [];
      for (const [name, statement] of statements) {
        const number = await refusal(connection, statement);
        if (number === null || !refusals.includes(number)) allowed.push(name);
      }
      return allowed;
    });
  }

  const onEach = (statement: (name: string) => string) =>
    new Map(objects.map((name) => [name, statement(name.replace('.', '`.`'))]));

  test.each(roles)('%s reads what it needs and no other table or view of the server', async (role) => {
    expect(objects).toContain('community_demo.users');
    expect(objects).toContain('community_demo.messages');
    expect(objects.some((name) => name.startsWith('mysql.'))).toBe(true);
    const allowed = await allowedOf(
      role,
      onEach((name) => `SELECT 1 FROM \`${name}\` LIMIT 1`),
    );
    expect(allowed.toSorted()).toEqual(readable[role].toSorted());
  });

  /** Which columns a statement may name, as `table` where it is all of them and else as `table (a, b)`. */
  async function writable(
    role: Role,
    statement: (place: string, column: string) => string,
  ): Promise<string[]> {
    const [found] = await town.sql.query<RowDataPacket[]>(
      `SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS place, COLUMN_NAME AS name FROM information_schema.COLUMNS`,
    );
    const columnsOf = Map.groupBy(found, (it) => String(it.place));
    const statements = new Map<string, string>();
    for (const place of objects)
      for (const { name } of columnsOf.get(place) ?? [])
        statements.set(`${place}.${name}`, statement(`\`${place.replace('.', '`.`')}\``, `\`${name}\``));
    const allowed = new Set(await allowedOf(role, statements));
    return objects.flatMap((place) => {
      const columns = (columnsOf.get(place) ?? []).map((it) => String(it.name));
      const open = columns.filter((name) => allowed.has(`${place}.${name}`));
      if (open.length === 0) return [];
      return open.length === columns.length ? [place] : [`${place} (${open.toSorted().join(', ')})`];
    });
  }

  test.each(roles)('%s writes what its work leaves behind, and nothing else on the server', async (role) => {
    const tables = objects.filter((name) => name.startsWith('caretaker.'));
    const of = (what: keyof Writes) =>
      writesOf(role, tables)
        .flatMap((it) => it[what])
        .toSorted();
    const insert = (place: string, column: string) =>
      `INSERT INTO ${place} (${column}) SELECT NULL FROM DUAL WHERE 1 = 0`;
    const update = (place: string, column: string) => `UPDATE ${place} SET ${column} = NULL WHERE 1 = 0`;
    expect((await writable(role, insert)).toSorted()).toEqual(of('insert'));
    expect((await writable(role, update)).toSorted()).toEqual(of('update'));
    const removes = onEach((name) => `DELETE FROM \`${name}\` WHERE 1 = 0`);
    expect((await allowedOf(role, removes)).toSorted()).toEqual(of('delete'));
  });

  test.each(roles)('%s calls the procedures of its work and no other', async (role) => {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      `SELECT CONCAT(ROUTINE_SCHEMA, '.', ROUTINE_NAME) AS name, ROUTINE_TYPE AS type
       FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA LIKE 'caretaker%'`,
    );
    expect(rows.length).toBeGreaterThan(callable.admin.length);
    // Too few arguments: who may call it hears that (1318), who may not hears 1370 first.
    const statements = rows.map(({ name, type }): [string, string] => [
      String(name),
      type === 'FUNCTION' ? `SELECT ${name}()` : `CALL ${name}()`,
    ]);
    const allowed = await allowedOf(role, new Map(statements));
    expect(allowed.toSorted()).toEqual(callable[role].toSorted());
  });

  test.each(roles)(
    '%s can neither alter, drop nor empty anything beyond the console’s own tables',
    async (role) => {
      const foreign = objects.filter((name) => !(role === 'admin' && name.startsWith('caretaker.')));
      for (const statement of [
        (name: string) => `TRUNCATE TABLE \`${name}\``,
        (name: string) => `ALTER TABLE \`${name}\` COMMENT = 'mine'`,
        (name: string) => `DROP TABLE \`${name}\``,
        (name: string) => `DROP VIEW \`${name}\``,
        (name: string) =>
          `CREATE TRIGGER ${name.split('`.`')[0]}.mine BEFORE INSERT ON \`${name}\` FOR EACH ROW SET @a = 1`,
      ]) {
        const allowed = await allowedOf(role, onEach(statement));
        expect(allowed.filter((name) => foreign.includes(name))).toEqual([]);
      }
      const general = await allowedOf(
        role,
        new Map([
          ['role', `SET ROLE ${role === 'admin' ? 'nobody' : 'caretaker_admin'}`],
          ['user', "CREATE USER intruder IDENTIFIED BY 'x'"],
          ['grant', `GRANT SELECT ON community_demo.* TO \`${role}\`@'%'`],
          ['file', "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/tmp/caretaker-out'"],
          ['schema', 'CREATE SCHEMA intruder'],
          ['trigger', 'DROP TRIGGER caretaker_audit.entry_stamp'],
          [
            'owner',
            'CREATE DEFINER = caretaker_owner@localhost VIEW caretaker.peek AS SELECT * FROM community_demo.users',
          ],
        ]),
      );
      // 1959: MariaDB says that a role is not one's own; 3530: MySQL does.
      const roleRefused = await overTheWire(town, role, (it) => refusal(it, 'SET ROLE caretaker_owner'));
      expect(roleRefused).not.toBeNull();
      expect(general.filter((name) => name !== 'role')).toEqual([]);
    },
  );

  test('no role can sign in as the owner of the views', async () => {
    const { host, port } = town.root;
    await expect(
      mysql.createConnection({ host, port, user: 'caretaker_owner', password: '' }),
    ).rejects.toMatchObject({ errno: expect.toBeOneOf([1045, 3118, 4151]) });
  });

  test('password hashes and private messages are out of reach of every role', async () => {
    const [secrets] = await town.sql.query(
      'SELECT (SELECT COUNT(*) FROM community_demo.messages) AS messages, (SELECT COUNT(encrypted_password) FROM community_demo.users) AS hashes',
    );
    const [counted] = secrets as { messages: string; hashes: string }[];
    expect(Number(counted?.messages)).toBeGreaterThan(0);
    expect(Number(counted?.hashes)).toBeGreaterThan(0);
    for (const role of roles) {
      await overTheWire(town, role, async (connection) => {
        for (const statement of [
          'SELECT encrypted_password FROM community_demo.users LIMIT 1',
          'SELECT encrypted_password FROM caretaker_site.member LIMIT 1',
          'SELECT body FROM community_demo.messages LIMIT 1',
        ]) {
          expect(await refusal(connection, statement), `${role}: ${statement}`).not.toBeNull();
        }
      });
    }
  });
});
