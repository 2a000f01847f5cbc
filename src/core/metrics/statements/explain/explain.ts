import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Explained } from '../../../../contract/metrics/statements/explained.ts';
import type { Database } from '../../../database/database.ts';
import { failureOf, isDriverError } from '../../../database/errors.ts';
import { quoted } from '../../../database/quoted.ts';
import type { SignedIn } from '../../../session/open.ts';
import { serverVariables } from '../../sampler/variables.ts';
import { keptStatement } from '../list/detail.ts';
import { grantFor } from './grant.ts';
import { maskedPlan, type PlanRow, stepOf } from './plan.ts';
import { preparedOf } from './prepare.ts';

/** Planning may read rows and run cheap parts; longer than this it is stopped. In ms. */
const longest = 3000;

/**
 * The server's plan for a kind of statement, or why there is none. With the rights of who is signed in, on a connection of
 * its own that may change nothing, in the schema that the statement ran in. Throws NOT_FOUND for a kind that is not kept,
 * and where the server cannot be reached.
 */
export async function explainStatement(
  { database }: SignedIn,
  digestId: number,
  signal: AbortSignal | undefined,
): Promise<Explained> {
  const { kind, digestBytes } = await database.readPrimary(signal, async (db, run) => {
    const [kept, variables] = await Promise.all([
      keptStatement(db, run, digestId),
      serverVariables(db, run, ['max_digest_length', 'performance_schema_max_digest_length']),
    ]);
    const lengths = [...variables.values()].map(Number).filter((it) => it > 0);
    return { kind: kept, digestBytes: Math.min(...lengths, 1_048_576) };
  });
  const prepared = preparedOf(kind.text, digestBytes);
  const explainOf = (statement: string) => {
    const use = kind.schema_name === '' ? '' : `USE ${quoted(kind.schema_name)};\n`;
    return `${use}EXPLAIN ${statement};`;
  };
  if (prepared.outcome === 'refused') {
    const { reason, message, statement } = prepared;
    return {
      outcome: 'refused',
      reason,
      message,
      explain: statement === null ? null : explainOf(statement),
      grant: null,
    };
  }
  const { statement } = prepared;
  try {
    const { rows, json } = await planOf(database, kind.schema_name, statement, signal);
    return {
      outcome: 'plan',
      steps: rows.map(stepOf),
      json: maskedPlan(json),
      explain: explainOf(statement),
    };
  } catch (error) {
    const refusal = await refusalFor(database, error, kind);
    if (refusal === null) throw error;
    return { outcome: 'refused', ...refusal, explain: explainOf(statement) };
  }
}

async function planOf(
  database: Database,
  schema: string,
  statement: string,
  signal: AbortSignal | undefined,
): Promise<{ rows: PlanRow[]; json: string }> {
  return database.apart(async (connection) => {
    const stop = () => void database.stopThread(connection.threadId).catch(() => {});
    const timer = setTimeout(stop, longest);
    signal?.addEventListener('abort', stop);
    try {
      signal?.throwIfAborted();
      // As a client of the site would run it, not as the console does: a limit of rows or another mode has another plan.
      await connection.query("SET SESSION sql_select_limit = DEFAULT, sql_mode = ''");
      if (schema !== '') await connection.query(`USE ${quoted(schema)}`);
      await connection.query('START TRANSACTION READ ONLY');
      const rows = await rowsOf(connection, `EXPLAIN FORMAT=TRADITIONAL ${statement}`);
      const [plan] = await rowsOf(connection, `EXPLAIN FORMAT=JSON ${statement}`);
      return { rows, json: String(plan?.EXPLAIN ?? '') };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  });
}

async function rowsOf(connection: Connection, statement: string): Promise<PlanRow[]> {
  const [rows] = await connection.query<RowDataPacket[]>(statement);
  return rows as PlanRow[];
}

type Refusal = Pick<Extract<Explained, { outcome: 'refused' }>, 'reason' | 'message' | 'grant'>;

/** Errors by which a server says that an account may not read a table, its schema, or what is beneath a view. */
const notAllowed = new Set([1044, 1049, 1142, 1143, 1227, 1345, 1356, 1370]);

async function refusalFor(
  database: Database,
  error: unknown,
  kind: { readonly text: string; readonly schema_name: string },
): Promise<Refusal | null> {
  if (!isDriverError(error) || error.errno === undefined) return null;
  const failure = failureOf(error);
  if (failure === 'lost') return null;
  if (notAllowed.has(error.errno)) {
    return {
      reason: 'not-allowed',
      message:
        'Your account may not read what this statement reads, so the server tells you no plan. A database administrator can run it; or grant you the right to read, which lets you read its rows as well.',
      grant: await grantFor(database, kind.text, kind.schema_name),
    };
  }
  if (failure === 'stopped' || failure === 'too-expensive') {
    return {
      reason: 'too-slow',
      message: `The server needed more than ${longest / 1000} seconds to plan it, and was stopped.`,
      grant: null,
    };
  }
  // The server's own words may hold a part of the statement, which has no values but placeholders.
  return {
    reason: 'not-explained',
    message: `The server could not plan it with placeholders for its values (error ${error.errno}). Put values of your own into the text below.`,
    grant: null,
  };
}
