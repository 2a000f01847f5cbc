import type { DeadlockLock } from '../../../../contract/metrics/locks/deadlocks.ts';
import type { LockSession, LockWait } from '../../../../contract/metrics/locks/tree.ts';

export const doingWords: Record<LockSession['doing'], string> = {
  runs: 'runs a statement',
  waits: 'waits for a lock',
  idle: 'idle in transaction',
  'rolls-back': 'rolls back',
  unknown: 'unknown',
};

const whole = new Intl.NumberFormat('en-GB');

export function countText(count: number | null): string {
  return count === null ? 'unknown' : whole.format(count);
}

/** `12 s`, `3 min 5 s`, `2 h 4 min`, `3 d 2 h`. */
export function secondsText(seconds: number | null): string {
  if (seconds === null) return 'unknown';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return two(seconds, 60, 'min', 's');
  if (seconds < 86_400) return two(Math.floor(seconds / 60), 60, 'h', 'min');
  return two(Math.floor(seconds / 3600), 24, 'd', 'h');
}

function two(amount: number, size: number, large: string, small: string): string {
  const rest = amount % size;
  return rest === 0
    ? `${Math.floor(amount / size)} ${large}`
    : `${Math.floor(amount / size)} ${large} ${rest} ${small}`;
}

export function sessionsText(count: number): string {
  return count === 1 ? '1 session' : `${whole.format(count)} sessions`;
}

export function accountText({ user, host }: Pick<LockSession, 'user' | 'host'>): string {
  if (user === null) return 'account unknown';
  return host === null || host === '' ? user : `${user}@${host}`;
}

/** What is waited for: `X on shop.account, index PRIMARY`. */
export function waitText({ table, index, mode }: LockWait): string {
  const where = table === null ? 'a lock' : `${table}${index === null ? '' : `, index ${index}`}`;
  return mode === null ? where : `${mode} on ${where}`;
}

export function lockText({ table, index, mode }: DeadlockLock): string {
  return `${mode} on ${table}${index === null ? '' : `, index ${index}`}`;
}
