import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import type { Root } from '../lane.ts';
import { SCHEMA } from '../schema.ts';

/** The account of the demo's own site, as any site has one: it reads and writes its tables and sees nothing else. */
const USER = 'community_site';

/** What only a site at work has: who is there, what is looked at, what members are told. */
const LIVE_TABLES: Record<string, string> = {
  presences: `
      user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
      page VARCHAR(40) NOT NULL,
      seen_at DATETIME(6) NOT NULL,
      INDEX index_presences_on_seen_at (seen_at)`,
  page_counters: `
      page_id INT UNSIGNED NOT NULL PRIMARY KEY,
      views BIGINT UNSIGNED NOT NULL,
      updated_at DATETIME(6) NOT NULL`,
  // Of a type that was large enough once: in half a year or so its ids run out, as such tables do.
  notifications: `
      id MEDIUMINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      kind VARCHAR(20) NOT NULL,
      created_at DATETIME(6) NOT NULL,
      INDEX index_notifications_on_user_id (user_id, created_at)`,
};

const FIRST_NOTIFICATION = 12_400_000;

/** What each of its connections signs in with. */
export type Site = Root;

/** Makes the account, with a password that nobody keeps beyond this run, and its tables. */
export async function siteAccount(root: Root): Promise<Site> {
  const password = randomBytes(18).toString('base64url');
  const connection = await createConnection({ ...root });
  try {
    await connection.query(`CREATE USER IF NOT EXISTS '${USER}'@'%' IDENTIFIED BY ?`, [password]);
    await connection.query(`ALTER USER '${USER}'@'%' IDENTIFIED BY ?`, [password]);
    await connection.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${SCHEMA}.* TO '${USER}'@'%'`);
    for (const [name, definition] of Object.entries(LIVE_TABLES)) {
      const first = name === 'notifications' ? `AUTO_INCREMENT = ${FIRST_NOTIFICATION}` : '';
      await connection.query(
        `CREATE TABLE IF NOT EXISTS ${SCHEMA}.${name} (${definition}) ENGINE = InnoDB ${first}`,
      );
    }
  } finally {
    await connection.end();
  }
  return { host: root.host, port: root.port, user: USER, password };
}

/** Ends a statement that waits for a lock sooner than the site's members would. */
const LOCK_WAIT_SECONDS = 10;

export async function openSite(site: Site): Promise<Connection> {
  const connection = await createConnection({
    ...site,
    database: SCHEMA,
    dateStrings: true,
    connectTimeout: 3000,
  });
  // A lost connection is told of by the statement that fails; a second word would end the process.
  connection.on('error', () => {});
  await connection.query(`SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`);
  return connection;
}
