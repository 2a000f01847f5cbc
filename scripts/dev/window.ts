import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The Electron window in development: its page from Vite, its main process built anew as it is saved. */
export function watchWindow(root: string, profileDir: string): AsyncDisposable & { closed: Promise<void> } {
  const program = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const child = spawn(process.execPath, [program, 'dev', '--watch', '--', `--profile=${profileDir}`], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    closed,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}
