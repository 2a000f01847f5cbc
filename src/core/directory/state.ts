import { setTimeout as sleep } from 'node:timers/promises';
import type { DirectoryState } from '../../contract/directory.ts';
import type { Utc } from '../../contract/values.ts';
import type { Db, Run } from '../database/database.ts';
import { realUtc } from '../database/time.ts';
import type { SignedIn } from '../session/open.ts';
import { readMarks } from './marks.ts';
import { isBuilt, type Mark, type Marks, partNames } from './parts.ts';

/** What a row of each part costs against the others, measured. */
const weights = { members: 7, logins: 2, reports: 1 } as const;
/** Ids may reach far beyond the number of rows. */
const mostRows = 1e10;
const lookEveryMs = 1000;
/** The time left is told from so much of the past. */
const spanMs = 30_000;
const shortestSpanMs = 5000;

interface Look {
  readonly marks: Marks;
  readonly pausedBy: string | null;
}

/** The state now and after each change, until the signal ends it. Signing out ends it as NOT_SIGNED_IN. */
export async function* watchDirectory(
  { database }: SignedIn,
  signal: AbortSignal | undefined,
): AsyncGenerator<DirectoryState> {
  const ended = AbortSignal.any([database.closed, ...(signal ? [signal] : [])]);
  const pace = new Pace();
  let last = '';
  let look: Look | null = await database.readPrimary(signal, readLook);
  while (!signal?.aborted) {
    if (look !== null) {
      const state = stateOf(look, pace.after(look.marks));
      const text = JSON.stringify(state);
      if (text !== last) yield state;
      last = text;
    }
    await sleep(lookEveryMs, undefined, { signal: ended }).catch(() => {});
    database.closed.throwIfAborted();
    if (signal?.aborted) return;
    const isUp = database.link.link.state === 'up';
    look = isUp ? await database.readPrimary(signal, readLook).catch(() => null) : null; // asked again in a second
  }
}

async function readLook(db: Db, run: Run): Promise<Look> {
  const marks = await readMarks(db, run);
  const pause = await db
    .selectFrom('caretaker.directory_pause')
    .select('paused_by')
    .where('id', '=', 1)
    .executeTakeFirst(run);
  return { marks, pausedBy: pause?.paused_by ?? null };
}

/** `rate`: work done in a second, by weight; null where it is not known. */
function stateOf({ marks, pausedBy }: Look, rate: number | null): DirectoryState {
  const part = partNames.find((it) => !isBuilt(marks[it])) ?? null;
  const present = marks[part ?? 'members'];
  const work = sum(marks, (mark) => weightOf(mark) * Number(mark.built_rows));
  const allWork = sum(marks, (mark) => weightOf(mark) * totalOf(mark));
  const phase = part === null ? 'ready' : pausedBy === null ? 'building' : 'paused';
  const left = rate === null || rate <= 0 ? null : (allWork - work) / rate;
  return {
    phase,
    part,
    share: part === null ? 1 : allWork === 0 ? 0 : Math.min(1, work / allWork),
    done: whole(Number(present.built_rows)),
    total: whole(totalOf(present)),
    secondsLeft: phase === 'building' && left !== null ? whole(left) : null,
    pausedBy: phase === 'paused' ? pausedBy : null,
    freshAt: part === null ? oldest(partNames.map((it) => marks[it].fresh_at)) : null,
    cost: {
      statements: whole(sum(marks, (mark) => Number(mark.statements))),
      rows: whole(sum(marks, (mark) => Number(mark.rows_read))),
      seconds: whole(sum(marks, (mark) => mark.seconds) * 100) / 100,
    },
  };
}

/** Marks are written by all who read members: a number that none could reach is no reason to tell nothing. */
function whole(number: number): number {
  return Math.min(Math.max(0, Math.round(number)), Number.MAX_SAFE_INTEGER);
}

/** How many rows a part has: at first as many as its ids could number, then as dense as they proved to be. */
function totalOf(mark: Mark): number {
  const done = Number(mark.built_rows);
  if (isBuilt(mark)) return done;
  const from = Number(mark.build_from ?? 0);
  const span = from - Number(mark.build_lowest ?? 0) + 1;
  const estimate =
    mark.build_below === null || done === 0
      ? span
      : (done * span) / Math.max(1, from - Number(mark.build_below) + 1);
  return mark.build_from === null ? 0 : Math.max(done, Math.round(Math.min(estimate, mostRows)));
}

function weightOf(mark: Mark): number {
  return weights[mark.part];
}

function sum(marks: Marks, value: (mark: Mark) => number): number {
  return partNames.reduce((total, part) => total + value(marks[part]), 0);
}

function oldest(moments: readonly (string | null)[]): Utc | null {
  const known = moments.filter((it) => it !== null).sort();
  return known.length === moments.length && known[0] !== undefined ? realUtc(known[0]) : null;
}

/** How fast the build goes: by what was seen of it in the last half minute, before that by its own clock. */
class Pace {
  #seen: { at: number; work: number }[] = [];

  after(marks: Marks): number | null {
    const at = performance.now();
    const work = sum(marks, (mark) => weightOf(mark) * Number(mark.built_rows));
    this.#seen = [...this.#seen.filter((it) => it.at > at - spanMs && it.work <= work), { at, work }];
    const first = this.#seen[0];
    if (first && at - first.at >= shortestSpanMs && work > first.work) {
      return (work - first.work) / ((at - first.at) / 1000);
    }
    const seconds = sum(marks, (mark) => mark.built_seconds);
    return seconds > 0 ? work / seconds : null;
  }
}
