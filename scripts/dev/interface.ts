import { type ClientRequest, createServer as createHttpServer } from 'node:http';
import { join } from 'node:path';
import { createServer, type ProxyOptions } from 'vite';
import config from '../../electron.vite.config.ts';
import type { WatchedCore } from './core.ts';

/**
 * Serves the interface from its sources, changing in the browser as they are saved. Its calls go on to `core`
 * with the core's own cookie, so only the page itself may make them.
 */
export async function serveInterface(
  root: string,
  port: number,
  core: WatchedCore,
): Promise<AsyncDisposable & { url: string }> {
  const origin = `http://127.0.0.1:${port}`;
  const { renderer } = await config({ command: 'serve', mode: 'development' });
  const listener = createHttpServer();
  // Vite's own server would end the process on a signal, before anything else that was started is stopped.
  const vite = await createServer({
    ...renderer,
    configFile: false,
    root: join(root, 'src/renderer'),
    clearScreen: false,
    logLevel: 'warn',
    server: {
      middlewareMode: { server: listener },
      hmr: { server: listener },
      proxy: { '/calls': passedOn(origin, core, true), '/session': passedOn(origin, core, false) },
    },
  });
  listener.on('request', vite.middlewares);
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `${origin}/`,
    async [Symbol.asyncDispose]() {
      await vite.close();
      listener.closeAllConnections();
      listener.close();
    },
  };
}

function passedOn(origin: string, core: WatchedCore, ws: boolean): ProxyOptions {
  return {
    target: core.origin,
    ws,
    changeOrigin: true,
    bypass: (request) => (request.headers.origin === origin ? undefined : false),
    configure(proxy) {
      const sign = (request: ClientRequest) => {
        request.setHeader('origin', core.origin);
        request.setHeader('cookie', core.cookie());
      };
      proxy.on('proxyReq', sign);
      proxy.on('proxyReqWs', sign);
    },
  };
}
