/** The one place the window may be at. `standard` and `secure`, so it is an origin of its own like any site's. */
export const scheme = 'app';
export const appUrl = `${scheme}://caretaker/`;

/** Decides which addresses are the app's own page: the built one, or in development the one Vite serves. */
export interface OwnOrigin {
  readonly url: string;
  includes(address: string): boolean;
}

/**
 * `devUrl` is where Vite serves the interface; it counts in development alone, so that no variable in the
 * environment of a packaged app can lead its window elsewhere.
 */
export function ownOrigin(o: { packaged: boolean; devUrl: string | undefined }): OwnOrigin {
  const url = !o.packaged && isLoopbackUrl(o.devUrl) ? new URL(o.devUrl).href : appUrl;
  const own = new URL(url);
  return {
    url,
    includes(address) {
      if (!URL.canParse(address)) return false;
      const it = new URL(address);
      return it.protocol === own.protocol && it.host === own.host && it.username === '' && it.password === '';
    },
  };
}

function isLoopbackUrl(address: string | undefined): address is string {
  if (address === undefined || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
