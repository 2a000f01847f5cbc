import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { PendingMigration } from '../../contract/session.ts';
import { Refused } from '../errors.ts';
import { resourcesDir } from '../resources.ts';
import { isDriverError } from './errors.ts';
import { consoleGrants, grantStatements } from './grants.ts';
import { splitStatements } from './sql-file.ts';

/** One numbered file; the id is its name, the title its first comment. */
export interface Migration extends PendingMigration {
  readonly statements: readonly string[];
  readonly checksum: string;
}

export interface MigrationPlan {
  readonly pending: readonly Migration[];
  /** The first of `pending` when it was stopped half way. */
  readonly unfinished: string | null;
  /** Applied by a newer console: this one must not write to tables it does not know. */
  readonly unknown: readonly string[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly current: PendingMigration | null;
}

const leaseSeconds = 30;

export function readMigrations(folder = join(resourcesDir, 'migrations')): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{3}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
      return {
        id: name.replace(/\.sql$/, ''),
        title: /^--\s*(.+)$/m.exec(text)?.[1] ?? name,
        statements: splitStatements(text),
        checksum: createHash('sha256').update(text).digest('hex'),
      };
    });
}

/** Compares what the database holds with what this console needs. Reads only; works before the first migration. */
export async function planMigrations(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<MigrationPlan> {
  const applied = await appliedMigrations(connection);
  const known = new Set(migrations.map((it) => it.id));
  const pending = migrations.filter((it) => !applied.get(it.id)?.finished);
  return {
    pending,
    unfinished: pending.find((it) => applied.has(it.id))?.id ?? null,
    unknown: [...applied.keys()].filter((id) => !known.has(id)),
  };
}

/**
 * Applies what is pending, in order, on a connection that may alter the schema `caretaker`. DDL cannot be rolled
 * back, so each statement done is noted: stopped at any point, even by kill -9, the next run goes on there.
 * A second run at the same time is refused as CONFLICT.
 */
export async function* migrate(
  connection: Connection,
  lessor: Connection,
  migrations: readonly Migration[],
): AsyncGenerator<Progress> {
  // An account may be bounded by MariaDB to statements of a minute, and to alter a large table takes longer.
  await connection.query('SET SESSION autocommit = 1 /*M! , max_statement_time = 0 */');
  await makeLedger(connection);
  await using lease = await MigrationLease.take(lessor);
  const { pending } = await planMigrations(connection, migrations);
  for (const [done, migration] of pending.entries()) {
    yield { done, total: pending.length, current: { id: migration.id, title: migration.title } };
    await apply(connection, migration, lease);
  }
  await grantConsole(connection);
  yield { done: pending.length, total: pending.length, current: null };
}

async function apply(connection: Connection, migration: Migration, lease: MigrationLease): Promise<void> {
  const [inserted] = await connection.query<ResultSetHeader>(
    'INSERT IGNORE INTO caretaker.migration (id, title, checksum, steps) VALUES (?, ?, ?, ?)',
    [migration.id, migration.title, migration.checksum, migration.statements.length],
  );
  const isResumed = inserted.affectedRows === 0;
  const noted = (await appliedMigrations(connection)).get(migration.id);
  if (noted?.checksum !== migration.checksum) {
    throw new Refused(
      'CONFLICT',
      `The update ${migration.id} was begun by another version of Caretaker. Finish it with that version; nothing was changed here.`,
    );
  }
  const first = noted.stepsDone;
  for (const [step, statement] of migration.statements.entries()) {
    if (step < first) continue;
    lease.check();
    // Data and its note are one transaction, so that a change of a killed run is never done twice. DDL commits by
    // itself; there the run before may have been killed between doing the step and noting it.
    await connection.query('START TRANSACTION');
    try {
      await connection.query(statement);
    } catch (error) {
      if (!isResumed || step !== first || !isDoneAlready(error)) throw error;
    }
    await connection.query('UPDATE caretaker.migration SET steps_done = ? WHERE id = ?', [
      step + 1,
      migration.id,
    ]);
    await connection.query('COMMIT');
  }
  await connection.query('UPDATE caretaker.migration SET finished_at = UTC_TIMESTAMP(6) WHERE id = ?', [
    migration.id,
  ]);
}

async function appliedMigrations(connection: Connection) {
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT id, checksum, steps_done, finished_at FROM caretaker.migration ORDER BY id LIMIT 1000',
    );
    return new Map(
      rows.map((row) => [
        String(row.id),
        {
          checksum: String(row.checksum),
          stepsDone: Number(row.steps_done),
          finished: row.finished_at !== null,
        },
      ]),
    );
  } catch (error) {
    const isMissing = isDriverError(error) && (error.errno === 1146 || error.errno === 1142);
    if (isMissing) return new Map<string, { checksum: string; stepsDone: number; finished: boolean }>();
    throw error;
  }
}

/** Tables that migrations and their lease stand on; made by hand because nothing can be noted before them. */
async function makeLedger(connection: Connection): Promise<void> {
  await connection.query(`CREATE TABLE IF NOT EXISTS caretaker.migration (
    id VARCHAR(80) NOT NULL PRIMARY KEY,
    title VARCHAR(200) NOT NULL,
    checksum CHAR(64) NOT NULL,
    steps INT NOT NULL,
    steps_done INT NOT NULL DEFAULT 0,
    finished_at DATETIME(6) NULL
  ) ENGINE = InnoDB`);
  await connection.query(`CREATE TABLE IF NOT EXISTS caretaker.job_lease (
    job VARCHAR(60) NOT NULL PRIMARY KEY,
    holder CHAR(36) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    last_run_at DATETIME(6) NULL,
    last_error VARCHAR(500) NULL
  ) ENGINE = InnoDB`);
}

async function grantConsole(connection: Connection): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'caretaker' LIMIT 1000",
  );
  const existing = rows.map((row) => String(row.name));
  for (const statement of grantStatements('caretaker', consoleGrants, existing))
    await connection.query(statement);
}

/** Errors of DDL that was done before: exists, duplicate column or key, or nothing left to drop. */
function isDoneAlready(error: unknown): boolean {
  return isDriverError(error) && [1050, 1051, 1060, 1061, 1091, 1826].includes(error.errno ?? 0);
}

/** Held on a connection of its own, since a long ALTER keeps the other one busy. */
class MigrationLease implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #holder: string;
  readonly #timer: NodeJS.Timeout;
  #lost: unknown = null;
  /** By this computer's clock, which goes on while the computer sleeps and its timers do not. */
  #lapsesAt: number;

  private constructor(connection: Connection, holder: string, lapsesAt: number) {
    this.#connection = connection;
    this.#holder = holder;
    this.#lapsesAt = lapsesAt;
    this.#timer = setInterval(() => void this.#renew(), (leaseSeconds * 1000) / 3);
  }

  static async take(connection: Connection): Promise<MigrationLease> {
    const holder = randomUUID();
    const lapsesAt = lapseFromNow();
    // Any role may write to the leases: one longer than a console would take is nobody's.
    await connection.query(
      "INSERT IGNORE INTO caretaker.job_lease (job, holder, expires_at) VALUES ('migrate', ?, '2000-01-01')",
      [holder],
    );
    const [taken] = await connection.query<ResultSetHeader>(
      `UPDATE caretaker.job_lease
       SET holder = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL ${leaseSeconds} SECOND
       WHERE job = 'migrate'
         AND (expires_at < UTC_TIMESTAMP(6) OR expires_at > UTC_TIMESTAMP(6) + INTERVAL ${2 * leaseSeconds} SECOND)`,
      [holder],
    );
    if (taken.affectedRows === 1) return new MigrationLease(connection, holder, lapsesAt);
    throw new Refused(
      'CONFLICT',
      `Another console is updating the tables just now, or was stopped in the middle. Nothing was changed here; try again in ${leaseSeconds} seconds.`,
    );
  }

  check(): void {
    if (this.#lost !== null) throw this.#lost;
    if (Date.now() > this.#lapsesAt) {
      throw new Refused(
        'CONFLICT',
        'The update was held up for so long that another console may have gone on with it. What was done stands; sign in again to see what is left.',
      );
    }
  }

  async #renew(): Promise<void> {
    const lapsesAt = lapseFromNow();
    try {
      const [kept] = await this.#connection.query<ResultSetHeader>(
        `UPDATE caretaker.job_lease SET expires_at = UTC_TIMESTAMP(6) + INTERVAL ${leaseSeconds} SECOND
         WHERE job = 'migrate' AND holder = ?`,
        [this.#holder],
      );
      if (kept.affectedRows === 0) {
        throw new Refused(
          'CONFLICT',
          'Another console went on with this update. What was done stands; sign in again to see what is left.',
        );
      }
      this.#lapsesAt = lapsesAt;
    } catch (error) {
      this.#lost = error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    if (this.#lost !== null) return;
    const released = this.#connection.query(
      "UPDATE caretaker.job_lease SET expires_at = '2000-01-01' WHERE job = 'migrate' AND holder = ?",
      [this.#holder],
    );
    // What went wrong before must not be hidden by this; the lease lapses by itself.
    await released.catch(() => {});
  }
}

function lapseFromNow(): number {
  return Date.now() + leaseSeconds * 1000;
}
