import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import type { DirectoryState } from '../../src/contract/directory.ts';
import type { Role } from '../../src/contract/roles.ts';
import { rebuildDirectory } from '../../src/core/directory/control.ts';
import { buildDirectory } from '../../src/core/directory/job/refresh.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';

describe('Watching and steering the build of the member directory', () => {
  let town: Community;
  let admin: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 4500, directory: false });
    admin = await town.signIn('admin');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  /** A console at which someone is signed in: its jobs run. */
  async function consoleOf(role: Role): Promise<AsyncDisposable & { client: Client }> {
    const made = await testConsole();
    const { host, port } = town.root;
    const { id } = await made.client.connections.save({
      id: null,
      details: { name: 'Town', host, port, tls: 'off', ca: null, replica: null },
    });
    const result = await made.client.session.signIn({
      connectionId: id,
      user: role,
      password: passwordOf(role),
    });
    expect(result).toEqual({ outcome: 'signed-in' });
    return made;
  }

  /** Watches until a state is as wanted, and gives all until then. */
  async function statesUntil(
    client: Client,
    isWanted: (state: DirectoryState) => boolean,
  ): Promise<DirectoryState[]> {
    const states: DirectoryState[] = [];
    const stop = new AbortController();
    for await (const state of await client.directory.watch(undefined, { signal: stop.signal })) {
      states.push(state);
      if (isWanted(state)) break;
    }
    stop.abort();
    return states;
  }

  async function pauseEntries(): Promise<string[]> {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      "SELECT action FROM caretaker_audit.entry WHERE subject_kind = 'directory' ORDER BY id",
    );
    return rows.map((row) => String(row.action));
  }

  test('a console that signs in builds it in view, with what it costs the site', async () => {
    await rebuildDirectory(admin);
    await using desk = await consoleOf('moderator');
    const states = await statesUntil(desk.client, (it) => it.phase === 'ready' && it.freshAt !== null);
    const shares = states.map((it) => it.share);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(states[0]).toMatchObject({ phase: 'building', part: 'members', freshAt: null, pausedBy: null });
    const last = states.at(-1);
    expect(last).toMatchObject({ phase: 'ready', part: null, share: 1, secondsLeft: null });
    expect(last?.cost.rows).toBeGreaterThan(4500);
    expect(last?.cost.seconds).toBeGreaterThan(0);
  });

  test('anyone of those who read members stops it for all, and it stays stopped until resumed', async () => {
    await rebuildDirectory(admin);
    const before = await pauseEntries();
    await using support = await consoleOf('support');
    await support.client.directory.pause();
    await using other = await consoleOf('moderator');
    const [paused] = (await statesUntil(other.client, (it) => it.phase === 'paused')).slice(-1);
    expect(paused).toMatchObject({ pausedBy: 'support', secondsLeft: null });
    await buildDirectory(admin); // a run of the job: it finds the pause and builds nothing
    const [still] = await statesUntil(other.client, () => true);
    expect(still).toMatchObject({ phase: 'paused', done: paused?.done });
    await other.client.directory.resume();
    await statesUntil(other.client, (it) => it.phase === 'building' || it.phase === 'ready');
    await buildDirectory(admin);
    await statesUntil(other.client, (it) => it.phase === 'ready');
    expect((await pauseEntries()).slice(before.length)).toEqual(['directory.paused', 'directory.resumed']);
  });

  test('a pause ends a build that is under way after the page it writes', async () => {
    await rebuildDirectory(admin);
    const building = buildDirectory(admin);
    await using desk = await consoleOf('support');
    await desk.client.directory.pause();
    await building;
    const [state] = await statesUntil(desk.client, () => true);
    expect(state?.phase).not.toBe('building');
    await desk.client.directory.resume();
  });

  test('an administrator has it built anew, and it can be searched meanwhile', async () => {
    await buildDirectory(admin);
    await using desk = await consoleOf('admin');
    await desk.client.directory.rebuild();
    const [[row]] = await town.sql.query<RowDataPacket[]>(
      'SELECT COUNT(*) AS n FROM caretaker.member_directory',
    );
    expect(Number(row?.n)).toBe(4500);
    expect((await pauseEntries()).at(-1)).toBe('directory.rebuilt');
    await using other = await consoleOf('support');
    await expect(other.client.directory.rebuild()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await buildDirectory(admin);
  });

  test('watching ends when the person signs out', async () => {
    await using desk = await consoleOf('moderator');
    const watching = (async () => {
      for await (const _ of await desk.client.directory.watch());
    })();
    const ended = expect(watching).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    await desk.client.session.signOut();
    await ended;
  });

  test('the CTO, who reads no members, neither watches nor builds it', async () => {
    await rebuildDirectory(admin);
    await using desk = await consoleOf('cto');
    await expect(desk.client.directory.watch()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const [rows] = await town.sql.query<RowDataPacket[]>('SELECT built_rows FROM caretaker.directory_part');
    expect(rows.map((row) => Number(row.built_rows))).toEqual([0, 0, 0]);
  });
});
