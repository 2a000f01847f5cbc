import type { ReadDeadlock } from '../../../../contract/metrics/locks/deadlocks.ts';
import { deadlockOf, momentOf } from './deadlock.ts';
import { type Line, only, readLines } from './lines.ts';
import { type Section, sectionsOf } from './sections.ts';

/** What a report of InnoDB says, without any value of a statement. Null is what it does not say, or not for certain. */
export interface InnodbStatus {
  /** Whether the end of the report is there. */
  readonly whole: boolean;
  /** When it was made, by the server's own clock and zone: `2026-11-30 01:40:23`. */
  readonly madeAt: string | null;
  readonly deadlock: ReadDeadlock | null;
  readonly historyLength: number | null;
  /** Positions in the redo log, in bytes. */
  readonly log: {
    readonly sequence: bigint | null;
    readonly flushed: bigint | null;
    readonly checkpoint: bigint | null;
  };
  /** Since the server started; MySQL alone. */
  readonly rows: {
    readonly inserted: number;
    readonly updated: number;
    readonly deleted: number;
    readonly read: number;
  } | null;
  /** Waits for latches since the server started (MySQL), and threads that wait for one right now. */
  readonly latches: {
    readonly reservations: number | null;
    readonly sharedWaits: number | null;
    readonly exclusiveWaits: number | null;
    readonly waiting: readonly { readonly at: string; readonly seconds: number }[];
  };
}

/** Reads SHOW ENGINE INNODB STATUS of MariaDB 10.11 and MySQL 8.4 and 9: never throws, whatever the text is. */
export function parseInnodbStatus(text: string): InnodbStatus {
  const { lines, whole } = readLines(text);
  const sections = sectionsOf(lines);
  const linesOf = (section: Section | undefined) => section?.lines ?? [];
  const latches = linesOf(sections.get('SEMAPHORES'));
  const log = linesOf(sections.get('LOG'));
  const deadlock = sections.get('LATEST DETECTED DEADLOCK');
  const waits = (kind: string) =>
    counted(only(latches, new RegExp(`^RW-${kind} spins \\d+, rounds \\d+, OS waits (\\d+)$`)));
  return {
    whole,
    madeAt: madeAt(lines),
    deadlock: deadlock === undefined ? null : deadlockOf(deadlock),
    historyLength: counted(only(linesOf(sections.get('TRANSACTIONS')), /^History list length (\d+)$/)),
    // As many spaces as each server writes: a number whose first digit is lost must not pass for another.
    log: {
      sequence: position(only(log, /^Log sequence number(?: | {10})(\d+)$/)),
      flushed: position(only(log, /^Log flushed up to(?: {3}| {12})(\d+)$/)),
      checkpoint: position(only(log, /^Last checkpoint at(?: {2}| {11})(\d+)$/)),
    },
    rows: rowsOf(linesOf(sections.get('ROW OPERATIONS'))),
    latches: {
      reservations: counted(only(latches, /^OS WAIT ARRAY INFO: reservation count (\d+)$/)),
      sharedWaits: waits('shared'),
      exclusiveWaits: waits('excl'),
      waiting: latches.flatMap(waitingOf),
    },
  };
}

function madeAt(lines: readonly Line[]): string | null {
  const heads = lines
    .slice(0, 4)
    .flatMap((line) => ('text' in line && line.text.endsWith(' INNODB MONITOR OUTPUT') ? [line.text] : []));
  return heads.length === 1 ? momentOf(heads[0] ?? '') : null;
}

function rowsOf(lines: readonly Line[]): InnodbStatus['rows'] {
  const found = only(
    lines,
    /^Number of rows inserted (\d+), updated (\d+), deleted (\d+), read (\d+)$/,
    /^\d+\.\d\d inserts\/s, /,
  );
  const [inserted, updated, deleted, read] = (found ?? []).slice(1).map(Number);
  if (inserted === undefined || updated === undefined || deleted === undefined || read === undefined)
    return null;
  return { inserted, updated, deleted, read };
}

function waitingOf(line: Line): InnodbStatus['latches']['waiting'] {
  if (!('text' in line)) return [];
  const found = /^--Thread \d+ has waited at (\S+ line \d+) for (\d+(?:\.\d+)?) seconds the semaphore:$/.exec(
    line.text,
  );
  return found === null ? [] : [{ at: found[1] ?? '', seconds: Number(found[2]) }];
}

function counted(found: RegExpExecArray | null): number | null {
  const number = Number(found?.[1] ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : null;
}

function position(found: RegExpExecArray | null): bigint | null {
  return found?.[1] === undefined ? null : BigInt(found[1]);
}
