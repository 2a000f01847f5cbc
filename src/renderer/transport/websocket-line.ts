import { RPCLink } from '@orpc/client/websocket';
import { backOff, type Line, LineStateHolder, type Link } from './line.ts';

/** A server that accepts the connection and then says nothing is as good as none. */
const openTimeout = 4000;

/**
 * A line to the host that served this page. It opens at once and, when cut, again and again until closed.
 * A browser does not say why a WebSocket was refused: `isRefused` finds out whether a key was missing.
 */
export function openWebSocketLine(url: string, isRefused: () => Promise<boolean>): Line {
  const holder = new LineStateHolder();
  let link: Link | null = null;
  let socket: WebSocket | null = null;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function open(): void {
    const opening = new WebSocket(url);
    opening.binaryType = 'arraybuffer';
    socket = opening;
    // Made before the socket is open: calls of the first screen wait in it instead of failing.
    link = new RPCLink({ websocket: opening });
    let opened = false;
    const late = setTimeout(() => opening.close(), openTimeout);
    opening.addEventListener('open', () => {
      clearTimeout(late);
      attempt = 0;
      opened = true;
      holder.set('up');
    });
    opening.addEventListener('close', () => {
      clearTimeout(late);
      link = null;
      if (closed) return;
      timer = setTimeout(open, backOff(attempt++));
      if (opened) holder.set('down');
      else void explain(opening);
    });
  }

  async function explain(failed: WebSocket): Promise<void> {
    const refused = await isRefused();
    if (!closed && (socket === failed || holder.state().state !== 'up')) {
      holder.set(refused ? 'refused' : 'down');
    }
  }
  open();

  return {
    current: () => link,
    state: holder.state,
    subscribe: holder.subscribe,
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
