import { afterEach, expect, test, vi } from 'vitest';
import { connectChannel } from '../../src/main/calls.ts';

const electron = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { postMessage: vi.fn() },
}));
vi.mock('electron', () => electron);

/** A page's window with the preload run in it; `post` is a message that arrives there. */
async function preloadedWindow() {
  const listeners: ((event: object) => void)[] = [];
  const page = {
    location: { origin: 'app://caretaker' },
    addEventListener: (_type: string, listener: (event: object) => void) => listeners.push(listener),
  };
  vi.stubGlobal('window', page);
  await import('../../src/preload/index.ts');
  return {
    page,
    post: (event: object) => {
      for (const listener of listeners) listener(event);
    },
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
  vi.clearAllMocks();
});

test('the page is given the name of one message and nothing else', async () => {
  await preloadedWindow();
  expect(electron.contextBridge.exposeInMainWorld.mock.calls).toEqual([
    ['caretaker', { connectMessage: connectChannel }],
  ]);
});

test('a port posted by the page travels on, and only the port', async () => {
  const { page, post } = await preloadedWindow();
  const { port1 } = new MessageChannel();
  post({ source: page, origin: 'app://caretaker', data: connectChannel, ports: [port1] });
  expect(electron.ipcRenderer.postMessage.mock.calls).toEqual([[connectChannel, null, [port1]]]);
});

test.each([
  ['from a frame inside the page', { source: {} }],
  ['from another origin', { origin: 'https://evil.example' }],
  ['of another name', { data: 'caretaker:anything' }],
  ['that is a list', { data: [connectChannel] }],
])('a message %s travels nowhere', async (_name, forged) => {
  const { page, post } = await preloadedWindow();
  post({ source: page, origin: 'app://caretaker', data: connectChannel, ports: [], ...forged });
  expect(electron.ipcRenderer.postMessage).not.toHaveBeenCalled();
});
