import { idValue } from '../../database/cursor.ts';
import type { Database, Db, Run, Trx } from '../../database/database.ts';
import type { PartName } from '../parts.ts';
import { inBatches } from '../rows/bulk.ts';
import { type Login, loginsAfter, loginsBelow, readyLogins, writeLogins } from '../rows/logins.ts';
import {
  membersAfter,
  membersBelow,
  membersById,
  namesWithin,
  type ReadyMembers,
  readyMembers,
  removeMembers,
  writeMembers,
} from '../rows/members.ts';
import { addReports, countReports, type Report, reportsAfter, reportsBelow } from '../rows/reports.ts';
import { momentOr, never, type SiteMember } from '../rows/row.ts';
import type { SiteReads } from './site-reads.ts';

export interface Ground {
  readonly database: Database;
  readonly reads: SiteReads;
  readonly signal: AbortSignal;
}

/** Writes a page in a transaction. What it must ask the site for then, on the primary, it counts in `reads`. */
export type Write = (trx: Trx, reads: SiteReads) => Promise<void>;

/** The ids that a page covers, also those that have no row: `from` is in it, `below` is not. */
export interface IdRange {
  readonly from: string;
  readonly below: string;
}

/** No id is greater. */
export const highestId = '18446744073709551615';

interface Identified {
  readonly id: string;
}

/** A part of the site: how it is read by id downwards, and what its rows mean for the directory. */
export interface Source<Row extends Identified> {
  readonly part: PartName;
  /** Highest id first. */
  below(db: Db, run: Run, below: string, limit: number): Promise<Row[]>;
  /** Lowest id first. */
  after(db: Db, run: Run, after: string, limit: number): Promise<Row[]>;
  /** Works out what is to be written, so that the transaction which writes it is short. Asks no database. */
  ready(rows: readonly Row[], range: IdRange): Promise<Write>;
}

export const members: Source<SiteMember> = {
  part: 'members',
  below: membersBelow,
  after: membersAfter,
  async ready(rows, range) {
    const ready = await readyMembers(rows);
    return (trx, reads) => replaceMembers(trx, reads, ready, range);
  },
};

export const logins: Source<Login> = {
  part: 'logins',
  below: loginsBelow,
  after: loginsAfter,
  async ready(rows) {
    const ready = await readyLogins(rows);
    return async (trx, reads) => {
      const known = await settle(trx, reads, [...ready.lastAt.keys()]);
      const isKnown = ({ member }: { readonly member: string }) => known.has(member);
      await writeLogins(trx, {
        addresses: ready.addresses.filter(isKnown),
        devices: ready.devices.filter(isKnown),
        later: [...ready.lastAt].filter(([id, at]) => at > (known.get(id) ?? at)),
      });
    };
  },
};

export const reports: Source<Report> = {
  part: 'reports',
  below: reportsBelow,
  after: reportsAfter,
  async ready(rows) {
    const times = countReports(rows);
    return async (trx, reads) => {
      await settle(trx, reads, [...times.keys()]);
      await addReports(trx, times);
    };
  },
};

export const sources = { members, logins, reports } as const;

/** Members of the site over those of the directory in a range of ids; who is in it no more, goes. */
async function replaceMembers(
  trx: Trx,
  reads: SiteReads,
  ready: ReadyMembers,
  range: IdRange,
): Promise<void> {
  const there = new Set(ready.rows.map((row) => row.member_id));
  const named = await namesWithin(trx, range);
  const missing = [...named.keys()].filter((id) => !there.has(id));
  await writeMembers(trx, ready, { named, uncounted: true });
  await checkMembers(trx, reads, missing, { uncounted: true });
}

/** Asks the primary for members whom a replica did not have, or had otherwise, and does as it says. */
export async function checkMembers(
  trx: Trx,
  reads: SiteReads,
  ids: readonly string[],
  o: { uncounted?: boolean; asOf?: string } = {},
): Promise<void> {
  if (ids.length === 0) return;
  const found = await reads.within(trx, (db, run) => membersById(db, run, ids));
  await writeMembers(trx, await readyMembers(found, o.asOf), o);
  const there = new Set(found.map((row) => row.id));
  await removeMembers(
    trx,
    ids.filter((id) => !there.has(id)),
  );
}

/**
 * When each of these members was last active, as the directory knows it. Who joined since their part was read is read
 * now, so that nothing said of them is lost; whom the site has no more is not among them.
 */
async function settle(
  trx: Trx,
  reads: SiteReads,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await inBatches(ids, (some) =>
    trx
      .selectFrom('caretaker.member_directory')
      .select(['member_id', 'last_active_at'])
      .where('member_id', 'in', some.map(idValue))
      .limit(some.length)
      .execute(),
  );
  const known = new Map(rows.map((row) => [row.member_id, momentOr(never, row.last_active_at)]));
  const absent = ids.filter((id) => !known.has(id));
  if (absent.length === 0) return known;
  const found = await reads.within(trx, (db, run) => membersById(db, run, absent));
  const added = await readyMembers(found);
  await writeMembers(trx, added);
  for (const row of added.rows) known.set(row.member_id, row.last_active_at);
  return known;
}
