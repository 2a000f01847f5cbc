import type {
  Change,
  StatementFigures,
  StatementRow,
  StatementSort,
} from '../../../../contract/metrics/statements/values.ts';
import type { Costs } from './costs.ts';

/** What costs come to over so many seconds, beside the time of all statements in ms. */
export function figuresOf(costs: Costs, allMs: number, seconds: number): StatementFigures {
  const given = Math.max(costs.rows_sent + costs.rows_affected, costs.calls);
  return {
    calls: costs.calls,
    totalMs: costs.total_ms,
    share: ratio(costs.total_ms, allMs),
    callsPerSecond: ratio(costs.calls, seconds),
    meanMs: ratio(costs.total_ms, costs.calls),
    examinedPerRow: costs.rows_examined === 0 ? null : ratio(costs.rows_examined, given),
    rowsExamined: costs.rows_examined,
    rowsSent: costs.rows_sent,
    rowsAffected: costs.rows_affected,
    tmpTables: costs.tmp_tables,
    tmpDiskTables: costs.tmp_disk_tables,
    noIndex: costs.no_index,
    errors: costs.errors,
    lockShare: Math.min(1, ratio(costs.lock_ms, costs.total_ms)),
  };
}

interface Time {
  readonly ms: number;
  /** Over which it was read. */
  readonly seconds: number;
}

/**
 * How its time has changed against a week before, each by the seconds that were read. `isNew` where the server has first
 * seen it since the end of that range.
 */
export function changeOf(now: Time, before: Time, isNew: boolean): Change {
  if (before.ms > 0 && before.seconds > 0 && now.seconds > 0) {
    return { kind: 'ratio', ratio: now.ms / now.seconds / (before.ms / before.seconds) - 1 };
  }
  if (isNew) return { kind: 'new' };
  return { kind: before.seconds > 0 ? 'risen' : 'unknown' };
}

/** What a sort puts first, the greatest first; what is not known comes last. */
const keys: Record<StatementSort, (row: StatementRow) => number | string> = {
  total: (row) => row.totalMs,
  calls: (row) => row.callsPerSecond,
  mean: (row) => row.meanMs,
  change: ({ change }) =>
    change.kind === 'ratio' ? change.ratio : change.kind === 'unknown' ? -2 : Number.POSITIVE_INFINITY,
  examined: (row) => row.examinedPerRow ?? -1,
  sent: (row) => row.rowsSent,
  'tmp-disk': (row) => row.tmpDiskTables,
  'no-index': (row) => row.noIndex,
  errors: (row) => row.errors,
  lock: (row) => row.lockShare,
  'first-seen': (row) => row.firstSeen,
  'last-seen': (row) => row.lastSeen,
};

/** In the order of a sort; of two that are alike the costlier first. */
export function sorted(rows: readonly StatementRow[], sort: StatementSort): StatementRow[] {
  const key = keys[sort];
  return rows.toSorted((a, b) => descending(key(a), key(b)) || b.totalMs - a.totalMs || a.id - b.id);
}

function descending(a: number | string, b: number | string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
