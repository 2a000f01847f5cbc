import {
  type DeadlockId,
  type DeadlockRow,
  type Fingerprint,
  ReadDeadlock,
} from '../../../../contract/metrics/locks/deadlocks.ts';
import { realUtc } from '../../../database/time.ts';

export interface KeptDeadlock {
  readonly id: string;
  readonly at: string;
  readonly fingerprint: string;
  readonly detail: string;
}

/** Any CTO may write the column: what is no deadlock is one of which nothing is known. */
export function readDetail(detail: string): ReadDeadlock {
  try {
    return ReadDeadlock.parse(JSON.parse(detail));
  } catch {
    return { toldAt: '', complete: false, transactions: [], rolledBack: null };
  }
}

export function rowOf({ id, at, fingerprint, detail }: KeptDeadlock): DeadlockRow {
  const { transactions, complete } = readDetail(detail);
  const locks = transactions.flatMap((it) => [...it.holds, ...(it.waitsFor === null ? [] : [it.waitsFor])]);
  return {
    id: id as DeadlockId,
    at: realUtc(at),
    fingerprint: fingerprint as Fingerprint,
    tables: [...new Set(locks.map((it) => it.table))].sort(),
    statements: transactions.map((it) => it.statement),
    complete,
  };
}
