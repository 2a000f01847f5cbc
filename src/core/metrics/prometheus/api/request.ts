import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import * as tls from 'node:tls';
import { createGunzip } from 'node:zlib';
import type { PrometheusAuth } from '../../../../contract/metrics/prometheus.ts';
import { Refused } from '../../../errors.ts';
import { closedWhileReading, failureWords, isReset, tooLarge, tooSlow } from './network-words.ts';

/** Where a server is, and how the console tells it who it is. */
export interface Endpoint {
  readonly url: string;
  readonly auth: PrometheusAuth;
  readonly user: string;
  readonly secret: string;
  readonly tenant: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Limits {
  readonly signal: AbortSignal | undefined;
  /** From the first byte sent to the last one read. */
  readonly seconds: number;
  /** Unpacked. */
  readonly mostBytes: number;
}

/** Longer ones go as a form: a proxy may refuse a long address. Short ones do not, since some servers take GET alone. */
const longestAddress = 3000;

/**
 * Asks a server, once. Redirects are not followed: what proves who one is must go nowhere but to the address it was given
 * for. The request ends with `signal`.
 * @throws Refused UNAVAILABLE where no whole answer came, TOO_EXPENSIVE where it took too long or was too large
 */
export async function ask(
  at: Endpoint,
  path: string,
  params: URLSearchParams,
  limits: Limits,
): Promise<Answer> {
  const tooLate = AbortSignal.timeout(limits.seconds * 1000);
  const signal = limits.signal === undefined ? tooLate : AbortSignal.any([limits.signal, tooLate]);
  try {
    return await askOnce(at, path, params, { ...limits, signal });
  } catch (error) {
    limits.signal?.throwIfAborted();
    if (tooLate.aborted) throw tooSlow(at.url, limits.seconds);
    if (error instanceof Refused) throw error;
    throw new Refused('UNAVAILABLE', failureWords(error, at.url));
  }
}

async function askOnce(
  at: Endpoint,
  path: string,
  params: URLSearchParams,
  limits: Limits & { signal: AbortSignal },
): Promise<Answer> {
  for (;;) {
    const { sent, response } = begin(at, path, params, limits.signal);
    try {
      const answer = await response;
      return {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: await bodyOf(answer, at.url, limits.mostBytes),
      };
    } catch (error) {
      // A server may close a kept connection just as it is used again: nothing of the answer was there yet.
      if (!(sent.reusedSocket && isReset(error) && !limits.signal.aborted)) throw error;
    }
  }
}

function begin(
  at: Endpoint,
  path: string,
  params: URLSearchParams,
  signal: AbortSignal,
): { sent: ClientRequest; response: Promise<IncomingMessage> } {
  const text = params.toString();
  const asForm = text.length > longestAddress;
  const url = new URL(`${at.url}${path}${asForm || text === '' ? '' : `?${text}`}`);
  const options = {
    method: asForm ? 'POST' : 'GET',
    signal,
    headers: {
      Accept: 'application/json',
      'Accept-Encoding': 'gzip',
      'User-Agent': 'Caretaker',
      ...(asForm ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
      ...credentials(at),
    },
  };
  const sent =
    url.protocol === 'https:'
      ? httpsRequest(url, { ...options, agent: agents().https })
      : httpRequest(url, { ...options, agent: agents().http });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject);
  });
  sent.end(asForm ? text : undefined);
  return { sent, response };
}

function credentials({ auth, user, secret, tenant }: Endpoint): Record<string, string> {
  return {
    ...(auth === 'basic'
      ? { Authorization: `Basic ${Buffer.from(`${user}:${secret}`, 'utf8').toString('base64')}` }
      : {}),
    ...(auth === 'bearer' ? { Authorization: `Bearer ${secret}` } : {}),
    ...(tenant === '' ? {} : { 'X-Scope-OrgID': tenant }),
  };
}

async function bodyOf(answer: IncomingMessage, url: string, mostBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of unpacked(answer)) {
      bytes += (part as Buffer).byteLength;
      if (bytes > mostBytes) throw tooLarge(mostBytes);
      parts.push(part as Buffer);
    }
  } catch (error) {
    answer.destroy();
    if (error instanceof Refused) throw error;
    throw closedWhileReading(url);
  }
  return Buffer.concat(parts).toString('utf8');
}

function unpacked(answer: IncomingMessage): Readable {
  if (answer.headers['content-encoding'] !== 'gzip') return answer;
  // Its errors reach whoever reads what is unpacked.
  return pipeline(answer, createGunzip(), () => {});
}

let kept: { http: HttpAgent; https: HttpsAgent } | null = null;

/** Made when first needed: reading the machine's authorities takes a moment. */
function agents() {
  kept ??= {
    http: new HttpAgent({ keepAlive: true, maxSockets: 6 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 6, ca: trusted() }),
  };
  return kept;
}

/** Those that come with the program, and those that this machine trusts: a company has its own. */
function trusted(): string[] {
  return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
}
