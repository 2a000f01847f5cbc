import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db, Run, Trx } from '../../database/database.ts';
import { columnOf, now } from '../../database/time.ts';
import { advance, isPaused, noteTaken } from '../marks.ts';
import { isBegun, isBuilt, type Mark, type Marks, type PartName, partNames } from '../parts.ts';
import { endless, momentOr, never } from '../rows/row.ts';
import { type Ground, highestId, type Source, sources, type Write } from './sources.ts';

/** Rows of a page: what is written in one transaction, and lost at most. The first of a part has more than `overlap`. */
const mostRows = { members: 2000, logins: 3000, reports: 4000 } as const;
const fewestRows = 250;
/** A page is to be written within this, so that nobody who writes to the same rows waits long for it. */
const pageMs = { least: 500, most: 1500 } as const;
/**
 * A row can turn up after others with a higher id, because its transaction ended later. So many of the newest rows are
 * looked for again, and which of them were taken is noted.
 */
export const overlap = 1000;
/** How long the database is left alone after each page, as a share of what the page took. */
const restShare = 0.1;

/**
 * Builds on from where the marks stand for about `milliseconds`, and gives the marks as they are then. Ends after the
 * page in which the signal says so or somebody pauses it. @throws Overtaken
 */
export async function build(ground: Ground, marks: Marks, milliseconds: number): Promise<Marks> {
  const end = performance.now() + milliseconds;
  const isOver = async () => ground.signal.aborted || performance.now() >= end || (await isPaused(ground));
  let moved = marks;
  for (const part of partNames) {
    if (isBuilt(moved[part])) continue;
    if (await isOver()) break;
    if (moved.members.build_from === null) moved = await survey(ground, moved);
    moved = { ...moved, [part]: await buildPart(ground, moved[part], isOver) };
    if (!isBuilt(moved[part])) break;
  }
  return moved;
}

/** Looks how far the ids of each part reach, for an estimate of what there is to do. */
async function survey(ground: Ground, marks: Marks): Promise<Marks> {
  let moved = marks;
  for (const part of partNames) {
    const source: Source<{ id: string }> = sources[part];
    const [newest] = await ground.reads.latest((db, run) => source.below(db, run, highestId, 1));
    const [oldest] = await ground.reads.latest((db, run) => source.after(db, run, '0', 1));
    const reach = { build_from: newest?.id ?? '0', build_lowest: oldest?.id ?? '0' };
    moved = { ...moved, [part]: await advance(ground, moved[part], async () => reach) };
  }
  return moved;
}

async function buildPart(ground: Ground, mark: Mark, isOver: () => Promise<boolean>): Promise<Mark> {
  const { part } = mark;
  let began = performance.now();
  const changedAt = isBegun(mark) ? null : await newestChange(ground);
  let rows: number = mostRows[part];
  let page = await readPage(ground, part, mark.build_below, rows);
  let moved = mark;
  for (;;) {
    // The site is read before the database writes, and what was read is worked out while it does: the build never has
    // more than one statement at work.
    const { ids, lowest, ready } = page;
    const next = lowest === null ? null : await readPage(ground, part, lowest, rows);
    const write = await ready;
    const before = moved;
    moved = await advance(ground, before, async (trx) => {
      await write(trx, ground.reads);
      return {
        ...(isBegun(before) ? {} : await begin(trx, part, ids, changedAt)),
        build_below: lowest ?? '0',
        built_rows: String(Number(before.built_rows) + ids.length),
        built_seconds: before.built_seconds + (performance.now() - began) / 1000,
        built_at: lowest === null ? columnOf(now()) : null,
      };
    });
    if (next === null || (await isOver())) return moved;
    const took = performance.now() - began;
    rows = nextRows(rows, took, mostRows[part]);
    await sleep(took * restShare, undefined, { signal: ground.signal }).catch(() => {});
    began = performance.now();
    page = next;
  }
}

/** How many rows the next page has, after one of `rows` took so long: a slow disk gets smaller ones. */
export function nextRows(rows: number, milliseconds: number, most: number): number {
  if (milliseconds > pageMs.most) return Math.max(fewestRows, Math.floor(rows / 2));
  return milliseconds < pageMs.least ? Math.min(most, rows * 2) : rows;
}

interface Page {
  /** Highest first. */
  readonly ids: readonly string[];
  /** The lowest of them; null where none lies below. */
  readonly lowest: string | null;
  readonly ready: Promise<Write>;
}

async function readPage(ground: Ground, part: PartName, below: string | null, limit: number): Promise<Page> {
  const source: Source<{ id: string }> = sources[part];
  const read = (db: Db, run: Run) => source.below(db, run, below ?? highestId, limit);
  // The first page from the primary: new is what comes after it, also where a replica lags.
  const rows = await (below === null ? ground.reads.latest(read) : ground.reads.many(read));
  const lowest = rows.length < limit ? null : (rows.at(-1)?.id ?? null);
  const ready = source.ready(rows, { from: lowest ?? '0', below: below ?? highestId });
  ready.catch(() => {}); // told of where it is waited for
  return { ids: rows.map((row) => row.id), lowest, ready };
}

/** From where on what is new will be read: the newest rows of the first page are noted as taken. */
async function begin(
  trx: Trx,
  part: PartName,
  ids: readonly string[],
  changedAt: string | null,
): Promise<Partial<Mark>> {
  await trx.deleteFrom('caretaker.directory_taken').where('part', '=', part).execute();
  if (part !== 'members') await noteTaken(trx, part, ids.slice(0, overlap));
  return {
    build_from: ids[0] ?? '0',
    new_after_id: ids[overlap] ?? '0',
    new_after_at: changedAt ?? never,
  };
}

/** The newest change of a member; not in the future, where a wrong clock may have put it. */
async function newestChange({ reads }: Ground): Promise<string> {
  const rows = await reads.latest(async (db, run) => {
    const { rows } = await sql<{ at: string; now: string }>`
      SELECT updated_at AS at, UTC_TIMESTAMP(6) AS now FROM caretaker_site.member
      WHERE updated_at < ${endless} ORDER BY updated_at DESC LIMIT 1`.execute(db, run);
    return rows;
  });
  const [newest] = rows;
  if (!newest) return never;
  const at = momentOr(never, newest.at);
  return at < newest.now ? at : newest.now;
}
