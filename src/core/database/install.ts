import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { RecordAction } from '../../contract/record.ts';
import { type Role, roles } from '../../contract/roles.ts';
import { resourcesDir } from '../resources.ts';
import { type Address, connectOnce } from './connect.ts';
import { isDriverError } from './errors.ts';
import {
  accountProcedureGrants,
  adminOnConsole,
  type Grants,
  grantStatements,
  recordGrants,
  roleAccount,
  siteGrants,
  siteProcedureGrants,
} from './grants.ts';
import { serverProcedureGrants } from './metric-grants.ts';
import { type Migration, migrate, readMigrations } from './migrations.ts';
import { isTooOld, neededServer, type Server, serverOf } from './server.ts';
import { splitStatements } from './sql-file.ts';
import { accountOf, boundsOf, startWithRole } from './staff-account.ts';

/** The database's own administrator, who installs Caretaker and is needed no more after that. */
export interface Root {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly tls?: 'required' | 'off';
  readonly ca?: string | null;
}

/**
 * Installs Caretaker on a server: schemas, roles, the record, the site contract of `adapterFile`, the grants, the
 * console's tables with every migration that waits, and their guards. An admin who is asked for a migration at sign-in
 * could not make a guard: one that needs one comes with a higher `neededInstallation`, so that this runs first. Each part
 * may be repeated, and is when a site's adapter changes.
 */
export async function install(o: {
  root: Root;
  adapterFile: string;
  /**
   * Whether admins may make accounts of the staff through the console, for which caretaker_owner@localhost gets CREATE
   * USER. Left out, it stays as it is; no at first.
   */
  makesAccounts?: boolean | undefined;
  signal?: AbortSignal | undefined;
  migrations?: readonly Migration[];
}): Promise<void> {
  await using connections = new AsyncDisposableStack();
  const connect = async () => connections.adopt(await connectOnce(addressOf(o.root)), (it) => it.destroy());
  const [connection, lessor] = [await connect(), await connect()];
  await refuseOldServer(connection);
  await connection.query("SET SESSION time_zone = '+00:00'");
  const makesAccounts = o.makesAccounts ?? (await readInstalled(connection)).makesAccounts;
  const values = {
    ':owner_secret': `Aa1!${randomBytes(24).toString('base64url')}`,
    ':makes_accounts': makesAccounts ? '1' : '0',
    ':requires_tls': o.root.tls === 'required' ? '1' : '0',
  };
  const fill = (text: string) =>
    Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(name, value), text);
  await runFile(connection, join(resourcesDir, 'install.sql'), fill, o.signal);
  await runFile(connection, o.adapterFile, (text) => text, o.signal);
  await grantAll(connection);
  for await (const _ of migrate(connection, lessor, o.migrations ?? readMigrations()))
    o.signal?.throwIfAborted();
  for (const file of guards) await runFile(connection, join(resourcesDir, file), (text) => text, o.signal);
  await installAccounts(connection, makesAccounts, o.signal);
  await runFile(connection, join(resourcesDir, 'install-metrics.sql'), fill, o.signal);
  await grantProcedures(connection, serverProcedureGrants);
}

/** Which version of the installer ran last, 0 for none, and what was chosen. Before version 2 none was noted. */
export async function readInstalled(
  connection: Connection,
): Promise<{ version: number; makesAccounts: boolean }> {
  try {
    const [[row]] = await connection.query<RowDataPacket[]>(
      'SELECT version, makes_accounts FROM caretaker_audit.installed',
    );
    return { version: Number(row?.version ?? 0), makesAccounts: Number(row?.makes_accounts) === 1 };
  } catch (error) {
    // No such schema or view; without any right to the view MySQL and MariaDB say that it is denied.
    const isMissing = isDriverError(error) && [1049, 1142, 1146].includes(error.errno ?? 0);
    if (isMissing) return { version: 0, makesAccounts: false };
    throw error;
  }
}

async function installAccounts(
  connection: Connection,
  makesAccounts: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = join(resourcesDir, makesAccounts ? 'install-accounts.sql' : 'install-no-accounts.sql');
  await runFile(connection, file, (text) => text, signal, makesAccounts ? [] : notHeld);
  if (!makesAccounts) return;
  await grantProcedures(connection, accountProcedureGrants);
}

/** What the roles may call of `caretaker_audit`. */
async function grantProcedures(connection: Connection, grants: Grants): Promise<void> {
  const statements = grantStatements('caretaker_audit', grants, Object.keys(grants), 'PROCEDURE ');
  for (const statement of statements) await connection.query(statement);
}

/** Errors of a REVOKE of what is not held: MariaDB knows no REVOKE IF EXISTS. */
const notHeld = [1147, 1962, 3530];

/** What NIST SP 800-63B asks for at the least. Without it, an empty answer to a prompt would make an open account. */
const shortestPassword = 8;

/**
 * Makes a database account with a role, or gives an existing one that role, display name and password.
 * The account may sign in from any host.
 */
export async function addStaff(o: {
  root: Root;
  user: string;
  password: string;
  role: Role;
  displayName: string;
  /** True for a server that staff reach over a network: the account cannot be used in the clear. */
  requireTls?: boolean;
}): Promise<void> {
  if (o.password.length < shortestPassword) {
    throw new Error(
      `The password for ${o.user} is shorter than ${shortestPassword} characters, and the account can be tried from any host. Nothing was changed for ${o.user}; give a longer one.`,
    );
  }
  const connection = await connectOnce(addressOf(o.root));
  try {
    const { flavour } = await serverVersion(connection);
    const account = accountOf(o.user);
    const identified = `${account} IDENTIFIED BY ${connection.escape(o.password)}`;
    await connection.query(`CREATE USER IF NOT EXISTS ${identified}`);
    await connection.query(`ALTER USER ${identified} ${boundsOf(flavour, o.requireTls === true)}`);
    await connection.query(`GRANT ${roleAccount(o.role)} TO ${account}`);
    for (const other of roles.filter((it) => it !== o.role))
      await revoke(connection, roleAccount(other), account);
    await connection.query(startWithRole(flavour, o.user, o.role));
    await connection.query(
      `INSERT INTO caretaker_audit.staff_account (user, role) VALUES (?, ?)
       ON DUPLICATE KEY UPDATE role = VALUES(role)`,
      [o.user, o.role],
    );
    const [[before]] = await connection.query<RowDataPacket[]>(
      'SELECT role FROM caretaker.staff WHERE user = ?',
      [o.user],
    );
    await connection.query(
      `INSERT INTO caretaker.staff (user, display_name, role) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE display_name = VALUES(display_name), role = VALUES(role)`,
      [o.user, o.displayName, o.role],
    );
    await bringBack(connection, o.user);
    if (before?.role === o.role) return;
    const action: RecordAction = before === undefined ? 'staff.added' : 'staff.role_changed';
    const detail = { name: o.displayName, role: o.role, ...(before ? { before: String(before.role) } : {}) };
    await connection.query(
      `INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
       VALUES (?, 'staff', ?, ?, ?)`,
      [action, o.user, JSON.stringify(detail), randomUUID()],
    );
  } finally {
    await connection.end();
  }
}

/** Who was removed is on the staff again. Tables that wait for their update do not know of removal yet. */
async function bringBack(connection: Connection, user: string): Promise<void> {
  try {
    await connection.query('UPDATE caretaker.staff SET removed_at = NULL WHERE user = ?', [user]);
  } catch (error) {
    if (!(isDriverError(error) && error.errno === 1054)) throw error;
  }
}

/** Takes a role away from an account, which may not have it. */
async function revoke(connection: Connection, role: string, account: string): Promise<void> {
  try {
    await connection.query(`REVOKE ${role} FROM ${account}`);
  } catch (error) {
    const isNotHeld = isDriverError(error) && notHeld.includes(error.errno ?? 0);
    if (!isNotHeld) throw error;
  }
}

/** Triggers of the console's own tables, which the migrations have made. */
const guards = [
  'install-feed.sql',
  'install-decisions.sql',
  'install-views.sql',
  'install-reports.sql',
  'install-tickets.sql',
];

async function refuseOldServer(connection: Connection): Promise<void> {
  const server = await serverVersion(connection);
  if (!isTooOld(server)) return;
  throw new Error(`${neededServer(server)} Nothing was changed.`);
}

async function serverVersion(connection: Connection): Promise<Server> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
  return serverOf(String(row?.version));
}

async function runFile(
  connection: Connection,
  file: string,
  fill: (text: string) => string,
  signal: AbortSignal | undefined,
  passedOver: readonly number[] = [],
): Promise<void> {
  for (const [index, statement] of splitStatements(fill(readFileSync(file, 'utf8'))).entries()) {
    signal?.throwIfAborted();
    try {
      await connection.query(statement);
    } catch (error) {
      if (isDriverError(error) && passedOver.includes(error.errno ?? 0)) continue;
      const reason = error instanceof Error ? error.message : String(error);
      const start = statement.replace(/\s+/g, ' ').slice(0, 80);
      throw new Error(
        `Statement ${index + 1} of ${file} failed: ${reason}\nIt begins: ${start}\nWhat ran before it stands and may be repeated; correct the cause and run this again.`,
        { cause: error },
      );
    }
  }
}

async function grantAll(connection: Connection): Promise<void> {
  const statements = [
    `GRANT ${adminOnConsole}`,
    ...grantStatements('caretaker_audit', recordGrants, Object.keys(recordGrants)),
    ...grantStatements(
      'caretaker_site',
      siteGrants,
      await names(connection, 'TABLE_NAME', 'TABLES', 'TABLE_SCHEMA'),
    ),
    ...grantStatements(
      'caretaker_site',
      siteProcedureGrants,
      await names(connection, 'ROUTINE_NAME', 'ROUTINES', 'ROUTINE_SCHEMA'),
      'PROCEDURE ',
    ),
  ];
  for (const statement of statements) await connection.query(statement);
}

async function names(
  connection: Connection,
  column: string,
  table: string,
  schema: string,
): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT ${column} AS name FROM information_schema.${table} WHERE ${schema} = 'caretaker_site' LIMIT 1000`,
  );
  return rows.map((row) => String(row.name));
}

export function addressOf(root: Root): Address {
  return { ...root, tls: root.tls ?? 'off', ca: root.ca ?? null };
}
