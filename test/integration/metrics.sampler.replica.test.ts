import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Sampler } from '../../src/core/metrics/sampler/job.ts';
import { type LatestSamples, latestSamples } from '../../src/core/metrics/sampler/latest.ts';
import { readPace } from '../../src/core/metrics/sampler/pace.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { TEST_SETTINGS, type TestServer, testBinaries, testServer } from '../support/database-server.ts';

const withLog = (id: number) => ({
  options: { ...TEST_SETTINGS.options, 'log-bin': 'bin', 'server-id': String(id) },
});

function rootOf({ host, port, root }: TestServer): Promise<Connection> {
  return rootConnection({ host, port, ...root });
}

/** Test servers are copies of one, with the same identity, by which MySQL knows a server as itself. */
async function beAnother(server: TestServer): Promise<void> {
  const connection = await rootOf(server);
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@datadir AS folder');
  connection.destroy();
  server.kill();
  await server.exited;
  rmSync(join(testBinaries().root ?? '/', String(row?.folder), 'auto.cnf'));
  await server.startAgain();
}

/** A real pair: the replica was empty and has everything from the primary's log. */
describe('The lag of the replica that the console reads from', () => {
  let primary: Community;
  let replica: TestServer;
  let onReplica: Connection;
  let cto: SignedIn;
  const never = new AbortController().signal;

  beforeAll(async () => {
    primary = await testCommunity({ members: 20, directory: false, settings: { settings: withLog(1) } });
    replica = await testServer({ settings: withLog(2) });
    if (replica.flavour === 'mysql') await beAnother(replica);
    onReplica = await rootOf(replica);
    await follow();
    const address = primary.address('cto');
    while (await isBehind());
    const opening = await openSession({ primary: address, replica: { ...address, port: replica.port } });
    if (opening.outcome !== 'opened') throw new Error(JSON.stringify(opening));
    cto = opening.signedIn;
  });
  afterAll(async () => {
    await cto?.database.close();
    onReplica?.destroy();
    await replica?.[Symbol.asyncDispose]();
    await primary?.[Symbol.asyncDispose]();
  });

  async function follow(): Promise<void> {
    const { host, port } = primary.root;
    const [user, password] = ['follower', 'Follower-Pass-1'];
    await primary.sql.query('CREATE USER ? IDENTIFIED BY ?', [user, password]);
    await primary.sql.query('GRANT REPLICATION SLAVE ON *.* TO ?', [user]);
    const [[log]] = await primary.sql.query<RowDataPacket[]>('SHOW BINARY LOGS');
    const where = [host, port, user, password, log?.Log_name];
    if (replica.flavour === 'mariadb') {
      await onReplica.query(
        'CHANGE MASTER TO MASTER_HOST = ?, MASTER_PORT = ?, MASTER_USER = ?, MASTER_PASSWORD = ?, MASTER_LOG_FILE = ?, MASTER_LOG_POS = 4',
        where,
      );
    } else {
      await onReplica.query(
        'CHANGE REPLICATION SOURCE TO SOURCE_HOST = ?, SOURCE_PORT = ?, SOURCE_USER = ?, SOURCE_PASSWORD = ?, SOURCE_LOG_FILE = ?, SOURCE_LOG_POS = 4, GET_SOURCE_PUBLIC_KEY = 1',
        where,
      );
    }
    await onReplica.query('START REPLICA');
  }

  /** Whether a row written to the primary now is not on the replica yet. */
  async function isBehind(): Promise<boolean> {
    await primary.sql.query('CREATE DATABASE IF NOT EXISTS beat');
    await primary.sql.query('CREATE TABLE IF NOT EXISTS beat.at (id INT AUTO_INCREMENT PRIMARY KEY)');
    await primary.sql.query('INSERT INTO beat.at VALUES ()');
    const newest = async (connection: Connection) =>
      (await connection.query<RowDataPacket[]>('SELECT MAX(id) AS id FROM beat.at'))[0][0]?.id;
    const wanted = await newest(primary.sql);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return (await newest(onReplica).catch(() => 0)) < wanted;
  }

  async function sampled(): Promise<LatestSamples> {
    await primary.sql.query('DELETE FROM caretaker.metric_sample');
    await new Sampler(cto.database).sample(await readPace(cto.database, never), never);
    return latestSamples(cto.database, never);
  }

  test('is 0 where it keeps up', async () => {
    const lag = async () => {
      const { newest, unknown } = await sampled();
      return unknown.replication_lag ?? newest.get('replication_lag')?.mean;
    };
    await expect.poll(lag, { timeout: 30_000 }).toBe(0);
  });

  test('grows while the replica waits, in seconds', async () => {
    const holder = await rootOf(replica);
    await holder.query('LOCK TABLES beat.at READ');
    await primary.sql.query('INSERT INTO beat.at VALUES ()');
    await expect
      .poll(async () => (await sampled()).newest.get('replication_lag')?.mean, {
        timeout: 20_000,
        interval: 500,
      })
      .toBeGreaterThanOrEqual(3);
    await holder.end();
  });

  test('is unknown, with what stopped, where replication stopped: never 0', async () => {
    await onReplica.query('STOP REPLICA SQL_THREAD');
    const latest = await sampled();
    expect(latest.newest.has('replication_lag')).toBe(false);
    expect(latest.unknown.replication_lag).toMatch(/does not run.*receives: Yes, applies: No.*START REPLICA/);
    await onReplica.query('START REPLICA SQL_THREAD');
  });

  test('is unknown where the replica is gone, and all else is sampled as before', async () => {
    await onReplica.query('SHUTDOWN');
    await expect
      .poll(async () => (await sampled()).unknown.replication_lag, { timeout: 30_000 })
      .toContain('does not answer');
    expect((await sampled()).newest.get('connected')?.mean).toBeGreaterThan(0);
  });
});
