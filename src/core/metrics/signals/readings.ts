import type { DatabaseSeries } from '../../../contract/metrics/series.ts';
import type { TurnOn } from '../../../contract/metrics/signals.ts';
import type { Server } from '../../database/server.ts';
import type { Channel } from '../sampler/reading/replication.ts';

/** What a series was over a stretch of time, and when it was last read, in seconds since 1970. */
export interface Stretch {
  readonly low: number;
  readonly mean: number;
  readonly high: number;
  readonly at: number;
}
export type Stretches = ReadonlyMap<DatabaseSeries, Stretch>;

/** What a series was in the last five minutes. */
export interface Recent extends Stretch {
  /** The newest reading. */
  readonly last: number;
}

/** What this part of the server would not tell, in a sentence. */
export class Unread {
  readonly because: string;
  constructor(because: string) {
    this.because = because;
  }
}

/** One source that a server replicates from; which one, and whether it is the replica that the console reads from. */
export interface Replica extends Channel {
  readonly source: string;
  readonly isReadFrom: boolean;
}

export interface LockWait {
  /** Null where the wait has just ended. */
  readonly seconds: number | null;
  readonly waiting: number;
  readonly blocking: number;
  readonly table: string;
}

/** The costs of one kind of statement over the last hour. */
export interface StatementCost {
  readonly text: string;
  readonly totalMs: number;
  readonly calls: number;
  readonly rowsSent: number;
  readonly rowsAffected: number;
  readonly rowsExamined: number;
  /** Calls that went through a table without an index. */
  readonly withoutIndex: number;
  readonly firstSeen: number;
}

export interface StatementReadings {
  /** The costliest of the last hour first, and all together: what was read of it, and how many seconds that is. */
  readonly costliest: readonly StatementCost[];
  readonly totalMs: number;
  readonly seconds: number;
  /** What all took in a second of the same hour of last week, in ms; null where nothing is kept of it. */
  readonly msASecondLastWeek: number | null;
  /** When the first kind of statement was written down, in seconds since 1970. */
  readonly watchedSince: number;
}

export interface TableIds {
  readonly table: string;
  /** As text: a BIGINT is more than a number holds. */
  readonly nextId: string;
  readonly lastId: string;
}

/** What one day's sizes come to, and those of days before it; bytes. */
export interface TableReadings {
  /** `2026-11-30`, and how many days ago that is. */
  readonly day: string;
  readonly daysAgo: number;
  readonly tables: number;
  /** The nearest to its end first. */
  readonly ids: readonly TableIds[];
  readonly bytes: number;
  readonly bytesWeekBefore: number | null;
  readonly bytesFiveWeeksBefore: number | null;
  /** What grew most in a week, in bytes. */
  readonly grewMost: { readonly table: string; readonly bytes: number } | null;
}

/** Indexes that could go, named `schema.table.index`. */
export interface IndexReadings {
  readonly redundant: readonly string[];
  /** Without a use over 30 days on which uses were counted. */
  readonly unused: readonly string[];
  /** Without a use so far, but not watched for as long yet. */
  readonly waiting: { readonly count: number; readonly days: number };
  /** Why uses are not counted; null where they are. */
  readonly uncounted: { readonly because: string; readonly turnOn: TurnOn | null } | null;
  /** How many days ago uses were last read; null before the first time. */
  readonly readDaysAgo: number | null;
}

/** All that signals are judged from. Times are in seconds by the server's clock. */
export interface Readings {
  readonly server: Server;
  readonly now: number;
  /** When the last sample was taken; null before the first. */
  readonly sampledAt: number | null;
  readonly startedAt: number;
  /** The last five minutes, the last hour, the hour before it, and the same hour of the week before. */
  readonly recent: ReadonlyMap<DatabaseSeries, Recent>;
  readonly hour: Stretches;
  readonly before: Stretches;
  readonly lastWeek: Stretches;
  /** From what could not be sampled to why. */
  readonly unsampled: Readonly<Partial<Record<DatabaseSeries, string>>>;
  readonly variables: ReadonlyMap<string, string>;
  readonly status: ReadonlyMap<string, number>;
  readonly replicas: readonly Replica[] | Unread;
  readonly lockWaits: readonly LockWait[] | Unread;
  readonly statements: StatementReadings | Unread;
  readonly tables: TableReadings | null;
  readonly indexes: IndexReadings | Unread;
  /** Deadlocks that were counted over the last hour, and reports kept over the last day, of how many kinds. */
  readonly deadlocks: { readonly inHour: number; readonly reports: number; readonly kinds: number };
}

export function isOn(value: string | undefined): boolean {
  return value === 'ON' || value === '1' || value === 'YES';
}

export function isWatchingStatements({ variables }: Readings): boolean {
  return isOn(variables.get('performance_schema'));
}
