import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Role } from '../../contract/roles.ts';
import type { Database, Trx } from '../database/database.ts';
import { isDriverError } from '../database/errors.ts';
import { Refused } from '../errors.ts';
import { readMakesAccounts } from './list.ts';

/*
 * The database's own accounts, by the procedures of resources/install-accounts.sql. Each writes the record first and then
 * commits by itself, whatever transaction it is called in; a repeat with the same request id finishes what was begun.
 */

export async function addAccount(
  database: Database,
  o: { requestId: string; user: string; password: string; role: Role },
): Promise<void> {
  await callProcedure(database, o.user, (trx) =>
    sql`CALL caretaker_audit.staff_account_add(${o.requestId}, ${o.user}, ${o.password}, ${o.role})`.execute(
      trx,
    ),
  );
}

/** Ends the sessions of the account too, as do the two below. */
export async function setAccountRole(
  database: Database,
  o: { requestId: string; user: string; role: Role },
): Promise<void> {
  await callProcedure(database, o.user, (trx) =>
    sql`CALL caretaker_audit.staff_account_set_role(${o.requestId}, ${o.user}, ${o.role})`.execute(trx),
  );
}

export async function setAccountPassword(
  database: Database,
  o: { requestId: string; user: string; password: string },
): Promise<void> {
  await callProcedure(database, o.user, (trx) =>
    sql`CALL caretaker_audit.staff_account_set_password(${o.requestId}, ${o.user}, ${o.password})`.execute(
      trx,
    ),
  );
}

export async function removeAccount(
  database: Database,
  o: { requestId: string; user: string },
): Promise<void> {
  await callProcedure(database, o.user, (trx) =>
    sql`CALL caretaker_audit.staff_account_remove(${o.requestId}, ${o.user})`.execute(trx),
  );
}

/** 20 characters that need no care in an address or a statement, of each kind that a server may insist on. */
export function newPassword(): string {
  for (;;) {
    const password = randomBytes(15).toString('base64url');
    if ([/[A-Z]/, /[a-z]/, /[0-9]/, /[_-]/].every((kind) => kind.test(password))) return password;
  }
}

async function callProcedure(
  database: Database,
  user: string,
  call: (trx: Trx) => Promise<unknown>,
): Promise<void> {
  if (!(await database.readPrimary(undefined, readMakesAccounts))) {
    throw new Refused(
      'FORBIDDEN',
      'The database’s administrator makes the accounts of the staff here. Nothing was changed; copy the statements and send them to them.',
    );
  }
  try {
    await database.write(true, async (trx) => {
      await call(trx);
      await trx.insertInto('caretaker.change_feed').values({ topic: 'record', subject_id: user }).execute();
    });
  } catch (error) {
    throw refusalOfAccounts(error) ?? error;
  }
}

/** What only statements about accounts are answered with. */
function refusalOfAccounts(error: unknown): Refused | null {
  if (!isDriverError(error)) return null;
  switch (error.errno) {
    case 1396:
      return new Refused(
        'CONFLICT',
        'The server has not done it: an account of this name is there already, or is not there any more. Load the list again.',
      );
    case 1819:
      return new Refused(
        'CONFLICT',
        'The server’s rules for passwords refuse one that Caretaker makes. Nothing was changed; ask the database’s administrator.',
      );
    case 1410:
    case 1698:
      return new Refused(
        'CONFLICT',
        'Caretaker’s owner account has lost the right to do this. A database administrator runs `npm run connect-site` again.',
      );
    default:
      return null;
  }
}
