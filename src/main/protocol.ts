import type { Protocol } from 'electron';
import type { BuiltPage } from '../core/page/files.ts';
import { pageHeaders } from '../core/page/policy.ts';
import { ownOrigin, scheme } from './origin.ts';

/** Gives `app:` the rights of a site with TLS, and none beyond. Electron wants it before it is ready. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers `app://caretaker/` from the built interface, and every other host of the scheme with nothing. */
export function serveScheme(protocol: Pick<Protocol, 'handle'>, page: BuiltPage): void {
  const own = ownOrigin({ packaged: true, devUrl: undefined });
  protocol.handle(scheme, async (request) => {
    if (!own.includes(request.url)) return refused(404);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405);
    const path = pathOf(request.url);
    if (path === null) return refused(400);
    const { status, headers, body } = await page.answer(path);
    return new Response(request.method === 'HEAD' ? null : Buffer.from(body), { status, headers });
  });
}

function pathOf(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
}

function refused(status: number): Response {
  return new Response(null, { status, headers: pageHeaders({ nonce: null, connect: [] }) });
}
