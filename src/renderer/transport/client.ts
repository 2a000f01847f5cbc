import { createORPCClient } from '@orpc/client';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Client } from '../../contract/contract.ts';
import { enter, isRefused } from './entry.ts';
import { type Line, linkOver } from './line.ts';
import { openPortLine } from './port-line.ts';
import { openWebSocketLine } from './websocket-line.ts';

// The line needs the cookie that entering brings. Waited for here, and not before the interface is asked for, so that
// its files come meanwhile.
await enter();

/** The one line of this window: a port in Electron, a WebSocket to the serving host in a browser. */
export const line: Line =
  window.caretaker === undefined
    ? openWebSocketLine(`${location.origin.replace(/^http/, 'ws')}/calls`, isRefused)
    : openPortLine(window.caretaker);

/** Every call of the contract. */
export const client: Client = createORPCClient(linkOver(line));

/** The same calls as options for TanStack Query; their signals abort a call that nobody waits for any more. */
export const calls = createTanstackQueryUtils(client);
