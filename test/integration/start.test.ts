import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isHeld, processIdentity } from '../../scripts/private-server/ownership.ts';
import { startDemo } from '../../scripts/start/demo.ts';
import { demoAdapter } from '../support/community.ts';
import { testBinaries, testFolder, testServer } from '../support/database-server.ts';

// Each start makes a server and a community, on a machine that may have other work.
vi.setConfig({ testTimeout: 180_000 });

/** `npm start`, running. */
interface Started {
  process: ChildProcess;
  /** The address it is ready at. @throws Error with all it said when it ends without being ready */
  ready: Promise<string>;
  /** Exit code and all that was printed. */
  ended: Promise<{ code: number | null; out: string; err: string }>;
  said(text: string): Promise<void>;
}

let folder: Awaited<ReturnType<typeof testFolder>>;
let data: string;
let running: Started[];

beforeEach(async () => {
  folder = await testFolder();
  data = join(folder.path, 'demo');
  running = [];
});

afterEach(async () => {
  for (const started of running) {
    started.process.kill('SIGTERM');
    await started.ended;
  }
  await folder[Symbol.asyncDispose]();
});

/** With no site at work on it, unless `works`. */
function start(args: string[], environment: NodeJS.ProcessEnv = {}, works = false): Started {
  const idle = works || args.includes('--connect') ? [] : ['--idle'];
  const child = spawn(
    process.execPath,
    ['scripts/bootstrap.mjs', 'start', '--data', data, ...idle, ...args],
    {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<Awaited<Started['ended']>>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }));
  });
  const until = async (found: () => string | undefined): Promise<string> => {
    while (child.exitCode === null && found() === undefined) await sleep(20);
    const result = found();
    if (result === undefined) throw new Error(`It ended with ${child.exitCode}:\n${out}${err}`);
    return result;
  };
  const started: Started = {
    process: child,
    ready: until(() => /^Caretaker is ready: (.+)$/m.exec(out)?.[1]),
    ended,
    said: async (text) => void (await until(() => (err.includes(text) ? text : undefined))),
  };
  started.ready.catch(() => {});
  running.push(started);
  return started;
}

async function stop(started: Started, signal: NodeJS.Signals = 'SIGINT') {
  started.process.kill(signal);
  return started.ended;
}

function profile() {
  return JSON.parse(readFileSync(join(data, 'profile/demo.json'), 'utf8'));
}

function serverPid(): number {
  return JSON.parse(readFileSync(join(data, 'server.lock'), 'utf8')).server.pid;
}

/** Asks the demo's database as one of its four people. */
async function ask(sql: string, user = 'ada'): Promise<RowDataPacket[]> {
  const { connection, people } = profile();
  const person = people.find((it: { user: string }) => it.user === user);
  const { host, port } = connection;
  const line = await createConnection({ host, port, user, password: person.password });
  try {
    const [rows] = await line.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await line.end();
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 200 && processIdentity(pid) !== null; i++) await sleep(50);
  return processIdentity(pid) === null;
}

// The demo takes whatever server it finds; a MySQL inside a chroot could not reach its folder.
describe.skipIf(testBinaries().root !== null)('npm start', () => {
  test('makes a demo, says once that it is ready, and Ctrl-C leaves nothing running', async () => {
    const first = start(['--members', '200', '--no-open']);
    const page = new URL(await first.ready);
    expect(page.hostname).toBe('127.0.0.1');
    expect((await fetch(page.origin)).status).toBe(200);
    const roles = { mara: 'moderator', sam: 'support', ines: 'cto', ada: 'admin' };
    for (const [user, role] of Object.entries(roles)) {
      const [row] = await ask('SELECT CURRENT_ROLE() AS role', user);
      expect(String(row?.role)).toContain(`caretaker_${role}`);
    }
    expect(await ask('SELECT COUNT(*) AS members FROM caretaker_site.member', 'ada')).toEqual([
      { members: 200 },
    ]);
    const pid = serverPid();
    const { code, out } = await stop(first);
    expect(code).toBe(0);
    expect(out).toBe(`Caretaker is ready: ${page.href}\n`);
    expect(processIdentity(pid)).toBeNull();
    await expect(fetch(page.origin)).rejects.toThrow();
  });

  test('has a site at work, and a past of its database, unless it is to be idle', async () => {
    const calls = async () => {
      const [digests] = (await ask("CALL caretaker_audit.server_digests('2000-01-01')")) as RowDataPacket[][];
      const ofSite = (digests ?? []).filter((row) => row.schema_name === 'community_demo');
      return ofSite.reduce((sum, row) => sum + Number(row.calls), 0);
    };
    const samples = async () =>
      Number((await ask('SELECT COUNT(*) AS n FROM caretaker.metric_sample WHERE step = 3600'))[0]?.n);
    const idle = start(['--members', '200', '--no-open']);
    await idle.ready;
    expect(await samples()).toBe(0);
    await stop(idle);
    const alive = start(['--no-open'], {}, true);
    await alive.ready;
    expect(await samples()).toBeGreaterThan(100_000);
    const before = await calls();
    for (let tries = 0; tries < 100 && (await calls()) < before + 20; tries++) await sleep(100);
    expect(await calls()).toBeGreaterThanOrEqual(before + 20);
    expect((await stop(alive)).code).toBe(0);
  });

  test('keeps the data and the accounts at the second start, which takes seconds', async () => {
    const first = start(['--members', '200', '--no-open']);
    await first.ready;
    const before = profile();
    await stop(first);
    const begun = performance.now();
    const second = start(['--no-open']);
    await second.ready;
    expect(performance.now() - begun).toBeLessThan(15_000);
    const after = profile();
    expect(after.people).toEqual(before.people);
    expect(await ask('SELECT COUNT(*) AS members FROM caretaker_site.member')).toEqual([{ members: 200 }]);
    const { err } = await stop(second, 'SIGTERM');
    expect(err).not.toContain('Making');
  });

  test('stopped in the middle of filling, it stops the server too, and finishes next time', async () => {
    const first = start(['--members', '20000', '--no-open']);
    await first.said('Making a demo community');
    const pid = serverPid();
    await sleep(500);
    const { code, out } = await stop(first);
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(processIdentity(pid)).toBeNull();
    const second = start(['--members', '20000', '--no-open']);
    await second.ready;
    expect(await ask('SELECT COUNT(*) AS members FROM caretaker_site.member')).toEqual([{ members: 20_000 }]);
  });

  test('killed with -9, it leaves no server behind and starts again', async () => {
    const first = start(['--members', '200', '--no-open']);
    await first.ready;
    const pid = serverPid();
    await stop(first, 'SIGKILL');
    expect(await gone(pid)).toBe(true);
    for (let i = 0; i < 100 && isHeld(join(data, 'server')); i++) await sleep(50);
    const second = start(['--no-open']);
    await second.ready;
    expect(await ask('SELECT COUNT(*) AS members FROM caretaker_site.member')).toEqual([{ members: 200 }]);
  });

  test('refuses a second one on the same folder, and a wish for other members than there are', async () => {
    const first = start(['--members', '200', '--no-open']);
    await first.ready;
    const second = await start(['--no-open']).ended;
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toContain('Already running (pid ');
    await stop(first);
    const other = await start(['--members', '300', '--no-open']).ended;
    expect(other).toMatchObject({ code: 1, out: '' });
    expect(other.err).toContain('has 200 members, not 300. Nothing was changed.');
  });

  test('a reset makes the demo anew and leaves what is not its own', async () => {
    const first = start(['--members', '200', '--no-open']);
    await first.ready;
    const before = profile();
    await stop(first);
    writeFileSync(join(data, 'notes.txt'), 'mine');
    const second = start(['--members', '300', '--reset', '--no-open']);
    await second.ready;
    expect(await ask('SELECT COUNT(*) AS members FROM caretaker_site.member')).toEqual([{ members: 300 }]);
    expect(readFileSync(join(data, 'notes.txt'), 'utf8')).toBe('mine');
    expect(profile().people[0].password).not.toBe(before.people[0].password);
  });

  test('leaves a demo that an older Caretaker made as it is, and says how to get a new one', async () => {
    const demo = async () => {
      await using started = new AsyncDisposableStack();
      const { server } = await startDemo({
        dataDir: data,
        adapterFile: demoAdapter,
        members: 200,
        reset: false,
        started,
        signal: AbortSignal.timeout(60_000),
        say: () => {},
      });
      const { host, port, root } = server;
      const line = await createConnection({ host, port, ...root });
      await line.query('UPDATE community_demo.generator_state SET version = version - 1');
      await line.end();
    };
    await demo();
    await expect(demo()).rejects.toThrow(
      /was made by an older Caretaker .* Nothing was changed\. Use --reset to make it anew/,
    );
  });

  test('--jobs-only offers no page and prints no password', async () => {
    const jobs = start(['--members', '200', '--jobs-only']);
    const url = new URL(await jobs.ready);
    expect({ protocol: url.protocol, user: url.username, password: url.password }).toEqual({
      protocol: 'mysql:',
      user: 'ada',
      password: '',
    });
    const { code } = await stop(jobs);
    expect(code).toBe(0);
  });
});

test('a port in use is named before anything is made', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const address = blocker.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  const { code, out, err } = await start(['--port', String(port)]).ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(
    `Port ${port} is in use on this machine. Nothing was changed. Choose another with --port.\n`,
  );
  expect(existsSync(data)).toBe(false);
  blocker.close();
});

test('an unknown flag ends at once with the way to the help', async () => {
  const { code, out, err } = await start(['--memebrs', '5']).ended;
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: "Unknown option '--memebrs'. See --help.\n" });
});

test('--connect starts no server and fills nothing, and the server waits on the sign-in screen', async () => {
  await using server = await testServer();
  const connected = start(['--connect', `mysql://mara@127.0.0.1:${server.port}`, '--no-open']);
  const page = new URL(await connected.ready);
  expect((await fetch(page.origin)).status).toBe(200);
  expect(readdirSync(data)).toEqual(['profile']);
  const saved = JSON.parse(readFileSync(join(data, 'profile/connect.json'), 'utf8'));
  expect(saved).toMatchObject({
    connection: { host: '127.0.0.1', port: server.port, tls: 'off' },
    user: 'mara',
  });
  await stop(connected);
  const root = await createConnection({ host: server.host, port: server.port, ...server.root });
  const [databases] = await root.query<RowDataPacket[]>("SHOW DATABASES LIKE '%ca%'");
  expect(databases).toEqual([]);
  await root.end();
});
