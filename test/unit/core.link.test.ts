import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LinkMonitor } from '../../src/core/database/link.ts';

/** A server's connection as the watch uses it: it counts its pings, and answers each when `answer` says. */
class StandInConnection extends EventEmitter {
  pings = 0;
  isDestroyed = false;
  answer: () => Promise<void> = async () => {};
  async ping(): Promise<void> {
    this.pings += 1;
    await this.answer();
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

function watching(first: StandInConnection | null, connect: () => Promise<StandInConnection>): LinkMonitor {
  const monitor = new LinkMonitor(
    first as Connection | null,
    () => connect() as Promise<unknown> as Promise<Connection>,
  );
  onTestFinished(() => monitor.close());
  return monitor;
}

describe('The watch on the line to the database', () => {
  test('asks again at once when a call met a broken line while it was asking', async () => {
    const connection = new StandInConnection();
    const answers = Promise.withResolvers<void>();
    connection.answer = () => answers.promise;
    const monitor = watching(connection, async () => connection);
    expect(connection.pings).toBe(1);
    monitor.suspect();
    answers.resolve();
    await sleep(200);
    expect(connection.pings).toBe(2);
  });

  test('is given up while it connects, and the connection that comes after is not kept open', async () => {
    const late = new StandInConnection();
    const made = Promise.withResolvers<StandInConnection>();
    const monitor = watching(null, () => made.promise);
    monitor.close();
    made.resolve(late);
    await sleep(20);
    expect(late.isDestroyed).toBe(true);
  });

  test('is given up at once by whoever waits for a lost line', async () => {
    const monitor = watching(null, () => new Promise(() => {}));
    const began = Date.now();
    setTimeout(() => monitor.close(), 50);
    expect(await monitor.untilUp(4000)).toBe(false);
    expect(Date.now() - began).toBeLessThan(1000);
  });
});
