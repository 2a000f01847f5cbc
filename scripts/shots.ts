import { copyFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { errorMessage } from './private-server/errors.ts';
import { createCamera } from './shots/camera.ts';
import { openStage } from './shots/stage.ts';
import { takeAll } from './shots/states.ts';
import { listenForStop } from './start/stop.ts';
import { obtainChromium } from './test/chromium.ts';

const help = `npm run shots [-- --readme]

Takes a picture of every screen and state, light and dark, in two sizes, into shots/, and prints their names.

  --readme   take over the README's picture, docs/caretaker.png, from them
  --help     this text`;

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const unknown = args.find((it) => it !== '--readme' && it !== '--help');
if (args.includes('--help')) console.log(help);
else if (unknown !== undefined) {
  console.error(`There is no option "${unknown}". See --help.`);
  process.exitCode = 2;
} else process.exit(await run(args.includes('--readme')));

async function run(readme: boolean): Promise<number> {
  const say = (line: string) => console.error(line);
  const stop = listenForStop();
  const folder = join(root, 'shots');
  try {
    await using started = new AsyncDisposableStack();
    process.env.CARETAKER_CHROMIUM = obtainChromium(say);
    const stage = await openStage(started, stop.signal, say);
    await takeAll(
      stage,
      createCamera(folder, (file) => console.log(relative(root, file))),
    );
    if (readme) copyFileSync(join(folder, 'member.light.1440x900.png'), join(root, 'docs/caretaker.png'));
    return 0;
  } catch (error) {
    if (!stop.signal.aborted) say(stripVTControlCharacters(errorMessage(error)));
    return stop.signal.aborted ? 130 : 1;
  } finally {
    stop.end();
  }
}
