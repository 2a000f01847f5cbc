/**
 * What Electron's preload leaves in a page's `window`; a browser has none, and speaks to its host by WebSocket.
 *
 * To connect, a page makes a channel and gives one end away:
 *
 *     const { port1, port2 } = new MessageChannel();
 *     window.postMessage(window.caretaker.connectMessage, window.location.origin, [port2]);
 *
 * From then on `port1` speaks oRPC with the core. Frames sent before the core listens wait in the port. A port
 * that closes is not repaired: make a new channel and post again.
 */
export interface CaretakerBridge {
  readonly connectMessage: 'caretaker:connect';
}

declare global {
  interface Window {
    /** Ambient, because the preload imports nothing but Electron and is still checked against this. */
    readonly caretaker?: CaretakerBridge;
  }
}
