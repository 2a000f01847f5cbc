import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ORPCError } from '@orpc/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { failureOf } from '../../src/renderer/transport/failure.ts';
import { follow } from '../../src/renderer/transport/follow.ts';
import { backOff, linkOver } from '../../src/renderer/transport/line.ts';
import { openWebSocketLine } from '../../src/renderer/transport/websocket-line.ts';

/** A host that takes connections and never answers a call. */
async function startHost(port = 0): Promise<{ url: string; port: number; stop: () => Promise<void> }> {
  const http: Server = createServer();
  const sockets = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const bound = (http.address() as AddressInfo).port;
  const stop = async () => {
    for (const client of sockets.clients) client.terminate();
    await new Promise((resolve) => http.close(resolve));
  };
  onTestFinished(stop);
  return { url: `ws://127.0.0.1:${bound}`, port: bound, stop };
}

describe('the line to the service', () => {
  it('says within a second that the service is gone, and comes back by itself', async () => {
    const host = await startHost();
    const line = openWebSocketLine(host.url, async () => false);
    onTestFinished(() => line.close());
    await vi.waitFor(() => expect(line.state().state).toBe('up'));
    await host.stop();
    await vi.waitFor(() => expect(line.state().state).toBe('down'), { timeout: 1000 });
    await startHost(host.port);
    await vi.waitFor(() => expect(line.state().state).toBe('up'), { timeout: 5000 });
  });

  it('fails a call in flight as UNAVAILABLE when it is cut, and the next ones at once', async () => {
    const host = await startHost();
    const line = openWebSocketLine(host.url, async () => false);
    onTestFinished(() => line.close());
    await vi.waitFor(() => expect(line.state().state).toBe('up'));
    const link = linkOver(line);
    const call = link.call(['members', 'search'], { query: '' }, { context: {} });
    const outcome = expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await host.stop();
    await outcome;
    await vi.waitFor(() => expect(line.state().state).toBe('down'));
    await expect(link.call(['members', 'search'], { query: '' }, { context: {} })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  it('tells a service that refuses this browser from one that is gone', async () => {
    const http = createServer();
    http.on('upgrade', (_, socket) => socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n'));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void http.close());
    const line = openWebSocketLine(
      `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
      async () => true,
    );
    onTestFinished(() => line.close());
    await vi.waitFor(() => expect(line.state().state).toBe('refused'));
  });

  it('waits a quarter of a second first and never more than two', () => {
    expect([0, 1, 2, 3, 4, 20].map(backOff)).toEqual([250, 500, 1000, 2000, 2000, 2000]);
  });
});

describe('following what the core tells', () => {
  it('asks again after an end and after a failure, and says that something may have been missed', async () => {
    const answers: (() => AsyncIterable<number>)[] = [
      async function* () {
        yield 1;
      },
      () => {
        throw new Error('cut');
      },
      async function* () {
        yield 2;
      },
    ];
    const controller = new AbortController();
    onTestFinished(() => controller.abort());
    const items: number[] = [];
    const starts: boolean[] = [];
    void follow(
      async () => answers.shift()?.() ?? (async function* () {})(),
      { item: (item) => items.push(item), start: (again) => starts.push(again) },
      controller.signal,
    );
    await vi.waitFor(() => expect(items).toEqual([1, 2]), { timeout: 4000 });
    expect(starts.slice(0, 2)).toEqual([false, true]);
  });

  it('stops when it is left', async () => {
    const controller = new AbortController();
    const ask = vi.fn(async () => (async function* () {})());
    const following = follow(ask, { item: () => {} }, controller.signal);
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
    controller.abort();
    await following;
    expect(ask).toHaveBeenCalledTimes(1);
  });
});

describe('a failure', () => {
  it('is one of the contract’s codes with words for a person, whatever happened', () => {
    expect(failureOf(new ORPCError('TOO_EXPENSIVE', { message: 'Narrow it.' }))).toMatchObject({
      code: 'TOO_EXPENSIVE',
      message: 'Narrow it.',
    });
    expect(failureOf(new TypeError('x is not a function'))).toMatchObject({ code: 'INTERNAL' });
    expect(failureOf(new TypeError('x is not a function')).message).not.toContain('function');
    expect(failureOf(new ORPCError('TEAPOT')).code).toBe('INTERNAL');
  });
});
