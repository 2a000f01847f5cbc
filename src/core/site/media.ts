import { Refused } from '../errors.ts';
import { headBytes, mediaTypeOf } from './media-type.ts';

/** 25 MB: a photo straight from a camera, or a minute of film. */
export const mostBytes = 25_000_000;
const mostSeconds = 10;
const mostRedirects = 3;

/** A picture or film, and the type that its content has. */
export interface Media {
  readonly type: string;
  readonly data: Blob;
}

/**
 * Fetches a picture or film of the site without saying who asks. `origins`: those that the site's contract names, each
 * with where its bytes come from. A redirect is followed to the same origin alone.
 * @throws FORBIDDEN where the address is elsewhere, NOT_FOUND where nothing to show is there, TOO_EXPENSIVE past 25 MB,
 *   UNAVAILABLE where it does not come within 10 s
 */
export async function fetchMedia(
  url: string,
  origins: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Media> {
  const tooLate = AbortSignal.timeout(mostSeconds * 1000);
  try {
    const response = await follow(url, origins, AbortSignal.any([signal, tooLate]));
    return await readMedia(response);
  } catch (error) {
    if (error instanceof Refused) throw error;
    signal.throwIfAborted();
    throw tooLate.aborted
      ? new Refused('UNAVAILABLE', `It did not come within ${mostSeconds} seconds. Try again in a moment.`)
      : new Refused('UNAVAILABLE', 'The site’s media server does not answer. Try again in a moment.');
  }
}

async function follow(
  url: string,
  origins: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  const first = new URL(url);
  const from = origins.get(first.origin);
  if (from === undefined) {
    throw new Refused('FORBIDDEN', `It lies at ${first.host}, which the site does not name as its own.`);
  }
  let at = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await ask(placeOf(at, from), signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    at = new URL(location, at);
    if (at.origin !== first.origin) {
      throw new Refused('FORBIDDEN', `It leads on to ${at.host}, which Caretaker does not follow.`);
    }
  }
  throw new Refused('UNAVAILABLE', 'It leads from one address to the next without an end.');
}

/** The address at `from`. Set part by part: a path that begins with two slashes would name another host. */
function placeOf({ pathname, search }: URL, from: string): URL {
  const place = new URL(from);
  place.pathname = pathname;
  place.search = search;
  return place;
}

function ask(url: URL, signal: AbortSignal): Promise<Response> {
  return fetch(url, {
    signal,
    redirect: 'manual',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    // Unpacked content would be counted only once it was unpacked.
    headers: { Accept: 'image/*, video/*', 'Accept-Encoding': 'identity' },
  });
}

async function readMedia(response: Response): Promise<Media> {
  const { status, body, headers } = response;
  if (status === 404 || status === 410) {
    throw new Refused('NOT_FOUND', 'The site does not have it any more.');
  }
  if (!response.ok || body === null) {
    throw new Refused(
      'UNAVAILABLE',
      `The site’s media server answered ${status} instead of giving it out. Try again in a moment.`,
    );
  }
  if (Number(headers.get('content-length') ?? 0) > mostBytes) {
    await body.cancel();
    throw tooLarge();
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let type: string | null = null;
  // Leaving the loop by an error ends the download.
  for await (const part of body) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes > mostBytes) throw tooLarge();
    if (type === null && bytes >= headBytes) type = typeOrRefuse(parts);
  }
  type ??= typeOrRefuse(parts);
  return { type, data: new Blob(parts, { type }) };
}

function typeOrRefuse(parts: readonly Uint8Array[]): string {
  const type = mediaTypeOf(Buffer.concat(parts));
  if (type !== null) return type;
  throw new Refused('NOT_FOUND', 'What lies there is no picture or film of a kind that Caretaker shows.');
}

function tooLarge(): Refused {
  return new Refused(
    'TOO_EXPENSIVE',
    `It is larger than ${mostBytes / 1_000_000} MB, so it was not fetched.`,
  );
}
