import type { Connection, RowDataPacket } from 'mysql2/promise';
import { costColumns } from '../../../src/core/metrics/statements/sampling/samples.ts';
import { openSite, type Site } from '../live/account.ts';
import { type SiteStatement, scaleOf, siteStatements } from '../live/statements.ts';
import { SCHEMA } from '../schema.ts';
import { DAY, HOUR } from '../world/calendar.ts';
import { Random } from '../world/random.ts';
import { loadAt } from './load.ts';
import { loadRows, type Row } from './rows.ts';

const DAYS = 36;
const MINUTE = 60_000;
/** Kept by the minute for so long. */
const MINUTES_FOR = 2 * DAY;
/** One of them has become slower some days ago: what a week's comparison is for. */
const SLOWER = { name: 'comments with authors', since: 4 * DAY, before: 0.4 };

const totalWeight = siteStatements.reduce((sum, { weight }) => sum + weight, 0);

interface Known {
  readonly id: number;
  readonly statement: SiteStatement;
}

interface Ground {
  readonly seed: number;
  /** ms */
  readonly end: number;
}

/**
 * What the site's statements cost in the last weeks: by the hour and the day, and by the minute for two days. They are
 * known by the server's own digests, so each is run once; nothing is written where the server counts none.
 */
export async function writeStatements(
  connection: Connection,
  o: Ground & { readonly site: Site; readonly members: number },
): Promise<void> {
  const known = await keepDigests(connection, o);
  if (known.length === 0) return;
  const hoursUntil = Math.floor(o.end / HOUR) * HOUR;
  const daysUntil = Math.floor(o.end / DAY) * DAY;
  const minutesUntil = Math.floor(o.end / MINUTE) * MINUTE;
  for (const [step, from, until] of [
    [MINUTE, minutesUntil - MINUTES_FOR, minutesUntil],
    [HOUR, daysUntil - DAYS * DAY, hoursUntil],
    [DAY, daysUntil - DAYS * DAY, daysUntil],
  ] as const) {
    await loadRows(
      connection,
      'statement_sample',
      ['step', 'at', 'digest_id', ...costColumns],
      costRows(known, step, from, until, o),
    );
    await loadRows(
      connection,
      'statement_step',
      ['step', 'at', 'seconds', 'calls', 'total_ms'],
      stepRows(known, step, from, until, o),
    );
  }
  await connection.query(
    `UPDATE caretaker.statement_reading
     SET hours_until = GREATEST(hours_until, ?), days_until = GREATEST(days_until, ?) WHERE id = 1`,
    [hoursUntil / 1000, daysUntil / 1000],
  );
}

function* costRows(
  known: readonly Known[],
  step: number,
  from: number,
  until: number,
  o: Ground,
): Generator<Row> {
  for (let at = from; at < until; at += step) {
    const all = callsOf(at, step, o);
    for (const { id, statement } of known) {
      const { calls, ms } = costOf(statement, all, at, step, o);
      const { usual } = statement;
      const times = (value = 0) => Math.round(calls * value);
      yield [
        step / 1000,
        at / 1000,
        id,
        calls,
        ms,
        ms * 0.03,
        0,
        times(usual.affected),
        times(usual.sent),
        times(usual.examined),
        times(usual.tmp),
        times(usual.tmpDisk),
        usual.noIndex ? calls : 0,
      ];
    }
  }
}

function* stepRows(
  known: readonly Known[],
  step: number,
  from: number,
  until: number,
  o: Ground,
): Generator<Row> {
  for (let at = from; at < until; at += step) {
    const costs = known.map(({ statement }) => costOf(statement, callsOf(at, step, o), at, step, o));
    const sum = (key: 'calls' | 'ms') => costs.reduce((total, it) => total + it[key], 0);
    yield [step / 1000, at / 1000, step / 1000, sum('calls'), sum('ms')];
  }
}

/** All calls of a step: what its load comes to, looked at once an hour, or once where it is shorter. */
function callsOf(at: number, step: number, { seed, end }: Ground): number {
  const random = new Random(seed);
  const looks = Math.max(1, Math.round(step / HOUR));
  let calls = 0;
  for (let look = 0; look < looks; look++) {
    calls += (loadAt(random, at + (look * step) / looks, end).x * step) / looks / 1000;
  }
  return calls;
}

function costOf(statement: SiteStatement, all: number, at: number, step: number, { seed, end }: Ground) {
  const random = new Random(seed).of(420 + siteStatements.indexOf(statement), Math.floor(at / step));
  const calls = Math.round((all * statement.weight) / totalWeight + random.share() - 0.5);
  const wasQuicker = statement.name === SLOWER.name && at < end - SLOWER.since;
  const factor = (wasQuicker ? SLOWER.before : 1) * Math.exp(0.05 * random.normal());
  return { calls: Math.max(0, calls), ms: Math.max(0, calls) * statement.usual.ms * factor };
}

/** Each statement's number among the kept digests. */
async function keepDigests(
  connection: Connection,
  o: Ground & { site: Site; members: number },
): Promise<Known[]> {
  const site = await openSite(o.site);
  try {
    const random = new Random(o.seed).of(419, 0);
    const known: Known[] = [];
    for (const statement of siteStatements) {
      const before = await counts(connection);
      await site.query(statement.sql, statement.values(random, scaleOf(o.members)));
      const digest = [...(await counts(connection))].find(([name, calls]) => calls !== before.get(name))?.[0];
      if (digest === undefined) return [];
      known.push({ statement, id: await keepDigest(connection, digest, o.end) });
    }
    return known;
  } finally {
    site.destroy();
  }
}

/** How often each kind of statement of the site has run, by digest. */
async function counts(connection: Connection): Promise<Map<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT DIGEST AS digest, COUNT_STAR AS calls FROM performance_schema.events_statements_summary_by_digest
     WHERE SCHEMA_NAME = ? AND DIGEST IS NOT NULL`,
    [SCHEMA],
  );
  return new Map(rows.map((row) => [String(row.digest), Number(row.calls)]));
}

async function keepDigest(connection: Connection, digest: string, end: number): Promise<number> {
  const [texts] = await connection.query<RowDataPacket[]>(
    `SELECT DIGEST_TEXT AS text FROM performance_schema.events_statements_summary_by_digest
     WHERE SCHEMA_NAME = ? AND DIGEST = ?`,
    [SCHEMA, digest],
  );
  await connection.query(
    `INSERT INTO caretaker.statement_digest (schema_name, digest, text, first_seen, last_seen)
     VALUES (?, ?, ?, FROM_UNIXTIME(?), UTC_TIMESTAMP(6))
     ON DUPLICATE KEY UPDATE first_seen = LEAST(first_seen, VALUES(first_seen))`,
    [SCHEMA, digest, String(texts[0]?.text ?? ''), (end - DAYS * DAY) / 1000],
  );
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT id FROM caretaker.statement_digest WHERE digest = ? AND schema_name = ?',
    [digest, SCHEMA],
  );
  return Number(rows[0]?.id);
}
