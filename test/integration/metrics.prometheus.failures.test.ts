import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import type { PrometheusServerDraft, PrometheusServerId } from '../../src/contract/metrics/prometheus.ts';
import { callApi } from '../../src/core/metrics/prometheus/api/api.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { testFolder } from '../support/database-server.ts';
import { type Misbehaving, misbehaving, say, success } from '../support/misbehaving.ts';
import { connectTo, draftOf, failureOf } from '../support/prometheus-calls.ts';
import { clientFor } from '../support/ticketing.ts';

const moment = Math.floor(Date.now() / 1000);
const range = { from: moment - 600, to: moment, points: 100 };
const one = [{ metric: { __name__: 'load', instance: 'a:1' }, values: [[moment - 60, '1.5']] }];
const endpoint = (url: string) => ({ url, auth: 'none' as const, user: '', secret: '', tenant: '' });

describe('A Prometheus on its worst day', () => {
  let town: Community;
  let client: Client;
  let server: Misbehaving;
  let id: PrometheusServerId;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ members: 50, directory: false }));
    client = stack.use(await clientFor(town, 'cto')).client;
    server = stack.use(await misbehaving());
    id = await connectTo(client, server.url);
  });
  afterAll(() => stack.disposeAsync());
  afterEach(() => server.does((_, answer) => success(answer, [])));

  const chart = (signal?: AbortSignal) =>
    client.metrics.prometheus.chart(
      { id, expression: 'load', unit: 'count', range },
      signal ? { signal } : {},
    );
  /** Answers what is asked beside the expression, so that only that meets what the test wants. */
  const forQueries = (what: Parameters<Misbehaving['does']>[0]) =>
    server.does((asked, answer) => {
      if (asked.params.get('query') === 'load') what(asked, answer);
      else success(answer, []);
    });
  const checked = (part: Partial<PrometheusServerDraft> & { url: string }) =>
    client.metrics.prometheus.tryServer({ id: null, server: draftOf(part) });

  test('stops by itself after its time (503): told as too long, with what to do', async () => {
    forQueries((_, answer) =>
      say(answer, 503, {
        status: 'error',
        errorType: 'timeout',
        error: 'query timed out in expression evaluation',
      }),
    );
    const failure = await failureOf(chart());
    expect(failure.code).toBe('TOO_EXPENSIVE');
    expect(failure.message).toMatch(/query timed out.*shorter range/s);
  });

  test('is away behind its proxy (503 without a word of its own): told as such', async () => {
    forQueries((_, answer) => say(answer, 503, '<h1>Service Unavailable</h1>'));
    const failure = await failureOf(chart());
    expect(failure).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('answered 503') });
    expect(failure.message).not.toContain('<h1>');
  });

  test('shows its warnings and infos beside a part of the result', async () => {
    const beside = { warnings: ['store-2 did not answer'], infos: ['metric might not be a counter: "load"'] };
    forQueries((_, answer) => success(answer, one, beside));
    const { notes, series } = await chart();
    expect(series).toHaveLength(1);
    expect(notes).toEqual([
      'The server warns: store-2 did not answer',
      'The server notes: metric might not be a counter: "load"',
    ]);
    forQueries((_, answer) => success(answer, one, { isPartial: true }));
    expect((await chart()).notes).toEqual([expect.stringContaining('the result is not whole')]);
  });

  test.each([
    ['of a known length', { 'Content-Length': '5000' }],
    ['in pieces', {}],
    ['packed', { 'Content-Encoding': 'gzip' }],
  ] as const)(
    'is gone in the middle of an answer %s: nothing is shown as if it were whole',
    async (_, headers) => {
      forQueries((_, answer) => {
        answer.writeHead(200, { 'Content-Type': 'application/json', ...headers });
        const part = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: one } });
        answer.write('Content-Encoding' in headers ? Buffer.from('1f8b0800000000000003', 'hex') : part);
        setTimeout(() => answer.destroy(), 50);
      });
      const failure = await failureOf(chart());
      expect(failure.code).toBe('UNAVAILABLE');
      expect(failure.message).toContain('broke off in the middle of its answer');
    },
  );

  test('closes the connection without an answer: told as such', async () => {
    forQueries((_, answer) => void answer.destroy());
    expect((await failureOf(chart())).message).toContain('closed the connection without an answer');
  });

  test('never answers: it is not waited for beyond a limit', async () => {
    server.does(() => {});
    const began = Date.now();
    await expect(
      callApi(endpoint(server.url), '/api/v1/query', {}, undefined, { seconds: 1, mostBytes: 1000 }),
    ).rejects.toMatchObject({ code: 'TOO_EXPENSIVE', message: expect.stringContaining('within 1 seconds') });
    expect(Date.now() - began).toBeLessThan(5000);
  });

  test('dribbles an answer for ever: the limit is for the whole of it', async () => {
    server.does((_, answer) => {
      const dribble = setInterval(() => answer.write(' '), 20);
      answer.on('close', () => clearInterval(dribble));
    });
    await expect(
      callApi(endpoint(server.url), '/api/v1/query', {}, undefined, { seconds: 1, mostBytes: 1000 }),
    ).rejects.toMatchObject({ code: 'TOO_EXPENSIVE', message: expect.stringContaining('within 1 seconds') });
  });

  test('answers without an end: it is read up to a limit, also where it was packed small', async () => {
    for (const packed of [false, true]) {
      server.does((_, answer) => {
        answer.writeHead(200, packed ? { 'Content-Encoding': 'gzip' } : {});
        answer.end(packed ? zeros : Buffer.alloc(2_000_000, 48));
      });
      await expect(
        callApi(endpoint(server.url), '/api/v1/query', {}, undefined, { seconds: 20, mostBytes: 1_000_000 }),
      ).rejects.toMatchObject({
        code: 'TOO_EXPENSIVE',
        message: expect.stringContaining('larger than 1 MB'),
      });
    }
  });

  test('is let go of as soon as the view that asked is left', async () => {
    const before = server.left;
    forQueries(() => {});
    const leaving = new AbortController();
    const asked = chart(leaving.signal).catch(() => 'left');
    await expect
      .poll(() => server.asked.filter((it) => it.params.get('query') === 'load').length)
      .toBeGreaterThan(0);
    await sleep(100);
    leaving.abort();
    expect(await asked).toBe('left');
    await expect.poll(() => server.left).toBe(before + 1);
  });

  test('whether targets answer cannot be read: the chart is there all the same, and says so', async () => {
    server.does((asked, answer) => {
      if (asked.params.get('query') === 'up == 0') say(answer, 500, 'no');
      else success(answer, one);
    });
    const { series, notes } = await chart();
    expect(series).toHaveLength(1);
    expect(notes).toEqual([expect.stringContaining('Whether targets answered could not be read')]);
  });

  test.each([
    ['nothing like JSON', '<html>'],
    ['JSON of something else', { hello: 'world' }],
    ['a result of no known kind', { status: 'success', data: { resultType: 'picture', result: [] } }],
    [
      'values that are none',
      { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [1] }] } },
    ],
  ])('answers %s: told as no Prometheus, and none of it is shown', async (_, body) => {
    forQueries((_, answer) => say(answer, 200, body));
    const failure = await failureOf(chart());
    expect(failure.code).toBe('UNAVAILABLE');
    expect(failure.message).toMatch(/not as a Prometheus does|does not have the shape/);
  });

  test('sends on to another address: that is not followed, so the password does not go there', async () => {
    await using other = await misbehaving();
    server.does((_, answer) => say(answer, 307, '', { Location: `${other.url}/api/v1/query?secret=1` }));
    const check = await checked({ url: server.url, auth: 'bearer', secret: 'top-secret-token' });
    expect(check.state).toBe('failed');
    expect(check.sentences).toEqual([expect.stringContaining(`another address (${other.url})`)]);
    expect(other.asked).toEqual([]);
  });

  test.each([
    [403, 'does not allow it this (403)'],
    [404, 'is no Prometheus at this address (404)'],
    [429, 'refuses more for now (429)'],
    [502, 'answered 502'],
  ])('answers %i: a sentence says what that means', async (status, words) => {
    server.does((_, answer) => say(answer, status, 'no'));
    expect(await checked({ url: server.url })).toMatchObject({
      state: 'failed',
      sentences: [expect.stringContaining(words)],
    });
  });

  test('is told who asks and for whom, by headers alone', async () => {
    const from = server.asked.length;
    await checked({ url: server.url, auth: 'basic', user: 'Zoë', secret: 'pässword', tenant: 'team-a' });
    await checked({ url: server.url, auth: 'bearer', secret: 'token-1' });
    await checked({ url: server.url });
    const headers = server.asked.slice(from).map((it) => it.headers);
    const basic = `Basic ${Buffer.from('Zoë:pässword').toString('base64')}`;
    expect(headers.find((it) => it.authorization === basic)?.['x-scope-orgid']).toBe('team-a');
    expect(headers.some((it) => it.authorization === 'Bearer token-1')).toBe(true);
    expect(headers.at(-1)?.authorization).toBeUndefined();
  });

  test('gets a long expression as a form, and a short one in its address', async () => {
    const from = server.asked.length;
    await chart();
    const expression = `load{instance=~"${'a|'.repeat(1800)}b"}`;
    await client.metrics.prometheus.chart({ id, expression, unit: 'count', range });
    const queries = server.asked.slice(from).filter((it) => it.params.get('query')?.startsWith('load'));
    expect(queries.map((it) => it.method)).toEqual(['GET', 'POST']);
    expect(queries[1]?.params.get('query')).toBe(expression);
    for (const it of queries) expect(it.params.get('nocache')).toBe('1');
  });

  test('is asked for 11,000 points at most, whatever the range', async () => {
    const from = server.asked.length;
    for (const seconds of [1, 60, 86_400, 400 * 86_400, 19 * 366 * 86_400]) {
      const wide = { from: Math.max(0, moment - seconds), to: moment, points: 2000 };
      await client.metrics.prometheus.chart({ id, expression: 'load', unit: 'count', range: wide });
    }
    const queries = server.asked.slice(from).filter((it) => it.params.get('query') === 'load');
    expect(queries.length).toBeGreaterThanOrEqual(4);
    for (const { params } of queries) {
      const [start, end, step] = ['start', 'end', 'step'].map((it) => Number(params.get(it)));
      expect(((end ?? 0) - (start ?? 0)) / (step ?? 1) + 1).toBeLessThanOrEqual(2001);
      expect((start ?? 1) % (step ?? 2)).toBe(0);
    }
  });

  test('is not there: refused, unknown, and without a trusted certificate, each in its own words', async () => {
    expect((await checked({ url: 'http://127.0.0.1:1' })).sentences).toEqual([
      'Nothing listens at 127.0.0.1:1: the connection was refused. Check the port, and that the server runs.',
    ]);
    expect((await checked({ url: 'http://no-such-machine.invalid' })).sentences[0]).toMatch(
      /There is no machine named no-such-machine\.invalid|could not be looked up/,
    );
    expect((await checked({ url: server.url.replace('http:', 'https:') })).sentences[0]).toContain(
      'does not speak TLS',
    );
    await using folder = await testFolder();
    const files = ['-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2', '-subj', '/CN=127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files], {
      cwd: folder.path,
      stdio: 'pipe',
    });
    const read = (file: string) => readFileSync(`${folder.path}/${file}`);
    let heard = 0;
    const https = createServer({ key: read('key.pem'), cert: read('cert.pem') }, () => {
      heard += 1;
    });
    await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
    const { port } = https.address() as AddressInfo;
    const untrusted = await checked({ url: `https://127.0.0.1:${port}`, auth: 'bearer', secret: 'token' });
    https.close();
    expect(untrusted.sentences).toEqual([
      expect.stringContaining('an authority that this machine does not trust'),
    ]);
    expect(heard).toBe(0);
  });

  test('a clock that is off is told', async () => {
    server.does((asked, answer) => {
      const late = String(Date.now() / 1000 - 90);
      if (asked.params.get('query') === 'time()') success(answer, [moment, late], {}, 'scalar');
      else success(answer, [], {}, 'vector');
    });
    const check = await checked({ url: server.url });
    expect(check.state).toBe('warned');
    expect(check.skewSeconds).toBeCloseTo(-90, 0);
    expect(check.sentences.join(' ')).toContain('Its clock is 90 seconds behind this machine’s');
  });

  test('a target that was down for a while is a gap in a panel', async () => {
    const values = Array.from({ length: 10 }, (_, n) => [moment - 600 + 60 * n, '0.5']);
    const up = values.slice(4, 6).map(([at]) => [at, '0']);
    server.does((asked, answer) => {
      const query = asked.params.get('query') ?? '';
      if (query === 'up == 0')
        success(answer, [{ metric: { __name__: 'up', instance: 'a:1', job: 'n' }, values: up }]);
      else if (query.includes('node_cpu'))
        success(answer, [{ metric: { instance: 'a:1', job: 'n' }, values }]);
      else success(answer, []);
    });
    const { series, notes } = await client.metrics.prometheus.panel({ id, panel: 'cpu', range });
    expect(series[0]?.mean.map((it) => (it === null ? '-' : it))).toEqual(
      values.map((_, n) => (n === 4 || n === 5 ? '-' : 0.5)),
    );
    expect(notes).toEqual(['There are gaps where a target did not answer: a:1.']);
  });
});

/** Two million zeros, packed. */
const zeros = execFileSync('gzip', ['-c'], { input: Buffer.alloc(2_000_000, 48) });
