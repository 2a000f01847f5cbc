import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { communityState, fillCommunity, type Root } from '../../scripts/demo/community.ts';
import { testServer } from '../support/database-server.ts';

const UNTIL = new Date('2026-10-01T00:00:00Z');
const MEMBERS = 500;

async function emptyServer(): Promise<{ root: Root } & AsyncDisposable> {
  const server = await testServer();
  const root = { host: server.host, port: server.port, ...server.root };
  return { root, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function query(root: Root, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection(root);
  try {
    return (await connection.query<RowDataPacket[]>(sql))[0];
  } finally {
    await connection.end();
  }
}

/** A checksum of each table's rows. */
async function checksums(root: Root): Promise<Record<string, string>> {
  const tables = await query(
    root,
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'community_demo' AND table_name NOT LIKE 'generator%' ORDER BY table_name`,
  );
  const names = tables.map(({ name }) => `community_demo.\`${name}\``);
  const sums = await query(root, `CHECKSUM TABLE ${names.join(', ')} EXTENDED`);
  return Object.fromEntries(sums.map((row) => [String(row.Table), String(row.Checksum)]));
}

async function indexesOf(root: Root): Promise<string[]> {
  const rows = await query(
    root,
    `SELECT DISTINCT table_name AS t, index_name AS i FROM information_schema.statistics
     WHERE table_schema = 'community_demo' ORDER BY 1, 2`,
  );
  return rows.map((row) => `${row.t}.${row.i}`);
}

test('the same members, seed and day make the same community, another seed replaces it by another', async () => {
  await using server = await emptyServer();
  const { root } = server;
  expect(await communityState(root)).toEqual({ state: 'none' });

  const made = await fillCommunity({ root, members: MEMBERS, seed: 1, until: UNTIL });
  const first = await checksums(root);
  expect(made.rows).toBeGreaterThan(MEMBERS * 10);
  expect(Object.keys(first)).toHaveLength(20);
  expect(await communityState(root)).toEqual({ state: 'complete', members: MEMBERS, seed: 1, until: UNTIL });

  await fillCommunity({ root, members: MEMBERS, seed: 2, until: UNTIL });
  const other = await checksums(root);
  expect(other['community_demo.users']).not.toBe(first['community_demo.users']);
  expect(await communityState(root)).toMatchObject({ state: 'complete', seed: 2 });

  const again = await fillCommunity({ root, members: MEMBERS, seed: 1, until: UNTIL });
  expect(await checksums(root)).toEqual(first);
  expect(again.rows).toBe(made.rows);
});

test('a complete community is left as it is, with what was changed in it since', async () => {
  await using server = await emptyServer();
  const { root } = server;
  const made = await fillCommunity({ root, members: MEMBERS, seed: 1, until: UNTIL });
  await query(root, "UPDATE community_demo.users SET nickname = 'changed' WHERE id = 7");
  const again = await fillCommunity({ root, members: MEMBERS, seed: 1, until: UNTIL });
  expect(again.rows).toBe(made.rows);
  const [member] = await query(root, 'SELECT nickname FROM community_demo.users WHERE id = 7');
  expect(member?.nickname).toBe('changed');
});

test('one that an older generator made is told apart, and made anew when it is asked for', async () => {
  await using server = await emptyServer();
  const { root } = server;
  const wish = { members: MEMBERS, seed: 1, until: UNTIL };
  await fillCommunity({ root, ...wish });
  const first = await checksums(root);
  await query(root, 'UPDATE community_demo.generator_state SET version = version - 1');
  await query(root, 'ALTER TABLE community_demo.logins DROP COLUMN device_id');
  expect(await communityState(root)).toEqual({ state: 'outdated', ...wish });
  await fillCommunity({ root, ...wish });
  expect(await checksums(root)).toEqual(first);
  expect(await communityState(root)).toEqual({ state: 'complete', ...wish });
});

test('a filling that is stopped at any time goes on where it was, and ends as if never stopped', async () => {
  await using whole = await emptyServer();
  await using stopped = await emptyServer();
  const members = 4_000;
  const wish = { members, seed: 5, until: UNTIL };
  const uninterrupted = await fillCommunity({ root: whole.root, ...wish });

  let stops = 0;
  let counted = 0;
  for (const after of [0.05, 0.4, 0.8]) {
    const stop = new AbortController();
    const filling = fillCommunity({
      root: stopped.root,
      ...wish,
      signal: stop.signal,
      // Stopped in the middle of a chunk, a moment after the one that is told of.
      onProgress: ({ done, total }) => {
        if (done / total >= after) setTimeout(() => stop.abort(new Error('stopped by the test')), 5);
      },
    });
    await expect(filling).rejects.toThrow('stopped by the test');
    stops++;
    expect((await communityState(stopped.root)).state).toBe('partial');
    const [kept] = await query(
      stopped.root,
      'SELECT SUM(row_count) AS n FROM community_demo.generator_chunks',
    );
    expect(Number(kept?.n)).toBeGreaterThanOrEqual(counted);
    counted = Number(kept?.n);
  }
  expect(stops).toBe(3);
  expect(counted).toBeGreaterThan(0);

  const finished = await fillCommunity({ root: stopped.root, ...wish });
  expect(finished.rows).toBe(uninterrupted.rows);
  expect(await checksums(stopped.root)).toEqual(await checksums(whole.root));
  expect(await indexesOf(stopped.root)).toEqual(await indexesOf(whole.root));
});

test('a filling whose process was killed is finished by the next one', async () => {
  await using server = await emptyServer();
  const { root } = server;
  const wish = { members: 8_000, seed: 6, until: UNTIL };
  const script = `
    const { fillCommunity } = await import(${JSON.stringify(`file://${resolve('scripts/demo/community.ts')}`)});
    await fillCommunity({ root: ${JSON.stringify(root)}, ...${JSON.stringify(wish)}, until: new Date(${UNTIL.getTime()}),
      onProgress: ({ done }) => console.log(done) });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (Number(text.trim().split('\n').at(-1)) > 40_000) child.kill('SIGKILL');
  });
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect((await communityState(root)).state).toBe('partial');

  const finished = await fillCommunity({ root, ...wish });
  const tables = await query(
    root,
    "SELECT table_name AS name, SUM(row_count) AS n FROM community_demo.generator_chunks WHERE table_name <> '' GROUP BY 1",
  );
  let rows = 0;
  for (const { name, n } of tables) {
    const [counted] = await query(root, `SELECT COUNT(*) AS n FROM community_demo.\`${name}\``);
    expect(Number(counted?.n), String(name)).toBe(Number(n));
    rows += Number(n);
  }
  expect(finished.rows).toBe(rows);
  expect((await communityState(root)).state).toBe('complete');
});

test('progress rises to the end and never falls', async () => {
  await using server = await emptyServer();
  const told: number[] = [];
  const phases = new Set<string>();
  await fillCommunity({
    root: server.root,
    members: MEMBERS,
    seed: 1,
    until: UNTIL,
    onProgress: ({ phase, done, total }) => {
      phases.add(phase);
      told.push(done / total);
    },
  });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
  expect([...phases].at(0)).toBe('Making tables');
  expect([...phases].at(-1)).toBe('Ready');
});

test('a community too small to be one is refused before anything is changed', async () => {
  await using server = await emptyServer();
  await expect(fillCommunity({ root: server.root, members: 3, seed: 1, until: UNTIL })).rejects.toThrow(
    'A community needs 20 members or more, not 3. Nothing was changed.',
  );
  expect((await communityState(server.root)).state).toBe('none');
  await fillCommunity({ root: server.root, members: 20, seed: 1, until: UNTIL });
  const [users] = await query(server.root, 'SELECT COUNT(*) AS n FROM community_demo.users');
  expect(Number(users?.n)).toBe(20);
});
