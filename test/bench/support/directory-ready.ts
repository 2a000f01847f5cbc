import type { Client } from '../../../src/contract/contract.ts';
import type { Ground } from './ground.ts';

/** Waits until the member directory is built: by the console behind the client, where that was not done before. */
export async function directoryReady(ground: Ground, client: Client): Promise<void> {
  let told = false;
  for await (const { phase } of await client.directory.watch(undefined, { signal: ground.signal })) {
    if (phase === 'ready') return;
    if (!told) ground.say('Waiting for the member directory');
    told = true;
  }
}
