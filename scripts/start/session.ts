import { join, resolve } from 'node:path';
import { errorMessage } from '../private-server/errors.ts';
import { isFree } from '../private-server/places.ts';
import { build } from './build.ts';
import { prepareConnection } from './connection.ts';
import { type Demo, startDemo } from './demo.ts';
import { obtainElectron } from './electron.ts';
import type { Flags } from './flags.ts';
import { type OpenHost, openBrowserHost, openJobs, openWindow, portInUse } from './hosts.ts';
import { listenForStop } from './stop.ts';

const root = resolve(import.meta.dirname, '../..');

/** Everything but the line that says Caretaker is ready goes to the standard error. */
const say = (line: string) => console.error(line);

/** Where the console works: its profile, and the database for a host that has no sign-in. */
interface Place {
  profileDir: string;
  databaseUrl: string;
  demo: Demo | null;
}

/** Starts all that the flags ask for and runs until told to stop. Resolves with the exit code. */
export async function runSession(flags: Flags): Promise<number> {
  const stop = listenForStop();
  let ready = false;
  try {
    await using started = new AsyncDisposableStack();
    if (flags.port !== undefined && !(await isFree(flags.port))) throw portInUse(flags.port);
    // Downloads while the database is being made.
    const window = flags.jobsOnly ? null : obtainElectron(root, flags, stop.signal, say);
    if (!flags.jobsOnly) await build(root, stop.signal, say);
    const place = await findPlace(flags, stop.signal, started);
    const host = started.use(await openHost(flags, place, window, stop.signal));
    ready = true;
    console.log(`Caretaker is ready: ${host.url}`);
    const why = await Promise.race([
      stop.asked,
      host.closed,
      ...(place.demo ? [place.demo.server.exited.then(() => 'The database server ended unexpectedly.')] : []),
    ]);
    if (why) say(why);
    say('Stopping');
    return why ? 1 : 0;
  } catch (error) {
    if (stop.signal.aborted) return ready ? 0 : 130;
    say(errorMessage(error));
    return 1;
  } finally {
    stop.end();
  }
}

async function findPlace(flags: Flags, signal: AbortSignal, started: AsyncDisposableStack): Promise<Place> {
  if (flags.connect) return { ...(await prepareConnection(flags.connect, flags, say)), demo: null };
  const demo = await startDemo({
    dataDir: resolve(flags.data ?? join(root, '.data/demo')),
    adapterFile: join(root, 'resources/sites/demo.sql'),
    members: flags.members,
    reset: flags.reset,
    works: !flags.idle,
    started,
    signal,
    say,
  });
  return { profileDir: demo.profileDir, databaseUrl: demo.databaseUrl, demo };
}

async function openHost(
  flags: Flags,
  place: Place,
  window: ReturnType<typeof obtainElectron> | null,
  signal: AbortSignal,
): Promise<OpenHost> {
  if (!window) return openJobs(place.databaseUrl, place.profileDir);
  const electron = await window;
  let reason = electron.reason;
  if (electron.binary) {
    const opened = await openWindow(electron.binary, root, place.profileDir, signal);
    if ('url' in opened) return opened;
    reason = opened.reason;
  }
  say(`Using the browser: ${reason}`);
  return openBrowserHost(
    {
      port: flags.port,
      profileDir: place.profileDir,
      rendererDir: join(root, 'out/renderer'),
      open: flags.open,
    },
    say,
  );
}
