import { expect, test } from 'vitest';
import { ask, signInBrowser, testHost } from '../support/serve-host.ts';

test('the printed address carries a token of 256 bits in its fragment, where no server sees it', async () => {
  await using host = await testHost();
  const address = new URL(host.url);
  expect(address.origin).toBe(host.origin);
  expect(address.search).toBe('');
  expect(Buffer.from(host.token, 'base64url')).toHaveLength(32);
});

test('two starts never print the same token', async () => {
  await using first = await testHost();
  await using second = await testHost();
  expect(first.token).not.toBe(second.token);
});

test('the token is traded for a cookie that scripts and other sites cannot use', async () => {
  await using host = await testHost();
  const { reply } = await signInBrowser(host);
  expect(reply.status).toBe(204);
  const [cookie] = reply.headers['set-cookie'] ?? [];
  const [pair, ...attributes] = String(cookie).split('; ');
  expect(Buffer.from(pair?.split('=')[1] ?? '', 'base64url')).toHaveLength(32);
  expect(pair).not.toContain(host.token);
  expect(attributes.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
});

test('a second trade of the token is refused with advice and without a cookie', async () => {
  await using host = await testHost();
  await signInBrowser(host);
  const { reply } = await signInBrowser(host);
  expect(reply.status).toBe(401);
  expect(reply.headers['set-cookie']).toBeUndefined();
  expect(reply.body.toString()).toMatch(/already used.*start Caretaker again/);
});

test('of two browsers that trade the token at once, one gets in', async () => {
  await using host = await testHost();
  const both = await Promise.all([signInBrowser(host), signInBrowser(host)]);
  expect(both.map(({ reply }) => reply.status).sort()).toEqual([204, 401]);
});

test('a forged token is refused, and the true one still works after it', async () => {
  await using host = await testHost();
  const forged = [`${host.token.slice(0, -2)}AA`, '', host.token.slice(1), `${host.token}A`];
  for (const token of forged) {
    expect((await signInBrowser({ ...host, token })).reply.status).toBe(401);
  }
  expect((await signInBrowser(host)).reply.status).toBe(204);
});

test.each(['{"token":1}', '{"token":null}', '[]', 'null', '{', '', '{"token":["a"]}'])(
  'a trade with the body %s is refused',
  async (body) => {
    await using host = await testHost();
    const headers = { origin: host.origin, 'content-length': `${body.length}` };
    expect((await ask(host, '/session', { method: 'POST', headers, body })).status).toBe(401);
  },
);

test('a trade with a body without end is refused before it is read', async () => {
  await using host = await testHost();
  const body = JSON.stringify({ token: host.token, more: 'x'.repeat(2000) });
  const long = { origin: host.origin, 'content-length': `${body.length}` };
  expect((await ask(host, '/session', { method: 'POST', headers: long, body })).status).toBe(401);
  const chunked = { origin: host.origin, 'transfer-encoding': 'chunked' };
  expect((await ask(host, '/session', { method: 'POST', headers: chunked, body })).status).toBe(401);
});

test('the printed address opened again in the same browser goes on working', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const body = JSON.stringify({ token: host.token });
  const headers = { origin: host.origin, cookie, 'content-length': `${body.length}` };
  expect((await ask(host, '/session', { method: 'POST', headers, body })).status).toBe(204);
});

test('the cookie of one console does not let anyone into another', async () => {
  await using first = await testHost();
  await using second = await testHost();
  const { cookie } = await signInBrowser(first);
  await signInBrowser(second);
  const renamed = cookie.replace(`caretaker-${first.port}`, `caretaker-${second.port}`);
  const headers = { origin: second.origin, cookie: renamed, 'content-length': '2' };
  expect((await ask(second, '/session', { method: 'POST', headers, body: '{}' })).status).toBe(401);
});
