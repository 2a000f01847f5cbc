import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startJobs, startServe } from './index.ts';
import { userProfileDir } from './profile.ts';

const help = `Caretaker for one browser on this machine, without Electron.

  node src/serve/cli.ts [options]

  --port N         the port at 127.0.0.1; a free one by default
  --profile DIR    where connections and settings are kept; ${userProfileDir()} by default
  --renderer DIR   the built interface; out/renderer by default
  --exports DIR    where exports are written; your downloads by default
  --jobs-only      run the jobs and no interface, with the database named by --connect
  --connect URL    mysql://user@host:port, for --jobs-only; the password is read from CARETAKER_PASSWORD
  --help           this text
`;

/** Runs until it is told to stop. Exit codes: 0 stopped, 1 did not start, 2 was asked for something unknown. */
async function main(): Promise<void> {
  const options = readOptions();
  if (options.help === true) return void process.stdout.write(help);
  const profileDir = resolve(options.profile ?? userProfileDir());
  mkdirSync(profileDir, { recursive: true, mode: 0o700 });

  if (options['jobs-only'] === true) {
    const jobs = await startJobs({ databaseUrl: databaseUrl(options.connect), profileDir });
    stopOnSignal(jobs.stop);
    process.stdout.write('Caretaker runs its jobs. Ctrl-C stops them.\n');
    return;
  }
  const host = await startServe({
    port: portOf(options.port),
    profileDir,
    rendererDir: resolve(options.renderer ?? join(import.meta.dirname, '../../out/renderer')),
    ...(options.exports === undefined ? {} : { exportsDir: resolve(options.exports) }),
  });
  stopOnSignal(host.stop);
  process.stdout.write(`Caretaker is ready: ${host.url}\n`);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        profile: { type: 'string' },
        renderer: { type: 'string' },
        exports: { type: 'string' },
        'jobs-only': { type: 'boolean' },
        connect: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 0);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  return refuse(`--port ${text} is no port: give a number from 1 to 65535, or leave it out.`);
}

function databaseUrl(text: string | undefined): string {
  if (text === undefined) return refuse('--jobs-only needs --connect mysql://user@host:port.');
  if (!URL.canParse(text)) return refuse('--connect is no address like mysql://user@host:port.');
  const url = new URL(text);
  if (url.password === '') url.password = process.env.CARETAKER_PASSWORD ?? '';
  return url.href;
}

function refuse(message: string): never {
  process.stderr.write(`${message}\nNothing was started. --help lists what can be asked for.\n`);
  process.exit(2);
}

function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

function fail(error: unknown): void {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    inUse
      ? 'Caretaker did not start: the port is used by another program. Give another with --port, or none.\n'
      : `Caretaker did not start: ${reason}\n`,
  );
  process.exit(1);
}

main().catch(fail);
