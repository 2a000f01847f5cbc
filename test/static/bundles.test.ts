import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { nonceMark } from '../../src/core/page/policy.ts';
import { currentBundles, out, root } from '../support/bundles.ts';

beforeAll(currentBundles, 120_000);

const bundle = (name: string) => readFileSync(join(out, name), 'utf8');

test('the sandboxed preload is one file that requires nothing but Electron', () => {
  const files = readdirSync(join(out, 'preload'));
  expect(files).toEqual(['index.cjs']);
  const text = bundle('preload/index.cjs');
  const required = [...text.matchAll(/require\(([^)]*)\)/g)].map((it) => it[1]);
  expect(new Set(required)).toEqual(new Set(['"electron"']));
  expect(text).not.toMatch(/\bimport\b|process\.|Buffer|eval|Function/);
  expect(text.length).toBeLessThan(2_000);
});

test('the preload exposes one name and sends one message', () => {
  const text = bundle('preload/index.cjs');
  expect(text.match(/exposeInMainWorld/g)).toHaveLength(1);
  expect(text.match(/ipcRenderer\.\w+/g)).toEqual(['ipcRenderer.postMessage']);
});

test('the main process has no inspector, no remote control and no code made of text', () => {
  const text = bundle('main/index.js');
  const never = [
    /openDevTools/,
    /remote-debugging|inspect-brk/,
    /@electron\/remote|enableRemoteModule/,
    /\beval\(|new Function\(/,
    /executeJavaScript|insertCSS/,
    /nodeIntegration: true|contextIsolation: false|sandbox: false|webSecurity: false/,
    /webviewTag: true|allowRunningInsecureContent: true|experimentalFeatures: true|enableBlinkFeatures/,
    /disable-web-security|no-sandbox|ignore-certificate-errors/,
    /loadFile\(|file:\/\//,
    /setUsePlainTextEncryption/,
  ];
  for (const pattern of never) expect(text, String(pattern)).not.toMatch(pattern);
});

test('the main process opens the system’s browser at one place, behind a question', () => {
  const text = bundle('main/index.js');
  expect(text.match(/openExternal\(/g)).toHaveLength(1);
  expect(text).toMatch(/showMessageBox\([\s\S]{0,400}openExternal\(/);
});

test('the main process listens to one message and answers none', () => {
  const text = bundle('main/index.js');
  expect(text.match(/ipcMain\.\w+/g)).toEqual(['ipcMain.on']);
});

test('the page is made of its own files alone: no script, style or address in it is from elsewhere', () => {
  const html = bundle('renderer/index.html');
  const sources = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map((it) => it[1] ?? '');
  expect(sources.length).toBeGreaterThan(1);
  for (const source of sources) expect(source).toMatch(/^(\/|data:image\/svg)/);
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/<style|\son\w+=|\sstyle=/);
  expect(html).toContain(nonceMark);
});

test('the interface carries no code made of text that its policy would have to allow', () => {
  const scripts = readdirSync(join(out, 'renderer/assets')).filter((name) => name.endsWith('.js'));
  for (const name of scripts) {
    const text = bundle(`renderer/assets/${name}`);
    expect(text, name).not.toMatch(/\beval\(/);
    expect(text, name).not.toMatch(/importScripts|document\.write\(/);
  }
});

test('each larger text file of the interface lies there compressed for the browser’s host', () => {
  const scripts = readdirSync(join(out, 'renderer/assets')).filter((name) => /\.(js|css)$/.test(name));
  const large = scripts.filter((name) => bundle(`renderer/assets/${name}`).length > 10_000);
  expect(large.length).toBeGreaterThan(2);
  for (const name of large) {
    for (const ending of ['br', 'gz']) {
      expect(existsSync(join(out, 'renderer/assets', `${name}.${ending}`)), `${name}.${ending}`).toBe(true);
    }
  }
});

test('the main bundle, run as it was built, opens a confined window at the app’s own page', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'caretaker-bundle-'));
  const hook = pathToFileURL(join(root, 'test/support/electron-hook.ts')).href;
  const args = ['--import', hook, join(out, 'main/index.js'), `--profile=${profile}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true });
  });
  const told = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (part) => resolve(String(part)));
    child.once('exit', (code) => reject(new Error(`the bundle ended with ${code}`)));
  });
  expect(JSON.parse(told)).toMatchObject({
    log: ['name Caretaker', 'sandbox', 'scheme', 'lock', 'ready', 'handle', 'window'],
    url: 'app://caretaker/',
    options: {
      webPreferences: { contextIsolation: true, sandbox: true, preload: join(out, 'preload/index.cjs') },
    },
  });
});
