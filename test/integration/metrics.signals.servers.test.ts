import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measureAll } from '../../src/core/metrics/headroom/measure/job.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';
import { signalling } from '../support/signalling.ts';

const never = new AbortController().signal;
const small = { members: 50, directory: false } as const;
const withOptions = (options: Record<string, string>) => ({ ...small, settings: { settings: { options } } });

describe('The signals of a server without performance_schema', () => {
  let town: Community;
  let cto: SignedIn;
  let on: ReturnType<typeof signalling>;
  beforeAll(async () => {
    town = await testCommunity(withOptions({ 'performance-schema': 'OFF' }));
    cto = await town.signIn('cto');
    on = signalling(town, cto);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  test('call indexes unknown where the server shows none as unused although there is one', async () => {
    await on.rows('CREATE DATABASE shop');
    await on.rows('CREATE TABLE shop.orders (id INT PRIMARY KEY, n INT, KEY nobody_uses (n))');
    await measureAll(cto.database, never);
    const shown = await on.rows("SELECT * FROM sys.schema_unused_indexes WHERE object_schema = 'shop'");
    expect(shown).toEqual([]);
    const indexes = await on.signal('indexes');
    expect(indexes).toMatchObject({ state: 'unknown' });
    expect(indexes.unknownBecause).toContain('performance_schema is off');
    expect(indexes.howToTurnOn?.words).toMatch(/performance_schema/);
  });

  test('say of each signal that needs it how it is turned on, and judge the others', async () => {
    await on.during(() => on.rows('SELECT COUNT(*) FROM shop.orders'));
    const { signals } = await on.all();
    const off = signals.filter((it) => /performance_schema/.test(it.unknownBecause ?? '')).map((it) => it.id);
    const isMysql = town.server.flavour === 'mysql';
    expect(off).toEqual(isMysql ? ['latency', 'digests', 'blocking', 'indexes'] : ['digests', 'indexes']);
    expect(signals.find((it) => it.id === 'digests')?.howToTurnOn?.code).toContain('performance_schema = ON');
    // Sampled from the sessions at work instead.
    const concurrency = signals.find((it) => it.id === 'concurrency');
    expect(concurrency?.value).toBe(0);
    expect(concurrency?.source).toContain('Threads_running − 1');
    expect(signals.find((it) => it.id === 'log-waits')?.state).toBe('good');
  });
});

describe('The signals of a replica', () => {
  let source: Community;
  let town: Community;
  let on: ReturnType<typeof signalling>;
  beforeAll(async () => {
    [source, town] = await Promise.all([
      testCommunity(withOptions({ 'log-bin': 'binlog', 'server-id': '1' })),
      testCommunity(withOptions({ 'log-bin': 'binlog', 'server-id': '2' })),
    ]);
    on = signalling(town, await town.signIn('cto'));
  });
  afterAll(async () => {
    await town?.[Symbol.asyncDispose]();
    await source?.[Symbol.asyncDispose]();
  });

  async function replicate(): Promise<void> {
    await source.sql.query("CREATE USER repl@'%' IDENTIFIED BY 'Repl-Pass-1'");
    await source.sql.query("GRANT REPLICATION SLAVE ON *.* TO repl@'%'");
    const isMysql = town.server.flavour === 'mysql';
    const status = isMysql ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS';
    const [[at]] = await source.sql.query<RowDataPacket[]>(status);
    const word = isMysql ? 'SOURCE' : 'MASTER';
    await town.sql.query(
      `CHANGE ${isMysql ? 'REPLICATION SOURCE' : 'MASTER'} TO ${word}_HOST = '127.0.0.1', ${word}_PORT = ?,
        ${word}_USER = 'repl', ${word}_PASSWORD = 'Repl-Pass-1', ${word}_LOG_FILE = ?, ${word}_LOG_POS = ?,
        ${word}_CONNECT_RETRY = 1 ${isMysql ? ', GET_SOURCE_PUBLIC_KEY = 1' : ''}`,
      [source.server.port, at?.File, Number(at?.Position)],
    );
    await town.sql.query('START REPLICA');
  }
  const lag = () => on.signal('replication-lag');

  test('tell the lag, and that replication has stopped: its lag is NULL, which is not 0', async () => {
    expect(await lag()).toMatchObject({ state: 'unknown' });
    await replicate();
    await expect.poll(async () => (await lag()).state, { timeout: 20_000 }).toBe('good');
    await source.sql.query('CREATE DATABASE told_to_the_replica');
    await expect
      .poll(async () => (await on.rows("SHOW DATABASES LIKE 'told%'")).length, { timeout: 20_000 })
      .toBe(1);
    expect(await lag()).toMatchObject({ state: 'good', text: 'none' });

    await town.sql.query('STOP REPLICA');
    expect(await lag()).toMatchObject({ state: 'bad', value: null, text: 'Replication has stopped' });
    expect((await lag()).reason).toContain('receives No, applies No');
    await town.sql.query('START REPLICA');
    await expect.poll(async () => (await lag()).state, { timeout: 20_000 }).toBe('good');
  });

  test('tell of the replica that the console reads from too', async () => {
    const opening = await openSession({ primary: source.address('cto'), replica: town.address('cto') });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    const both = signalling(source, opening.signedIn);
    try {
      await expect
        .poll(async () => (await both.signal('replication-lag')).state, { timeout: 20_000 })
        .toBe('good');
      await town.sql.query('STOP REPLICA');
      const stopped = await both.signal('replication-lag');
      expect(stopped).toMatchObject({ state: 'bad', value: null });
      expect(stopped.reason).toMatch(/^The replica that the console reads from/);
      await town.sql.query('START REPLICA');
    } finally {
      await opening.signedIn.database.close();
    }
  });

  test('call it stopped while it tries in vain to reach its source', async () => {
    source.server.kill();
    await expect.poll(async () => (await lag()).state, { timeout: 30_000 }).toBe('bad');
    expect(await lag()).toMatchObject({ value: null });
  });
});

describe('The signals', () => {
  test('are read by a CTO and an admin alone', async () => {
    await using town = await testCommunity(small);
    await using own = await testConsole();
    const { id: connectionId } = await own.client.connections.save({
      id: null,
      details: {
        name: 'Town',
        host: '127.0.0.1',
        port: town.server.port,
        tls: 'off',
        ca: null,
        replica: null,
      },
    });
    for (const [role, may] of [
      ['cto', true],
      ['admin', true],
      ['support', false],
      ['moderator', false],
    ] as const) {
      const input = { connectionId, user: role, password: passwordOf(role) };
      expect(await own.client.session.signIn(input)).toEqual({ outcome: 'signed-in' });
      const read = own.client.metrics.signals.get();
      if (may) expect((await read).signals).toHaveLength(26);
      else await expect(read).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await own.client.session.signOut();
    }
  });
});
