import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type RouterClient, type } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { expect, test, vi } from 'vitest';
import { attachmentBytesMost } from '../../src/contract/tickets/conversation.ts';
import { acceptPorts, connectChannel } from '../../src/main/calls.ts';
import { ownOrigin } from '../../src/main/origin.ts';
import { channel, createElectron, StandInContents, type StandInPort } from '../support/electron-stand-in.ts';

const calls = {
  hello: os.handler(() => 'hello'),
  tickets: {
    attach: os.input(type<{ data: Blob }>()).handler(({ input }) => input.data.size),
    other: os.input(type<{ data: Blob }>()).handler(({ input }) => input.data.size),
  },
};

/** A main process with one window at the app's page, and what it said of hand-overs it refused. */
function mainProcess() {
  const { electron, ipcMain } = createElectron('/nowhere');
  const contents = new StandInContents();
  contents.mainFrame.url = 'app://caretaker/';
  const refused = vi.fn();
  const open = vi.fn();
  const handler = new RPCHandler(calls);
  acceptPorts({
    ipcMain: electron.ipcMain,
    own: ownOrigin({ packaged: true, devUrl: undefined }),
    isOwnWindow: (it) => Object.is(it, contents),
    open: (port) => {
      open(port);
      handler.upgrade(port);
    },
    refused,
  });
  /** What the main process gets when a frame hands over ports. */
  function handOver(ports: StandInPort[], from: object = {}) {
    ipcMain.emit(connectChannel, { sender: contents, senderFrame: contents.mainFrame, ports, ...from });
  }
  return { contents, refused, open, handOver };
}

test('the app’s own page makes calls over the port it handed over', async () => {
  const { handOver, refused } = mainProcess();
  const { page, main } = channel();
  handOver([main]);
  const client = createORPCClient<RouterClient<typeof calls>>(new RPCLink({ port: page }));
  expect(await client.hello()).toBe('hello');
  expect(refused).not.toHaveBeenCalled();
  page.close();
});

test('a file as large as is taken comes with the one call that takes one, and with no other', async () => {
  const { handOver, refused } = mainProcess();
  const { page, main } = channel();
  handOver([main]);
  const client = createORPCClient<RouterClient<typeof calls>>(new RPCLink({ port: page }));
  const data = new Blob([new Uint8Array(attachmentBytesMost)]);
  expect(await client.tickets.attach({ data })).toBe(attachmentBytesMost);
  expect(refused).not.toHaveBeenCalled();
  const closed = new Promise((resolve) => page.once('close', resolve));
  client.tickets.other({ data: new Blob(['small']) }).catch(() => {});
  await closed;
  expect(refused).toHaveBeenCalledWith('a message was no call');
});

const impostors: [string, (contents: StandInContents) => object][] = [
  ['a frame inside the page', () => ({ senderFrame: { url: 'app://caretaker/' } })],
  ['a frame that is gone', () => ({ senderFrame: null })],
  [
    'contents that are no window of the app',
    () => {
      const other = new StandInContents();
      other.mainFrame.url = 'app://caretaker/';
      return { sender: other, senderFrame: other.mainFrame };
    },
  ],
  [
    'the window led to another page',
    (contents) => {
      contents.mainFrame.url = 'https://evil.example/';
      return {};
    },
  ],
  [
    'the window led to another host of the scheme',
    (contents) => {
      contents.mainFrame.url = 'app://evil/';
      return {};
    },
  ],
  [
    'the window led to a page with the app’s name in it',
    (contents) => {
      contents.mainFrame.url = 'https://evil.example/app://caretaker/';
      return {};
    },
  ],
];

test.each(impostors)('a port from %s is closed unheard', async (_name, forge) => {
  const { contents, handOver, open, refused } = mainProcess();
  const { page, main } = channel();
  const closed = new Promise((resolve) => page.once('close', resolve));
  handOver([main], forge(contents));
  await closed;
  expect(open).not.toHaveBeenCalled();
  expect(refused).toHaveBeenCalledOnce();
});

test('a hand-over of no port or of two opens nothing', () => {
  const { handOver, open, refused } = mainProcess();
  handOver([]);
  handOver([channel().main, channel().main]);
  expect(open).not.toHaveBeenCalled();
  expect(refused).toHaveBeenCalledTimes(2);
});

test.each([
  ['text', 'hello'],
  ['an object', { i: '1', p: { u: '/hello' } }],
  ['nothing', undefined],
  ['bytes', new Uint8Array([1, 2, 255])],
  ['a call without a path', '{"i":"1","p":{}}'],
  ['far too much', 'x'.repeat(2_000_000)],
])('a message that is %s and no call closes its port and harms no other', async (_name, message) => {
  const { handOver } = mainProcess();
  const [bad, good] = [channel(), channel()];
  handOver([bad.main]);
  handOver([good.main]);
  const closed = new Promise((resolve) => bad.page.once('close', resolve));
  bad.page.postMessage(message);
  await closed;
  const client = createORPCClient<RouterClient<typeof calls>>(new RPCLink({ port: good.page }));
  expect(await client.hello()).toBe('hello');
  good.page.close();
});
