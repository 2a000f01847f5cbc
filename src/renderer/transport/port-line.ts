import { RPCLink } from '@orpc/client/message-port';
import type { CaretakerBridge } from '../../contract/bridge.ts';
import { backOff, type Line, LineStateHolder, type Link } from './line.ts';

/** A line to the core inside Electron: a channel whose other end the preload hands to the main process. */
export function openPortLine(bridge: CaretakerBridge): Line {
  const holder = new LineStateHolder();
  let link: Link | null = null;
  let port: MessagePort | null = null;
  let attempt = 0;
  let closed = false;

  function open(): void {
    const { port1, port2 } = new MessageChannel();
    port = port1;
    link = new RPCLink({ port: port1 });
    const openedAt = Date.now();
    port1.addEventListener('close', () => {
      link = null;
      if (closed) return;
      holder.set('down');
      // A port that lived for a while was a good one: start over with short waits.
      attempt = Date.now() - openedAt > 5000 ? 0 : attempt + 1;
      setTimeout(open, backOff(attempt));
    });
    port1.start();
    window.postMessage(bridge.connectMessage, window.location.origin, [port2]);
    holder.set('up');
  }
  open();

  return {
    current: () => link,
    state: holder.state,
    subscribe: holder.subscribe,
    close() {
      closed = true;
      port?.close();
    },
  };
}
