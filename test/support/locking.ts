import { setTimeout as sleep } from 'node:timers/promises';
import mysql, { type Connection } from 'mysql2/promise';
import type { Community } from './community.ts';

/** Sessions of the site that take locks on a table of their own. What ends them is no failure of a test. */
export interface Locking extends AsyncDisposable {
  /** A session with a transaction that has run these statements. */
  session(...statements: string[]): Promise<Connection>;
  /** Runs a statement that may have to wait: `done`, or the number of the error that ended it. */
  wait(connection: Connection, statement: string): Promise<string | number>;
  /** Two sessions that each want what the other has; one writes `owner`. */
  deadlock(owner: string): Promise<void>;
}

export const addTo = (id: number, amount = 1) =>
  `UPDATE shop.account SET balance = balance + ${amount} WHERE id = ${id}`;

/** Makes the table with its three rows, and an account that may use it alone. */
export async function locking(town: Pick<Community, 'sql' | 'root'>): Promise<Locking> {
  for (const statement of [
    'CREATE DATABASE IF NOT EXISTS shop',
    'CREATE TABLE IF NOT EXISTS shop.account (id INT PRIMARY KEY, owner VARCHAR(190), balance INT) ENGINE = InnoDB',
    "CREATE USER IF NOT EXISTS app@'%' IDENTIFIED BY 'App-Pass-1'",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON shop.* TO app@'%'",
    "REPLACE INTO shop.account VALUES (1, 'ann', 10), (2, 'ben', 20), (3, 'cem', 30)",
  ]) {
    await town.sql.query(statement);
  }
  const { host, port } = town.root;
  const opened = new Set<Connection>();
  const wait: Locking['wait'] = (connection, statement) =>
    connection.query(statement).then(
      () => 'done',
      (error: { errno?: number }) => error.errno ?? 'lost',
    );
  const session: Locking['session'] = async (...statements) => {
    const connection = await mysql.createConnection({ host, port, user: 'app', password: 'App-Pass-1' });
    connection.on('error', () => {});
    opened.add(connection);
    await connection.query('BEGIN');
    for (const statement of statements) await connection.query(statement);
    return connection;
  };
  return {
    session,
    wait,
    async deadlock(owner) {
      const first = await session(addTo(1, 777_123));
      const second = await session(addTo(2));
      const waits = wait(first, `UPDATE shop.account SET owner = '${owner}' WHERE id = 2`);
      await sleep(150);
      const ends = await Promise.all([wait(second, addTo(1)), waits]);
      if (!ends.includes(1213)) throw new Error(`there was no deadlock: ${ends.join(', ')}`);
      first.destroy();
      second.destroy();
    },
    async [Symbol.asyncDispose]() {
      for (const connection of opened) connection.destroy();
    },
  };
}
