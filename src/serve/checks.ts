import type { IncomingMessage } from 'node:http';

/** Why a request is not served: a status and a sentence for whoever reads it. */
export interface Rejection {
  status: number;
  message: string;
}

/**
 * Checks that a request was made to this very host, under its own name. A page of another site that had its
 * name resolve to this machine (DNS rebinding) still sends its own name as Host, and is turned away here.
 */
export function checkHost(request: IncomingMessage, port: number): Rejection | null {
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length === 1 && hosts[0] === `127.0.0.1:${port}`) return null;
  return {
    status: 421,
    message: `This console answers at http://127.0.0.1:${port} and under no other name.`,
  };
}

/** Checks that a request that changes something or opens a line was made by the console's own page. */
export function checkOrigin(request: IncomingMessage, port: number): Rejection | null {
  const origins = request.headersDistinct.origin ?? [];
  if (origins.length === 1 && origins[0] === `http://127.0.0.1:${port}`) return null;
  return { status: 403, message: 'Only the console’s own page may ask for this.' };
}

/** The pathname asked for, or null for a request target that is no plain path (a proxy's, or broken). */
export function requestedPath(request: IncomingMessage): string | null {
  const target = request.url ?? '';
  if (!target.startsWith('/') || target.startsWith('//')) return null;
  try {
    return decodeURIComponent(target.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return null;
  }
}
