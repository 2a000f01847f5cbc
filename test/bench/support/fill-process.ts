import { fillCommunity } from '../../../scripts/demo/community.ts';
import { errorMessage } from '../../../scripts/private-server/errors.ts';
import type { FillNews, FillOrder } from './making.ts';

/** The generator alone in a process: takes one order from its parent, and stops when the parent is gone. */
const stop = new AbortController();
process.once('disconnect', () => stop.abort(new Error('Stopped')));
process.once('message', (order: FillOrder) => void fill(order));
// Ctrl-C reaches every program of a terminal; the parent decides when this one ends.
process.on('SIGINT', () => {});

async function fill(order: FillOrder): Promise<void> {
  try {
    const filled = await fillCommunity({
      root: order.root,
      members: order.members,
      seed: order.seed,
      until: new Date(order.until),
      ...(order.only ? { only: order.only } : {}),
      signal: stop.signal,
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    });
    // Given in KB by every system.
    tell({ kind: 'filled', ...filled, peakBytes: process.resourceUsage().maxRSS * 1024 });
  } catch (error) {
    tell({ kind: 'failed', message: errorMessage(error) });
  }
}

function tell(news: FillNews): void {
  if (process.connected) process.send?.(news);
}
