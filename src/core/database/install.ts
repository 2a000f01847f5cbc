import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Role } from '../../contract/roles.ts';
import { resourcesDir } from '../resources.ts';
import { type Address, connectOnce } from './connect.ts';
import {
  adminOnConsole,
  grantStatements,
  recordGrants,
  roleAccount,
  siteGrants,
  siteProcedureGrants,
} from './grants.ts';
import { migrate, readMigrations } from './migrations.ts';
import { serverOf } from './server.ts';
import { splitStatements } from './sql-file.ts';

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
 * Installs Caretaker on a server: schemas, roles, the record, the site contract of `adapterFile`, the grants and,
 * unless `migrations` is empty, the console's tables. Each part may be repeated, and is when a site's adapter changes.
 */
export async function install(o: {
  root: Root;
  adapterFile: string;
  signal?: AbortSignal | undefined;
  migrations?: readonly ReturnType<typeof readMigrations>[number][];
}): Promise<void> {
  const connection = await connectOnce(addressOf(o.root));
  const lessor = await connectOnce(addressOf(o.root));
  try {
    await connection.query("SET SESSION time_zone = '+00:00'");
    const base = readFileSync(join(resourcesDir, 'install.sql'), 'utf8');
    const secret = randomBytes(24).toString('base64url');
    await runFile(connection, base.replace(':owner_secret', `Aa1!${secret}`), o.signal);
    await runFile(connection, readFileSync(o.adapterFile, 'utf8'), o.signal);
    await grantAll(connection);
    for await (const _ of migrate(connection, lessor, o.migrations ?? readMigrations()))
      o.signal?.throwIfAborted();
  } finally {
    await Promise.all([connection.end(), lessor.end()]);
  }
}

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
}): Promise<void> {
  const connection = await connectOnce(addressOf(o.root));
  try {
    const [[version]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
    const { flavour } = serverOf(String(version?.version));
    const account = `${connection.escape(o.user)}@'%'`;
    const role = roleAccount(o.role);
    const word = flavour === 'mariadb' ? 'FOR' : 'TO';
    await connection.query(
      `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ${connection.escape(o.password)}`,
    );
    await connection.query(`ALTER USER ${account} IDENTIFIED BY ${connection.escape(o.password)}`);
    await connection.query(`GRANT ${role} TO ${account}`);
    await connection.query(`SET DEFAULT ROLE ${role} ${word} ${account}`);
    const [added] = await connection.query<RowDataPacket[]>(
      'SELECT user FROM caretaker.staff WHERE user = ?',
      [o.user],
    );
    await connection.query(
      `INSERT INTO caretaker.staff (user, display_name, role) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE display_name = VALUES(display_name), role = VALUES(role)`,
      [o.user, o.displayName, o.role],
    );
    if (added.length > 0) return;
    await connection.query(
      `INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
       VALUES ('staff.added', 'staff', ?, ?, ?)`,
      [o.user, JSON.stringify({ name: o.displayName, role: o.role }), randomUUID()],
    );
  } finally {
    await connection.end();
  }
}

async function runFile(connection: Connection, text: string, signal: AbortSignal | undefined): Promise<void> {
  for (const statement of splitStatements(text)) {
    signal?.throwIfAborted();
    await connection.query(statement);
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

function addressOf(root: Root): Address {
  return { ...root, tls: root.tls ?? 'off', ca: root.ca ?? null };
}
