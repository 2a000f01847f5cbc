import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { isCallFrame, maxFileFrameBytes, maxFrameBytes } from '../core/page/frames.ts';
import { checkHost, checkOrigin, type Rejection, requestedPath } from './checks.ts';
import type { Gate } from './gate.ts';
import { plainHeaders } from './pages.ts';

export interface LineOptions {
  port: number;
  gate: Gate;
  /** Takes a line that passed every check. */
  open: (line: WebSocket) => void;
  /** How often each line is asked whether it lives; one that missed an answer is cut. */
  pingEveryMs?: number;
}

/** The lines of calls between browser tabs and the core. */
export interface Lines {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** Far more tabs than a person has; few enough that a page gone wild does no harm. */
const maxLines = 64;
/** A tab that does not read while this much waits for it is not coming back. */
const maxWaitingBytes = 32 * maxFrameBytes;

/** Checks and keeps the lines: each is a WebSocket at `/calls` with the console's own Host, Origin and cookie. */
export function createLines(o: LineOptions): Lines {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxFileFrameBytes,
    perMessageDeflate: false,
    clientTracking: true,
    WebSocket: CallSocket,
  });
  const answered = new WeakSet<WebSocket>();
  const pulse = setInterval(() => {
    for (const line of server.clients) {
      if (!answered.has(line) || line.bufferedAmount > maxWaitingBytes) line.terminate();
      answered.delete(line);
      line.ping();
    }
  }, o.pingEveryMs ?? 10_000);
  pulse.unref();

  return {
    upgrade(request, socket, head) {
      // Without a listener, a peer that resets while being turned away would end the process.
      socket.on('error', () => socket.destroy());
      const rejected = check(request, o) ?? (server.clients.size < maxLines ? null : tooMany);
      if (rejected !== null) return turnAway(socket, rejected);
      server.handleUpgrade(request, socket, head, (line) => {
        line.on('error', () => line.terminate());
        line.on('pong', () => answered.add(line));
        answered.add(line);
        o.open(line);
      });
    },
    close() {
      clearInterval(pulse);
      for (const line of server.clients) {
        line.close(1001, 'Caretaker was stopped');
        setTimeout(() => line.terminate(), 500).unref();
      }
      server.close();
    },
  };
}

/** A socket that listens to nothing but calls: anything else closes it before oRPC sees it. */
class CallSocket extends WebSocket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== 'message') return super.emit(event, ...args);
    const [data, isBinary] = args as [RawData, boolean];
    if (this.readyState !== WebSocket.OPEN) return false;
    const frame = isBinary ? data : data.toString();
    if (isCallFrame(frame)) return super.emit(event, ...args);
    if (typeof frame === 'string' && frame.length > maxFrameBytes) this.close(1009, 'too large');
    else this.close(1008, 'not a call');
    return false;
  }
}

const tooMany: Rejection = { status: 503, message: 'Too many tabs of this console are open. Close some.' };

function check(request: IncomingMessage, o: LineOptions): Rejection | null {
  const misplaced = checkHost(request, o.port) ?? checkOrigin(request, o.port);
  if (misplaced !== null) return misplaced;
  if (requestedPath(request) !== '/calls') return { status: 404, message: 'Calls are made at /calls.' };
  if (o.gate.admits(request.headers.cookie)) return null;
  return { status: 401, message: 'Open the address that Caretaker printed when it started.' };
}

function turnAway(socket: Duplex, { status, message }: Rejection): void {
  const headers = { ...plainHeaders(), Connection: 'close', 'Content-Length': Buffer.byteLength(message) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${message}`);
}
