import { escape as quote } from 'mysql2';
import type { RecordAction } from '../../contract/record.ts';
import { type Role, roles } from '../../contract/roles.ts';
import type { StaffDetails, StaffWish } from '../../contract/staff.ts';
import type { Database } from '../database/database.ts';
import { roleAccount } from '../database/grants.ts';
import { accountOf, boundsOf, startWithRole } from '../database/staff-account.ts';
import { newPassword } from './accounts.ts';

/**
 * The statements by which a database administrator does what the console may not do here, in the words of the server at
 * hand, with the rows and the entry of the record that the console would have written.
 */
export async function staffStatements(
  database: Database,
  wish: StaffWish,
  signal: AbortSignal | undefined,
): Promise<{ sql: string; password: string | null }> {
  const { flavour } = database.server;
  switch (wish.wish) {
    case 'add': {
      const password = newPassword();
      const { user, role } = wish.details;
      const bounds = boundsOf(flavour, await requiresTls(database, signal));
      const statements = [
        `CREATE USER ${accountOf(user)} IDENTIFIED BY ${quote(password)} ${bounds}`,
        `GRANT ${roleAccount(role)} TO ${accountOf(user)}`,
        startWithRole(flavour, user, role),
        listAccount(user, role),
        ...personRows(wish.details),
      ];
      return { sql: script([...statements, ...noted('staff.added', user, { role })]), password };
    }
    case 'change-role': {
      const { user, role } = wish;
      const held = await roleOf(database, user, signal);
      const statements = [
        `GRANT ${roleAccount(role)} TO ${accountOf(user)}`,
        ...(held === null || held === role ? [] : [`REVOKE ${roleAccount(held)} FROM ${accountOf(user)}`]),
        startWithRole(flavour, user, role),
        listAccount(user, role),
        `UPDATE caretaker.staff SET role = ${quote(role)} WHERE user = ${quote(user)}`,
      ];
      return { sql: script([...statements, ...noted('staff.role_changed', user, { role })]), password: null };
    }
    case 'reset-password': {
      const password = newPassword();
      const set = `ALTER USER ${accountOf(wish.user)} IDENTIFIED BY ${quote(password)}`;
      return { sql: script([set, ...noted('staff.password_reset', wish.user, {})]), password };
    }
    case 'remove': {
      const user = quote(wish.user);
      const statements = [
        `DROP USER ${accountOf(wish.user)}`,
        `DELETE FROM caretaker_audit.staff_account WHERE user = ${user}`,
        `DELETE FROM caretaker_audit.staff_session WHERE user = ${user}`,
        `DELETE FROM caretaker.team_person WHERE user = ${user}`,
        `UPDATE caretaker.staff SET removed_at = UTC_TIMESTAMP(6) WHERE user = ${user}`,
      ];
      return { sql: script([...statements, ...noted('staff.removed', wish.user, {})]), password: null };
    }
  }
}

function listAccount(user: string, role: Role): string {
  return `INSERT INTO caretaker_audit.staff_account (user, role) VALUES (${quote(user)}, ${quote(role)}) ON DUPLICATE KEY UPDATE role = ${quote(role)}`;
}

function personRows({ user, name, role, pseudonym, teams }: StaffDetails): string[] {
  const person = `display_name = ${quote(name)}, role = ${quote(role)}, pseudonym = ${quote(pseudonym)}, removed_at = NULL`;
  return [
    `INSERT INTO caretaker.staff SET user = ${quote(user)}, ${person} ON DUPLICATE KEY UPDATE ${person}`,
    ...teams.map(
      (team) => `INSERT IGNORE INTO caretaker.team_person (team_id, user) VALUES (${team}, ${quote(user)})`,
    ),
  ];
}

function noted(action: RecordAction, user: string, detail: Readonly<Record<string, string>>): string[] {
  return [
    `INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id) VALUES (${quote(action)}, 'staff', ${quote(user)}, ${quote(JSON.stringify(detail))}, UUID())`,
    `INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('staff', ${quote(user)}), ('record', ${quote(user)})`,
  ];
}

/** A text is quoted for a server that reads `\\` as an escape, so the session of whoever runs this is told to. */
const mode = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'";

function script(statements: readonly string[]): string {
  return `${[mode, ...statements].join(';\n')};\n`;
}

async function requiresTls(database: Database, signal: AbortSignal | undefined): Promise<boolean> {
  const row = await database.readPrimary(signal, (db, run) =>
    db.selectFrom('caretaker_audit.installed').select('requires_tls').executeTakeFirst(run),
  );
  return row === undefined || Number(row.requires_tls) === 1;
}

async function roleOf(
  database: Database,
  user: string,
  signal: AbortSignal | undefined,
): Promise<Role | null> {
  const row = await database.readPrimary(signal, (db, run) =>
    db.selectFrom('caretaker.staff').select('role').where('user', '=', user).executeTakeFirst(run),
  );
  return roles.find((role) => role === row?.role) ?? null;
}
