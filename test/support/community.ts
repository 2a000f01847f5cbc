import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { fillCommunity } from '../../scripts/demo/community.ts';
import { type Role, roles } from '../../src/contract/roles.ts';
import type { Address } from '../../src/core/database/connect.ts';
import { addStaff, install, type Root } from '../../src/core/database/install.ts';
import { buildDirectory } from '../../src/core/directory/job/refresh.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type TestServer, testServer } from './database-server.ts';

export const demoAdapter = resolve('resources/sites/demo.sql');
/** Fixed, so that a test's community is the same on every day. */
export const demoUntil = new Date('2026-10-01T00:00:00Z');

export interface Community extends AsyncDisposable {
  readonly server: TestServer;
  readonly root: Root;
  /** A connection as the database's own administrator, with no default schema: what it runs is not the console's. */
  readonly sql: Connection;
  address(role: Role): Address;
  /** Signs in as the staff member of that role; closed with the community. */
  signIn(role: Role): Promise<SignedIn>;
}

/** The staff of a test community: one account of each role, named after it. */
export const passwordOf = (role: Role) => `${role}-Pass-1`;

/**
 * A server of the test's own with the demo community, Caretaker installed, the member directory built and one person of
 * each role. Without `directory` that is left to the job of the first console which signs in.
 */
export async function testCommunity(
  o: { members?: number; directory?: boolean; settings?: Parameters<typeof testServer>[0] } = {},
): Promise<Community> {
  const server = await testServer(o.settings);
  const root = { host: server.host, port: server.port, ...server.root };
  try {
    await fillCommunity({ root, members: o.members ?? 500, seed: 1, until: demoUntil });
    await install({ root, adapterFile: demoAdapter, makesAccounts: true });
    for (const role of roles) {
      await addStaff({ root, user: role, password: passwordOf(role), role, displayName: `The ${role}` });
    }
    const town = await open(server, root);
    if (o.directory ?? true) {
      // Closed at once: a test may count who is connected.
      const builder = await town.signIn('moderator');
      await buildDirectory(builder);
      await builder.database.close();
    }
    return town;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

async function open(server: TestServer, root: Root): Promise<Community> {
  const sql = await rootConnection(root);
  const opened: SignedIn[] = [];
  const address = (role: Role): Address => ({
    host: root.host,
    port: root.port,
    user: role,
    password: passwordOf(role),
    tls: 'off',
    ca: null,
  });
  return {
    server,
    root,
    sql,
    address,
    async signIn(role) {
      const opening = await openSession({ primary: address(role), replica: null });
      if (opening.outcome !== 'opened') throw new Error(`could not sign in: ${JSON.stringify(opening)}`);
      opened.push(opening.signedIn);
      return opening.signedIn;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((it) => it.database.close()));
      await keepDigests(root).catch(() => {}); // a test that killed its server has none left
      sql.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Signs in someone of this name and role, whose account is made for it; closed with the test's own scope. */
export async function personNamed(
  town: Community,
  role: Role,
  user: string,
  port = town.root.port,
): Promise<SignedIn & AsyncDisposable> {
  const displayName = `${user.charAt(0).toUpperCase()}${user.slice(1)}`;
  const password = `${user}-Pass-1`;
  await addStaff({ root: town.root, user, password, role, displayName });
  const opening = await openSession({
    primary: { host: town.root.host, port, user, password, tls: 'off', ca: null },
    replica: null,
  });
  if (opening.outcome !== 'opened') throw new Error(`could not sign in: ${JSON.stringify(opening)}`);
  const { signedIn } = opening;
  return { ...signedIn, [Symbol.asyncDispose]: () => signedIn.database.close() };
}

/** Runs `work` over a plain connection of that role's account, as a client of anyone's own would open it. */
export async function overTheWire<T>(
  { root: { host, port } }: Pick<Community, 'root'>,
  role: Role,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await mysql.createConnection({ host, port, user: role, password: passwordOf(role) });
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

export function rootConnection(root: Root): Promise<Connection> {
  return mysql.createConnection({
    host: root.host,
    port: root.port,
    user: root.user,
    password: root.password,
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
}

export const digestsFolder = resolve('.test/digests');

export interface Digest {
  readonly text: string;
  readonly calls: number;
  readonly rowsSent: number;
  readonly rowsExamined: number;
  readonly rowsAffected: number;
  readonly noIndexUsed: number;
}

/**
 * Keeps what the server counted of the console's statements, known by the schema its connections name. The run of the
 * tests ends with a look at all of them.
 */
async function keepDigests(root: Root): Promise<void> {
  const connection = await rootConnection(root);
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT DIGEST_TEXT AS text, COUNT_STAR AS calls, SUM_ROWS_SENT AS sent, SUM_ROWS_EXAMINED AS examined,
            SUM_ROWS_AFFECTED AS affected, SUM_NO_INDEX_USED AS noIndex
     FROM performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME = 'caretaker'`,
  );
  await connection.end();
  const digests: Digest[] = rows.map((row) => ({
    text: String(row.text),
    calls: Number(row.calls),
    rowsSent: Number(row.sent),
    rowsExamined: Number(row.examined),
    rowsAffected: Number(row.affected),
    noIndexUsed: Number(row.noIndex),
  }));
  mkdirSync(digestsFolder, { recursive: true });
  writeFileSync(join(digestsFolder, `${randomBytes(6).toString('hex')}.json`), JSON.stringify(digests));
}
