import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentBundles, root } from '../support/bundles.ts';

const work = mkdtempSync(join(tmpdir(), 'caretaker-package-'));
const unpacked = join(work, 'dist/linux-unpacked');

beforeAll(async () => {
  await currentBundles();
  const electron = standInRelease(join(work, 'electron'));
  const builder = join(root, 'node_modules/electron-builder/cli.js');
  const options = [`-c.electronDist=${electron}`, `-c.directories.output=${join(work, 'dist')}`];
  await promisify(execFile)(process.execPath, [builder, '--linux', 'dir', '--publish', 'never', ...options], {
    cwd: root,
  });
}, 180_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** An unpacked release as far as a packer looks at it: a program with fuses as Electron ships them. */
function standInRelease(folder: string): string {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'version',
    'locales/en-US.pak',
    'locales/de.pak',
  ]) {
    writeFileSync(join(folder, name), '');
  }
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const shipped = '10001011';
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, shipped.length]), Buffer.from(shipped)]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]));
  chmodSync(join(folder, 'electron'), 0o755);
  return folder;
}

interface Folder {
  files: Record<string, Partial<Folder>>;
}

/** Every file in the app's archive, by path. */
function archived(): string[] {
  const file = openSync(join(unpacked, 'resources/app.asar'), 'r');
  const sizes = Buffer.alloc(16);
  readSync(file, sizes, 0, 16, 0);
  const header = Buffer.alloc(sizes.readUInt32LE(12));
  readSync(file, header, 0, header.length, 16);
  const walk = (folder: Folder, path: string): string[] =>
    Object.entries(folder.files).flatMap(([name, it]) =>
      it.files === undefined ? [`${path}${name}`] : walk({ files: it.files }, `${path}${name}/`),
    );
  return walk(JSON.parse(header.toString('utf8')), '');
}

test('in a package Electron can do nothing that Caretaker does not need: each fuse is set', async () => {
  const fuses = await getCurrentFuseWire(join(unpacked, 'caretaker'));
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ];
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ];
  for (const fuse of on) expect(fuses[fuse], FuseV1Options[fuse]).toBe(FuseState.ENABLE);
  for (const fuse of off) expect(fuses[fuse], FuseV1Options[fuse]).toBe(FuseState.DISABLE);
});

test('a package holds the bundles, the resources and nothing else of the project', () => {
  const own = archived().filter((name) => !name.startsWith('node_modules/'));
  expect(own).toEqual(
    expect.arrayContaining([
      'out/main/index.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'resources/icons/icon.png',
      'resources/install.sql',
      'package.json',
    ]),
  );
  expect(own.some((name) => name.startsWith('resources/migrations/'))).toBe(true);
  const allowed =
    /^(out\/(main|preload|renderer)\/|resources\/(install[a-z-]*\.sql|migrations|sites|icons\/icon\.png)|package\.json$)/;
  expect(own.filter((name) => !allowed.test(name))).toEqual([]);
  expect(own.filter((name) => /\.(br|gz|map|ts)$/.test(name))).toEqual([]);
});

test('a package holds every library that its main process imports, and no tool of development', () => {
  const main = readFileSync(join(root, 'out/main/index.js'), 'utf8');
  const imported = [...main.matchAll(/(?:from|import\(|import\.meta\.url\)\()\s*"([^".:][^":]*)"/g)].map(
    (it) => it[1] ?? '',
  );
  const libraries = new Set(
    imported
      .filter((name) => name !== 'electron')
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  );
  expect(libraries.size).toBeGreaterThan(4);
  const files = archived();
  for (const library of libraries) expect(files, library).toContain(`node_modules/${library}/package.json`);
  for (const tool of [
    'electron',
    'vite',
    'vitest',
    'typescript',
    'playwright-core',
    'react',
    '@faker-js/faker',
  ]) {
    expect(
      files.some((name) => name.startsWith(`node_modules/${tool}/`)),
      tool,
    ).toBe(false);
  }
});

test('a package speaks the languages of the interface and carries no others of Chromium’s', () => {
  const locales = readFileSync(join(work, 'electron/locales/de.pak'));
  expect(locales).toHaveLength(0);
  expect(() => readFileSync(join(unpacked, 'locales/de.pak'))).toThrow('ENOENT');
  expect(readFileSync(join(unpacked, 'locales/en-US.pak'))).toHaveLength(0);
});

test('each system has an installer and an icon of its own', () => {
  const config = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  for (const target of ['dmg', 'zip', 'nsis', 'AppImage', 'deb'])
    expect(config).toContain(`target: ${target}`);
  const icon = (name: string) => readFileSync(join(root, 'resources/icons', name));
  expect(icon('icon.icns').subarray(0, 4).toString('latin1')).toBe('icns');
  expect(icon('icon.ico').readUInt16LE(2)).toBe(1);
  expect(icon('icon.png').subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(icon('icon.png').readUInt32BE(16)).toBeGreaterThanOrEqual(512);
});

test('no package looks for updates unless whoever distributes it says where they are', () => {
  expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8')).toMatch(/^publish: null$/m);
  expect(() => readFileSync(join(unpacked, 'resources/app-update.yml'))).toThrow('ENOENT');
});
