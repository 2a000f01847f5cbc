import type { App, Event as ElectronEvent, Session, WebContents } from 'electron';
import type { OwnOrigin } from './origin.ts';

export interface SecurityOptions {
  app: App;
  session: Session;
  own: OwnOrigin;
  /** Asks the person, naming the address in full, and on a yes opens it in the system's browser. */
  offerLink: (url: string) => Promise<void>;
}

/** Closes every way out of the page, for every window and frame that will ever be. */
export function secure({ app, session, own, offerLink }: SecurityOptions): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, own, offerLink));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
  app.on('login', (event, _contents, _details, _auth, callback) => {
    event.preventDefault();
    callback();
  });
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(details.isMainFrame && mayWriteClipboard(permission, details.requestingUrl, own));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    mayWriteClipboard(permission, origin, own),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.on('will-download', (event, item) => {
    if (!isOwnFile(item.getURL(), own)) event.preventDefault();
  });
}

/** A file that came over the line, which the page holds and the person saves: its name and type were told by the core. */
function isOwnFile(address: string, own: OwnOrigin): boolean {
  return address.startsWith('blob:') && own.includes(address.slice('blob:'.length));
}

/** Copying a name or an id is the one thing of the system that the page needs. */
function mayWriteClipboard(permission: string, requester: string, own: OwnOrigin): boolean {
  return permission === 'clipboard-sanitized-write' && own.includes(requester);
}

function confine(contents: WebContents, own: OwnOrigin, offerLink: SecurityOptions['offerLink']): void {
  const stay = (event: ElectronEvent, url: string) => {
    if (!own.includes(url)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isPlainWebLink(url)) void offerLink(url);
    return { action: 'deny' };
  });
}

/** Only https, and no name or password in it: `https://bank.example@evil.example` reads as what it is not. */
function isPlainWebLink(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return protocol === 'https:' && username === '' && password === '';
}
