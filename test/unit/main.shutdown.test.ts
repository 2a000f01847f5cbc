import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test, vi } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { stopWith } from '../../src/main/shutdown.ts';
import { createElectron, eventFor } from '../support/electron-stand-in.ts';

/** An app about to go, with a core that closes as `close` says. */
function leaving(close: () => Promise<void>) {
  const { app } = createElectron('/nowhere');
  const own = new EventEmitter() as EventEmitter & Pick<NodeJS.Process, 'on'>;
  const exited = new Promise<number>((resolve) => app.once('exited', resolve));
  stopWith({ app: app as unknown as App, log: createLog({ level: 'silent' }), close, process: own });
  return { app, own, exited };
}

test('quitting waits until the core has closed', async () => {
  const order: string[] = [];
  const { app, exited } = leaving(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push('closed');
  });
  const event = eventFor();
  app.emit('will-quit', event);
  expect(event.defaultPrevented).toBe(true);
  expect(await exited).toBe(0);
  expect(order).toEqual(['closed']);
});

test('a signal closes the core, and a second one does not close it twice', async () => {
  const close = vi.fn(async () => undefined);
  const { own, exited } = leaving(close);
  own.emit('SIGTERM');
  own.emit('SIGINT');
  expect(await exited).toBe(0);
  expect(close).toHaveBeenCalledOnce();
});

test('an error nobody caught closes the core and is told by the exit code', async () => {
  const close = vi.fn(async () => undefined);
  const { own, exited } = leaving(close);
  own.emit('uncaughtException', new Error('unexpected'));
  expect(await exited).toBe(1);
  expect(close).toHaveBeenCalledOnce();
});

test('a core that cannot close does not keep the app from going', async () => {
  const broken = leaving(() => Promise.reject(new Error('the line is dead')));
  broken.own.emit('SIGTERM');
  expect(await broken.exited).toBe(0);
  vi.useFakeTimers();
  const stuck = leaving(() => new Promise(() => undefined));
  stuck.own.emit('SIGTERM');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await stuck.exited).toBe(0);
  vi.useRealTimers();
});
