import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWindow } from '../../scripts/start/hosts.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caretaker-window-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program in Electron's place. */
function program(script: string): string {
  const file = join(folder, 'electron');
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

const signal = new AbortController().signal;

test('the window gets the profile, and is asked to close before it is forced', async () => {
  const note = join(folder, 'note');
  const binary = program(
    `echo "$@" > ${note}; trap 'echo closed >> ${note}; exit 0' TERM; while :; do sleep 0.1; done`,
  );
  const host = await openWindow(binary, folder, '/data/profile', signal);
  if ('reason' in host) throw new Error(host.reason);
  expect(readFileSync(note, 'utf8')).toBe(`${folder}/out/main/index.js --profile=/data/profile\n`);
  await host[Symbol.asyncDispose]();
  expect(readFileSync(note, 'utf8')).toContain('closed');
  expect(await host.closed).toBeNull();
});

test('a window that does not stay open says why, so that the browser can be used', async () => {
  const binary = program('echo "[1:FATAL:setuid] The SUID sandbox helper is missing" >&2; exit 133');
  const host = await openWindow(binary, folder, folder, signal);
  expect(host).toEqual({
    reason:
      "Electron's window did not open (exit code 133) [1:FATAL:setuid] The SUID sandbox helper is missing",
  });
});

test('a window that a person closes ends the console with nothing to say, one that crashes is told', async () => {
  const closing = join(folder, 'close');
  const script = (code: number) => `while [ ! -e ${closing} ]; do sleep 0.1; done; exit ${code}`;
  for (const [code, words] of [
    [0, null],
    [9, 'The Electron window ended unexpectedly (exit code 9).'],
  ] as const) {
    rmSync(closing, { force: true });
    const host = await openWindow(program(script(code)), folder, folder, signal);
    if ('reason' in host) throw new Error(host.reason);
    expect(existsSync(closing)).toBe(false);
    writeFileSync(closing, '');
    expect(await host.closed).toBe(words);
  }
});
