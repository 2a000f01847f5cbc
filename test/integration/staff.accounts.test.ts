import { randomUUID } from 'node:crypto';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roles } from '../../src/contract/roles.ts';
import { install } from '../../src/core/database/install.ts';
import { type Community, demoAdapter, passwordOf, testCommunity } from '../support/community.ts';

const password = 'abcdefghijABCDEFGHIJ';

/** What a person with a staff account and a client of their own can have the database do about accounts. */
describe('The accounts of the staff, over raw SQL', () => {
  let town: Community;
  let admin: Connection;
  beforeAll(async () => {
    town = await testCommunity({ members: 100 });
    admin = await connect('admin', passwordOf('admin'));
    await admin.query('SET ROLE caretaker_admin');
  });
  afterAll(async () => {
    admin?.destroy();
    await town?.[Symbol.asyncDispose]();
  });

  const connect = (user: string, secret: string) =>
    mysql.createConnection({ host: town.root.host, port: town.root.port, user, password: secret });

  interface Call {
    by?: Connection;
    id?: string | null;
    user?: string | null;
    secret?: string | null;
    role?: string | null;
  }
  const add = ({ by = admin, id = randomUUID(), user = 'zoe', secret = password, role = 'support' }: Call) =>
    by.query('CALL caretaker_audit.staff_account_add(?, ?, ?, ?)', [id, user, secret, role]);
  const setRole = ({ by = admin, id = randomUUID(), user = 'zoe', role = 'support' }: Call) =>
    by.query('CALL caretaker_audit.staff_account_set_role(?, ?, ?)', [id, user, role]);
  const setPassword = ({ by = admin, id = randomUUID(), user = 'zoe', secret = password }: Call) =>
    by.query('CALL caretaker_audit.staff_account_set_password(?, ?, ?)', [id, user, secret]);
  const remove = ({ by = admin, id = randomUUID(), user = 'zoe' }: Call) =>
    by.query('CALL caretaker_audit.staff_account_remove(?, ?)', [id, user]);

  async function accounts(): Promise<string[]> {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      "SELECT CONCAT(User, '@', Host) AS name FROM mysql.user ORDER BY User, Host",
    );
    return rows.map((row) => String(row.name));
  }
  async function entries(user: string) {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      "SELECT actor, action FROM caretaker_audit.entry WHERE subject_kind = 'staff' AND subject_id = ? ORDER BY id",
      [user],
    );
    return rows.map((row) => `${row.actor} ${row.action}`);
  }
  async function mayTake(user: string, secret: string) {
    const line = await connect(user, secret);
    try {
      const held: string[] = [];
      for (const role of roles) {
        await line.query(`SET ROLE caretaker_${role}`).then(
          () => held.push(role),
          () => {},
        );
      }
      return held;
    } finally {
      line.destroy();
    }
  }

  test('an admin makes, changes and removes an account, and each stands on record under their own name', async () => {
    await add({ user: 'ivo' });
    expect(await mayTake('ivo', password)).toEqual(['support']);
    await setRole({ user: 'ivo', role: 'cto' });
    expect(await mayTake('ivo', password)).toEqual(['cto']);
    await setPassword({ user: 'ivo', secret: `${password}2` });
    await expect(connect('ivo', password)).rejects.toMatchObject({ errno: 1045 });
    expect(await mayTake('ivo', `${password}2`)).toEqual(['cto']);
    await remove({ user: 'ivo' });
    await expect(connect('ivo', `${password}2`)).rejects.toMatchObject({ errno: 1045 });
    expect(await entries('ivo')).toEqual([
      'admin staff.added',
      'admin staff.role_changed',
      'admin staff.password_reset',
      'admin staff.removed',
    ]);
    const [[left]] = await admin.query<RowDataPacket[]>('SELECT @caretaker_statement AS statement');
    expect(left?.statement).toBeNull();
  });

  test('an account made here is bounded, so that no client of its own runs away with the server', async () => {
    await add({ user: 'bounded' });
    const [[row]] = await town.sql.query<RowDataPacket[]>("SHOW CREATE USER 'bounded'@'%'");
    const text = String(Object.values(row ?? {})[0]);
    expect(text).toContain('MAX_USER_CONNECTIONS 30');
    if (text.includes('MAX_STATEMENT_TIME')) expect(text).toContain('MAX_STATEMENT_TIME 60');
    else expect(town.server.flavour).toBe('mysql');
  });

  test.each([
    ['root'],
    ['caretaker_owner'],
    ['caretaker_admin'],
    ['shop'],
    ["zoe'@'%' IDENTIFIED BY 'x' -- "],
    ["zoe' '"],
    ['zoe\\'],
    ['zoe`'],
    ['zoe\n'],
    ['Zoe'],
    ['zoë'],
    ['z'],
    [''],
    [null],
    ['x'.repeat(33)],
  ])('no account is made in the name of %j', async (user) => {
    await town.sql.query("CREATE USER IF NOT EXISTS 'shop'@'10.0.0.%' IDENTIFIED BY 'Shop-Pass-1'");
    const before = await accounts();
    await expect(add({ user })).rejects.toMatchObject({ errno: 1644 });
    expect(await accounts()).toEqual(before);
  });

  test.each([
    ["abcdefghijABCDEFGHIJ' OR '1"],
    ["abcdefghijABCDEFGHIJ', 'x'@'%"],
    ['abcdefghijABCDEFGHIJ\\'],
    ['abcdefghijABCDEFGHIJ\n'],
    ['too-short-1'],
    [''],
    [null],
  ])('no account is made with the password %j', async (secret) => {
    const before = await accounts();
    await expect(add({ user: 'pw', secret })).rejects.toMatchObject({ errno: 1644 });
    expect(await accounts()).toEqual(before);
  });

  test.each([['king'], ['owner'], ['ADMIN'], ["admin'"], ['admin TO root'], [''], [null]])(
    'nobody is given the role %j',
    async (role) => {
      await expect(add({ user: 'role', role })).rejects.toMatchObject({ errno: 1644 });
      await expect(setRole({ user: 'moderator', role })).rejects.toMatchObject({ errno: 1644 });
      expect(await mayTake('moderator', passwordOf('moderator'))).toEqual(['moderator']);
    },
  );

  test.each([['root'], ['caretaker_owner'], ['shop'], ['mysql'], ['nobody']])(
    'the account %s, which is not of Caretaker’s making, is neither changed nor removed',
    async (user) => {
      await town.sql.query("CREATE USER IF NOT EXISTS 'shop'@'%' IDENTIFIED BY 'Shop-Pass-1'");
      const before = await accounts();
      for (const attempt of [setRole, setPassword, remove]) {
        await expect(attempt({ user })).rejects.toMatchObject({
          errno: 1644,
          message: expect.stringContaining('did not make this account'),
        });
      }
      expect(await accounts()).toEqual(before);
      expect(await entries(user)).toEqual([]);
      (await connect('shop', 'Shop-Pass-1')).destroy();
    },
  );

  test.each(roles)('%s can write to the list of accounts no more than to the server’s own', async (role) => {
    const line = await connect(role, passwordOf(role));
    await line.query(`SET ROLE caretaker_${role}`);
    for (const statement of [
      "INSERT INTO caretaker_audit.staff_account (user, role) VALUES ('root', 'admin')",
      "UPDATE caretaker_audit.staff_account SET role = 'admin'",
      'DELETE FROM caretaker_audit.staff_account',
      'SELECT user FROM caretaker_audit.staff_account',
      'SELECT user FROM caretaker_audit.staff_session',
      "CALL caretaker_audit.staff_run('SELECT 1')",
      "CALL caretaker_audit.staff_give_role('moderator', 'admin')",
      "CALL caretaker_audit.staff_end_sessions('root')",
      "CALL caretaker_audit.staff_note(UUID(), 'staff.added', 'x', '{}')",
      "CREATE USER intruder IDENTIFIED BY 'x'",
      `ALTER USER '${role === 'cto' ? 'admin' : 'cto'}'@'%' IDENTIFIED BY 'x'`,
      "GRANT caretaker_admin TO 'support'@'%'",
    ]) {
      await expect(line.query(statement), statement).rejects.toMatchObject({
        errno: expect.toBeOneOf([1044, 1142, 1227, 1370, 1410, 1698, 4001]),
      });
    }
    line.destroy();
  });

  test.each(roles.filter((role) => role !== 'admin'))('%s makes and changes no accounts', async (role) => {
    const line = await connect(role, passwordOf(role));
    await line.query(`SET ROLE caretaker_${role}`);
    for (const attempt of [add, setRole, setPassword, remove]) {
      await expect(attempt({ by: line, user: 'admin' })).rejects.toMatchObject({ errno: 1370 });
    }
    line.destroy();
  });

  test('nobody takes the role of the last admin, nor their account', async () => {
    // An admin whose account the database's administrator made is on no list, and may still not leave the console without.
    await town.sql.query("CREATE USER 'byhand'@'%' IDENTIFIED BY 'By-Hand-Pass-1'");
    await town.sql.query("GRANT caretaker_admin TO 'byhand'@'%'");
    const byHand = await connect('byhand', 'By-Hand-Pass-1');
    await byHand.query('SET ROLE caretaker_admin');
    const last = { errno: 1644, message: expect.stringContaining('the last administrator') };
    await expect(setRole({ by: byHand, user: 'admin', role: 'support' })).rejects.toMatchObject(last);
    await expect(remove({ by: byHand, user: 'admin' })).rejects.toMatchObject(last);
    expect(await mayTake('admin', passwordOf('admin'))).toEqual(['admin']);
    byHand.destroy();
  });

  test('of two admins who take the role from each other at once, one keeps it', async () => {
    for (const user of ['eve', 'max']) await add({ user, role: 'admin' });
    const [eve, max] = await Promise.all(['eve', 'max'].map((user) => connect(user, password)));
    if (!eve || !max) throw new Error('two lines');
    for (const line of [eve, max]) await line.query('SET ROLE caretaker_admin');
    await town.sql.query("UPDATE caretaker_audit.staff_account SET role = 'support' WHERE user = 'admin'");
    const results = await Promise.allSettled([
      setRole({ by: eve, user: 'max', role: 'support' }),
      setRole({ by: max, user: 'eve', role: 'support' }),
    ]);
    const [[left]] = await town.sql.query<RowDataPacket[]>(
      "SELECT COUNT(*) AS admins FROM caretaker_audit.staff_account WHERE role = 'admin'",
    );
    expect(Number(left?.admins)).toBe(1);
    expect(results.filter((it) => it.status === 'fulfilled').length).toBeLessThanOrEqual(1);
    await town.sql.query("UPDATE caretaker_audit.staff_account SET role = 'admin' WHERE user = 'admin'");
    for (const user of ['eve', 'max']) await remove({ user });
    eve.destroy();
    max.destroy();
  });

  test('a request that comes twice is one entry, and a request of one thing is not taken for another', async () => {
    const id = randomUUID();
    await add({ id, user: 'twice' });
    await add({ id, user: 'twice', secret: `${password}2` });
    expect(await mayTake('twice', `${password}2`)).toEqual(['support']);
    expect(await entries('twice')).toEqual(['admin staff.added']);
    await expect(add({ id, user: 'twice', role: 'admin' })).rejects.toMatchObject({ errno: 1644 });
    await expect(setPassword({ id, user: 'twice' })).rejects.toMatchObject({ errno: 1062 });
    const removal = randomUUID();
    await remove({ id: removal, user: 'twice' });
    await remove({ id: removal, user: 'twice' });
    expect(await entries('twice')).toEqual(['admin staff.added', 'admin staff.removed']);
  });

  test('one entry does not pay for another’s password for ever', async () => {
    const id = randomUUID();
    await add({ user: 'patient' });
    await setPassword({ id, user: 'patient', secret: `${password}2` });
    await town.sql.query(
      'UPDATE caretaker_audit.entry SET at = at - INTERVAL 6 MINUTE WHERE request_id = ?',
      [id],
    );
    // A session may set its own clock back; the server's does not follow.
    await admin.query('SET timestamp = UNIX_TIMESTAMP() - 360');
    await expect(setPassword({ id, user: 'patient', secret: `${password}3` })).rejects.toMatchObject({
      errno: 1062,
    });
    await admin.query('SET timestamp = DEFAULT');
    expect(await mayTake('patient', `${password}2`)).toEqual(['support']);
  });

  test('they work alike whatever a session of one’s own is set to', async () => {
    const odd = await connect('admin', passwordOf('admin'));
    await odd.query('SET ROLE caretaker_admin');
    // Where a session has ANSI_QUOTES, MySQL forgets that its account may run procedures once an account was changed: it
    // refuses that account, and lets nobody do more.
    const quotes = town.server.flavour === 'mariadb' ? 'ANSI_QUOTES,' : '';
    await odd.query(`SET SESSION sql_mode = '${quotes}NO_BACKSLASH_ESCAPES', sql_select_limit = 0`);
    await add({ by: odd, user: 'odd' });
    expect(await mayTake('odd', password)).toEqual(['support']);
    await setRole({ by: odd, user: 'odd', role: 'cto' });
    expect(await mayTake('odd', password)).toEqual(['cto']);
    await setPassword({ by: odd, user: 'odd', secret: `${password}2` });
    expect(await mayTake('odd', `${password}2`)).toEqual(['cto']);
    // Prepared, since the client quotes with the backslashes that this session does not know.
    for (const [user, secret] of [
      ["odd' '", password],
      ['odd\\', password],
      ['root', password],
      ['odd', `${password}' x`],
      ['odd', `${password}\\`],
    ]) {
      const values = [randomUUID(), user ?? '', secret ?? ''];
      await expect(
        odd.execute('CALL caretaker_audit.staff_account_set_password(?, ?, ?)', values),
      ).rejects.toMatchObject({ errno: 1644 });
    }
    await remove({ by: odd, user: 'odd' });
    await expect(connect('odd', `${password}2`)).rejects.toMatchObject({ errno: 1045 });
    expect(await entries('odd')).toEqual([
      'admin staff.added',
      'admin staff.role_changed',
      'admin staff.password_reset',
      'admin staff.removed',
    ]);
    odd.destroy();
  });

  test('a person who loses role, password or account loses the lines that are open', async () => {
    await add({ user: 'open' });
    for (const attempt of [
      () => setRole({ user: 'open', role: 'cto' }),
      () => setPassword({ user: 'open' }),
      () => remove({ user: 'open' }),
    ]) {
      const line = await connect('open', password);
      line.on('error', () => {});
      await attempt();
      await expect(line.query('SELECT 1')).rejects.toThrow();
      line.destroy();
    }
  });

  test('where the database’s administrator says no, the rights and the procedures are gone', async () => {
    const { root } = town;
    await install({ root, adapterFile: demoAdapter, makesAccounts: false });
    await install({ root, adapterFile: demoAdapter, makesAccounts: false });
    await expect(add({ user: 'late' })).rejects.toMatchObject({ errno: expect.toBeOneOf([1305, 1370]) });
    const [grants] = await town.sql.query<RowDataPacket[]>('SHOW GRANTS FOR caretaker_owner@localhost');
    const text = grants.map((row) => Object.values(row).join()).join('\n');
    expect(text).not.toMatch(/CREATE USER|CONNECTION|PROCESS|ADMIN OPTION|`mysql`/);
    // Said once, it stays said.
    await install({ root, adapterFile: demoAdapter });
    await expect(add({ user: 'late' })).rejects.toMatchObject({ errno: expect.toBeOneOf([1305, 1370]) });
    await install({ root, adapterFile: demoAdapter, makesAccounts: true });
    await add({ user: 'late' });
    expect(await mayTake('late', password)).toEqual(['support']);
  });
});
