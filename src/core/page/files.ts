import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { createNonce, nonceMark, pageHeaders } from './policy.ts';

export type Encoding = 'br' | 'gzip';

export interface PageAnswer {
  status: 200 | 404;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The built interface, as both hosts give it to a browser. */
export interface BuiltPage {
  /**
   * The answer to a GET of `path`, the pathname of a URL. A path without a file ending is a place inside the
   * interface and gets the page itself; a file that was not built is 404.
   */
  answer(path: string, accepted?: readonly Encoding[]): Promise<PageAnswer>;
}

/**
 * Opens the interface built into `folder`. Only the files found there now are ever given out, by exact name,
 * so no path leads out of the folder. `connect` names what the page may call beside its own origin.
 * @throws Error when nothing was built there
 */
export async function openBuiltPage(folder: string, connect: readonly string[] = []): Promise<BuiltPage> {
  const names = await builtFiles(folder);
  if (!names.has('/index.html')) {
    throw new Error(`The interface is not built: there is no index.html in ${folder}. Run "npm run build".`);
  }
  const kept = new Map<string, Promise<Uint8Array>>();

  function bytes(name: string): Promise<Uint8Array> {
    const read = kept.get(name) ?? readFile(join(folder, name));
    kept.set(name, read);
    // What could not be read once may be readable the next time.
    read.catch(() => kept.delete(name));
    return read;
  }

  async function page(): Promise<PageAnswer> {
    const nonce = createNonce();
    const html = Buffer.from(await bytes('/index.html')).toString('utf8');
    return {
      status: 200,
      headers: {
        ...pageHeaders({ nonce, connect }),
        'Cache-Control': 'no-store',
        'Content-Type': 'text/html; charset=utf-8',
      },
      body: Buffer.from(html.replaceAll(nonceMark, nonce)),
    };
  }

  async function file(name: string, accepted: readonly Encoding[]): Promise<PageAnswer> {
    const encoding = encodings.find((it) => accepted.includes(it) && names.has(name + endings[it]));
    return {
      status: 200,
      headers: {
        ...pageHeaders({ nonce: null, connect }),
        'Cache-Control': hashed.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
        'Content-Type': types[extname(name)] ?? 'application/octet-stream',
        Vary: 'Accept-Encoding',
        ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
      },
      body: await bytes(encoding === undefined ? name : name + endings[encoding]),
    };
  }

  return {
    async answer(path, accepted = []) {
      if (path === '/index.html' || !names.has(path)) {
        return extname(path) === '' || path === '/index.html' ? page() : notFound(connect);
      }
      return file(path, accepted);
    },
  };
}

/** Every file below `folder`, as the path a URL would have. */
async function builtFiles(folder: string): Promise<Set<string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name));
  return new Set(files.map((it) => `/${relative(folder, it).split(sep).join('/')}`));
}

function notFound(connect: readonly string[]): PageAnswer {
  return {
    status: 404,
    headers: {
      ...pageHeaders({ nonce: null, connect }),
      'Cache-Control': 'no-store',
      'Content-Type': 'text/plain; charset=utf-8',
    },
    body: Buffer.from('There is no such file in the interface.\n'),
  };
}

/** Best first. */
const encodings: readonly Encoding[] = ['br', 'gzip'];
const endings: Record<Encoding, string> = { br: '.br', gzip: '.gz' };

/** The build puts a hash of the content into the name of what it makes, so such a file never changes. */
const hashed = /^\/assets\/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};
