import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Client } from '../../../src/contract/contract.ts';
import type { SignInResult } from '../../../src/contract/session.ts';
import { testConsole } from '../../support/calls.ts';
import { asBrowserSocket, openLine, signInBrowser } from '../../support/serve-host.ts';
import { type Ground, moderator } from './ground.ts';
import { type Program, startConsole } from './program.ts';

/** A client over a WebSocket to a host in a process of its own, signed in as the moderator. */
export async function overWebSocket(ground: Ground): Promise<Client> {
  return (await overWebSocketTo(ground)).client;
}

export async function overWebSocketTo(ground: Ground): Promise<{ client: Client; host: Program }> {
  const host = ground.started.use(await startConsole(ground));
  const address = new URL(host.url);
  const token = address.hash.slice('#token='.length);
  const place = { port: Number(address.port), origin: address.origin };
  const { cookie } = await signInBrowser({ ...place, token });
  const socket = await openLine(place, { origin: address.origin, cookie });
  if (typeof socket === 'number') throw new Error(`The host turned the line of calls away with ${socket}.`);
  ground.started.defer(() => socket.terminate());
  const client: Client = createORPCClient(new RPCLink({ websocket: asBrowserSocket(socket) }));
  const connection = (await client.connections.list()).connections.find(
    ({ demoPeople }) => demoPeople.length > 0,
  );
  if (!connection) throw new Error('The host does not offer the demo.');
  expectSignedIn(
    await client.session.signIn({ connectionId: connection.id, user: moderator, password: null }),
  );
  return { client, host };
}

/** A client over a message port to a core in this process, signed in as one of the demo. */
export async function overMessagePort(ground: Ground, user = moderator): Promise<Client> {
  const { server, people } = await ground.demo();
  const { client } = ground.started.use(await testConsole());
  const { host, port } = server;
  const { id } = await client.connections.save({
    id: null,
    details: { name: 'Benchmark', host, port, tls: 'off', ca: null, replica: null },
  });
  const password = people.find((it) => it.user === user)?.password ?? null;
  expectSignedIn(await client.session.signIn({ connectionId: id, user, password }));
  return client;
}

function expectSignedIn(result: SignInResult): void {
  if (result.outcome !== 'signed-in') throw new Error(`Signing in was refused: ${JSON.stringify(result)}`);
}
