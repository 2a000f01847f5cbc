import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { watchCore } from './dev/core.ts';
import { serveInterface } from './dev/interface.ts';
import { watchWindow } from './dev/window.ts';
import { startDemo } from './start/demo.ts';
import { obtainElectron } from './start/electron.ts';
import { parseFlags } from './start/flags.ts';
import { listenForStop } from './start/stop.ts';

const help = `npm run dev -- [flags]

Opens Caretaker on the demo community, with what you change live: the interface at once, the core by a restart.

  --serve      in the browser even where Electron is there
  --port P     the port of the page in the browser (5173)
  --data DIR   the demo's folder (.data/demo)
  --help       this text
`;

const root = resolve(import.meta.dirname, '..');
const say = (line: string) => process.stderr.write(`${line}\n`);

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      serve: { type: 'boolean' },
      port: { type: 'string', default: '5173' },
      data: { type: 'string', default: join(root, '.data/demo') },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const stop = listenForStop();
  try {
    await using started = new AsyncDisposableStack();
    const demo = await startDemo({
      dataDir: resolve(values.data),
      adapterFile: join(root, 'resources/sites/demo.sql'),
      members: undefined,
      reset: false,
      works: true,
      started,
      signal: stop.signal,
      say,
    });
    const flags = parseFlags(values.serve === true ? ['--serve'] : []);
    const electron = await obtainElectron(root, flags, stop.signal, say);
    if (electron.binary !== null) {
      say('Opening the Electron window; the interface changes in it as you save.');
      const window = started.use(watchWindow(root, demo.profileDir));
      await Promise.race([stop.asked, window.closed]);
      return 0;
    }
    say(`Using the browser: ${electron.reason}`);
    const core = started.use(await watchCore(root, demo.profileDir));
    const page = started.use(await serveInterface(root, Number(values.port), core));
    process.stdout.write(`Caretaker is ready: ${page.url}\n`);
    await stop.asked;
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    say(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    stop.end();
  }
}
