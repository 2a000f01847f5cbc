import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectOnce } from '../../src/core/database/connect.ts';
import { install } from '../../src/core/database/install.ts';
import {
  type Migration,
  migrate,
  planMigrations,
  readMigrations,
} from '../../src/core/database/migrations.ts';
import { openSession } from '../../src/core/session/open.ts';
import { type Community, demoAdapter, testCommunity } from '../support/community.ts';

/** Two steps, the second slow enough to be killed in. */
const slow: Migration = {
  id: '900-slow',
  title: 'A slow one',
  checksum: 'x'.repeat(64),
  statements: [
    'CREATE TABLE caretaker.slow_one (id INT PRIMARY KEY)',
    'INSERT INTO caretaker.slow_one SELECT 1 FROM (SELECT SLEEP(1.5)) AS wait',
    'CREATE TABLE caretaker.slow_two (id INT PRIMARY KEY)',
  ],
};

describe('Migrations', () => {
  let town: Community;
  beforeAll(async () => {
    town = await testCommunity();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function run(migrations: readonly Migration[]): Promise<void> {
    const [connection, lessor] = [
      await connectOnce(town.address('admin')),
      await connectOnce(town.address('admin')),
    ];
    try {
      for await (const _ of migrate(connection, lessor, migrations)) {
        // only its end matters here
      }
    } finally {
      connection.destroy();
      lessor.destroy();
    }
  }

  async function tables(): Promise<string[]> {
    const [rows] = await town.sql.query(
      "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'caretaker'",
    );
    return (rows as { name: string }[]).map((row) => row.name).toSorted();
  }

  async function forget(id: string): Promise<void> {
    await town.sql.query('DELETE FROM caretaker.migration WHERE id = ?', [id]);
    for (const table of ['slow_one', 'slow_two'])
      await town.sql.query(`DROP TABLE IF EXISTS caretaker.${table}`);
  }

  test('an admin who signs in with a newer console is asked, and others are told to ask an admin', async () => {
    const newer = [...readMigrations(), slow];
    const admin = await openSession({ primary: town.address('admin'), replica: null }, newer);
    expect(admin).toEqual({
      outcome: 'migration-needed',
      pending: [{ id: '900-slow', title: 'A slow one' }],
      mayMigrate: true,
      unfinished: null,
    });
    const moderator = await openSession({ primary: town.address('moderator'), replica: null }, newer);
    expect(moderator).toMatchObject({ outcome: 'migration-needed', mayMigrate: false });
    expect(await tables()).not.toContain('slow_one');
  });

  test('the admin’s own account can apply every migration from nothing', async () => {
    // What was granted on a table outlives it: without this one, the moderator would be told to wait for the update.
    await town.sql.query('REVOKE SELECT ON caretaker.migration FROM caretaker_moderator');
    await town.sql.query('DROP SCHEMA caretaker');
    await town.sql.query('CREATE SCHEMA caretaker CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci');
    await run(readMigrations());
    expect(await tables()).toEqual([
      'change_feed',
      'deadlock',
      'directory_part',
      'directory_pause',
      'directory_taken',
      'index_size',
      'index_use',
      'job_lease',
      'looking',
      'member_address',
      'member_decision',
      'member_device',
      'member_directory',
      'member_part',
      'member_turn',
      'member_undo',
      'metric_sample',
      'metric_sampler',
      'migration',
      'outbox',
      'policy',
      'policy_version',
      'prometheus_server',
      'report_case',
      'report_decision',
      'report_ending',
      'report_event',
      'report_evidence',
      'report_intake',
      'report_item',
      'report_preset',
      'report_step',
      'report_undo',
      'report_weights',
      'reporter',
      'saved_view',
      'staff',
      'statement_digest',
      'statement_reading',
      'statement_sample',
      'statement_step',
      'support_person',
      'table_size',
      'team',
      'team_person',
      'ticket',
      'ticket_attachment',
      'ticket_change',
      'ticket_draft',
      'ticket_event',
      'ticket_fact',
      'ticket_follower',
      'ticket_intake',
      'ticket_macro',
      'ticket_mention',
      'ticket_merge',
      'ticket_message',
      'ticket_move',
      'ticket_referral',
      'ticket_rules',
      'ticket_scheduled',
      'ticket_tag',
      'ticket_tag_name',
      'ticket_tally',
      'ticket_tally_mark',
      'ticket_vocabulary',
      'ticket_word',
      'traffic_day',
      'traffic_mark',
    ]);
    const moderator = await openSession({ primary: town.address('moderator'), replica: null });
    expect(moderator.outcome).toBe('opened');
    if (moderator.outcome === 'opened') await moderator.signedIn.database.close();
  });

  test('installing again applies what waits, and leaves no table without its guard', async () => {
    const order = { root: town.root, adapterFile: demoAdapter };
    const guards = async () => {
      const [rows] = await town.sql.query(
        "SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'caretaker' ORDER BY 1",
      );
      return (rows as { name: string }[]).map((row) => row.name);
    };
    await install(order);
    const all = await guards();
    expect(all).toEqual([
      'change_feed_guard',
      'member_decision_guard',
      'member_undo_guard',
      'outbox_guard',
      'outbox_told',
      'report_case_changed',
      'report_case_guard',
      'report_case_kept',
      'report_case_opened',
      'report_decision_guard',
      'report_ending_guard',
      'report_event_guard',
      'report_evidence_guard',
      'report_item_guard',
      'report_step_guard',
      'report_undo_guard',
      'saved_view_guard',
      'saved_view_removal',
      'saved_view_stamp',
      'ticket_attachment_guard',
      'ticket_changed',
      'ticket_change_guard',
      'ticket_event_guard',
      'ticket_fact_guard',
      'ticket_guard',
      'ticket_kept',
      'ticket_merge_guard',
      'ticket_message_guard',
      'ticket_message_kept',
      'ticket_message_written',
      'ticket_opened',
      'ticket_referral_followed',
      'ticket_referral_guard',
      'ticket_scheduled_guard',
    ]);
    // As on a server that an earlier Caretaker was installed on.
    const [first, ...later] = readMigrations();
    const made = later.flatMap(({ statements }) =>
      statements.flatMap((it) => /^CREATE TABLE (caretaker\.\w+)/.exec(it)?.[1] ?? []),
    );
    await town.sql.query(`DROP TABLE ${made.join(', ')}`);
    await town.sql.query('ALTER TABLE caretaker.staff DROP COLUMN pseudonym, DROP COLUMN removed_at');
    await town.sql.query('DELETE FROM caretaker.migration WHERE id <> ?', [first?.id]);
    expect(await guards()).toEqual(['change_feed_guard']);
    await install({ ...order, migrations: [...readMigrations(), slow] });
    expect(await guards()).toEqual(all);
    expect(await tables()).toContain('slow_two');
    await forget(slow.id);
  });

  test('a lease that someone took for ever by hand keeps no admin from an update', async () => {
    await town.sql.query(
      "UPDATE caretaker.job_lease SET holder = 'x', expires_at = '9999-12-31' WHERE job = 'migrate'",
    );
    await expect(run(readMigrations())).resolves.toBeUndefined();
  });

  test('applying twice changes nothing', async () => {
    const [before] = await town.sql.query('SELECT * FROM caretaker.migration');
    await run(readMigrations());
    const [after] = await town.sql.query('SELECT * FROM caretaker.migration');
    expect(after).toEqual(before);
  });

  test('one killed half way is told as unfinished, and finished by the next run', async () => {
    const child = killable(town);
    await expect.poll(tables, { timeout: 20_000, interval: 50 }).toContain('slow_one');
    // In the middle of the second step, which MySQL goes on with though nobody is there any more.
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The dead console's lease must lapse first.
    await town.sql.query("UPDATE caretaker.job_lease SET expires_at = '2000-01-01' WHERE job = 'migrate'");

    const all = [...readMigrations(), slow];
    const connection = await connectOnce(town.address('admin'));
    const plan = await planMigrations(connection, all);
    connection.destroy();
    expect(plan.unfinished).toBe('900-slow');

    await run(all);
    expect(await tables()).toContain('slow_two');
    const [rows] = await town.sql.query(
      "SELECT steps_done, IF(finished_at IS NULL, 'no', 'yes') AS done FROM caretaker.migration WHERE id = '900-slow'",
    );
    expect(rows).toEqual([{ steps_done: 3, done: 'yes' }]);
    await forget('900-slow');
  });

  test('a step done but not noted before the kill is not done again', async () => {
    const connection = await connectOnce(town.address('admin'));
    await connection.query(
      'INSERT INTO caretaker.migration (id, title, checksum, steps, steps_done) VALUES (?, ?, ?, 3, 0)',
      [slow.id, slow.title, slow.checksum],
    );
    await connection.query(slow.statements[0] as string);
    connection.destroy();
    await run([...readMigrations(), slow]);
    expect(await tables()).toContain('slow_two');
    await forget('900-slow');
  });

  test('a table that is in the way of a new migration is an error, not taken for its own work', async () => {
    await town.sql.query('CREATE TABLE caretaker.slow_one (other INT)');
    await expect(run([...readMigrations(), slow])).rejects.toMatchObject({ errno: 1050 });
    await forget('900-slow');
  });

  test('one whose computer slept past its lease stops before another step', async () => {
    const [connection, lessor] = [
      await connectOnce(town.address('admin')),
      await connectOnce(town.address('admin')),
    ];
    const steps = migrate(connection, lessor, [...readMigrations(), slow]);
    await steps.next();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    const error = await steps.next().catch((it: unknown) => it);
    vi.useRealTimers();
    connection.destroy();
    lessor.destroy();
    expect(error).toMatchObject({ code: 'CONFLICT' });
    expect(await tables()).not.toContain('slow_one');
    await forget('900-slow');
  });

  test('two admins who say yes at once: one updates, the other is told', async () => {
    const results = await Promise.allSettled([
      run([...readMigrations(), slow]),
      run([...readMigrations(), slow]),
    ]);
    expect(results.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((it) => it.status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'CONFLICT' });
    expect(await tables()).toContain('slow_two');
    await forget('900-slow');
  });
});

/** A process of its own that applies the slow migration, so that it can be killed as a crash would. */
function killable(town: Community): ChildProcess {
  const program = `
    import { connectOnce } from '${new URL('../../src/core/database/connect.ts', import.meta.url)}';
    import { migrate, readMigrations } from '${new URL('../../src/core/database/migrations.ts', import.meta.url)}';
    const address = ${JSON.stringify(town.address('admin'))};
    const steps = migrate(await connectOnce(address), await connectOnce(address), [...readMigrations(), ${JSON.stringify(slow)}]);
    for await (const _ of steps);`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
}
