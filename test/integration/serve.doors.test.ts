import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { ask, openLine, sendRaw, signInBrowser, testHost } from '../support/serve-host.ts';

const forgedHosts = (port: number) => [
  'evil.example',
  `evil.example:${port}`,
  `localhost:${port}`,
  '127.0.0.1',
  `127.0.0.1:${port + 1}`,
  `127.0.0.1.evil.example:${port}`,
  `evil@127.0.0.1:${port}`,
  `[::1]:${port}`,
  `0.0.0.0:${port}`,
];

test('a request under any other name than 127.0.0.1 and the port is turned away', async () => {
  await using host = await testHost();
  for (const name of forgedHosts(host.port)) {
    const reply = await ask(host, '/', { headers: { host: name } });
    expect([421, 400], `Host: ${name}`).toContain(reply.status);
    expect(reply.body.toString()).not.toContain('<title>');
  }
});

test('a site that had its name resolve to this machine reaches neither page, nor trade, nor calls', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const rebound = { host: `evil.example:${host.port}`, origin: `http://evil.example:${host.port}`, cookie };
  expect((await ask(host, '/', { headers: rebound })).status).toBe(421);
  const trade = { method: 'POST', headers: rebound, body: JSON.stringify({ token: host.token }) };
  expect((await ask(host, '/session', trade)).status).toBe(421);
  expect(await openLine(host, rebound)).toBe(421);
});

test('a request that names no host is turned away', async () => {
  await using host = await testHost();
  expect(await sendRaw(host, 'GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toContain(' 421 ');
  expect(await sendRaw(host, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toContain(' 400 ');
  expect(await sendRaw(host, 'GET / HTTP/1.0\r\n\r\n')).toContain(' 421 ');
});

test('two Host headers in one request are turned away', async () => {
  await using host = await testHost();
  const two = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
  expect(await sendRaw(host, two)).toMatch(/^HTTP\/1\.1 4(00|21) /);
});

test('a trade from another origin, or from none, is turned away and uses nothing up', async () => {
  await using host = await testHost();
  const body = JSON.stringify({ token: host.token });
  const origins = [
    'http://evil.example',
    'null',
    `http://localhost:${host.port}`,
    `https://127.0.0.1:${host.port}`,
    'http://127.0.0.1',
    `http://127.0.0.1:${host.port}.evil.example`,
  ];
  for (const origin of origins) {
    const headers = { origin, 'content-length': `${body.length}` };
    expect((await ask(host, '/session', { method: 'POST', headers, body })).status, origin).toBe(403);
  }
  const none = { 'content-length': `${body.length}` };
  expect((await ask(host, '/session', { method: 'POST', headers: none, body })).status).toBe(403);
  expect((await signInBrowser(host)).reply.status).toBe(204);
});

test('no answer names an origin that may read it, whoever asks', async () => {
  await using host = await testHost();
  const origin = 'http://evil.example';
  const asked = { origin, 'access-control-request-method': 'POST' };
  const replies = await Promise.all([
    ask(host, '/', { headers: { origin } }),
    ask(host, '/boot.js', { headers: { origin } }),
    ask(host, '/session', { method: 'OPTIONS', headers: asked }),
    ask(host, '/session', { method: 'POST', headers: { origin } }),
    signInBrowser(host).then(({ reply }) => reply),
  ]);
  for (const reply of replies) {
    const names = Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'));
    expect(names).toEqual([]);
  }
});

test('only reading is offered, beside the one trade', async () => {
  await using host = await testHost();
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    expect((await ask(host, '/', { method, headers: { origin: host.origin } })).status, method).toBe(405);
  }
  expect((await ask(host, '/session')).status).toBe(405);
});

test('no path leads out of the folder of the interface', async () => {
  await using host = await testHost();
  const paths = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/%252e%252e/secret.txt',
    '/....//secret.txt',
    '/boot.js%00.txt',
    '//secret.txt',
    '/%ff%fe',
    '/C:/Windows/win.ini',
    '/../renderer/../secret.txt?x=1',
  ];
  for (const path of paths) {
    const reply = await ask(host, path);
    expect(reply.body.toString(), path).not.toContain('TOP SECRET');
    expect([400, 404], path).toContain(reply.status);
  }
});

test('a request as to a proxy is turned away', async () => {
  await using host = await testHost();
  const proxied = `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: close\r\n\r\n`;
  expect(await sendRaw(host, proxied)).toMatch(/^HTTP\/1\.1 400 /);
});

test('the console cannot be reached from the network, only from this machine', async () => {
  await using host = await testHost();
  const outside = Object.values(networkInterfaces())
    .flatMap((it) => it ?? [])
    .find((it) => it.family === 'IPv4' && !it.internal);
  const addresses = ['127.0.0.2', ...(outside === undefined ? [] : [outside.address])];
  for (const address of addresses) {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect(host.port, address, () => {
        socket.destroy();
        resolve('connected');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    });
    expect(outcome, address).not.toBe('connected');
  }
});

test('who sends a request too slowly is hung up on', { timeout: 15_000 }, async () => {
  await using host = await testHost();
  const started = Date.now();
  await sendRaw(host, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-Slow: `);
  expect(Date.now() - started).toBeLessThan(8_000);
});

test('a port in use is said to be in use, by its code', async () => {
  await using first = await testHost();
  const { startHost } = await import('../../src/serve/host.ts');
  const { createLog } = await import('../../src/core/log.ts');
  const again = startHost({
    port: first.port,
    rendererDir: '/nowhere',
    log: createLog({ level: 'silent' }),
    open: () => undefined,
  });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
