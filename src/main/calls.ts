import type { SupportedMessagePort } from '@orpc/client/message-port';
import type { IpcMain, IpcMainEvent, MessagePortMain, WebContents } from 'electron';
import { isCallFrame } from '../core/page/frames.ts';
import type { OwnOrigin } from './origin.ts';

/** The message by which the preload hands over a port; its own copy is checked against this one by a test. */
export const connectChannel = 'caretaker:connect';

export interface CallOptions {
  ipcMain: IpcMain;
  own: OwnOrigin;
  /** Whether a window of the app holds these contents. */
  isOwnWindow: (contents: WebContents) => boolean;
  /** Takes each port that passed every check. */
  open: (port: SupportedMessagePort) => void;
  /** Told why a hand-over was refused. */
  refused: (reason: string) => void;
}

/** Takes ports from the main frame of the app's own page, and closes any that come from elsewhere. */
export function acceptPorts(o: CallOptions): void {
  o.ipcMain.on(connectChannel, (event) => {
    const reason = whyNot(event, o);
    const [port] = event.ports;
    if (reason !== null || port === undefined) {
      for (const it of event.ports) it.close();
      o.refused(reason ?? 'no port came with it');
      return;
    }
    o.open(callsOnly(port, o.refused));
    port.start();
  });
}

function whyNot(event: IpcMainEvent, { own, isOwnWindow }: CallOptions): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'its frame is gone';
  if (!isOwnWindow(event.sender)) return 'it came from no window of the app';
  if (frame !== event.sender.mainFrame) return 'it came from a frame inside the page';
  if (!own.includes(frame.url)) return 'it came from another page';
  if (event.ports.length !== 1) return 'it brought more or fewer than one port';
  return null;
}

/** The port as oRPC wants it, except that anything but a call closes it before oRPC sees it. */
function callsOnly(port: MessagePortMain, refused: (reason: string) => void): SupportedMessagePort {
  return {
    postMessage: (data: unknown) => port.postMessage(data),
    on(event: string, listener: (event?: { data: unknown }) => void) {
      if (event === 'close') port.on('close', () => listener());
      if (event !== 'message') return;
      port.on('message', ({ data }) => {
        if (isCallFrame(data)) return listener({ data });
        refused('a message was no call');
        port.close();
      });
    },
  };
}
