import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { attachmentBytesMost } from '../../src/contract/tickets/conversation.ts';
import { maxFileFrameBytes, maxFrameBytes } from '../../src/core/page/frames.ts';
import {
  asBrowserSocket,
  openLine,
  signInBrowser,
  type TestClient,
  testHost,
} from '../support/serve-host.ts';

type TestHost = Awaited<ReturnType<typeof testHost>>;

/** A line opened as the page opens it. */
async function ownLine(host: TestHost, cookie: string): Promise<WebSocket> {
  const line = await openLine(host, { origin: host.origin, cookie });
  if (typeof line === 'number') throw new Error(`the line was turned away with ${line}`);
  return line;
}

function clientOf(line: WebSocket): TestClient {
  return createORPCClient<TestClient>(new RPCLink({ websocket: asBrowserSocket(line) }));
}

function closing(line: WebSocket): Promise<number> {
  return new Promise((resolve) => line.once('close', resolve));
}

test('a page with the cookie makes calls', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const client = clientOf(await ownLine(host, cookie));
  expect(await client.hello()).toBe('hello');
});

test('a reload and a second tab go on with the cookie', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const first = await ownLine(host, cookie);
  const second = await ownLine(host, cookie);
  first.terminate();
  expect(await clientOf(second).hello()).toBe('hello');
  expect(await clientOf(await ownLine(host, cookie)).hello()).toBe('hello');
});

test('a line without the cookie, or with a forged one, is 401', async () => {
  await using host = await testHost();
  const name = `caretaker-${host.port}`;
  const forged = [`${name}=`, `${name}=${'A'.repeat(43)}`, `${name}=${host.token}`, 'caretaker=1'];
  for (const cookie of forged) expect(await openLine(host, { origin: host.origin, cookie })).toBe(401);
  await signInBrowser(host);
  expect(await openLine(host, { origin: host.origin })).toBe(401);
  for (const cookie of forged) expect(await openLine(host, { origin: host.origin, cookie })).toBe(401);
});

test('a line from another origin is turned away though the browser sends the cookie', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const origins = [
    'http://evil.example',
    'null',
    `http://localhost:${host.port}`,
    `https://127.0.0.1:${host.port}`,
  ];
  for (const origin of origins) expect(await openLine(host, { origin, cookie }), origin).toBe(403);
  expect(await openLine(host, { cookie })).toBe(403);
});

test('a line under another host name is turned away', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const headers = { origin: host.origin, cookie, host: `localhost:${host.port}` };
  expect(await openLine(host, headers)).toBe(421);
});

test('calls are made at one address alone', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  for (const path of ['/', '/calls/', '/call', '/session']) {
    expect(await openLine(host, { origin: host.origin, cookie }, path), path).toBe(404);
  }
});

test('a file as large as is taken comes through, and a larger one closes its line', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const line = await ownLine(host, cookie);
  const client = clientOf(line);
  const data = new Blob([new Uint8Array(attachmentBytesMost)]);
  expect(await client.tickets.attach({ data })).toBe(attachmentBytesMost);
  const closed = closing(line);
  line.send(Buffer.alloc(maxFileFrameBytes + 1, ' '));
  expect(await closed).toBe(1009);
});

const fileCall = (frame: object) =>
  Buffer.concat([Buffer.from(JSON.stringify(frame)), Buffer.from([255]), Buffer.from('--x--')]);
const inForm = { 'content-type': 'multipart/form-data; boundary=x' };

test.each([
  ['to another call', fileCall({ i: '1', p: { u: '/hello', h: inForm } })],
  ['of no form', fileCall({ i: '1', p: { u: '/tickets/attach', h: { 'content-type': 'image/png' } } })],
  ['without a type', fileCall({ i: '1', p: { u: '/tickets/attach' } })],
  ['of two kinds', fileCall({ i: '1', p: { u: '/tickets/attach', h: inForm, b: {} } })],
  [
    'with a name',
    fileCall({ i: '1', p: { u: '/tickets/attach', h: { ...inForm, 'content-disposition': 'x' } } }),
  ],
  ['with an end that is none', fileCall({ i: '1', t: 4 })],
])('a file %s closes its line and no other', async (_name, frame) => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const [line, other] = [await ownLine(host, cookie), await ownLine(host, cookie)];
  const closed = closing(line);
  line.send(frame);
  expect(await closed).toBe(1008);
  expect(await clientOf(other).hello()).toBe('hello');
});

test('a file in a form that is broken harms no other call', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const line = await ownLine(host, cookie);
  line.send(fileCall({ i: 'broken', p: { u: '/tickets/attach', h: inForm } }));
  expect(await clientOf(line).hello()).toBe('hello');
});

test('a frame of text larger than a mebibyte closes its line and no other', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const [line, other] = [await ownLine(host, cookie), await ownLine(host, cookie)];
  const closed = closing(line);
  line.send('x'.repeat(maxFrameBytes + 1));
  expect(await closed).toBe(1009);
  expect(await clientOf(other).hello()).toBe('hello');
});

test.each([
  ['no JSON', 'hello'],
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['a number', '1'],
  ['a call without an id', '{"p":{"u":"/hello"}}'],
  ['a call with a number as id', '{"i":1,"p":{"u":"/hello"}}'],
  ['a call without a path', '{"i":"1","p":{}}'],
  ['a call to another host', '{"i":"1","p":{"u":"http://evil.example/hello"}}'],
  ['headers that are null', '{"i":"1","p":{"u":"/hello","h":null}}'],
  ['a file', '{"i":"1","p":{"u":"/hello","h":{"content-disposition":"attachment; filename=x"}}}'],
  ['a stream', '{"i":"1","p":{"u":"/hello","h":{"content-type":"text/event-stream"}}}'],
  ['a response', '{"i":"1","t":2,"p":{"s":200}}'],
  ['an unknown kind', '{"i":"1","t":99,"p":{"u":"/hello"}}'],
  ['a deep nest', `${'['.repeat(50_000)}`],
])('a frame that is %s closes its line and no other', async (_name, frame) => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const [line, other] = [await ownLine(host, cookie), await ownLine(host, cookie)];
  const closed = closing(line);
  line.send(frame);
  expect(await closed).toBe(1008);
  expect(await clientOf(other).hello()).toBe('hello');
});

test('a binary frame closes its line', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const line = await ownLine(host, cookie);
  const closed = closing(line);
  line.send(Buffer.from([1, 2, 255, 3]));
  expect(await closed).toBe(1008);
});

test('a call to a procedure that does not exist is answered, and the line lives on', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const line = await ownLine(host, cookie);
  const answer = new Promise<string>((resolve) => line.once('message', (data) => resolve(String(data))));
  line.send('{"i":"1","p":{"u":"/__proto__/constructor"}}');
  expect(JSON.parse(await answer)).toMatchObject({ i: '1', p: { s: 404 } });
  expect(await clientOf(line).hello()).toBe('hello');
});

test('leaving the page aborts the calls it made', async () => {
  await using host = await testHost();
  const { cookie } = await signInBrowser(host);
  const line = await ownLine(host, cookie);
  clientOf(line)
    .wait()
    .catch(() => undefined);
  await expect.poll(() => line.bufferedAmount).toBe(0);
  setTimeout(() => line.terminate(), 50);
  await expect.poll(() => host.seen.aborted).toBe(1);
});

test('a line whose other end is dead is cut', async () => {
  await using host = await testHost({ pingEveryMs: 50 });
  const { cookie } = await signInBrowser(host);
  const line = await openLine(host, { origin: host.origin, cookie });
  if (typeof line === 'number') throw new Error('turned away');
  line.pong = () => undefined;
  expect(await closing(line)).toBe(1006);
});

test('a line that answers its pings stays', async () => {
  await using host = await testHost({ pingEveryMs: 30 });
  const { cookie } = await signInBrowser(host);
  const line = await ownLine(host, cookie);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(line.readyState).toBe(WebSocket.OPEN);
});

test('stopping the console closes every line and frees the port', async () => {
  const host = await testHost();
  const { cookie } = await signInBrowser(host);
  const closed = closing(await ownLine(host, cookie));
  await host[Symbol.asyncDispose]();
  expect(await closed).toBe(1001);
  await expect(openLine(host, { origin: host.origin, cookie })).rejects.toThrow('ECONNREFUSED');
});
