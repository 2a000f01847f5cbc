import type { Client } from '../../src/contract/contract.ts';
import { directoryReady } from './support/directory-ready.ts';
import { type Figure, figure } from './support/figures.ts';
import type { Ground } from './support/ground.ts';
import { overMessagePort, overWebSocket } from './support/lines.ts';
import { compare, p50, p95, ratio } from './support/samples.ts';
import { newest } from './support/statements.ts';

const RUNS = 500;
/** The smallest page, an ordinary one, and the largest that the contract gives. */
const SIZES = [1, 50, 200];

const ways = { sql: 'the bare SQL', port: 'over a message port', socket: 'over a WebSocket' } as const;

/** What a call costs over the SQL in it, in each host: the newest members, by pages of three sizes. */
export async function measure(ground: Ground): Promise<Figure[]> {
  const bare = await ground.bareConnection();
  const port = await overMessagePort(ground);
  const socket = await overWebSocket(ground);
  await directoryReady(ground, socket);
  const over = (client: Client) => async (limit: number) =>
    (await client.members.search({ text: '', limit })).rows.map(({ id }) => id);

  const figures: Figure[] = [];
  for (const size of SIZES) {
    const times = await compare({
      ways: {
        sql: async (limit: number) => (await newest(bare, null, limit)).slice(0, limit).map(({ id }) => id),
        port: over(port),
        socket: over(socket),
      },
      cases: Array.from({ length: RUNS }, () => size),
      sameness: (ids) => ids.join(),
      warmUp: 100,
      signal: ground.signal,
    });
    const rows = size === 1 ? '1 row' : `${size} rows`;
    for (const way of ['sql', 'port', 'socket'] as const) {
      figures.push(figure(`${rows}, ${ways[way]}, p50`, p50(times[way]), 'ms'));
      figures.push(figure(`${rows}, ${ways[way]}, p95`, p95(times[way]), 'ms'));
    }
    for (const way of ['port', 'socket'] as const)
      figures.push(
        figure(`${rows}, ${ways[way]} ÷ the bare SQL, p50`, ratio(p50(times[way]), p50(times.sql)), '×'),
      );
  }
  return figures;
}
