import { Refused } from '../errors.ts';

/** What an error of the driver means for the statement that met it. */
export type Failure =
  | 'lost' // the line broke: the statement may or may not have run
  | 'retry' // deadlock or lock wait: nothing of the transaction stands once it is rolled back
  | 'too-expensive' // stopped by the statement time-out
  | 'stopped' // stopped by us, because nobody waits any more
  | 'denied' // the server's grants refuse it
  | 'duplicate' // a unique key holds this already
  | 'refused' // a procedure or trigger says no, in a sentence for people
  | 'other';

const byNumber: Record<number, Failure> = {
  1040: 'lost', // too many connections
  1044: 'denied',
  1053: 'lost', // server shutdown in progress
  1062: 'duplicate',
  1142: 'denied',
  1143: 'denied',
  1205: 'retry',
  1213: 'retry',
  1227: 'denied',
  1317: 'stopped', // query execution was interrupted: KILL QUERY
  1370: 'denied', // no EXECUTE on a procedure
  1644: 'refused', // SIGNAL SQLSTATE '45000'
  1927: 'lost', // connection was killed (MariaDB)
  1959: 'denied', // not a role of this account (MariaDB)
  1969: 'too-expensive', // MariaDB: max_statement_time exceeded
  3024: 'too-expensive', // MySQL: max_execution_time exceeded
  3530: 'denied', // not a role of this account (MySQL)
  4031: 'lost', // disconnected by the server because of inactivity (MySQL)
};

const lostCodes = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

interface DriverError extends Error {
  code?: string;
  errno?: number;
  fatal?: boolean;
}

export function isDriverError(error: unknown): error is DriverError {
  return error instanceof Error && ('code' in error || 'errno' in error || 'fatal' in error);
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return 'other';
  if (error.name === 'AbortError') return 'stopped';
  // The driver's queue for a free connection is full: more was asked at once than the database answers.
  if (error.message === 'Queue limit reached.') return 'too-expensive';
  if (!isDriverError(error)) return /closed state|Pool is closed/.test(error.message) ? 'lost' : 'other';
  const known = error.errno === undefined ? undefined : byNumber[error.errno];
  if (known !== undefined) return known;
  if (error.code !== undefined && lostCodes.has(error.code)) return 'lost';
  return error.fatal === true || /closed state|Pool is closed/.test(error.message) ? 'lost' : 'other';
}

/** Whether the server answered, and will not let this account in: a wrong password, no such account, a locked one. */
export function isTurnedAway(error: unknown): boolean {
  return isDriverError(error) && [1045, 1698, 3118, 4151].includes(error.errno ?? 0);
}

/** Whether the record holds an entry of this request already: it was committed, though nobody was told. */
export function isKnownRequest(error: unknown): boolean {
  return failureOf(error) === 'duplicate' && error instanceof Error && /entry_request/.test(error.message);
}

/** The refusal a person sees for a failure of the database, or null where it is our own fault (INTERNAL). */
export function refusalOf(error: unknown): Refused | null {
  switch (failureOf(error)) {
    case 'lost':
      return new Refused(
        'UNAVAILABLE',
        'The database does not answer just now. What you typed is kept; Caretaker tries again by itself.',
      );
    case 'retry':
      return new Refused(
        'CONFLICT',
        'Others are changing the same rows just now. Nothing was changed; try again in a moment.',
      );
    case 'too-expensive':
      return new Refused(
        'TOO_EXPENSIVE',
        'The database needed too long for this, so it was stopped. Narrow the search and try again.',
      );
    case 'stopped':
      return new Refused('UNAVAILABLE', 'This was stopped before it was done. Nothing was changed.');
    case 'denied':
      return new Refused(
        'FORBIDDEN',
        'The database does not allow this for your account. If it should, ask an administrator about your role.',
      );
    case 'duplicate':
      return new Refused('CONFLICT', 'This exists already. Nothing was changed.');
    case 'refused':
      return new Refused('CONFLICT', error instanceof Error ? error.message : String(error));
    case 'other':
      return null;
  }
}
