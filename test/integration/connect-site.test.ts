import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillCommunity } from '../../scripts/demo/community.ts';
import { openSession } from '../../src/core/session/open.ts';
import { readMakesAccounts } from '../../src/core/staff/list.ts';
import { demoAdapter, demoUntil } from '../support/community.ts';
import { type TestServer, testFolder, testServer } from '../support/database-server.ts';

describe('Connecting a site', () => {
  let server: TestServer;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  beforeAll(async () => {
    server = await testServer();
    folder = await testFolder();
    const root = { host: server.host, port: server.port, ...server.root };
    await fillCommunity({ root, members: 500, seed: 1, until: demoUntil });
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  function connectSite(...args: string[]): Promise<{ code: number | null; said: string }> {
    return connectAs(`mysql://root@127.0.0.1:${server.port}`, server.root.password, args);
  }

  function connectAs(address: string, password: string, args: readonly string[]) {
    const child = spawn(process.execPath, ['scripts/connect-site.ts', '--server', address, ...args], {
      env: {
        ...process.env,
        CARETAKER_PASSWORD: password,
        CARETAKER_STAFF_PASSWORD: 'Staff-Pass-1',
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    return new Promise<{ code: number | null; said: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, said })),
    );
  }

  const signIn = () =>
    openSession({
      primary: {
        host: '127.0.0.1',
        port: server.port,
        user: 'ada',
        password: 'Staff-Pass-1',
        tls: 'off',
        ca: null,
      },
      replica: null,
    });

  function brokenAdapter(from: string, to: string): string {
    const file = join(folder.path, 'site.sql');
    const text = readFileSync(demoAdapter, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
    return file;
  }

  test('without a terminal to say yes on changes nothing', async () => {
    const { code, said } = await connectSite('--adapter', demoAdapter);
    expect(code).toBe(1);
    expect(said).toContain('Nothing was changed');
    expect((await signIn()).outcome).toBe('refused');
  });

  test('with an adapter that has a mistake names the statement, and may be run again', async () => {
    const file = brokenAdapter('FROM community_demo.statuses', 'FROM community_demo.no_such_table');
    const { code, said } = await connectSite('--adapter', file, '--yes');
    expect(code).toBe(1);
    expect(said).toMatch(/Statement \d+ of .*site\.sql failed: .*no_such_table/);
  });

  test('with an adapter that lacks a view says which', async () => {
    const file = brokenAdapter('VIEW caretaker_site.deploy AS', 'VIEW caretaker_site.deployment AS');
    const { code, said } = await connectSite('--adapter', file, '--yes');
    expect(code).toBe(1);
    expect(said).toContain('deploy is missing');
  });

  test('with a good adapter lets the first admin sign in, and may be repeated', async () => {
    const order = ['--adapter', demoAdapter, '--yes', '--staff', 'ada:admin:Ada Moreau'];
    for (const _ of ['once', 'again']) {
      const { code, said } = await connectSite(...order);
      expect(said).toContain('The site is connected');
      expect(code).toBe(0);
    }
    const opening = await signIn();
    expect(opening).toMatchObject({
      outcome: 'opened',
      signedIn: { person: { name: 'Ada Moreau', role: 'admin' } },
    });
    if (opening.outcome === 'opened') await opening.signedIn.database.close();
  });

  test('lets admins make accounts in the console only where it is told to, and remembers it', async () => {
    const order = ['--adapter', demoAdapter, '--yes'];
    const makesAccounts = async () => {
      const opening = await signIn();
      if (opening.outcome !== 'opened') throw new Error(JSON.stringify(opening));
      const { database } = opening.signedIn;
      const made = await database.readPrimary(undefined, readMakesAccounts);
      await database.close();
      return made;
    };
    expect(await makesAccounts()).toBe(false);
    expect((await connectSite(...order, '--staff-accounts')).code).toBe(0);
    expect(await makesAccounts()).toBe(true);
    expect((await connectSite(...order)).code).toBe(0);
    expect(await makesAccounts()).toBe(true);
    expect((await connectSite(...order, '--no-staff-accounts')).code).toBe(0);
    expect(await makesAccounts()).toBe(false);
  });

  test('with a wrong role, flag or file says so and ends with an error', async () => {
    const king = await connectSite('--adapter', demoAdapter, '--staff', 'x:king:Y');
    expect(king).toMatchObject({ code: 2, said: expect.stringContaining('"x:king:Y" is not one') });
    const flag = await connectSite('--adapter', demoAdapter, '--nonsense');
    expect(flag).toMatchObject({ code: 2, said: expect.stringContaining("'--nonsense'") });
    const file = await connectSite('--adapter', '/no/such/file.sql');
    expect(file).toMatchObject({
      code: 1,
      said: expect.stringContaining('There is no file /no/such/file.sql'),
    });
  });

  test('with a wrong password, or by TLS to a bare address, says what to do', async () => {
    const order = ['--adapter', demoAdapter, '--yes'];
    const wrong = await connectAs(`mysql://root@127.0.0.1:${server.port}`, 'wrong', order);
    expect(wrong.code).toBe(1);
    expect(wrong.said).toContain('refused root: unknown account or wrong password');
    expect(wrong.said).toContain('Nothing was changed.');
    const address = await connectAs('mysql://root@192.0.2.1:3306', 'any', order);
    expect(address.code).toBe(1);
    expect(address.said).toContain('name the host as its certificate does');
  });
});
