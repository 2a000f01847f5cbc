import { isIP } from 'node:net';
import type {
  DeadlockLock,
  DeadlockTransaction,
  ReadDeadlock,
} from '../../../../contract/metrics/locks/deadlocks.ts';
import { type Line, only } from './lines.ts';
import { lockOf, type OwnedLock } from './lock.ts';
import type { Section } from './sections.ts';

const heading = /^\*\*\* \((\d+)\) TRANSACTION:$/;
const waitsFor = /^\*\*\* (?:\(\d+\) )?WAITING FOR THIS LOCK TO BE GRANTED:$/;
const holds = /^\*\*\* \(\d+\) HOLDS THE LOCK\(S\):$/;
const conflicts = /^\*\*\* CONFLICTING WITH:$/;
const loser = /^\*\*\* WE ROLL BACK TRANSACTION \((\d+)\)$/;

/**
 * The latest deadlock of a report. What was cut off, or is not as a server writes it, is absent: of a transaction whose
 * heading comes out of turn nothing is kept, nor of those after it.
 */
export function deadlockOf({ lines, ended }: Section): ReadDeadlock | null {
  const [first] = lines;
  const toldAt = first !== undefined && 'text' in first ? momentOf(first.text) : null;
  if (toldAt === null) return null;
  const parts = partsOf(lines);
  const losers = lines.filter((line) => 'text' in line && loser.test(line.text));
  const firstAlone = parts[0]?.number === 1 ? parts.slice(0, 1) : [];
  const ordered = parts.every(({ number }, index) => number === index + 1) && losers.length <= 1;
  const kept = ordered ? parts : firstAlone.map((it) => ({ ...it, lines: head(it.lines) }));
  const all = kept.map(readPart);
  const conflicting = kept.flatMap((part) => locksBelow(part.lines, conflicts));
  const transactions = all.map((it): DeadlockTransaction => {
    const own = conflicting.filter((lock) => lock.transaction === it.transaction);
    return { ...it, holds: distinct([...it.holds, ...own.map(({ lock }) => lock)]) };
  });
  const rolledBack = ordered ? Number(only(lines, loser, null)?.[1] ?? Number.NaN) : Number.NaN;
  const loserThere = transactions.some((it) => it.number === rolledBack);
  return {
    toldAt,
    complete: ended && ordered && loserThere && transactions.length > 1,
    transactions,
    rolledBack: loserThere ? rolledBack : null,
  };
}

/** The moment at the beginning of a line, by the server's own clock and zone. */
export function momentOf(line: string): string | null {
  return /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \S+(?: INNODB MONITOR OUTPUT)?$/.exec(line)?.[1] ?? null;
}

interface Part {
  readonly number: number;
  readonly lines: readonly Line[];
}

function partsOf(lines: readonly Line[]): Part[] {
  const starts = lines.flatMap((line, index) => {
    const found = 'text' in line ? heading.exec(line.text) : null;
    return found === null ? [] : [{ number: Number(found[1]), index }];
  });
  return starts.map(({ number, index }, place) => ({
    number,
    lines: lines.slice(index + 1, starts[place + 1]?.index),
  }));
}

/** What a report says of a transaction before its statement and locks. */
function head(lines: readonly Line[]): readonly Line[] {
  const end = lines.findIndex((line) => 'statement' in line || line.text.startsWith('*** '));
  return end < 0 ? lines : lines.slice(0, end);
}

function readPart({ number, lines }: Part): DeadlockTransaction {
  const before = head(lines);
  const begun = only(before, /^TRANSACTION (\d+), ACTIVE (\d+) sec(?: (.*))?$/, null);
  const work = only(
    before,
    /^(?:LOCK WAIT )?\d+ lock struct\(s\), heap size \d+, (\d+) row lock\(s\)(?:, undo log entries (\d+))?$/,
    /^(?:MySQL|MariaDB) thread id /,
  );
  const session = only(
    before,
    /^(?:MySQL|MariaDB) thread id (\d+), OS thread handle \d+, query id \d+(?: (.*))?$/,
    null,
  );
  const after = lines[before.length];
  const isWorkWhole = work !== null && session !== null;
  return {
    number,
    transaction: begun?.[1] ?? null,
    seconds: numberOf(begun?.[2]),
    doing: begun?.[3] ?? null,
    thread: session?.[1] ?? null,
    ...accountOf(session?.[2]),
    rowLocks: isWorkWhole ? numberOf(work[1]) : null,
    changes: isWorkWhole ? numberOf(work[2] ?? '0') : null,
    statement: after !== undefined && 'statement' in after ? after.statement : null,
    holds: distinct(locksBelow(lines, holds).map(({ lock }) => lock)),
    waitsFor: locksBelow(lines, waitsFor)[0]?.lock ?? null,
  };
}

/** The locks between a heading and the next. */
function locksBelow(lines: readonly Line[], title: RegExp): OwnedLock[] {
  const start = lines.findIndex((line) => 'text' in line && title.test(line.text));
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => 'text' in line && line.text.startsWith('*** '));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .flatMap((line) => ('text' in line ? (lockOf(line.text) ?? []) : []));
}

/** `host user state`, or `host address user state`, as far as the server knew them. */
function accountOf(text: string | undefined): { user: string | null; host: string | null } {
  const [host, second, third] = (text ?? '').trim().split(' ');
  if (host === undefined || host === '' || second === undefined) return { user: null, host: null };
  if (isIP(second) !== 0) return { host: second, user: third ?? null };
  return { host, user: second };
}

function distinct(locks: readonly DeadlockLock[]): DeadlockLock[] {
  return [...new Map(locks.map((lock) => [JSON.stringify(lock), lock])).values()];
}

/** A number that was told whole and can be reckoned with. */
function numberOf(digits: string | undefined): number | null {
  const number = Number(digits);
  return digits !== undefined && Number.isSafeInteger(number) ? number : null;
}
