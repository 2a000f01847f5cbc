import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Root } from '../../../scripts/demo/community.ts';
import { rootConnection } from '../../support/community.ts';

interface WorkOrder {
  readonly root: Root;
  readonly members: number;
}

/** Milliseconds of each request since the last asking. */
export interface SiteTimes {
  readonly reads: number[];
  readonly updates: number[];
}

export interface SiteWork extends AsyncDisposable {
  /** What was measured since the last call. */
  take(): Promise<SiteTimes>;
}

/** What a site does all day, from a process of its own: a member is read by id, and another noted as active. */
export async function startSiteWork(order: WorkOrder): Promise<SiteWork> {
  const child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(order);
  return {
    async take() {
      child.send('take');
      const [times] = (await once(child, 'message')) as [SiteTimes];
      return times;
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** About as many requests of each kind a second as a site of a million members has. */
const pauseMs = 3;

async function work({ root, members }: WorkOrder): Promise<void> {
  const connection = await rootConnection(root);
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  let times: SiteTimes = { reads: [], updates: [] };
  process.on('message', (word) => {
    if (word !== 'take') return;
    process.send?.(times);
    times = { reads: [], updates: [] };
  });
  const someone = () => 1 + Math.floor(Math.random() * members);
  const timed = async (into: number[], statement: string) => {
    const began = performance.now();
    await connection.query(statement, [someone()]);
    into.push(performance.now() - began);
  };
  while (process.connected) {
    await timed(times.reads, 'SELECT * FROM community_demo.users WHERE id = ?');
    await timed(
      times.updates,
      'UPDATE community_demo.users SET last_active_at = UTC_TIMESTAMP(6) WHERE id = ?',
    );
    await sleep(pauseMs);
  }
  connection.destroy();
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.once('message', (order: WorkOrder) => void work(order));
  process.once('disconnect', () => process.exit(0));
  // Ctrl-C reaches every program of a terminal; the parent decides when this one ends.
  process.on('SIGINT', () => {});
}
