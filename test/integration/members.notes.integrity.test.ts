import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberReaders, roles } from '../../src/contract/roles.ts';
import { type Community, overTheWire, passwordOf, testCommunity } from '../support/community.ts';

/** Not allowed: on a schema, table, column or routine, or for want of a privilege; and a trigger's own no. */
const refusals = [1044, 1142, 1143, 1227, 1370, 1644];

/** Over the wire, without any code of the console in between. */
describe('A note about a member is its author’s word', () => {
  let town: Community;
  beforeAll(async () => {
    town = await testCommunity();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  interface Row {
    id: string;
    author: string;
    request_id: string;
    body: string;
    at: string;
    pinned: number;
    edited_at: string | null;
    removed_at: string | null;
  }
  async function notes(where = '1 = 1'): Promise<Row[]> {
    const [found] = await town.sql.query(
      `SELECT * FROM caretaker_audit.member_note WHERE ${where} ORDER BY id`,
    );
    return found as Row[];
  }

  const add = (body: string, columns = '', values = '') =>
    `INSERT INTO caretaker_audit.member_note (member_id, body, request_id${columns})
     VALUES (7, '${body}', '${randomUUID()}'${values})`;
  const isNow = (moment: string | null | undefined) =>
    moment ? Math.abs(Date.parse(`${moment.replace(' ', 'T')}Z`) - Date.now()) < 60_000 : false;
  const movedClock = "SET time_zone = '+09:00', timestamp = 1000000000";

  test.each(memberReaders)('%s writes one, and the server says who and when', async (role) => {
    await overTheWire(town, role, async (connection) => {
      await connection.query(movedClock);
      await connection.query(add(`by the ${role}`));
    });
    const [note] = await notes(`body = 'by the ${role}'`);
    expect(note).toMatchObject({ author: role, pinned: 0, edited_at: null, removed_at: null });
    expect(isNow(note?.at)).toBe(true);
  });

  test('its author edits and removes it, and the server says when', async () => {
    await overTheWire(town, 'support', async (connection) => {
      await connection.query(movedClock);
      await connection.query(add('of my own'));
      const set = (what: string) =>
        connection.query(`UPDATE caretaker_audit.member_note SET ${what} WHERE body LIKE 'of my own%'`);
      const read = async () => (await notes("body LIKE 'of my own%'"))[0];
      await set("body = 'of my own, edited'");
      const edited = await read();
      expect(isNow(edited?.edited_at)).toBe(true);
      await set("removed_at = '2001-01-01'");
      const removed = await read();
      expect(isNow(removed?.removed_at)).toBe(true);
      expect(removed?.edited_at).toBe(edited?.edited_at);
      await set("removed_at = '2002-02-02'");
      expect(await read()).toEqual(removed);
      await set('removed_at = NULL');
      expect(await read()).toEqual(edited);
    });
  });

  test('whoever may read one may pin it, and changes nothing else by that', async () => {
    await overTheWire(town, 'support', (connection) => connection.query(add('to be pinned')));
    const [before] = await notes("body = 'to be pinned'");
    for (const [role, pinned] of [
      ['moderator', 1],
      ['support', 0],
      ['admin', 100],
    ] as const) {
      await overTheWire(town, role, (connection) =>
        connection.query(
          `UPDATE caretaker_audit.member_note SET pinned = ${pinned} WHERE id = ${before?.id}`,
        ),
      );
      expect(await notes("body = 'to be pinned'")).toEqual([{ ...before, pinned: pinned === 0 ? 0 : 1 }]);
    }
  });

  test.each(roles)('%s can neither change, remove nor forge what another wrote', async (role) => {
    const author = role === 'support' ? 'moderator' : 'support';
    const words = `Words of ${author}, for ${role}`;
    await overTheWire(town, author, (connection) => connection.query(add(words)));
    const [note] = await notes(`body = '${words}'`);
    const update = (what: string) => `UPDATE caretaker_audit.member_note SET ${what} WHERE id = ${note?.id}`;
    const attempts = [
      update("body = 'other words'"),
      // To the column's collation, these two are no change at all.
      update('body = UPPER(body)'),
      update("body = CONCAT(body, ' ')"),
      update("pinned = 1, body = 'other words'"),
      update('removed_at = UTC_TIMESTAMP(6)'),
      update("author = 'somebody else'"),
      update("at = '2001-01-01'"),
      update('member_id = 8'),
      update("edited_at = '2001-01-01'"),
      update("request_id = 'x'"),
      update('id = 1000'),
      add('forged', ', author', ", 'somebody else'"),
      add('forged', ', at', ", '2001-01-01'"),
      add('forged', ', id', ', 1000'),
      add('forged', ', pinned', ', 1'),
      add('forged', ', edited_at', ", '2001-01-01'"),
      `INSERT INTO caretaker_audit.member_note (member_id, body, request_id)
       VALUES (7, 'x', '${note?.request_id}') ON DUPLICATE KEY UPDATE body = 'other words'`,
      add('forged').replace('INSERT', 'REPLACE'),
      'DELETE FROM caretaker_audit.member_note',
      'TRUNCATE TABLE caretaker_audit.member_note',
      'DROP TABLE caretaker_audit.member_note',
      'ALTER TABLE caretaker_audit.member_note ADD COLUMN mine INT',
      'RENAME TABLE caretaker_audit.member_note TO caretaker.member_note',
      'DROP TRIGGER caretaker_audit.member_note_guard',
      'DROP TRIGGER caretaker_audit.member_note_stamp',
      'DROP FUNCTION caretaker_audit.session_account',
      'CREATE FUNCTION caretaker_audit.mine() RETURNS INT NO SQL RETURN 1',
      'LOCK TABLES caretaker_audit.member_note WRITE',
    ];
    const before = await notes();
    await overTheWire(town, role, async (connection) => {
      // MariaDB lets any session turn these checks off; MySQL does not know the word.
      await connection.query('SET check_constraint_checks = 0').catch(() => {});
      for (const statement of attempts) {
        await expect(connection.query(statement), statement).rejects.toMatchObject({
          errno: expect.toBeOneOf(refusals),
        });
      }
    });
    expect(await notes()).toEqual(before);
  });

  test('a session that takes NULL for an empty text empties no note of another', async () => {
    await overTheWire(town, 'support', (connection) => connection.query(add('not to be emptied')));
    const before = await notes("body = 'not to be emptied'");
    for (const role of ['moderator', 'admin'] as const) {
      await overTheWire(town, role, async (connection) => {
        await connection.query("SET sql_mode = ''");
        const emptied = connection.query(
          "UPDATE caretaker_audit.member_note SET body = NULL WHERE body = 'not to be emptied'",
        );
        await expect(emptied).rejects.toMatchObject({ sqlState: '45000' });
      });
    }
    expect(await notes("body = 'not to be emptied'")).toEqual(before);
  });

  test('what its author empties in such a session is noted as edited', async () => {
    await overTheWire(town, 'support', async (connection) => {
      await connection.query(add('to be emptied'));
      const [note] = await notes("body = 'to be emptied'");
      await connection.query("SET sql_mode = ''");
      await connection.query(`UPDATE caretaker_audit.member_note SET body = NULL WHERE id = ${note?.id}`);
      const [emptied] = await notes(`id = ${note?.id}`);
      expect(emptied?.body).toBe('');
      expect(isNow(emptied?.edited_at)).toBe(true);
    });
  });

  test('a removed note of another is not brought back', async () => {
    await overTheWire(town, 'support', async (connection) => {
      await connection.query(add('taken back'));
      await connection.query(
        "UPDATE caretaker_audit.member_note SET removed_at = UTC_TIMESTAMP(6) WHERE body = 'taken back'",
      );
    });
    const before = await notes("body = 'taken back'");
    for (const role of ['moderator', 'admin'] as const) {
      const back = overTheWire(town, role, (connection) =>
        connection.query(
          "UPDATE caretaker_audit.member_note SET removed_at = NULL WHERE body = 'taken back'",
        ),
      );
      await expect(back).rejects.toMatchObject({
        sqlState: '45000',
        message: 'Only who wrote a note may change or remove it. Nothing was changed.',
      });
    }
    expect(await notes("body = 'taken back'")).toEqual(before);
  });

  test('the CTO, who looks after no members, neither reads nor writes one', async () => {
    await overTheWire(town, 'cto', async (connection) => {
      await expect(connection.query('SELECT 1 FROM caretaker_audit.member_note')).rejects.toThrow(/denied/);
      await expect(connection.query(add('from above'))).rejects.toThrow(/denied/);
    });
  });

  test('nobody uses up the numbers of notes', async () => {
    await overTheWire(town, 'moderator', async (connection) => {
      await connection.query('SET insert_id = 18446744073709551614');
      await expect(connection.query(add('the last number'))).rejects.toMatchObject({ sqlState: '45000' });
    });
    await overTheWire(town, 'moderator', (connection) => connection.query(add('after the attack')));
    expect(Number((await notes("body = 'after the attack'"))[0]?.id)).toBeLessThan(1000);
  });

  test('a session that takes no care of lengths cannot write more than a console reads', async () => {
    await overTheWire(town, 'moderator', async (connection) => {
      await connection.query("SET sql_mode = ''");
      await connection.query(add('y'.repeat(10_000)));
    });
    const [note] = await notes("body LIKE 'yyy%'");
    expect(note?.body).toHaveLength(4000);
  });

  test('an account whose name differs in case alone edits nothing of its namesake', async () => {
    const password = passwordOf('moderator');
    await town.sql.query(`CREATE USER 'Moderator'@'%' IDENTIFIED BY '${password}'`);
    await town.sql.query("GRANT caretaker_moderator TO 'Moderator'@'%'");
    await overTheWire(town, 'moderator', (connection) => connection.query(add('of the original')));
    const { host, port } = town.root;
    const namesake = await mysql.createConnection({ host, port, user: 'Moderator', password });
    await namesake.query('SET ROLE caretaker_moderator');
    const edit = namesake.query(
      "UPDATE caretaker_audit.member_note SET body = 'x' WHERE body = 'of the original'",
    );
    await expect(edit).rejects.toMatchObject({ sqlState: '45000' });
    namesake.destroy();
  });
});
