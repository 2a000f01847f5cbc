import { csvLine } from '../../../../../contract/csv.ts';
import type { Deadlock } from '../../../../../contract/metrics/locks/deadlocks.ts';
import { accountText, lockText } from '../lock-words.ts';

/** A deadlock as it is shown, without any value, for another tool. */
export function asJson(deadlock: Deadlock): string {
  return JSON.stringify(deadlock, null, 2);
}

/** The same as a table, a line for each transaction. */
export function asCsv({ at, fingerprint, deadlock }: Deadlock): string {
  const head = [
    'at',
    'fingerprint',
    'transaction',
    'rolled back',
    'session',
    'account',
    'seconds',
    'row locks',
    'rows changed',
    'held',
    'waited for',
    'statement',
  ];
  const lines = deadlock.transactions.map((it) => [
    at,
    fingerprint,
    it.number,
    it.number === deadlock.rolledBack,
    it.thread,
    accountText(it),
    it.seconds,
    it.rowLocks,
    it.changes,
    it.holds.map(lockText).join('; '),
    it.waitsFor && lockText(it.waitsFor),
    it.statement,
  ]);
  return [head, ...lines].map(csvLine).join('');
}
