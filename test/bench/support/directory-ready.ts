import type { Client } from '../../../src/contract/contract.ts';
import { rootConnection } from '../../support/community.ts';
import type { Ground } from './ground.ts';
import { directoryTables } from './laying.ts';

/** Waits until the member directory is built: by the console behind the client, where that was not done before. */
export async function directoryReady(ground: Ground, client: Client): Promise<void> {
  let told = false;
  for await (const { phase } of await client.directory.watch(undefined, { signal: ground.signal })) {
    if (phase === 'ready') return;
    if (!told) ground.say('Waiting for the member directory');
    told = true;
  }
}

/** Reads the directory once: a server that has been up for a day has it in memory, as far as it fits. */
export async function warmDirectory(ground: Ground): Promise<void> {
  const { server } = await ground.demo();
  const sql = await rootConnection({ host: server.host, port: server.port, ...server.root });
  try {
    for (const table of directoryTables) {
      ground.signal.throwIfAborted();
      await sql.query(`SELECT COUNT(*) FROM caretaker.${table} FORCE INDEX (PRIMARY)`);
    }
  } finally {
    sql.destroy();
  }
}
