import { createHash } from 'node:crypto';
import type {
  DeadlockLock,
  Fingerprint,
  ReadDeadlock,
} from '../../../../contract/metrics/locks/deadlocks.ts';

/**
 * Names what a deadlock has in common with others: the statements without their values, and the tables, indexes and modes
 * of their locks. Which transaction came first and what they were numbered makes no difference.
 */
export function fingerprintOf({ transactions }: ReadDeadlock): Fingerprint {
  const parts = transactions
    .map(({ statement, holds, waitsFor }) =>
      JSON.stringify([
        statement === null ? null : shapeOf(statement),
        [...new Set(holds.map(nameOf))].sort(),
        waitsFor && nameOf(waitsFor),
      ]),
    )
    .sort();
  return createHash('sha256').update(parts.join('\n')).digest('hex') as Fingerprint;
}

/** However many values a list or an INSERT has. */
function shapeOf(statement: string): string {
  return statement.replace(/\?(?:\s*,\s*\?)+/g, '?').replace(/\(\?\)(?:\s*,\s*\(\?\))+/g, '(?)');
}

function nameOf({ table, index, mode }: DeadlockLock): string {
  return `${table} ${index ?? ''} ${mode}`;
}
