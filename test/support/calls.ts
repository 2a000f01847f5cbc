import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/message-port';
import type { Client } from '../../src/contract/contract.ts';
import type { KeyChain } from '../../src/core/connections/key-chain.ts';
import { type Console, createConsole } from '../../src/core/console.ts';
import { createLog } from '../../src/core/log.ts';
import { handlerOptions } from '../../src/core/procedures.ts';
import { router } from '../../src/core/router.ts';
import { testFolder } from './database-server.ts';

/** A console with a client that reaches it over a real message port, as a window does; by default without a key chain. */
export async function testConsole(
  keyChain: KeyChain | null = null,
  log = createLog({ level: 'silent' }),
): Promise<AsyncDisposable & { console: Console; client: Client; profileDir: string }> {
  const folder = await testFolder();
  const console = createConsole({
    profileDir: folder.path,
    exportsDir: `${folder.path}/exports`,
    keyChain,
    log,
  });
  const { port1, port2 } = new MessageChannel();
  const handler = new RPCHandler(router, handlerOptions(log));
  handler.upgrade(port1, { context: { console } });
  port1.start();
  port2.start();
  const client: Client = createORPCClient(new RPCLink({ port: port2 }));
  return {
    console,
    client,
    profileDir: folder.path,
    async [Symbol.asyncDispose]() {
      await console.close();
      port1.close();
      port2.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
