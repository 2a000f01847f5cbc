import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { BuiltPage, Encoding } from '../core/page/files.ts';
import { pageHeaders } from '../core/page/policy.ts';
import { checkHost, checkOrigin, requestedPath } from './checks.ts';
import type { Gate } from './gate.ts';

export interface PageOptions {
  port: number;
  gate: Gate;
  page: BuiltPage;
}

const maxTokenBytes = 1024;

/** Answers one HTTP request: the interface's files to anyone on this machine, and the trade of the token. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  o: PageOptions,
): Promise<void> {
  const path = requestedPath(request);
  const rejected = checkHost(request, o.port);
  if (rejected !== null) return say(response, rejected.status, rejected.message);
  if (path === null) return say(response, 400, 'This is not a path of the console.');
  if (path === '/session') return trade(request, response, o);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return say(response, 405, 'The interface’s files can only be read.');
  }
  const found = await o.page.answer(path, acceptedEncodings(request));
  response.writeHead(found.status, { ...found.headers, 'Content-Length': found.body.byteLength });
  response.end(request.method === 'HEAD' ? undefined : found.body);
}

/** A short answer in words, under the same policy as the page. */
export function say(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { ...plainHeaders(), 'Content-Length': Buffer.byteLength(`${message}\n`) });
  response.end(`${message}\n`);
}

export function plainHeaders(): Record<string, string> {
  return {
    ...pageHeaders({ nonce: null, connect: [] }),
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
  };
}

async function trade(request: IncomingMessage, response: ServerResponse, o: PageOptions): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    return say(response, 405, 'The token is traded with POST.');
  }
  const rejected = checkOrigin(request, o.port);
  if (rejected !== null) return say(response, rejected.status, rejected.message);
  // The printed address opened again in a browser that is in already: nothing to trade, and nothing wrong.
  if (o.gate.admits(request.headers.cookie)) return done(response);
  const cookie = o.gate.trade(await tokenOf(request));
  if (cookie === null) {
    return say(
      response,
      401,
      'This address was already used, or is from an earlier start. Each start prints an address that works ' +
        'once; start Caretaker again for a new one. Nothing was changed.',
    );
  }
  response.setHeader('Set-Cookie', cookie);
  return done(response);
}

function done(response: ServerResponse): void {
  response.writeHead(204, plainHeaders());
  response.end();
}

/** The token in a JSON body, or null for a body that is anything else. */
async function tokenOf(request: IncomingMessage): Promise<unknown> {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  if (!(length <= maxTokenBytes)) return null;
  try {
    const body: unknown = JSON.parse(await text(request));
    return typeof body === 'object' && body !== null && 'token' in body ? body.token : null;
  } catch {
    return null;
  }
}

function acceptedEncodings(request: IncomingMessage): Encoding[] {
  const named = String(request.headers['accept-encoding'] ?? '').split(',');
  const wanted = named.filter((it) => !/;\s*q=0(\.0*)?\s*$/.test(it)).map((it) => it.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).filter((it) => wanted.includes(it));
}
