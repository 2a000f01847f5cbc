import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberQuery } from '../../src/contract/members/search.ts';
import type { Link } from '../../src/contract/session.ts';
import { searchMembers } from '../../src/core/members/search/search.ts';
import { addEntry } from '../../src/core/record/entry.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';

/** A line between console and database that can be stalled or cut, as a network does. */
async function proxyTo(port: number) {
  const pairs = new Set<[Socket, Socket]>();
  let stalled = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (bytes) => {
        if (!stalled) to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        pairs.delete(pair);
        if (!stalled) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    /** Nothing passes and nobody is told: what a dropped network looks like. */
    stall() {
      stalled = true;
    },
    /** The network is back; lines from before stay dead. */
    recover() {
      this.cut();
      stalled = false;
    },
    cut() {
      for (const [near, far] of pairs) {
        near.destroy();
        far.destroy();
      }
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('When the line to the database is lost', () => {
  let town: Community;
  let proxy: Awaited<ReturnType<typeof proxyTo>>;
  let signedIn: SignedIn;
  beforeAll(async () => {
    town = await testCommunity();
    proxy = await proxyTo(town.root.port);
    const opening = await openSession({
      primary: { ...town.address('admin'), port: proxy.port },
      replica: null,
    });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    signedIn = opening.signedIn;
  });
  afterAll(async () => {
    await signedIn?.database.close();
    proxy?.cut();
    await proxy?.close();
    await town?.[Symbol.asyncDispose]();
  });

  const linkBecomes = async (state: Link['state']) => {
    const { link } = signedIn.database;
    while (link.link.state !== state) await once(link, 'change');
  };
  const search = ({ database } = signedIn) =>
    searchMembers(database, { ...MemberQuery.parse({ text: 'a' }), cursor: null, limit: 5 }, undefined);

  test('a stalled network is noticed within 3 s, calls in flight fail, and it comes back by itself', async () => {
    await search();
    proxy.stall();
    const began = Date.now();
    const inFlight = search().catch((error: Error) => error);
    await linkBecomes('lost');
    expect(Date.now() - began).toBeLessThan(3000);
    expect(await inFlight).toBeInstanceOf(Error);
    proxy.recover();
    await linkBecomes('up');
    expect((await search()).rows.length).toBeGreaterThan(0);
  });

  test('a line cut for a moment is not even noticed by a read', async () => {
    await search();
    proxy.cut();
    expect((await search()).rows.length).toBeGreaterThan(0);
  });

  test('an idle connection that the server closed is replaced', async () => {
    await search();
    const [rows] = await town.sql.query(
      "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = 'admin'",
    );
    for (const { id } of rows as { id: string }[]) {
      await town.sql.query(`KILL ${id}`).catch(() => {}); // one may have ended by itself
    }
    expect((await search()).rows.length).toBeGreaterThan(0);
    await linkBecomes('up');
  });

  test('a server that closes the idle connection which watches it is not taken for lost', async () => {
    await search();
    const idle = async () => {
      const [rows] = await town.sql.query(
        "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = 'admin' ORDER BY ID",
      );
      return (rows as { id: string }[]).map(({ id }) => id);
    };
    const changes: string[] = [];
    const note = ({ state }: Link) => void changes.push(state);
    signedIn.database.link.on('change', note);
    const closed = await idle();
    for (const id of closed) await town.sql.query(`KILL ${id}`).catch(() => {}); // one may have ended by itself
    await expect
      .poll(async () => (await idle()).filter((id) => !closed.includes(id)).length)
      .toBeGreaterThan(0);
    await search();
    signedIn.database.link.off('change', note);
    expect(changes).toEqual([]);
  });

  test('a write whose line broke after the commit is repeated under its request id and stands once', async () => {
    const requestId = randomUUID();
    let tries = 0;
    const entry = {
      requestId,
      action: 'record.exported' as const,
      subjectKind: 'record' as const,
      subjectId: 'x',
    };
    const written = signedIn.database.write(true, async (trx) => {
      tries += 1;
      await addEntry(trx, entry);
      if (tries === 1) {
        await sql`COMMIT`.execute(trx); // it reached the server …
        proxy.cut(); // … and the answer did not reach us
      }
      return `try ${tries}`;
    });
    // The repeat is refused by the unique key: what was asked for stands already.
    expect(await written).toBe('try 1');
    const [rows] = await town.sql.query(
      'SELECT COUNT(*) AS n FROM caretaker_audit.entry WHERE request_id = ?',
      [requestId],
    );
    expect(rows).toEqual([{ n: '1' }]);
    expect(tries).toBe(2);
  });

  test('a write whose request id another write used before is refused, not taken for its own', async () => {
    const entry = {
      requestId: randomUUID(),
      action: 'record.exported' as const,
      subjectKind: 'record' as const,
      subjectId: 'x',
    };
    await signedIn.database.write(true, (trx) => addEntry(trx, entry));
    const again = signedIn.database.write(true, (trx) => addEntry(trx, entry));
    await expect(again).rejects.toMatchObject({ errno: 1062 });
  });

  test('signing out while the network is stalled takes no longer than a connection is waited for', async () => {
    const opening = await openSession({
      primary: { ...town.address('moderator'), port: proxy.port },
      replica: null,
    });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    const { database } = opening.signedIn;
    proxy.stall();
    const call = search(opening.signedIn).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = Date.now();
    await database.close();
    expect(Date.now() - began).toBeLessThan(4000);
    expect(await call).toMatchObject({ code: 'NOT_SIGNED_IN' });
    proxy.recover();
    await linkBecomes('up');
  });

  test('a write without a request id is not repeated', async () => {
    let tries = 0;
    const written = signedIn.database.write(false, async (trx) => {
      tries += 1;
      await sql`SELECT 1`.execute(trx);
      proxy.cut();
      await sql`SELECT 1`.execute(trx);
    });
    await expect(written).rejects.toThrow();
    expect(tries).toBe(1);
    await linkBecomes('up');
  });

  test('a deadlock is tried again until both have written', async () => {
    await town.sql.query(
      "INSERT INTO caretaker.job_lease (job, holder, expires_at) VALUES ('a', 'x', NOW()), ('b', 'x', NOW())",
    );
    const touch = (order: readonly string[]) =>
      signedIn.database.write(false, async (trx) => {
        for (const job of order) {
          await sql`UPDATE caretaker.job_lease SET holder = CONCAT(holder, 'y') WHERE job = ${job}`.execute(
            trx,
          );
          await new Promise((resolve) => setTimeout(resolve, 150));
        }
      });
    await Promise.all([touch(['a', 'b']), touch(['b', 'a'])]);
    const [rows] = await town.sql.query("SELECT holder FROM caretaker.job_lease WHERE job IN ('a', 'b')");
    expect(rows).toEqual([{ holder: 'xyy' }, { holder: 'xyy' }]);
  });

  test('a server killed and started again is noticed and found again, with nothing lost', async () => {
    await search();
    const began = Date.now();
    town.server.kill();
    await linkBecomes('lost');
    expect(Date.now() - began).toBeLessThan(3000);
    await town.server.startAgain();
    await linkBecomes('up');
    expect((await search()).rows.length).toBeGreaterThan(0);
  });
});
