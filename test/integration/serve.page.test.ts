import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ask, scriptText, testHost } from '../support/serve-host.ts';

const script = '/assets/index-Ab12_-xY.js';

function directives(policy: unknown): Record<string, string> {
  const parts = String(policy).split('; ');
  return Object.fromEntries(parts.map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));
}

test('the page may do nothing but run its own files and call its own console', async () => {
  await using host = await testHost();
  const policy = directives((await ask(host, '/')).headers['content-security-policy']);
  expect(policy).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': expect.stringMatching(/^'self' 'nonce-[\w-]{22}'$/),
    'img-src': "'self' data: blob:",
    'media-src': 'blob:',
    'font-src': "'self'",
    'connect-src': `'self' ws://127.0.0.1:${host.port}`,
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
  });
});

test('each answer of the page has a nonce of its own, in its policy and in itself', async () => {
  await using host = await testHost();
  const nonces = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const reply = await ask(host, '/members?q=ada');
    const nonce = /'nonce-([\w-]+)'/.exec(String(reply.headers['content-security-policy']))?.[1] ?? '';
    expect(reply.body.toString()).toContain(`nonce="${nonce}"`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test('every answer is closed to other sites, to sniffing and to the powers of the browser', async () => {
  await using host = await testHost();
  for (const path of ['/', script, '/boot.js', '/missing.js', '/session', '/%ff']) {
    const { headers } = await ask(host, path);
    expect(headers, path).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  }
});

test('a place inside the interface gets the page, a file that was not built is not found', async () => {
  await using host = await testHost();
  for (const path of ['/', '/index.html', '/members', '/members/42', '/record?actor=ada']) {
    const reply = await ask(host, path);
    expect(reply.status, path).toBe(200);
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.headers['cache-control']).toBe('no-store');
  }
  for (const path of ['/missing.js', '/assets/other-Ab12_-xY.js', '/favicon.ico']) {
    expect((await ask(host, path)).status, path).toBe(404);
  }
});

test('files named after their content are kept for ever, others are asked for again', async () => {
  await using host = await testHost();
  const hashed = await ask(host, script);
  expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(hashed.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect((await ask(host, '/boot.js')).headers['cache-control']).toBe('no-cache');
});

test('a browser that knows brotli gets the file as the build compressed it', async () => {
  await using host = await testHost();
  const reply = await ask(host, script, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } });
  expect(reply.headers['content-encoding']).toBe('br');
  expect(reply.headers.vary).toBe('Accept-Encoding');
  expect(brotliDecompressSync(reply.body).toString()).toBe(scriptText);
  expect(reply.body.length).toBeLessThan(scriptText.length / 10);
});

test('a browser that knows no brotli, or refuses it, gets the file as it is', async () => {
  await using host = await testHost();
  for (const accepted of ['', 'gzip', 'br;q=0', 'identity']) {
    const reply = await ask(host, script, { headers: { 'accept-encoding': accepted } });
    expect(reply.headers['content-encoding'], accepted).toBeUndefined();
    expect(reply.body.toString()).toBe(scriptText);
  }
});

test('a HEAD gets the headers of the GET and no body', async () => {
  await using host = await testHost();
  const [head, get] = [await ask(host, script, { method: 'HEAD' }), await ask(host, script)];
  expect(head.status).toBe(200);
  expect(head.headers['content-length']).toBe(get.headers['content-length']);
  expect(head.body).toHaveLength(0);
});

test('a console whose interface was not built says how to build it and holds no port', async () => {
  const { startHost } = await import('../../src/serve/host.ts');
  const { createLog } = await import('../../src/core/log.ts');
  const options = {
    port: 0,
    rendererDir: '/nowhere',
    log: createLog({ level: 'silent' }),
    open: () => undefined,
  };
  await expect(startHost(options)).rejects.toThrow('npm run build');
});
