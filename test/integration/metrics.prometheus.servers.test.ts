import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import type { PrometheusServerDraft, PrometheusServerId } from '../../src/contract/metrics/prometheus.ts';
import { createLog } from '../../src/core/log.ts';
import { forgetPrometheusServers } from '../../src/core/metrics/prometheus/servers/forget.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, overTheWire, passwordOf, testCommunity } from '../support/community.ts';
import { testFolder } from '../support/database-server.ts';
import { type Misbehaving, misbehaving } from '../support/misbehaving.ts';
import { connectTo, draftOf, failureOf } from '../support/prometheus-calls.ts';
import { clientFor } from '../support/ticketing.ts';

const secret = 'the-Secret-of-this-Server-9';

describe('Prometheus servers', () => {
  let town: Community;
  let cto: Client;
  let ada: Client;
  let server: Misbehaving;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ members: 50, directory: false }));
    cto = stack.use(await clientFor(town, 'cto')).client;
    ada = stack.use(await clientFor(town, 'admin')).client;
    server = stack.use(await misbehaving());
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => town.sql.query('DELETE FROM caretaker.prometheus_server'));

  const save = (
    client: Client,
    draft: PrometheusServerDraft,
    over: { id: PrometheusServerId; seen: number } | null = null,
    requestId = randomUUID(),
  ) =>
    client.metrics.prometheus.saveServer({
      requestId,
      id: over?.id ?? null,
      seenVersion: over?.seen ?? 0,
      server: draft,
    });
  const remove = (client: Client, id: PrometheusServerId, removed = true) =>
    client.metrics.prometheus.removeServer({ requestId: randomUUID(), id, removed });
  const list = async (client = cto) => (await client.metrics.prometheus.servers({})).servers;
  const rows = async (statement: string) => (await town.sql.query(statement))[0] as Record<string, string>[];

  test('are connected by a CTO and an admin alike, told by name, and recorded', async () => {
    const url = 'https://mimir.example.org/prometheus/';
    await save(ada, draftOf({ url, name: 'Mimir', auth: 'basic', user: 'reader', secret, tenant: 'main' }));
    await save(cto, draftOf({ url: 'http://10.0.0.1:9090', name: 'Inner' }));
    expect(await list()).toEqual([
      expect.objectContaining({ name: 'Inner', url: 'http://10.0.0.1:9090', hasSecret: false, version: 1 }),
      {
        id: expect.any(Number),
        name: 'Mimir',
        url: 'https://mimir.example.org/prometheus',
        auth: 'basic',
        user: 'reader',
        tenant: 'main',
        hasSecret: true,
        version: 1,
      },
    ]);
    const entries = await rows(
      `SELECT CONCAT(actor, ' ', action, ' ', subject_id, ' ', detail) AS text FROM caretaker_audit.entry
       WHERE subject_kind = 'prometheus' ORDER BY id`,
    );
    expect(entries.map((it) => it.text)).toEqual([
      expect.stringMatching(/^admin prometheus\.saved Mimir .*mimir\.example\.org.*"newSecret": ?true/),
      expect.stringMatching(/^cto prometheus\.saved Inner /),
    ]);
  });

  test('never give their password or token away: no call, no record, no log has it', async () => {
    await using folder = await testFolder();
    const file = `${folder.path}/log`;
    await using made = await testConsole(null, createLog({ file, level: 'trace' }));
    const { host, port } = town.root;
    const details = { name: 'Test', host, port, tls: 'off' as const, ca: null, replica: null };
    const { id: connectionId } = await made.client.connections.save({ id: null, details });
    await made.client.session.signIn({ connectionId, user: 'cto', password: passwordOf('cto') });
    const { prometheus } = made.client.metrics;
    server.does((_, answer) => void answer.destroy());
    const draft = draftOf({ url: server.url, auth: 'bearer', secret });
    const id = await connectTo(made.client, server.url, draft);
    const range = { from: 0, to: 1000, points: 10 };
    const answers = [
      await prometheus.servers({ removed: true }),
      await prometheus.check({ id }),
      await prometheus.tryServer({ id, server: { ...draft, secret: null } }),
      await failureOf(prometheus.targets({ id })),
      await failureOf(prometheus.instant({ id, expression: 'up' })),
      await failureOf(prometheus.chart({ id, expression: 'up', unit: 'count', range })),
      await failureOf(
        save(made.client, { ...draft, secret: null, url: 'http://elsewhere.example' }, { id, seen: 1 }),
      ),
      await made.client.record.list({ filter: {}, limit: 50 }),
    ];
    const told = answers.map(
      (it) => `${JSON.stringify(it)}${it instanceof Error ? `${it.message}${it.stack}` : ''}`,
    );
    expect(told.join()).not.toContain(secret);
    expect(server.asked.some((it) => it.headers.authorization === `Bearer ${secret}`)).toBe(true);
    expect(JSON.stringify(await rows('SELECT * FROM caretaker_audit.entry'))).not.toContain(secret);
    expect(JSON.stringify(await rows('SELECT * FROM caretaker.change_feed'))).not.toContain(secret);
    expect(await readFile(file, 'utf8').catch(() => '')).not.toContain(secret);
  });

  test.each(['moderator', 'support'] as const)('are not for a %s, whatever the client does', async (role) => {
    await save(cto, draftOf({ url: server.url, auth: 'bearer', secret }));
    const { client } = stack.use(await clientFor(town, role));
    expect((await failureOf(client.metrics.prometheus.servers({}))).code).toBe('FORBIDDEN');
    const read = overTheWire(town, role, async (connection) => {
      await connection.query(`SET ROLE caretaker_${role}`);
      await connection.query('SELECT secret FROM caretaker.prometheus_server');
    });
    await expect(read).rejects.toThrow(/SELECT command denied/);
  });

  test('keep their password while name or tenant change, and want it again for another address or user', async () => {
    const draft = draftOf({ url: 'https://one.example.org', auth: 'basic', user: 'reader', secret });
    const { id } = await save(cto, draft);
    const renamed = { ...draft, name: 'Another name', tenant: 'other', secret: null };
    expect(await save(cto, renamed, { id, seen: 1 })).toEqual({ id, version: 2 });
    await save(cto, { ...renamed, url: 'https://one.example.org/prometheus' }, { id, seen: 2 });
    for (const part of [
      { url: 'https://evil.example.org' },
      { url: 'http://one.example.org' },
      { user: 'other' },
      { auth: 'bearer' as const },
    ]) {
      const failure = await failureOf(save(cto, { ...renamed, ...part }, { id, seen: 3 }));
      expect(failure).toMatchObject({ code: 'INVALID_INPUT', data: { issues: [{ path: 'server.secret' }] } });
      const tried = await failureOf(
        cto.metrics.prometheus.tryServer({ id, server: { ...renamed, ...part } }),
      );
      expect(tried.code).toBe('INVALID_INPUT');
    }
    expect((await rows('SELECT secret FROM caretaker.prometheus_server'))[0]?.secret).toBe(secret);
    await save(cto, { ...renamed, auth: 'none' }, { id, seen: 3 });
    expect((await rows('SELECT secret, user FROM caretaker.prometheus_server'))[0]).toEqual({
      secret: '',
      user: '',
    });
  });

  test('of two people who change one, the later is told, and loses nothing', async () => {
    const draft = draftOf({ url: server.url, name: 'Shared' });
    const { id } = await save(cto, draft);
    await save(ada, { ...draft, name: 'Shared by Ada' }, { id, seen: 1 });
    const failure = await failureOf(save(cto, { ...draft, name: 'Shared by the CTO' }, { id, seen: 1 }));
    expect(failure.code).toBe('CONFLICT');
    expect(failure.message).toContain('what you typed is kept');
    expect((await list()).map((it) => it.name)).toEqual(['Shared by Ada']);
  });

  test('have a name of their own, also when two people take it at once', async () => {
    const tries = await Promise.allSettled(
      [cto, ada, cto].map((client) => save(client, draftOf({ url: server.url, name: 'Main' }))),
    );
    expect(tries.filter((it) => it.status === 'fulfilled')).toHaveLength(1);
    for (const it of tries) {
      if (it.status === 'rejected') expect(it.reason).toMatchObject({ code: 'CONFLICT' });
    }
    expect((await failureOf(save(cto, draftOf({ url: server.url, name: 'MAIN' })))).code).toBe('CONFLICT');
  });

  test('that are removed come back whole, until a day later they are forgotten', async () => {
    const draft = draftOf({ url: server.url, name: 'Main', auth: 'bearer', secret });
    const { id } = await save(cto, draft);
    await remove(ada, id);
    expect(await list()).toEqual([]);
    expect((await failureOf(cto.metrics.prometheus.check({ id }))).code).toBe('NOT_FOUND');
    await remove(ada, id, false);
    expect(await list()).toEqual([expect.objectContaining({ id, hasSecret: true })]);

    await remove(cto, id);
    const signedIn = await town.signIn('cto');
    const ground = { ...signedIn, log: createLog({ level: 'silent' }) };
    const forget = () => forgetPrometheusServers.run(ground, new AbortController().signal);
    await forget();
    expect(await rows('SELECT id FROM caretaker.prometheus_server')).toHaveLength(1);
    await town.sql.query(
      'UPDATE caretaker.prometheus_server SET removed_at = UTC_TIMESTAMP(6) - INTERVAL 25 HOUR',
    );
    await forget();
    expect(await rows('SELECT id FROM caretaker.prometheus_server')).toEqual([]);
    expect((await failureOf(remove(cto, id, false))).code).toBe('NOT_FOUND');
  });

  test('that are removed leave their name free, and cannot come back under one that is taken', async () => {
    const draft = draftOf({ url: server.url, name: 'Main' });
    const { id } = await save(cto, draft);
    await remove(cto, id);
    await save(cto, draft);
    expect((await failureOf(remove(cto, id, false))).code).toBe('CONFLICT');
    expect(await list()).toHaveLength(1);
  });

  test('are saved once, however often the same request comes', async () => {
    const requestId = randomUUID();
    const draft = draftOf({ url: server.url });
    await save(cto, draft, null, requestId);
    await save(cto, draft, null, requestId).catch(() => {});
    expect(await list()).toHaveLength(1);
  });

  test.each([
    'ftp://a.example',
    'https://user:pass@a.example',
    'https://a.example/?x=1',
    'https://a.example/api/v1',
    'a.example:9090',
    'http://',
  ])('are not at %s', async (url) => {
    expect((await failureOf(save(cto, draftOf({ url })))).code).toBe('INVALID_INPUT');
  });

  test('are listed and removed, and asked at no other path, whatever a CTO writes into their table', async () => {
    await overTheWire(town, 'cto', (connection) =>
      connection.query(
        `INSERT INTO caretaker.prometheus_server (name, url, auth, user, secret, tenant)
         VALUES ('Elsewhere', ?, 'odd', 'a:b', 'x', 'ü'), ('Nowhere', 'nowhere', 'none', '', '', '')`,
        [`${server.url}/elsewhere?`],
      ),
    );
    const before = server.asked.length;
    const listed = await list(ada);
    expect(listed.map((it) => it.name)).toEqual(['Elsewhere', 'Nowhere']);
    for (const { id } of listed) {
      expect((await failureOf(ada.metrics.prometheus.check({ id }))).code).toBe('UNAVAILABLE');
      await remove(ada, id);
    }
    expect(server.asked).toHaveLength(before);
    expect(await list(ada)).toEqual([]);
  });

  test('take no line of their own into a header', async () => {
    for (const part of [
      { tenant: 'a\r\nX-Evil: 1' },
      { auth: 'bearer' as const, secret: 'a\nb' },
      { auth: 'basic' as const, user: 'a:b', secret: 'x' },
    ]) {
      expect((await failureOf(save(cto, draftOf({ url: server.url, ...part })))).code).toBe('INVALID_INPUT');
    }
  });
});
