import { randomUUID } from 'node:crypto';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberDecision } from '../../src/contract/members/actions.ts';
import { memberReaders } from '../../src/contract/roles.ts';
import { decisionsOf } from '../../src/core/members/actions/decisions.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Acting, acting } from '../support/acting.ts';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';

/** Not allowed: on a table or a column, or for want of a privilege; and a trigger's own no. */
const refusals = [1142, 1143, 1227, 1644];

/** Over the wire, without any code of the console in between. */
describe('What was decided about a member', () => {
  let town: Community;
  let moderator: SignedIn;
  let at: Acting;
  beforeAll(async () => {
    town = await testCommunity();
    moderator = await town.signIn('moderator');
    at = acting(town);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const decide = (columns = '', values = '') =>
    `INSERT INTO caretaker.member_decision
       (request_id, run_id, member_id, action, reason, until, before_state, after_state${columns})
     VALUES ('${randomUUID()}', NULL, 7, 'ban', 'x', NULL, '{}', '{}'${values})`;
  const undo = (id: number, columns = '', values = '') =>
    `INSERT INTO caretaker.member_undo (decision_id, request_id${columns}) VALUES (${id}, '${randomUUID()}'${values})`;
  const tell = (columns = '', values = '', decisionId = 'LAST_INSERT_ID()', memberId = 7) =>
    `INSERT INTO caretaker.outbox (request_id, member_id, decision_id, body, due_at${columns})
     VALUES ('${randomUUID()}', ${memberId}, ${decisionId}, 'x', '9999-01-01'${values})`;

  test.each(memberReaders)(
    '%s adds a decision and an undo, and the server says who and when',
    async (role) => {
      const id = await overTheWire(town, role, async (connection) => {
        await connection.query("SET time_zone = '+09:00', timestamp = 1000000000");
        const [result] = await connection.query<mysql.ResultSetHeader>(decide());
        await connection.query(undo(result.insertId));
        return result.insertId;
      });
      const written = await at.rows<{ actor: string; age: string }>(
        `SELECT actor, ABS(TIMESTAMPDIFF(SECOND, at, UTC_TIMESTAMP())) AS age FROM caretaker.member_decision WHERE id = ?
       UNION ALL
       SELECT actor, ABS(TIMESTAMPDIFF(SECOND, at, UTC_TIMESTAMP())) FROM caretaker.member_undo WHERE decision_id = ?`,
        [id, id],
      );
      expect(written.map((it) => it.actor)).toEqual([role, role]);
      for (const { age } of written) expect(Number(age)).toBeLessThan(60);
    },
  );

  test.each(['moderator', 'support'] as const)('%s can neither change, remove nor forge it', async (role) => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'rename', nickname: `New ${id}` });
    await at.undo(moderator, decisionId);
    const read = () =>
      at.rows(
        `SELECT * FROM caretaker.member_decision d JOIN caretaker.member_undo u ON u.decision_id = d.id WHERE d.id = ?`,
        [decisionId],
      );
    const before = await read();
    expect(before).toHaveLength(1);
    await overTheWire(town, role, async (connection) => {
      for (const statement of [
        decide(', actor', ", 'admin'"),
        decide(', at', ", '2001-01-01'"),
        decide(', id', ', 1000'),
        undo(999, ', actor', ", 'admin'"),
        undo(999, ', at', ", '2001-01-01'"),
        `UPDATE caretaker.member_decision SET after_state = '{}' WHERE id = ${decisionId}`,
        `UPDATE caretaker.member_decision SET actor = 'admin' WHERE id = ${decisionId}`,
        `UPDATE caretaker.member_undo SET request_id = 'x' WHERE decision_id = ${decisionId}`,
        `DELETE FROM caretaker.member_decision WHERE id = ${decisionId}`,
        `DELETE FROM caretaker.member_undo WHERE decision_id = ${decisionId}`,
        tell(', id', ', 1000'),
        tell(', state', ", 'delivered'"),
        "UPDATE caretaker.outbox SET body = 'other words'",
        'UPDATE caretaker.outbox SET member_id = 8',
        'UPDATE caretaker.outbox SET id = 18446744073709551614',
        'DELETE FROM caretaker.outbox',
        'TRUNCATE TABLE caretaker.member_decision',
        'DROP TRIGGER caretaker.member_decision_guard',
      ]) {
        await expect(connection.query(statement), statement).rejects.toMatchObject({
          errno: expect.toBeOneOf(refusals),
        });
      }
    });
    expect(await read()).toEqual(before);
  });

  test('nobody has words of their own sent as those of another', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'ban' });
    const messages = () => at.rows('SELECT * FROM caretaker.outbox');
    const before = await messages();
    for (const role of ['support', 'admin'] as const) {
      await overTheWire(town, role, async (connection) => {
        const own = `INSERT INTO caretaker.member_decision
            (request_id, member_id, action, reason, before_state, after_state)
          VALUES ('${randomUUID()}', 7, 'ban', 'x', '{}', '{}')`;
        const [{ insertId }] = await connection.query<mysql.ResultSetHeader>(own);
        for (const statement of [
          tell('', '', decisionId, Number(id)),
          tell('', '', 'NULL', Number(id)),
          tell('', '', '18446744073709551615', Number(id)),
          tell('', '', String(insertId), Number(id)),
        ]) {
          await expect(connection.query(statement), statement).rejects.toMatchObject({
            sqlState: '45000',
            message:
              "A message goes with a decision or an answer of one's own that concerns that member. Nothing was changed.",
          });
        }
      });
    }
    expect(await messages()).toEqual(before);
  });

  test('nobody writes what the others’ consoles could not read', async () => {
    const id = await at.someone();
    const write = (runId: string, until: string) =>
      `INSERT INTO caretaker.member_decision
         (request_id, run_id, member_id, action, reason, until, before_state, after_state)
       SELECT '${randomUUID()}', ${runId}, ${id}, NULL, NULL, ${until}, NULL, NULL`;
    await overTheWire(town, 'support', async (connection) => {
      await connection.query("SET sql_mode = 'ALLOW_INVALID_DATES'");
      for (const until of ["'0000-00-00'", "'2030-02-30'", "'2030-00-01'", "'0001-01-01'"]) {
        await expect(connection.query(write('NULL', until)), until).rejects.toMatchObject({
          sqlState: '45000',
        });
      }
      await connection.query(write("'no run'", "'2030-02-28 23:59:59'"));
      await connection.query(write('NULL', 'NULL'));
    });
    const decisions = await decisionsOf(moderator, id, undefined);
    expect(decisions.map((it) => MemberDecision.parse(it).runId)).toEqual([null, 'no run']);
    expect(decisions.map((it) => it.undoable)).toEqual([false, false]);
  });

  test('a decision says one thing to its member', async () => {
    await overTheWire(town, 'support', async (connection) => {
      const [{ insertId }] = await connection.query<mysql.ResultSetHeader>(decide());
      await connection.query(tell('', '', String(insertId)));
      await expect(connection.query(tell('', '', String(insertId)))).rejects.toMatchObject({ errno: 1062 });
    });
  });

  test('nobody uses up the numbers of decisions and messages, without which nobody could act', async () => {
    for (const role of memberReaders) {
      await overTheWire(town, role, async (connection) => {
        await connection.query('SET insert_id = 18446744073709551614');
        await expect(connection.query(decide())).rejects.toMatchObject({ sqlState: '45000' });
        await connection.query('SET insert_id = 18446744073709551614');
        await expect(connection.query(tell())).rejects.toMatchObject({
          sqlState: '45000',
          message: 'Messages are numbered by the server. Nothing was changed.',
        });
        await connection.query('SET insert_id = 0');
      });
    }
    const id = await at.someone();
    await at.act(moderator, id, { action: 'ban', message: 'You are banned.' });
    expect(await at.rows('SELECT 1 FROM caretaker.outbox WHERE member_id = ?', [id])).toHaveLength(1);
  });
});
