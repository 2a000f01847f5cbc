import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoMedia, startMediaServer } from '../../../scripts/demo/media.ts';
import type { ConnectionDetails } from '../../../src/contract/connections.ts';
import { type Role, roles } from '../../../src/contract/roles.ts';
import { createLog } from '../../../src/core/log.ts';
import { startServe } from '../../../src/serve/index.ts';
import { type Community, passwordOf } from '../../support/community.ts';
import { testedInterface } from './setup.ts';
import type { Windows } from './windows.ts';

/** One console with a profile of its own, before one community: what a person has on their table. */
export interface Desk extends AsyncDisposable {
  readonly profileDir: string;
  /** Unique, so that a test finds its own sign-ins in a record that others write to. */
  readonly connectionName: string;
  /** The console's window: in a browser it has come in by the printed link. */
  readonly page: Page;
  /** Shows a place of the console, such as `/members?q=ma`, in the page or in another tab. */
  goTo(path: string, page?: Page): Promise<void>;
}

/** A console offered to a browser. */
export interface BrowserDesk extends Desk {
  /** What Caretaker prints when it is ready. */
  readonly link: string;
  readonly origin: string;
  readonly exportsDir: string;
  /** Another tab of the same browser. */
  newTab(): Promise<Page>;
  /** A browser that has never been here: someone else’s on the same machine. */
  newBrowser(): Promise<Page>;
  stopService(): Promise<void>;
}

export interface DeskOptions {
  town: Community;
  /** Offers the four people of the demo; without, a person adds connections of their own. */
  demo?: boolean;
  /** Whether to open the link; a test of the first start does it itself. */
  enter?: boolean;
}

/** Starts a console for a browser and comes in by its link. */
export async function browserDesk(o: DeskOptions, open: () => Promise<Windows>): Promise<BrowserDesk> {
  const { profileDir, connectionName, remove } = await makeProfile(o);
  const exportsDir = join(profileDir, 'exports');
  const host = await startServe({
    port: 0,
    profileDir,
    rendererDir: testedInterface(),
    exportsDir,
    log: createLog({ file: join(profileDir, 'caretaker.log') }),
  });
  const windows = await open();
  const others = new AsyncDisposableStack();
  const page = await windows.open();
  const origin = new URL(host.url).origin;
  if (o.enter !== false) await page.goto(host.url);
  return {
    profileDir,
    connectionName,
    page,
    link: host.url,
    origin,
    exportsDir,
    async goTo(path, where = page) {
      await where.goto(`${origin}${path}`);
    },
    newTab: () => windows.open(),
    async newBrowser() {
      const other = await open();
      others.defer(() => other.close());
      return other.open();
    },
    stopService: () => host.stop(),
    async [Symbol.asyncDispose]() {
      await others.disposeAsync();
      await windows.close();
      await host.stop();
      await remove();
    },
  };
}

/** Starts Electron on a profile of its own. */
export async function electronDesk(
  o: DeskOptions,
  open: (profileDir: string) => Promise<Windows>,
): Promise<Desk> {
  const { profileDir, connectionName, remove } = await makeProfile(o);
  const windows = await open(profileDir);
  const page = await windows.open();
  return {
    profileDir,
    connectionName,
    page,
    async goTo(path, where = page) {
      await where.goto(`app://caretaker${path}`);
    },
    async [Symbol.asyncDispose]() {
      await windows.close();
      await remove();
    },
  };
}

async function makeProfile({ town, demo = true }: DeskOptions) {
  const profileDir = await mkdtemp(join(tmpdir(), 'caretaker-desk-'));
  const media = await startMediaServer();
  const connectionName = `Town ${randomBytes(3).toString('hex')}`;
  if (demo) {
    const { host, port } = town.server;
    const people = roles.map((role) => ({
      user: role,
      role,
      name: `The ${role}`,
      password: passwordOf(role),
    }));
    const connection = { id: 'demo', name: connectionName, host, port, tls: 'off', media: demoMedia(media) };
    await writeFile(join(profileDir, 'demo.json'), JSON.stringify({ connection, people }));
  }
  return {
    profileDir,
    connectionName,
    async remove() {
      await media[Symbol.asyncDispose]();
      await rm(profileDir, { recursive: true, force: true });
    },
  };
}

/** Puts a connection among those that a person saved, as the form would. */
export async function saveConnection(desk: Desk, details: Partial<ConnectionDetails>): Promise<void> {
  const whole = { name: 'Mine', host: '127.0.0.1', port: 3306, tls: 'off', ca: null, replica: null };
  const connections = [{ id: 'mine', details: { ...whole, ...details } }];
  await writeFile(join(desk.profileDir, 'connections.json'), JSON.stringify({ connections }));
}

/** Signs in as the demo's person of a role, with one click, and waits until their workspace is there. */
export async function signIn(desk: Desk, role: Role, page = desk.page): Promise<void> {
  await page.getByRole('button', { name: `The ${role}` }).click();
  await page.getByRole('complementary', { name: 'Console' }).waitFor();
}
