import { createHash } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { ReadDeadlock } from '../../../src/contract/metrics/locks/deadlocks.ts';
import { fingerprintOf } from '../../../src/core/metrics/locks/deadlocks/fingerprint.ts';
import { parseInnodbStatus } from '../../../src/core/metrics/locks/status/innodb-status.ts';
import { openSite, type Site } from '../live/account.ts';
import { deadlock, prepareQuarrels } from '../live/quarrels.ts';
import { DAY } from '../world/calendar.ts';
import { Random } from '../world/random.ts';

const COUNT = 24;
const DAYS = 60;

/**
 * Deadlocks of the last two months: one that the site really meets, on this server, told as if it had happened at those
 * moments, so that those which it meets later are of the same kind.
 */
export async function writeDeadlocks(
  connection: Connection,
  { site, seed, end }: { readonly site: Site; readonly seed: number; readonly end: number },
): Promise<void> {
  // Those of a start that was stopped, or that a console caught.
  const [kept] = await connection.query<RowDataPacket[]>('SELECT 1 FROM caretaker.deadlock LIMIT 1');
  const met = kept.length > 0 ? null : await meetOne(connection, site);
  if (met === null) return;
  const fingerprint = fingerprintOf(met);
  for (const at of momentsOf(seed, end)) {
    const detail = JSON.stringify({ ...met, toldAt: at });
    await connection.query(
      `INSERT IGNORE INTO caretaker.deadlock (at, fingerprint, report_sha256, detail) VALUES (?, ?, ?, ?)`,
      [at, fingerprint, createHash('sha256').update(detail).digest(), detail],
    );
  }
}

/** In the order of time, as numbers of deadlocks are. */
function momentsOf(seed: number, end: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: COUNT }, (_, nr) => {
    random.of(430, nr);
    const at = end - DAYS * DAY * random.share() ** 1.3;
    return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  }).sort();
}

async function meetOne(connection: Connection, site: Site): Promise<ReadDeadlock | null> {
  const [one, other] = [await openSite(site), await openSite(site)];
  try {
    await prepareQuarrels(one);
    await deadlock(one, other);
  } finally {
    one.destroy();
    other.destroy();
  }
  const [rows] = await connection.query<RowDataPacket[]>('SHOW ENGINE INNODB STATUS');
  return parseInnodbStatus(String(rows[0]?.Status ?? '')).deadlock;
}
