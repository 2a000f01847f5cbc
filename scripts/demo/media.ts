import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { photo, portrait } from './picture.ts';

/** The origin that the demo community's pictures bear. Nothing answers there: it is a name kept for examples. */
export const demoMediaOrigin = 'https://media.community.example';

export interface MediaServer extends AsyncDisposable {
  readonly origin: string;
}

/** Serves a picture for each photo and avatar of the demo, to this machine alone, at a port that is free. */
export async function startMediaServer(): Promise<MediaServer> {
  const server = createServer((request, response) => {
    const picture = pictureAt(request.url ?? '');
    if (picture === null) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': picture.length }).end(picture);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What a connection says of where the demo's pictures are; see `demo.json`. */
export function demoMedia({ origin }: MediaServer): Record<string, string> {
  return { [demoMediaOrigin]: origin };
}

function pictureAt(path: string): Buffer | null {
  const [, folder, id] = /^\/(photos|avatars)\/(\d{1,15})\.jpg$/.exec(path) ?? [];
  if (id === undefined) return null;
  return folder === 'photos' ? photo(Number(id)) : portrait(Number(id));
}
