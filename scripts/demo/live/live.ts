import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { A_SECOND } from '../history/load.ts';
import type { Root } from '../lane.ts';
import { rhythm } from '../world/calendar.ts';
import type { Wish } from '../world/plan.ts';
import { Random } from '../world/random.ts';
import { openSite, type Site, siteAccount } from './account.ts';
import { countOn } from './counters.ts';
import { deadlock, lockWait, prepareQuarrels } from './quarrels.ts';
import { pickStatement, type Scale, scaleOf } from './statements.ts';

const COUNT_EVERY_MS = 60_000;
const LOCK_WAIT_EVERY_MS = 60_000;
const DEADLOCK_EVERY_MS = 20 * 60_000;
/** After a lost connection: a server that is started again is gone for some seconds. */
const TRY_AGAIN_MS = 3000;
const STOP_WITHIN_MS = 3000;

export interface LiveOptions {
  readonly root: Root;
  readonly wish: Wish;
  /** False for what is counted alone, without the statements of a site at work. */
  readonly works: boolean;
}

/**
 * Keeps the demo's site alive until disposed of: what it counts of its traffic goes on hour by hour, and, if `works`,
 * some 30 small statements a second run on its database. Survives a restart of the server.
 */
export async function startLive({ root, wish, works }: LiveOptions): Promise<AsyncDisposable> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const site = await siteAccount(root);
  await withSite(site, (connection) => countOn(connection, wish, Date.now()));
  const ground: Ground = { site, wish, scale: scaleOf(wish.members), signal };
  const loops = [counting, ...(works ? [statements, quarrels] : [])].map((loop) =>
    untilStopped(ground, loop),
  );
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      // A statement that hangs must not keep the demo from stopping: the server ends it.
      await Promise.race([Promise.allSettled(loops), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

interface Ground {
  readonly site: Site;
  readonly wish: Wish;
  readonly scale: Scale;
  readonly signal: AbortSignal;
}

type Loop = (ground: Ground) => Promise<void>;

/** Begins anew after whatever ends it, but for being stopped. */
async function untilStopped(ground: Ground, loop: Loop): Promise<void> {
  while (!ground.signal.aborted) {
    await loop(ground).catch(() => {});
    await pause(TRY_AGAIN_MS, ground.signal);
  }
}

/** The hours that are over since it was last asked. */
async function counting({ site, wish, signal }: Ground): Promise<void> {
  while (!signal.aborted) {
    await pause(COUNT_EVERY_MS, signal);
    if (!signal.aborted) await withSite(site, (connection) => countOn(connection, wish, Date.now()));
  }
}

async function statements({ site, scale, signal }: Ground): Promise<void> {
  await withSite(site, async (connection) => {
    const random = new Random(Math.floor(Date.now() / 1000));
    while (!signal.aborted) {
      const statement = pickStatement(random);
      await connection.query(statement.sql, statement.values(random, scale));
      await pause(random.wait(1000 / (A_SECOND * rhythm(Date.now()))), signal);
    }
  });
}

/** Waits for locks, and now and then a deadlock. */
async function quarrels({ site, signal }: Ground): Promise<void> {
  await withSite(site, (one) =>
    withSite(site, async (other) => {
      await prepareQuarrels(one);
      const random = new Random(Math.floor(Date.now() / 1000));
      while (!signal.aborted) {
        await pause(random.wait(LOCK_WAIT_EVERY_MS), signal);
        if (signal.aborted) return;
        if (random.chance(LOCK_WAIT_EVERY_MS / DEADLOCK_EVERY_MS)) await deadlock(one, other);
        else await lockWait(one, other, 1000 + random.below(4000), signal);
      }
    }),
  );
}

async function withSite<T>(site: Site, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await openSite(site);
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
