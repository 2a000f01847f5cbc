import { createServer, type Server } from 'node:http';
import type { WebSocket } from 'ws';
import type { Logger } from '../core/log.ts';
import { openBuiltPage } from '../core/page/files.ts';
import { createGate } from './gate.ts';
import { createLines } from './lines.ts';
import { answer, say } from './pages.ts';

export interface HostOptions {
  /** 0 for any free one. */
  port: number;
  rendererDir: string;
  log: Logger;
  /** Takes each line of calls that passed every check. */
  open: (line: WebSocket) => void;
  pingEveryMs?: number;
}

export interface Host {
  port: number;
  /** The address to open, with the token that works once. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Serves the interface and its line of calls to one browser on this machine.
 * @throws Error with `code` EADDRINUSE when the port is taken
 */
export async function startHost(o: HostOptions): Promise<Host> {
  const server = createServer({
    // Whoever sends slowly holds nothing but one of few connections, and not for long.
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16_384,
  });
  server.maxConnections = 256;
  const port = await listen(server, o.port);
  try {
    const gate = createGate(port);
    const page = await openBuiltPage(o.rendererDir, [`ws://127.0.0.1:${port}`]);
    const lines = createLines({
      port,
      gate,
      open: o.open,
      ...(o.pingEveryMs === undefined ? {} : { pingEveryMs: o.pingEveryMs }),
    });
    server.on('request', (request, response) => {
      answer(request, response, { port, gate, page }).catch((error: unknown) => {
        o.log.error({ err: error }, 'a request to the page failed');
        if (response.headersSent) response.destroy();
        else say(response, 500, 'This file of the interface could not be read. The log has the details.');
      });
    });
    server.on('upgrade', lines.upgrade);
    return {
      port,
      url: `http://127.0.0.1:${port}/#token=${gate.token}`,
      stop: () => stop(server, lines.close),
    };
  } catch (error) {
    await stop(server, () => undefined);
    throw error;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The server has no port.'));
      else resolve(address.port);
    });
  });
}

function stop(server: Server, closeLines: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    closeLines();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
}
