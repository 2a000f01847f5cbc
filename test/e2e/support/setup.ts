import { resolve } from 'node:path';
import { build } from '../../../scripts/start/build.ts';
import { electronProgram } from './windows.ts';

/** Builds what is tested when it is older than its sources, and says what is left out. */
export default async function setUp(): Promise<void> {
  await build(resolve('.'), new AbortController().signal, console.log);
  if (electronProgram() !== null) return;
  console.log(
    'LEFT OUT: the same tests in Electron’s window, because Electron’s program is not on this machine. ' +
      '`node node_modules/electron/install.js` brings it.',
  );
}
