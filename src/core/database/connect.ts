import { isIP } from 'node:net';
import mysql, { type ConnectionOptions } from 'mysql2';
import type { Connection as PromiseConnection } from 'mysql2/promise';
import mysqlPromise from 'mysql2/promise';
import type { Server } from './server.ts';

/** Where a server is and who signs in. `ca` is PEM text; null trusts what the system trusts. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly tls: 'required' | 'off';
  readonly ca: string | null;
}

/** What bounds every statement of the console, so that it stays a good guest of a server with other work. */
const limits = {
  connectSeconds: 3,
  statementSeconds: 5,
  lockWaitSeconds: 3,
  /** A safety net under each statement's own LIMIT. */
  rows: 5_000,
} as const;

const sqlMode =
  'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO';

/** Driver options shared by every connection: UTC, ids as text, one statement a call. */
function driverOptions(address: Address): ConnectionOptions {
  return {
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    charset: 'utf8mb4_general_ci',
    timezone: 'Z',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    multipleStatements: false,
    connectTimeout: limits.connectSeconds * 1000,
    enableKeepAlive: true,
    keepAliveInitialDelay: 10_000,
    // A server may ask the client for a local file at any time; no console statement ever offers one.
    flags: ['-LOCAL_FILES'],
    ...(address.tls === 'required' ? { ssl: tlsOptions(address) } : {}),
  };
}

/** Thrown before anything is sent; the driver would check an address's certificate for the name `localhost`. */
export const hostIsAddress = 'ERR_TLS_HOST_IS_ADDRESS';

/** True where TLS is required and the host is a bare address, which no certificate can be checked for. */
export function lacksHostName(address: Address): boolean {
  return address.tls === 'required' && isIP(address.host) !== 0;
}

function tlsOptions(address: Address) {
  if (lacksHostName(address)) {
    throw Object.assign(new Error('no name to check the certificate for'), { code: hostIsAddress });
  }
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    verifyIdentity: true,
    ...(address.ca === null ? {} : { ca: address.ca }),
  };
}

/** What a new connection runs first: the person's role, then UTC and the bounds. */
export function sessionSettings(server: Server, role: string | null): string[] {
  const bound =
    server.flavour === 'mariadb'
      ? `max_statement_time = ${limits.statementSeconds}, idle_transaction_timeout = 20, tx_isolation = 'READ-COMMITTED'`
      : `max_execution_time = ${limits.statementSeconds * 1000}, transaction_isolation = 'READ-COMMITTED'`;
  const settings =
    `SET SESSION time_zone = '+00:00', sql_mode = '${sqlMode}', sql_select_limit = ${limits.rows}, ` +
    `innodb_lock_wait_timeout = ${limits.lockWaitSeconds}, lock_wait_timeout = ${limits.lockWaitSeconds}, ${bound}`;
  return role === null ? [settings] : [`SET ROLE \`${role}\``, settings];
}

/** A single connection that belongs to the caller, with no settings but the driver's. */
export async function connectOnce(address: Address): Promise<PromiseConnection> {
  return mysqlPromise.createConnection(driverOptions(address));
}

/**
 * Names the console's schema as the present one, by which a server's statistics tell whose statements they count. Not
 * when connecting: an account that starts without its role may not use the schema yet.
 */
export const useConsole = 'USE caretaker';

/** A pool of connections with no settings but the driver's. */
export function createPool(address: Address, size: number): mysql.Pool {
  return mysql.createPool({
    ...driverOptions(address),
    connectionLimit: size,
    maxIdle: 2,
    idleTimeout: 60_000,
    queueLimit: 200,
  });
}

/** Has the pool's further connections sign in with this password. The driver keeps it where its types do not show. */
export function setPassword(pool: mysql.Pool, password: string): void {
  const { config } = pool as unknown as { config: { connectionConfig: { password: string } } };
  config.connectionConfig.password = password;
}
