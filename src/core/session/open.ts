import { randomUUID } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { type Role, roles } from '../../contract/roles.ts';
import type { Person, SignInResult } from '../../contract/session.ts';
import type { Utc } from '../../contract/values.ts';
import { type Address, connectOnce, lacksHostName, sessionSettings } from '../database/connect.ts';
import { Database } from '../database/database.ts';
import { roleAccount } from '../database/grants.ts';
import { readInstalled } from '../database/install.ts';
import {
  type Migration,
  type MigrationPlan,
  planMigrations,
  readMigrations,
} from '../database/migrations.ts';
import { isTooOld, neededServer, type Server, serverOf } from '../database/server.ts';
import { now } from '../database/time.ts';
import { probeSite, type Site } from '../site/contract.ts';
import { hostNameNeeded, refusalOfConnect, refused } from './refusals.ts';

/** A person at work: who, on which server, and their way to it. */
export interface SignedIn {
  /** Names this console among those on which the person is signed in. */
  readonly id: string;
  readonly person: Person;
  readonly server: Server;
  readonly site: Site;
  readonly database: Database;
  readonly signedInAt: Utc;
  /** What of whom was asked to be shown in this session, as `memberId what`: each is on record. */
  readonly shown: Set<string>;
}

/** The version of install.sql that this console needs: the number that its view `installed` gives. */
export const neededInstallation = 5;

export interface Target {
  readonly primary: Address;
  readonly replica: Address | null;
  /** Where the bytes of an origin of media are, instead of there: the demo’s alone. */
  readonly media?: Readonly<Record<string, string>>;
}

export type Opening =
  | { readonly outcome: 'opened'; readonly signedIn: SignedIn }
  | Exclude<SignInResult, { outcome: 'signed-in' }>;

/**
 * Signs in: reaches the server, finds the person's role, checks the site contract and the console's own tables, and
 * opens the pools. Everything that can be wrong comes back as an outcome with its message; only faults of the program
 * are thrown.
 */
export async function openSession(
  target: Target,
  migrations: readonly Migration[] = readMigrations(),
): Promise<Opening> {
  const { primary, replica } = target;
  if (replica !== null && lacksHostName(replica)) return hostNameNeeded(replica);
  try {
    const connection = await connectOnce(primary);
    try {
      return await examine(connection, target, migrations);
    } finally {
      connection.destroy();
    }
  } catch (error) {
    const refusal = refusalOfConnect(error, primary);
    if (refusal) return refusal;
    throw error;
  }
}

async function examine(
  connection: Connection,
  target: Target,
  migrations: readonly Migration[],
): Promise<Opening> {
  const [[version]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
  const server = serverOf(String(version?.version));
  if (isTooOld(server)) return tooOld(server);

  const role = await findRole(connection);
  if (role === null) return noRole(connection, target.primary.user);
  for (const statement of sessionSettings(server, roleAccount(role))) await connection.query(statement);
  if (!(await hasSchema(connection))) return notInstalled(target.primary);
  if ((await readInstalled(connection)).version < neededInstallation) return installationTooOld();

  const probe = await probeSite(connection, role);
  if (probe.outcome === 'missing') {
    return refused(
      'contract-missing',
      'This server holds no site contract: the views by which Caretaker reads the community are not there.',
      'A database administrator lays it with `npm run connect-site`; the README shows how to write one for your site.',
    );
  }
  if (probe.outcome === 'incomplete') {
    return refused(
      'contract-incomplete',
      `The site contract is incomplete: ${probe.problems.join('; ')}.`,
      'A database administrator corrects the site’s adapter file and runs `npm run connect-site` again.',
    );
  }
  const plan = await planMigrations(connection, migrations);
  if (plan.unknown.length > 0) {
    return refused(
      'console-too-old',
      `This console is older than the tables on the server (${plan.unknown.at(-1)}).`,
      'Update Caretaker on this computer, then sign in again. Nothing was changed.',
    );
  }
  if (plan.pending.length > 0) return migrationNeeded(plan, role);

  const name = await displayName(connection, target.primary.user);
  const database = await Database.open({ ...target, server, role: roleAccount(role) });
  const person = { user: target.primary.user, name, role };
  return {
    outcome: 'opened',
    signedIn: {
      id: randomUUID(),
      person,
      server,
      site: { ...probe.site, mediaOrigins: standIns(probe.site.mediaOrigins, target.media) },
      database,
      signedInAt: now(),
      shown: new Set(),
    },
  };
}

function standIns(
  origins: ReadonlyMap<string, string>,
  media: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  return new Map([...origins].map(([origin, place]) => [origin, media[origin] ?? place]));
}

/** The person's role, the widest first where the account has several. */
async function findRole(connection: Connection): Promise<Role | null> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT ROLE_NAME AS name FROM information_schema.APPLICABLE_ROLES LIMIT 200',
  );
  const held = new Set(rows.map((row) => String(row.name)));
  return roles.toReversed().find((role) => held.has(roleAccount(role))) ?? null;
}

/** MySQL and MariaDB show a schema only to those who hold something in it. */
async function hasSchema(connection: Connection): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'caretaker'",
  );
  return rows.length > 0;
}

async function noRole(connection: Connection, user: string): Promise<Opening> {
  const [own] = await connection.query<RowDataPacket[]>(
    "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'mysql'",
  );
  const seesAll = own.length > 0;
  if (seesAll && !(await hasSchema(connection))) {
    return refused(
      'not-installed',
      'Caretaker is not installed on this server.',
      'Install it with `npm run connect-site`, then sign in with a staff account.',
    );
  }
  return refused(
    'no-role',
    `The account ${user} exists, but has none of Caretaker’s roles.`,
    `An administrator gives it one of ${roles.map(roleAccount).join(', ')}.`,
  );
}

function notInstalled(address: Address): Opening {
  return refused(
    'not-installed',
    `Caretaker’s own tables are not on the server at ${address.host}:${address.port}.`,
    'A database administrator installs them with `npm run connect-site`.',
  );
}

function installationTooOld(): Opening {
  return refused(
    'installation-too-old',
    'What is installed of Caretaker on this server is older than this console needs.',
    'A database administrator runs `npm run connect-site` again, with this version of Caretaker. Nothing was changed.',
  );
}

function tooOld(server: Server): Opening {
  return refused(
    'server-too-old',
    neededServer(server),
    'Ask its administrator for an upgrade, or connect to a replica that runs a later version.',
  );
}

function migrationNeeded(plan: MigrationPlan, role: Role): Opening {
  return {
    outcome: 'migration-needed',
    pending: plan.pending.map(({ id, title }) => ({ id, title })),
    mayMigrate: role === 'admin',
    unfinished: plan.unfinished,
  };
}

async function displayName(connection: Connection, user: string): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT display_name AS name FROM caretaker.staff WHERE user = ?',
    [user],
  );
  return rows[0] === undefined ? user : String(rows[0].name);
}
