import { expect, test, vi } from 'vitest';
import { ownOrigin } from '../../src/main/origin.ts';
import { secure } from '../../src/main/security.ts';
import { createElectron, eventFor, StandInContents } from '../support/electron-stand-in.ts';

const own = ownOrigin({ packaged: true, devUrl: undefined });

/** An app with every door closed, and one page in it. */
function securedPage() {
  const { electron, app, session } = createElectron('/nowhere');
  const offerLink = vi.fn(async () => undefined);
  secure({ app: electron.app, session: electron.session.defaultSession, own, offerLink });
  const contents = new StandInContents();
  app.emit('web-contents-created', eventFor(), contents);
  return { app, session, contents, offerLink };
}

const elsewhere = [
  'https://evil.example/',
  'http://127.0.0.1:3000/',
  'file:///etc/passwd',
  'data:text/html,<script>1</script>',
  'javascript:alert(1)',
  'app://evil/',
  'app://caretaker.evil.example/',
  'app://user@caretaker/',
  'about:blank',
  'not an address',
];

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  'the page cannot be led elsewhere (%s)',
  (name) => {
    const { contents } = securedPage();
    for (const url of elsewhere) {
      const event = eventFor(url);
      contents.emit(name, event);
      expect(event.defaultPrevented, url).toBe(true);
    }
    const event = eventFor('app://caretaker/members?q=ada');
    contents.emit(name, event);
    expect(event.defaultPrevented).toBe(false);
  },
);

test('no page opens a window, wherever it leads', () => {
  const { contents } = securedPage();
  for (const url of [...elsewhere, 'app://caretaker/']) {
    expect(contents.openHandler({ url }), url).toEqual({ action: 'deny' });
  }
});

test('a link is offered to the system’s browser only when it is plain https', () => {
  const { contents, offerLink } = securedPage();
  for (const url of elsewhere.slice(1)) contents.openHandler({ url });
  contents.openHandler({ url: 'https://bank.example@evil.example/' });
  contents.openHandler({ url: 'http://plain.example/' });
  expect(offerLink).not.toHaveBeenCalled();
  contents.openHandler({ url: 'https://example.org/a' });
  expect(offerLink.mock.calls).toEqual([['https://example.org/a']]);
});

test('no webview is ever attached', () => {
  const { contents } = securedPage();
  const event = eventFor();
  contents.emit('will-attach-webview', event, {}, { src: 'app://caretaker/' });
  expect(event.defaultPrevented).toBe(true);
});

const permissions = [
  'media',
  'geolocation',
  'notifications',
  'clipboard-read',
  'openExternal',
  'fileSystem',
  'hid',
  'serial',
  'usb',
  'midiSysex',
  'display-capture',
  'pointerLock',
  'unknown',
];

/** What the app says to a page that asks for a permission, and to one that looks whether it has it. */
function permitted(
  { session }: Pick<ReturnType<typeof securedPage>, 'session'>,
  permission: string,
  url: string,
  isMainFrame = true,
) {
  const answer = vi.fn();
  const { permissionRequest, permissionCheck } = session.handlers as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  permissionRequest?.(null, permission, answer, { requestingUrl: url, isMainFrame });
  return { asked: answer.mock.calls[0]?.[0], checked: permissionCheck?.(null, permission, url, {}) };
}

test.each(permissions)('no page is given the permission %s', (permission) => {
  const page = securedPage();
  for (const url of ['app://caretaker/', 'https://evil.example/']) {
    expect(permitted(page, permission, url)).toEqual({ asked: false, checked: false });
  }
});

test('copying to the clipboard is for the app’s own page alone', () => {
  const page = securedPage();
  const copy = 'clipboard-sanitized-write';
  expect(permitted(page, copy, 'app://caretaker/members')).toEqual({ asked: true, checked: true });
  expect(permitted(page, copy, 'https://evil.example/')).toEqual({ asked: false, checked: false });
  expect(permitted(page, copy, 'app://caretaker/', false).asked).toBe(false);
});

test('no page is given a device or a picture of the screen', () => {
  const { session } = securedPage();
  const { devicePermission, displayMedia } = session.handlers as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  expect(devicePermission?.({})).toBe(false);
  const answer = vi.fn();
  displayMedia?.({}, answer);
  expect(answer).toHaveBeenCalledWith(null);
});

test('nothing is downloaded by the page but a file that it holds', () => {
  const { session } = securedPage();
  const isDownloaded = (address: string) => {
    const event = eventFor();
    session.emit('will-download', event, { getURL: () => address });
    return !event.defaultPrevented;
  };
  expect(isDownloaded('blob:app://caretaker/4a1f')).toBe(true);
  for (const address of [
    'https://example.org/setup.exe',
    'blob:https://example.org/4a1f',
    'app://caretaker/index.html',
    'data:text/html,x',
  ]) {
    expect(isDownloaded(address)).toBe(false);
  }
});

test('a certificate that is not trusted is refused', () => {
  const { app } = securedPage();
  const event = eventFor();
  const answer = vi.fn();
  app.emit('certificate-error', event, null, 'https://example.org', 'ERR', null, answer);
  expect(event.defaultPrevented).toBe(true);
  expect(answer).toHaveBeenCalledWith(false);
});

test.each(['select-client-certificate', 'login'])('no site is given a secret of the person (%s)', (name) => {
  const { app } = securedPage();
  const event = eventFor();
  const answer = vi.fn();
  app.emit(name, event, null, 'x', [], answer);
  expect(event.defaultPrevented).toBe(true);
  expect(answer).toHaveBeenCalledWith();
});
