import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roles } from '../../src/contract/roles.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';

describe('The record can be neither changed, removed nor forged', () => {
  let town: Community;
  beforeAll(async () => {
    town = await testCommunity();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const add = (id: string, columns = '', values = '') =>
    `INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id${columns})
     VALUES ('session.signed_in', 'connection', 'x', '{}', '${id}'${values})`;

  test.each(roles)('%s adds an entry, and the server says who and when', async (role) => {
    const { host, port } = town.root;
    const connection = await mysql.createConnection({ host, port, user: role, password: passwordOf(role) });
    await connection.query("SET time_zone = '+09:00', timestamp = 1000000000");
    await connection.query(add(`honest-${role}`));
    const [rows] = await town.sql.query(
      `SELECT actor, ABS(TIMESTAMPDIFF(SECOND, at, UTC_TIMESTAMP(6))) AS off FROM caretaker_audit.entry WHERE request_id = 'honest-${role}'`,
    );
    expect((rows as { actor: string }[])[0]?.actor).toBe(role);

    const attempts = [
      add('forged', ', actor', ", 'somebody else'"),
      add('forged', ', at', ", '2001-01-01'"),
      add('forged', ', id', ', 1'),
      `${add(`honest-${role}`)} ON DUPLICATE KEY UPDATE action = 'nothing'`,
      add(`honest-${role}`),
      add('forged').replace('INSERT', 'REPLACE'),
      "UPDATE caretaker_audit.entry SET actor = 'somebody else'",
      "UPDATE caretaker_audit.entry SET detail = '{}'",
      "UPDATE caretaker_audit.own_entry SET detail = '{}'",
      'DELETE FROM caretaker_audit.entry',
      'DELETE FROM caretaker_audit.own_entry',
      'TRUNCATE TABLE caretaker_audit.entry',
      'DROP TABLE caretaker_audit.entry',
      'ALTER TABLE caretaker_audit.entry ADD COLUMN mine INT',
      'RENAME TABLE caretaker_audit.entry TO caretaker.entry',
      'DROP TRIGGER caretaker_audit.entry_stamp',
      'DROP SCHEMA caretaker_audit',
      'LOCK TABLES caretaker_audit.entry WRITE',
    ];
    const [before] = await town.sql.query('SELECT * FROM caretaker_audit.entry ORDER BY id');
    for (const statement of attempts) {
      await expect(connection.query(statement), statement).rejects.toThrow();
    }
    const [after] = await town.sql.query('SELECT * FROM caretaker_audit.entry ORDER BY id');
    expect(after).toEqual(before);
    connection.destroy();
  });

  test('a session that moves its own clock does not move the record’s', async () => {
    const { host, port } = town.root;
    const connection = await mysql.createConnection({
      host,
      port,
      user: 'admin',
      password: passwordOf('admin'),
    });
    await connection.query('SET timestamp = 1000000000');
    await connection.query(add('old-clock'));
    connection.destroy();
    const [rows] = await town.sql.query(
      "SELECT at > UTC_TIMESTAMP() - INTERVAL 1 MINUTE AS isNow FROM caretaker_audit.entry WHERE request_id = 'old-clock'",
    );
    expect(Number((rows as { isNow: unknown }[])[0]?.isNow)).toBe(1);
  });

  const signIn = (user: string, password: string) => {
    const { host, port } = town.root;
    return mysql.createConnection({ host, port, user, password });
  };

  test('nobody uses up the numbers of the record’s entries', async () => {
    const hostile = await signIn('moderator', passwordOf('moderator'));
    await hostile.query('SET insert_id = 18446744073709551614');
    await expect(hostile.query(add('the-last-number'))).rejects.toMatchObject({ sqlState: '45000' });
    hostile.destroy();
    await town.sql.query(add('after-the-attack'));
    const [rows] = await town.sql.query(
      "SELECT id < 1000 AS isNext FROM caretaker_audit.entry WHERE request_id = 'after-the-attack'",
    );
    expect(Number((rows as { isNext: unknown }[])[0]?.isNext)).toBe(1);
  });

  test('nobody uses up the numbers of the feed, without which no entry can be made', async () => {
    const tell = "INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('record', 'x')";
    const byNumber =
      "INSERT INTO caretaker.change_feed (id, topic, subject_id) VALUES (18446744073709551614, 'record', 'x')";
    for (const role of roles) {
      const hostile = await signIn(role, passwordOf(role));
      await expect(hostile.query(byNumber)).rejects.toThrow();
      await hostile.query('SET insert_id = 18446744073709551614');
      await expect(hostile.query(tell)).rejects.toMatchObject({ sqlState: '45000' });
      await hostile.query('SET insert_id = 0');
      hostile.destroy();
    }
    const honest = await signIn('support', passwordOf('support'));
    await expect(honest.query(tell)).resolves.toBeDefined();
    honest.destroy();
  });

  test('nobody writes what the others’ consoles could not read', async () => {
    const hostile = await signIn('moderator', passwordOf('moderator'));
    const refusal = { sqlState: '45000' };
    // MariaDB lets any session turn these checks off; MySQL does not know the word.
    await hostile.query('SET check_constraint_checks = 0').catch(() => {});
    await expect(hostile.query(add('no-json').replace("'{}'", "'no json'"))).rejects.toMatchObject(refusal);
    const long = JSON.stringify({ long: 'x'.repeat(10_000) });
    await expect(hostile.query(add('too-long').replace("'{}'", `'${long}'`))).rejects.toMatchObject(refusal);
    // Not strict, and several rows or a SELECT at once: then the server makes an empty text of what cannot be NULL.
    await hostile.query("SET sql_mode = ''");
    const nothing = add('nothing').replace("'{}'", 'NULL').replace('VALUES (', 'SELECT ').replace(/\)$/, '');
    expect(nothing).toMatch(/SELECT .*NULL/s);
    await expect(hostile.query(nothing), nothing).rejects.toMatchObject(refusal);
    hostile.destroy();
  });

  test('an account whose name differs in case alone reads nothing of its namesake', async () => {
    const password = passwordOf('moderator');
    await town.sql.query(`CREATE USER 'Moderator'@'%' IDENTIFIED BY '${password}'`);
    await town.sql.query("GRANT caretaker_moderator TO 'Moderator'@'%'");
    const original = await signIn('moderator', password);
    await original.query(add('by-the-original'));
    original.destroy();
    const namesake = await signIn('Moderator', password);
    await namesake.query('SET ROLE caretaker_moderator');
    await namesake.query(add('by-the-namesake'));
    const [rows] = await namesake.query('SELECT request_id, actor FROM caretaker_audit.own_entry');
    namesake.destroy();
    expect(rows).toEqual([{ request_id: 'by-the-namesake', actor: 'Moderator' }]);
  });

  test('a moderator reads their own entries and nobody else’s', async () => {
    const { host, port } = town.root;
    const connection = await mysql.createConnection({
      host,
      port,
      user: 'moderator',
      password: passwordOf('moderator'),
    });
    const [rows] = await connection.query('SELECT DISTINCT actor FROM caretaker_audit.own_entry');
    connection.destroy();
    expect(rows).toEqual([{ actor: 'moderator' }]);
  });
});
