import type { SignalDefinition } from './judgement.ts';
import { connectionSignals } from './judges/connections.ts';
import { loadSignals } from './judges/load.ts';
import { lockSignals } from './judges/locks.ts';
import { memorySignals } from './judges/memory.ts';
import { redoSignals } from './judges/redo.ts';
import { replicationSignals } from './judges/replication.ts';
import { tableSignals } from './judges/tables.ts';
import { transactionSignals } from './judges/transactions.ts';

/** All 26, by number. */
export const signalDefinitions: readonly SignalDefinition[] = [
  ...loadSignals,
  ...connectionSignals,
  ...memorySignals,
  ...redoSignals,
  ...transactionSignals,
  ...lockSignals,
  ...tableSignals,
  ...replicationSignals,
].sort((a, b) => a.number - b.number);
