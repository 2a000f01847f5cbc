import { expect, test } from 'vitest';
import { openBuiltPage } from '../../src/core/page/files.ts';
import { registerScheme, serveScheme } from '../../src/main/protocol.ts';
import { createElectron } from '../support/electron-stand-in.ts';
import { builtFolder, scriptText } from '../support/serve-host.ts';

/** The app's own scheme, answering from a built interface. */
async function servedScheme() {
  const folder = await builtFolder();
  const { electron, handlers } = createElectron('/nowhere');
  serveScheme(electron.protocol, await openBuiltPage(folder.rendererDir));
  const handler = handlers.get('app');
  if (handler === undefined) throw new Error('the scheme is not handled');
  return {
    get: (url: string, method = 'GET') => handler(new Request(url, { method })),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

test('the scheme of the app is as safe as a site with TLS and may not pass its policy by', () => {
  const { electron, schemes } = createElectron('/nowhere');
  registerScheme(electron.protocol);
  expect(schemes).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
});

test('the page at app:// carries the strict policy and calls nothing on the network', async () => {
  await using app = await servedScheme();
  const response = await app.get('app://caretaker/members?q=ada');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{22}';/);
  expect(policy).toContain("connect-src 'self';");
  expect(policy).not.toMatch(/unsafe|http|ws:|\*/);
  const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1];
  expect(await response.text()).toContain(`nonce="${nonce}"`);
});

test('every file at app:// carries the headers that close it', async () => {
  await using app = await servedScheme();
  for (const url of ['app://caretaker/boot.js', 'app://caretaker/missing.js', 'app://other/']) {
    const { headers } = await app.get(url);
    expect(headers.get('content-security-policy'), url).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options'), url).toBe('nosniff');
  }
});

test('a file of the interface is given with its type and as it was built', async () => {
  await using app = await servedScheme();
  const response = await app.get('app://caretaker/assets/index-Ab12_-xY.js');
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(await response.text()).toBe(scriptText);
});

test('no path at app:// leads out of the interface', async () => {
  await using app = await servedScheme();
  const paths = ['../secret.txt', '%2e%2e/secret.txt', '..%2fsecret.txt', '..%5csecret.txt', '%ff.txt'];
  for (const path of paths) {
    const response = await app.get(`app://caretaker/${path}`);
    expect([400, 404], path).toContain(response.status);
    expect(await response.text()).not.toContain('TOP SECRET');
  }
});

test('no other host of the scheme is answered, and nothing but reading is', async () => {
  await using app = await servedScheme();
  expect((await app.get('app://evil/')).status).toBe(404);
  expect((await app.get('app://caretaker.evil/')).status).toBe(404);
  expect((await app.get('app://caretaker/', 'POST')).status).toBe(405);
});
