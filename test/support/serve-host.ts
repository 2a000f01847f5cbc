import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { os, type RouterClient, type } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocket } from 'ws';
import { createLog } from '../../src/core/log.ts';
import { nonceMark } from '../../src/core/page/policy.ts';
import { type Host, startHost } from '../../src/serve/host.ts';

export const scriptText = `console.info("${'the interface '.repeat(200)}");`;

/** A folder like the one the interface is built into, with a file beside it that must never be given out. */
export async function builtFolder(): Promise<{
  rendererDir: string;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const root = await mkdtemp(join(tmpdir(), 'caretaker-page-'));
  const rendererDir = join(root, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await writeFile(join(root, 'secret.txt'), 'TOP SECRET');
  await writeFile(
    join(rendererDir, 'index.html'),
    `<!doctype html><meta property="csp-nonce" nonce="${nonceMark}"><title>Caretaker</title><div id="root"></div>`,
  );
  await writeFile(join(rendererDir, 'boot.js'), 'document.title = "Caretaker";');
  await writeFile(join(rendererDir, 'assets', 'index-Ab12_-xY.js'), scriptText);
  await writeFile(join(rendererDir, 'assets', 'index-Ab12_-xY.js.br'), brotliCompressSync(scriptText));
  return { rendererDir, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

/** `hello` answers, `wait` answers only by being aborted, `tickets.attach` takes a file in and says how large it is. */
function testRouter(seen: { aborted: number }) {
  return {
    hello: os.handler(() => 'hello'),
    tickets: { attach: os.input(type<{ data: Blob }>()).handler(({ input }) => input.data.size) },
    wait: os.handler(async ({ signal }) => {
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      seen.aborted += 1;
    }),
  };
}
export type TestClient = RouterClient<ReturnType<typeof testRouter>>;

/** A running host with a router of two calls. */
export async function testHost(o: { pingEveryMs?: number } = {}) {
  const folder = await builtFolder();
  const seen = { aborted: 0 };
  const handler = new RPCHandler(testRouter(seen));
  const host = await startHost({
    port: 0,
    rendererDir: folder.rendererDir,
    log: createLog({ level: 'silent' }),
    open: (line) => void handler.upgrade(line),
    ...o,
  });
  return {
    ...host,
    origin: `http://127.0.0.1:${host.port}`,
    token: new URL(host.url).hash.slice('#token='.length),
    seen,
    async [Symbol.asyncDispose]() {
      await host.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** One HTTP request exactly as given: no header is added but Host, which can be replaced. */
export function ask(
  host: Pick<Host, 'port'>,
  path: string,
  o: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: host.port,
        path,
        method: o.method ?? 'GET',
        headers: o.headers,
        agent: false,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(o.body);
  });
}

/** Bytes as they are, and all that came back until the host hung up. */
export function sendRaw(host: Pick<Host, 'port'>, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(host.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      received += part.toString();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', () => resolve(received));
  });
}

/** Trades the token as the page does; the cookie to send from then on, or null when it was refused. */
export async function signInBrowser(host: { port: number; origin: string; token: string }) {
  const body = JSON.stringify({ token: host.token });
  const headers = {
    origin: host.origin,
    'content-type': 'application/json',
    'content-length': `${body.length}`,
  };
  const reply = await ask(host, '/session', { method: 'POST', headers, body });
  return { reply, cookie: String(reply.headers['set-cookie'] ?? '').split(';')[0] ?? '' };
}

/** Opens a line of calls; the status with which it was turned away, or the open socket. */
export function openLine(
  host: { port: number; origin: string },
  headers: Record<string, string>,
  path = '/calls',
): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (sent, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
      sent.destroy();
    });
    socket.on('error', reject);
  });
}

/** A line of `ws` as a client of the browser wants it: the types of their events differ. */
export function asBrowserSocket(line: WebSocket) {
  return {
    get readyState() {
      return line.readyState;
    },
    send: (data: string) => line.send(data),
    addEventListener: (type: string, listener: (event: object) => void) => {
      if (type === 'message') line.on('message', (data) => listener({ data: String(data) }));
      else line.on(type, () => listener({}));
    },
    removeEventListener: () => undefined,
  };
}
