import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly params: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export interface Misbehaving extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Every request that came, oldest first. */
  readonly asked: Asked[];
  /** Requests whose client left before the answer. */
  readonly left: number;
  /** What it does from now on. */
  does(what: (asked: Asked, answer: ServerResponse) => void): void;
}

/** A server of metrics that fails in the ways a test wants: what a real one does only on its worst day. */
export async function misbehaving(): Promise<Misbehaving> {
  const asked: Asked[] = [];
  let left = 0;
  let act: (asked: Asked, answer: ServerResponse) => void = (_, answer) => success(answer, []);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://here');
    let form = '';
    for await (const part of request) form += String(part);
    const params = new URLSearchParams(request.method === 'POST' ? form : url.searchParams);
    const one = { method: request.method ?? '', path: url.pathname, params, headers: request.headers };
    asked.push(one);
    response.on('close', () => {
      if (!response.writableFinished) left += 1;
    });
    act(one, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    get left() {
      return left;
    },
    does(what) {
      act = what;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function say(
  answer: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  answer.writeHead(status, { 'Content-Type': isText ? 'text/html' : 'application/json', ...headers });
  answer.end(isText ? body : JSON.stringify(body));
}

export function success(answer: ServerResponse, result: unknown, beside: object = {}, type = 'matrix'): void {
  say(answer, 200, { status: 'success', data: { resultType: type, result }, ...beside });
}
