import { randomUUID } from 'node:crypto';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DecidedCase } from '../../src/contract/reports/decisions.ts';
import { reportWorkers } from '../../src/contract/reports/values.ts';
import type { Role } from '../../src/contract/roles.ts';
import { listEndings } from '../../src/core/reports/decisions/endings/list.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';

/** Not allowed: on a table or a column, or for want of a privilege; and a trigger's own no. */
const refusals = [1142, 1143, 1227, 1644];

/** Over the wire, without any code of the console in between. */
describe('What was decided about a case', () => {
  let town: Community;
  let moderator: SignedIn;
  let admin: SignedIn;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    moderator = await town.signIn('moderator');
    admin = await town.signIn('admin');
    at = deciding(town, moderator);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const decide = (caseId: string, columns = '', values = '') =>
    `INSERT INTO caretaker.report_decision
       (request_id, run_id, case_id, policy_id, policy_version, actions, reason, before_case${columns})
     VALUES ('${randomUUID()}', NULL, ${caseId}, 7, 1, '[]', 'x', '{}'${values})`;
  const undo = (decisionId: string, columns = '', values = '') =>
    `INSERT INTO caretaker.report_undo (decision_id, request_id${columns}) VALUES (${decisionId}, '${randomUUID()}'${values})`;
  const event = (caseId: string, columns = '', values = '') =>
    `INSERT INTO caretaker.report_event (case_id, kind, detail${columns}) VALUES (${caseId}, 'noted', '{}'${values})`;
  const evidence = (caseId: string, columns = '', values = '') =>
    `INSERT INTO caretaker.report_evidence (case_id, subject_sha256, body${columns}) VALUES (${caseId}, 'x', '{}'${values})`;
  const step = (decisionId: string, columns: string, values: string) =>
    `INSERT INTO caretaker.report_step (decision_id, step, action${columns}) VALUES (${decisionId}, 9, 'ban'${values})`;
  const tell = (decisionId: string, memberId: string, columns = '', values = '') =>
    `INSERT INTO caretaker.outbox (request_id, member_id, report_decision_id, body, due_at${columns})
     VALUES ('${randomUUID()}', ${memberId}, ${decisionId}, 'Words of my own', UTC_TIMESTAMP()${values})`;
  const ending = (decisionId: string, caseId: string, memberId: string, endsAt = "'2030-01-01'") =>
    `INSERT INTO caretaker.report_ending (decision_id, case_id, member_id, kind, ends_at, remind_at)
     VALUES (${decisionId}, ${caseId}, ${memberId}, 'mute', ${endsAt}, '2020-01-01')`;

  /** Each is refused, by the grants or by a guard. */
  async function refusesAll(role: Role, statements: readonly string[]): Promise<void> {
    await overTheWire(town, role, async (connection) => {
      for (const statement of statements) {
        await expect(connection.query(statement), statement).rejects.toMatchObject({
          errno: expect.toBeOneOf(refusals),
        });
      }
    });
  }

  async function inserted(role: Role, statement: string): Promise<string> {
    return overTheWire(town, role, async (connection) => {
      await connection.query("SET time_zone = '+09:00', timestamp = 1000000000");
      const [{ insertId }] = await connection.query<mysql.ResultSetHeader>(statement);
      return String(insertId);
    });
  }

  test.each(reportWorkers)(
    '%s adds a decision, an undo and an event, and the server says who and when',
    async (role) => {
      const { caseId } = await at.open();
      const decisionId = await inserted(role, decide(caseId));
      await inserted(role, undo(decisionId));
      const eventId = await inserted(role, event(caseId));
      const written = await at.rows<{ actor: string; age: string }>(
        ['report_decision WHERE id = ?', 'report_undo WHERE decision_id = ?', 'report_event WHERE id = ?']
          .map(
            (it) =>
              `SELECT actor, ABS(TIMESTAMPDIFF(SECOND, at, UTC_TIMESTAMP())) AS age FROM caretaker.${it}`,
          )
          .join(' UNION ALL '),
        [decisionId, decisionId, eventId],
      );
      expect(written.map((it) => it.actor)).toEqual([role, role, role]);
      for (const { age } of written) expect(Number(age)).toBeLessThan(60);
    },
  );

  test('a moderator decides in nobody else’s name, and changes or removes nothing of what was kept', async () => {
    const { caseId } = await at.open();
    const decisionId = await at.decide(
      admin,
      caseId,
      caseDecision([{ kind: 'hide' }, { kind: 'mute', until: inMinutes(600) }], {
        reporterMessage: 'Thank you',
      }),
    );
    const tables = [
      'report_decision',
      'report_step',
      'report_event',
      'report_evidence',
      'report_item',
      'report_ending',
      'outbox',
    ];
    const read = () => Promise.all(tables.map((table) => at.rows(`SELECT * FROM caretaker.${table}`)));
    const before = await read();
    await refusesAll('moderator', [
      decide(caseId, ', actor', ", 'admin'"),
      decide(caseId, ', at', ", '2001-01-01'"),
      decide(caseId, ', id', ', 1000'),
      undo('999', ', actor', ", 'admin'"),
      undo('999', ', at', ", '2001-01-01'"),
      event(caseId, ', actor', ", 'admin'"),
      event(caseId, ', at', ", '2001-01-01'"),
      evidence(caseId, ', sha256', ", 'x'"),
      evidence(caseId, ', taken_at', ", '2001-01-01'"),
      `UPDATE caretaker.report_decision SET reason = 'x' WHERE id = ${decisionId}`,
      `UPDATE caretaker.report_decision SET actor = 'moderator' WHERE id = ${decisionId}`,
      "UPDATE caretaker.report_decision SET before_case = '{}'",
      "UPDATE caretaker.report_step SET action = 'x'",
      "UPDATE caretaker.report_event SET detail = '{}'",
      "UPDATE caretaker.report_evidence SET body = '{}'",
      "UPDATE caretaker.report_item SET reason = 'x'",
      "UPDATE caretaker.report_ending SET ends_at = '2030-01-01'",
      "UPDATE caretaker.outbox SET body = 'other words'",
      'UPDATE caretaker.outbox SET report_decision_id = 1',
      "UPDATE caretaker.report_undo SET request_id = 'x'",
      ...[...tables, 'report_undo', 'report_case'].map((table) => `DELETE FROM caretaker.${table}`),
      'TRUNCATE TABLE caretaker.report_decision',
      'DROP TRIGGER caretaker.report_decision_guard',
    ]);
    expect(await read()).toEqual(before);
  });

  test('nobody has words of their own sent to who has nothing to do with the case, nor as another’s', async () => {
    const { caseId, author, reporters } = await at.open();
    const stranger = await at.someone();
    const ofAdmin = await at.decide(admin, caseId, 'dismiss');
    const other = await at.open();
    const own = await inserted('moderator', decide(other.caseId));
    const ofMember = await overTheWire(town, 'moderator', async (connection) => {
      const [{ insertId }] = await connection.query<mysql.ResultSetHeader>(
        `INSERT INTO caretaker.member_decision (request_id, member_id, action, reason, before_state, after_state)
         VALUES ('${randomUUID()}', ${author}, 'warn', 'x', '{}', '{}')`,
      );
      return String(insertId);
    });
    const before = await at.rows('SELECT * FROM caretaker.outbox');
    await refusesAll('moderator', [
      tell(ofAdmin, author),
      tell(ofAdmin, String(reporters[0])),
      tell(own, stranger),
      tell(own, author),
      tell('NULL', stranger),
      tell('999999', stranger),
      // With a decision of one's own beside it, another's does not become one's own.
      tell(ofAdmin, author, ', decision_id', `, ${ofMember}`),
    ]);
    await refusesAll('support', [tell(ofAdmin, author), tell(own, other.author)]);
    expect(await at.rows('SELECT * FROM caretaker.outbox')).toEqual(before);
    await inserted('moderator', tell(own, other.author));
    await inserted('moderator', tell(own, String(other.reporters[0])));
    await overTheWire(town, 'moderator', (it) =>
      expect(it.query(tell(own, other.author))).rejects.toMatchObject({ errno: 1062 }),
    );
  });

  test('nobody has an undo put back what another decision did', async () => {
    const { caseId, author, photo } = await at.open();
    const stranger = await at.someone();
    const ofAdmin = await at.decide(admin, caseId, 'ban');
    await at.act(moderator, stranger, { action: 'ban' });
    const [foreign] = await at.rows<{ id: string }>(
      'SELECT id FROM caretaker.member_decision WHERE member_id = ?',
      [stranger],
    );
    const [anothers] = await at.rows<{ id: string }>(
      'SELECT id FROM caretaker.member_decision WHERE member_id = ?',
      [author],
    );
    const other = await at.open();
    const own = await inserted('moderator', decide(other.caseId));
    await refusesAll('moderator', [
      step(ofAdmin, '', ''),
      step(own, ', member_decision_id', `, ${foreign?.id}`),
      step(own, ', member_decision_id', `, ${anothers?.id}`),
      step(own, ', content_kind, content_id', `, 'photo', ${photo}`),
      step(own, ', content_kind, content_id', `, 'comment', ${other.photo}`),
      ending(ofAdmin, caseId, author),
      ending(own, caseId, author),
      ending(own, other.caseId, stranger),
    ]);
    await inserted('moderator', step(own, ', content_kind, content_id', `, 'photo', ${other.photo}`));
  });

  test('nobody writes what the others’ consoles could not read', async () => {
    const { caseId, author } = await at.open();
    await overTheWire(town, 'moderator', async (connection) => {
      await connection.query("SET sql_mode = 'ALLOW_INVALID_DATES'");
      const [{ insertId }] = await connection.query<mysql.ResultSetHeader>(
        `INSERT INTO caretaker.report_decision (request_id, run_id, case_id, policy_id, policy_version, actions, reason, before_case)
         SELECT '${randomUUID()}', 'no run', ${caseId}, 99, 4000000000, NULL, NULL, NULL`,
      );
      for (const day of ["'0000-00-00'", "'2030-02-30'", "'2030-00-01'", 'NULL']) {
        await expect(
          connection.query(ending(String(insertId), caseId, author, day)),
          day,
        ).rejects.toMatchObject({ errno: expect.toBeOneOf([...refusals, 1048, 1292]) });
      }
      await connection.query(ending(String(insertId), caseId, author, 'UTC_TIMESTAMP() + INTERVAL 1 HOUR'));
      await connection.query(
        `INSERT INTO caretaker.report_step (decision_id, step, action, content_kind) VALUES (${insertId}, 0, '', 'x')`,
      );
      await connection.query(
        `INSERT INTO caretaker.report_event (case_id, kind, detail) VALUES (${caseId}, 'decided', 'no JSON'), (${caseId}, '', '7')`,
      );
    });
    const decided = await at.allDecided(admin, caseId);
    expect(decided.map((it) => DecidedCase.parse(it))).toMatchObject([
      { policy: 'a policy that is gone', actions: [], undoable: false },
    ]);
    await listEndings(admin, { cursor: null, limit: 100 }, undefined);
    await at.decide(admin, caseId, 'dismiss');
    await expect(at.decide(moderator, caseId, 'hide')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('nobody uses up the numbers of decisions, events and endings, without which nobody could decide', async () => {
    const { caseId, author } = await at.open();
    for (const role of reportWorkers) {
      const own = await inserted(role, decide(caseId));
      await overTheWire(town, role, async (connection) => {
        for (const statement of [
          decide(caseId),
          event(caseId),
          evidence(caseId),
          ending(own, caseId, author),
        ]) {
          await connection.query('SET insert_id = 18446744073709551614');
          await expect(connection.query(statement), statement).rejects.toMatchObject({
            sqlState: '45000',
            message: expect.stringContaining('numbered by the server'),
          });
        }
        await connection.query('SET insert_id = 0');
      });
    }
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision([{ kind: 'mute', until: inMinutes(60) }]),
    );
    expect(BigInt(decisionId)).toBeLessThan(1_000_000n);
  });

  test('support and the CTO neither read nor write any of it', async () => {
    const { caseId } = await at.open();
    for (const role of ['support', 'cto'] as const) {
      await refusesAll(role, [
        decide(caseId),
        undo('1'),
        event(caseId),
        evidence(caseId),
        'SELECT 1 FROM caretaker.report_decision',
        'SELECT 1 FROM caretaker.report_case',
        'SELECT 1 FROM caretaker.report_ending',
        'UPDATE caretaker.reporter SET wrong_count = 0',
      ]);
    }
  });
});
