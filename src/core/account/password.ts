import { randomUUID } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Database } from '../database/database.ts';
import { isDriverError, isTurnedAway } from '../database/errors.ts';
import { Refused } from '../errors.ts';
import type { Logger } from '../log.ts';
import { addEntry } from '../record/entry.ts';
import type { Session } from '../session/session.ts';

/**
 * Changes the password of the person's own account, on a connection that `current` has opened. This session goes on; every
 * other line of the account is cut, and cannot come back with the password before.
 */
export async function changePassword(
  session: Session,
  log: Logger,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const { database, person } = session.signedIn;
  if (next === current) throw unfit('This is the password that you have. Nothing was changed.');
  const connection = await connectWith(database, current);
  try {
    await setPassword(database, connection, { user: person.user, current, next });
    await session.changePassword(next);
    await cutOtherLines(database, connection, { user: person.user, log });
  } finally {
    connection.destroy();
  }
}

async function connectWith(database: Database, current: string): Promise<Connection> {
  try {
    return await database.connectAs(current);
  } catch (error) {
    if (!isTurnedAway(error)) throw error;
    throw new Refused('FORBIDDEN', 'This is not your present password. Nothing was changed.', [
      { path: 'current', problem: 'not your present password' },
    ]);
  }
}

/** The entry of the record stands only if the server took the password. */
async function setPassword(
  database: Database,
  connection: Connection,
  { user, current, next }: { user: string; current: string; next: string },
): Promise<void> {
  // Each server's own way for which an account needs no right. A MySQL server may insist on the present password.
  const statement =
    database.server.flavour === 'mariadb'
      ? connection.format('SET PASSWORD = PASSWORD(?)', [next])
      : connection.format('ALTER USER USER() IDENTIFIED BY ? REPLACE ?', [next, current]);
  const requestId = randomUUID();
  try {
    await database.write(false, async (trx) => {
      await addEntry(trx, {
        requestId,
        action: 'account.password_changed',
        subjectKind: 'staff',
        subjectId: user,
      });
      await connection.query(statement);
    });
  } catch (error) {
    // 1819: a plugin that checks passwords; 3638: one of the last few.
    if (!isDriverError(error) || ![1819, 3638].includes(error.errno ?? 0)) throw error;
    throw unfit('The server’s rules for passwords refuse this one. Nothing was changed; choose another.');
  }
}

/** An account may always see and end its own. That one could not be cut is no reason to call the change undone. */
async function cutOtherLines(
  database: Database,
  connection: Connection,
  { user, log }: { user: string; log: Logger },
): Promise<void> {
  const own = new Set([...database.threads, connection.threadId]);
  try {
    const [lines] = await connection.query<RowDataPacket[]>('SHOW PROCESSLIST');
    for (const { Id, User } of lines) {
      if (User === user && !own.has(Number(Id))) await kill(connection, Number(Id));
    }
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : error }, 'could not cut the other lines');
  }
}

async function kill(connection: Connection, thread: number): Promise<void> {
  try {
    await connection.query(`KILL ${thread}`);
  } catch (error) {
    const endedByItself = isDriverError(error) && error.errno === 1094;
    if (!endedByItself) throw error;
  }
}

function unfit(message: string): Refused {
  return new Refused('INVALID_INPUT', message, [{ path: 'next', problem: message }]);
}
