import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from '../../../scripts/start/build.ts';
import { electronProgram } from './windows.ts';

/**
 * Builds what is tested when it is older than its sources, and says what is left out. The interface is tested from a
 * copy, so that a build made meanwhile does not change it under the tests.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  await build(resolve('.'), new AbortController().signal, console.log);
  await mkdir('.test', { recursive: true });
  const copy = await mkdtemp(resolve('.test', 'interface-'));
  await cp(resolve('out/renderer'), join(copy, 'renderer'), { recursive: true });
  process.env.CARETAKER_TESTED_INTERFACE = join(copy, 'renderer');
  if (electronProgram() === null) {
    console.log(
      'LEFT OUT: the same tests in Electron’s window, because Electron’s program is not on this machine. ' +
        '`node node_modules/electron/install.js` brings it.',
    );
  }
  return () => rm(copy, { recursive: true, force: true });
}

/** The built interface that the tests serve. Set by `setUp`, and inherited by every worker. */
export function testedInterface(): string {
  const folder = process.env.CARETAKER_TESTED_INTERFACE;
  if (folder === undefined) throw new Error('The interface was not built for the tests.');
  return folder;
}
